-- The hub of one study: a schema of its own, read by members and written by the functions below alone.
-- @hub@ is the schema, @member@ the group of those who may read. Every statement may be run again.
-- No advisory locks and no sequences: arrivals are numbered under the lock of one row, so that their order is the
-- order of commits on every server that speaks this dialect, also on a distributed one.

CREATE TABLE IF NOT EXISTS @hub@.hub (
    study text PRIMARY KEY, title text NOT NULL, format integer NOT NULL, epoch text NOT NULL,
    since timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS @hub@.arrival (one boolean PRIMARY KEY, n bigint NOT NULL);
CREATE TABLE IF NOT EXISTS @hub@.member (
    role text PRIMARY KEY, actor text NOT NULL UNIQUE, name text NOT NULL,
    can text NOT NULL CHECK (can IN ('read', 'code', 'lead')), since timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS @hub@.stream (id text PRIMARY KEY, owner text, actor text NOT NULL);
CREATE TABLE IF NOT EXISTS @hub@.change (
    stream text NOT NULL, seq bigint NOT NULL, hash text NOT NULL, prev text NOT NULL, tx bigint NOT NULL,
    hlc bigint NOT NULL, ts bigint NOT NULL, actor text NOT NULL, verb text NOT NULL, ent text NOT NULL,
    id text NOT NULL, op text NOT NULL, line text NOT NULL, arrival bigint NOT NULL, pushed_by text NOT NULL,
    pushed_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (stream, seq, hash));
CREATE TABLE IF NOT EXISTS @hub@.head (
    stream text NOT NULL, seq bigint NOT NULL, hash text NOT NULL, PRIMARY KEY (stream, hash));
CREATE TABLE IF NOT EXISTS @hub@.text (
    id text PRIMARY KEY, salt bytea NOT NULL, data text NOT NULL, pushed_by text NOT NULL,
    pushed_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS @hub@.erased (
    id text PRIMARY KEY, erased_by text NOT NULL, erased_at timestamptz NOT NULL DEFAULT now());

-- Who asks: SECURITY DEFINER leaves session_user as it is, and nobody but a superuser can be another session_user.
CREATE OR REPLACE FUNCTION @hub@.me() RETURNS TABLE (actor text, name text, can text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $me$
    SELECT m.actor, m.name, m.can FROM @hub@.member m WHERE m.role = session_user::text
$me$;

CREATE OR REPLACE FUNCTION @hub@.is_member() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $is$
    SELECT EXISTS (SELECT 1 FROM @hub@.member m WHERE m.role = session_user::text)
$is$;

-- Without a search path of its own, so that it is inlined.
CREATE OR REPLACE FUNCTION @hub@.digest(data bytea) RETURNS text
LANGUAGE sql IMMUTABLE AS $digest$
    SELECT pg_catalog.encode(pg_catalog.sha256(data), 'hex')
$digest$;

-- The member who asks, if she may do what needs the right; 'code' is also given to leads.
CREATE OR REPLACE FUNCTION @hub@.allowed(need text) RETURNS @hub@.member
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $allowed$
DECLARE found_member @hub@.member;
BEGIN
    SELECT * INTO found_member FROM @hub@.member m WHERE m.role = session_user::text;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'not a member' USING ERRCODE = 'WB001';
    ELSIF found_member.can = 'read' THEN
        RAISE EXCEPTION 'may only read' USING ERRCODE = 'WB002';
    ELSIF need = 'lead' AND found_member.can <> 'lead' THEN
        RAISE EXCEPTION 'for leads only' USING ERRCODE = 'WB003';
    END IF;
    RETURN found_member;
END $allowed$;

-- Number ``many`` arrivals and tell who listens; the last number. The row stays locked until the commit.
CREATE OR REPLACE FUNCTION @hub@.arrive(many bigint) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $arrive$
DECLARE last bigint;
BEGIN
    UPDATE @hub@.arrival SET n = n + many WHERE one RETURNING n INTO last;
    IF many > 0 THEN
        @notify@
    END IF;
    RETURN last;
END $arrive$;

CREATE OR REPLACE FUNCTION @hub@.forget(ids text[], who text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $forget$
DECLARE fresh bigint;
BEGIN
    INSERT INTO @hub@.erased (id, erased_by) SELECT DISTINCT u.id, who FROM unnest(ids) AS u (id)
        WHERE u.id ~ '^[0-9a-f]{64}$' ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS fresh = ROW_COUNT;
    DELETE FROM @hub@.text WHERE id = ANY (ids);
    RETURN fresh;
END $forget$;

-- Take in an unbroken chain of one stream: what is known is passed over, a branch whose beginning is known is a
-- branch, what follows nothing is refused, and with one line the whole call. A line is {"h":"<64 hex>",<rest>, and
-- its hash is sha256 of {<rest>; the columns are read from the line, so that they cannot say anything else.
CREATE OR REPLACE FUNCTION @hub@.push(lines text[], OUT added bigint, OUT arrivals bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '20s' AS $push$
DECLARE
    me @hub@.member;
    its @hub@.stream;
    r record;
    before_seq bigint;
    before_hash text;
    first_prev text;
    erasing text[] := '{}';
    withdraws boolean := false;
BEGIN
    me := @hub@.allowed('code');
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    added := 0;
    arrivals := @hub@.arrive(0);
    FOR r IN
        WITH given AS MATERIALIZED (  -- each line is parsed once
            SELECT i, line, line::jsonb AS j, substr(line, 7, 64) AS h
            FROM unnest(lines) WITH ORDINALITY AS u (line, i))
        SELECT line, h, j, j ->> 's' AS s, j ->> 'a' AS a, j ->> 'p' AS p, j ->> 'e' AS e, j ->> 'r' AS id,
            j ->> 'o' AS o, j ->> 'v' AS v, (j ->> 'q')::bigint AS q, (j ->> 'x')::bigint AS x,
            (j ->> 'c')::bigint AS c, (j ->> 't')::bigint AS t
        FROM given ORDER BY i
    LOOP
        IF left(r.line, 6) <> '{"h":"' OR substr(r.line, 71, 2) <> '",'
            OR r.h <> @hub@.digest(convert_to('{' || substr(r.line, 73), 'UTF8')) OR r.h IS DISTINCT FROM r.j ->> 'h'
        THEN
            RAISE EXCEPTION 'a change whose hash is not its own' USING ERRCODE = 'WB004';
        END IF;
        IF (least(length(r.s), length(r.a), length(r.e), length(r.id)) > 0
            AND greatest(length(r.s), length(r.a), length(r.e), length(r.id)) <= 64
            AND r.s || r.a || r.e || r.id !~ '[^A-Za-z0-9_.-]' AND length(r.v) <= 80 AND r.o IN ('put', 'del')
            AND jsonb_typeof(r.j -> 'b') = 'object'
            AND jsonb_typeof(r.j -> 'q') || jsonb_typeof(r.j -> 'x') || jsonb_typeof(r.j -> 'c')
                || jsonb_typeof(r.j -> 't') = 'numbernumbernumbernumber'
            AND jsonb_typeof(r.j -> 's') || jsonb_typeof(r.j -> 'a') || jsonb_typeof(r.j -> 'p')
                || jsonb_typeof(r.j -> 'e') || jsonb_typeof(r.j -> 'r') || jsonb_typeof(r.j -> 'o')
                || jsonb_typeof(r.j -> 'v') = 'stringstringstringstringstringstringstring'
            AND r.x BETWEEN 1 AND r.q AND r.q < 4611686018427387905
            AND r.c BETWEEN 0 AND 4611686018427387904 AND r.t BETWEEN 0 AND 4611686018427387904
            AND (r.q = 1) = (r.p = repeat('0', 64))) IS NOT TRUE
        THEN
            RAISE EXCEPTION 'a change that is none' USING ERRCODE = 'WB004';
        END IF;

        IF before_seq IS NULL THEN
            IF me.can <> 'lead' AND r.a <> me.actor THEN
                RAISE EXCEPTION 'the work of another coder' USING ERRCODE = 'WB005';
            END IF;
            INSERT INTO @hub@.stream (id, owner, actor)
                VALUES (r.s, (SELECT m.role FROM @hub@.member m WHERE m.actor = r.a), r.a)
                ON CONFLICT DO NOTHING;
            SELECT * INTO its FROM @hub@.stream st WHERE st.id = r.s;
            IF its.owner IS NULL AND its.actor = me.actor THEN
                UPDATE @hub@.stream SET owner = me.role WHERE id = r.s;
            ELSIF me.can <> 'lead' AND its.owner IS DISTINCT FROM me.role THEN
                RAISE EXCEPTION 'the stream of another login' USING ERRCODE = 'WB006';
            END IF;
        ELSIF r.q <> before_seq + 1 OR r.p <> before_hash THEN
            RAISE EXCEPTION 'no unbroken chain' USING ERRCODE = 'WB007';
        END IF;
        IF r.s <> its.id OR r.a <> its.actor THEN
            RAISE EXCEPTION 'a chain of two coders' USING ERRCODE = 'WB005';
        END IF;
        before_seq := r.q;
        before_hash := r.h;

        IF EXISTS (SELECT 1 FROM @hub@.change k WHERE k.stream = r.s AND k.seq = r.q AND k.hash = r.h) THEN
            CONTINUE;
        END IF;
        IF added = 0 THEN
            first_prev := r.p;
            IF r.q > 1 AND NOT EXISTS (
                SELECT 1 FROM @hub@.change k WHERE k.stream = r.s AND k.seq = r.q - 1 AND k.hash = r.p)
            THEN
                RAISE EXCEPTION 'it follows a change that is not here' USING ERRCODE = 'WB007';
            END IF;
        END IF;
        IF r.e IN ('erasure', 'withdrawal') THEN
            withdraws := true;
            IF r.e = 'erasure' AND r.o = 'put' AND r.j #>> '{b,text}' IS NOT NULL THEN
                erasing := erasing || (r.j #>> '{b,text}');
            END IF;
        END IF;
        added := added + 1;
        INSERT INTO @hub@.change (
                stream, seq, hash, prev, tx, hlc, ts, actor, verb, ent, id, op, line, arrival, pushed_by)
            VALUES (r.s, r.q, r.h, r.p, r.x, r.c, r.t, r.a, r.v, r.e, r.id, r.o, r.line, arrivals + added, me.role);
    END LOOP;
    IF withdraws AND me.can <> 'lead' THEN
        RAISE EXCEPTION 'only a lead takes back what a person said' USING ERRCODE = 'WB003';
    END IF;
    IF added > 0 THEN
        DELETE FROM @hub@.head WHERE stream = its.id AND hash = first_prev;
        INSERT INTO @hub@.head (stream, seq, hash) VALUES (its.id, before_seq, before_hash);
        PERFORM @hub@.forget(erasing, me.role);
        arrivals := @hub@.arrive(added);
    END IF;
END $push$;

CREATE OR REPLACE FUNCTION @hub@.put_text(id text, salt bytea, data text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '20s' AS $text$
DECLARE
    me @hub@.member;
    fresh bigint;
BEGIN
    me := @hub@.allowed('code');
    IF put_text.id IS DISTINCT FROM @hub@.digest(put_text.salt || convert_to(put_text.data, 'UTF8'))
        OR put_text.id IS NULL
    THEN
        RAISE EXCEPTION 'a text that is not what its name says' USING ERRCODE = 'WB004';
    END IF;
    PERFORM @hub@.arrive(0);  -- whoever erases holds the same row, so a text cannot slip in beside its erasure
    IF EXISTS (SELECT 1 FROM @hub@.erased e WHERE e.id = put_text.id) THEN
        RAISE EXCEPTION 'a text that was erased' USING ERRCODE = 'WB008';
    END IF;
    INSERT INTO @hub@.text (id, salt, data, pushed_by)
        VALUES (put_text.id, put_text.salt, put_text.data, me.role) ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS fresh = ROW_COUNT;
    PERFORM @hub@.arrive(fresh);
    RETURN fresh > 0;
END $text$;

CREATE OR REPLACE FUNCTION @hub@.erase(ids text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lock_timeout = '20s' AS $erase$
DECLARE
    me @hub@.member;
    fresh bigint;
BEGIN
    me := @hub@.allowed('lead');
    PERFORM @hub@.arrive(0);
    fresh := @hub@.forget(ids, me.role);
    PERFORM @hub@.arrive(fresh);
    RETURN fresh;
END $erase$;

-- What is here and should not be: changes whose hash is not their own, that follow nothing, or whose columns say
-- something else than their line; texts that are not what their name says, or were erased.
CREATE OR REPLACE FUNCTION @hub@.faults() RETURNS TABLE (kind text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $faults$
    SELECT 'change', c.stream || ' ' || c.seq FROM @hub@.change c
    WHERE @hub@.is_member() AND (
        c.hash <> @hub@.digest(convert_to('{' || substr(c.line, 73), 'UTF8'))
        OR left(c.line, 72) <> '{"h":"' || c.hash || '",'
        OR (c.stream, c.seq::text, c.prev, c.actor, c.ent, c.id, c.op)
            IS DISTINCT FROM (c.line::json ->> 's', c.line::json ->> 'q', c.line::json ->> 'p', c.line::json ->> 'a',
                c.line::json ->> 'e', c.line::json ->> 'r', c.line::json ->> 'o')
        OR c.seq > 1 AND NOT EXISTS (
            SELECT 1 FROM @hub@.change b WHERE b.stream = c.stream AND b.seq = c.seq - 1 AND b.hash = c.prev))
    UNION ALL
    SELECT 'text', t.id FROM @hub@.text t
    WHERE @hub@.is_member() AND (t.id <> @hub@.digest(t.salt || convert_to(t.data, 'UTF8'))
        OR EXISTS (SELECT 1 FROM @hub@.erased e WHERE e.id = t.id))
$faults$;

REVOKE ALL ON ALL TABLES IN SCHEMA @hub@ FROM PUBLIC, @member@;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA @hub@ FROM PUBLIC, @member@;
GRANT USAGE ON SCHEMA @hub@ TO @member@;
GRANT SELECT ON @hub@.hub, @hub@.arrival, @hub@.member, @hub@.stream, @hub@.change, @hub@.head, @hub@.text, @hub@.erased
    TO @member@;
GRANT EXECUTE ON FUNCTION @hub@.me(), @hub@.is_member(), @hub@.push(text[]), @hub@.put_text(text, bytea, text),
    @hub@.erase(text[]), @hub@.faults() TO @member@;

ALTER TABLE @hub@.hub ENABLE ROW LEVEL SECURITY;
ALTER TABLE @hub@.arrival ENABLE ROW LEVEL SECURITY;
ALTER TABLE @hub@.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE @hub@.stream ENABLE ROW LEVEL SECURITY;
ALTER TABLE @hub@.change ENABLE ROW LEVEL SECURITY;
ALTER TABLE @hub@.head ENABLE ROW LEVEL SECURITY;
ALTER TABLE @hub@.text ENABLE ROW LEVEL SECURITY;
ALTER TABLE @hub@.erased ENABLE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS members_read ON @hub@.hub;
DROP POLICY IF EXISTS members_read ON @hub@.arrival;
DROP POLICY IF EXISTS members_read ON @hub@.member;
DROP POLICY IF EXISTS members_read ON @hub@.stream;
DROP POLICY IF EXISTS members_read ON @hub@.change;
DROP POLICY IF EXISTS members_read ON @hub@.head;
DROP POLICY IF EXISTS members_read ON @hub@.text;
DROP POLICY IF EXISTS members_read ON @hub@.erased;
CREATE POLICY members_read ON @hub@.hub FOR SELECT TO @member@ USING ((SELECT @hub@.is_member()));
CREATE POLICY members_read ON @hub@.arrival FOR SELECT TO @member@ USING ((SELECT @hub@.is_member()));
CREATE POLICY members_read ON @hub@.member FOR SELECT TO @member@ USING ((SELECT @hub@.is_member()));
CREATE POLICY members_read ON @hub@.stream FOR SELECT TO @member@ USING ((SELECT @hub@.is_member()));
CREATE POLICY members_read ON @hub@.change FOR SELECT TO @member@ USING ((SELECT @hub@.is_member()));
CREATE POLICY members_read ON @hub@.head FOR SELECT TO @member@ USING ((SELECT @hub@.is_member()));
CREATE POLICY members_read ON @hub@.text FOR SELECT TO @member@ USING ((SELECT @hub@.is_member()));
CREATE POLICY members_read ON @hub@.erased FOR SELECT TO @member@ USING ((SELECT @hub@.is_member()));
