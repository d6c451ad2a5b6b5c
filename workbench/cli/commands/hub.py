"""``workbench hub``: a PostgreSQL server as the team's hub, set up by a team lead."""

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import CheckFailedError, InputError

RIGHTS = ("read", "code", "lead")


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.description = (
        "A PostgreSQL server as the team's hub. Everybody keeps their own copy of the study and works without the\n"
        "server; `workbench sync` exchanges. Passwords belong into ~/.pgpass or PGPASSWORD, not into an address."
    )
    init = parser.verb(
        "init", "set the hub of this study up on a server; run again, it brings an older one up to date", run_init
    )
    init.add_argument("address", metavar="ADDRESS", help="postgresql://USER@HOST/DATABASE")
    init.add_argument(
        "--trust-server", action="store_true", help="also for an encrypted study, which the server can then read"
    )
    add = parser.verb("add", "let a colleague in, or change their login or right", run_add)
    add.add_argument("name", metavar="NAME", help="the coder's name, as it stands in the study")
    add.add_argument("--role", metavar="LOGIN", default="", help="the login on the server (default: the name)")
    add.add_argument("--can", choices=RIGHTS, default="code", help="read, code (default) or lead")
    add.add_argument("--create", action="store_true", help="make the login, and print its password once")
    remove = parser.verb("remove", "let a colleague in no longer; what they sent stays", run_remove)
    remove.add_argument("name", metavar="NAME", help="the coder's name")
    members = parser.verb("members", "list who belongs to the team on the server", run_members)
    members.json_option()
    tables = parser.verb("tables", "write the study as tables into the server's database, for analysts", run_tables)
    tables.add_argument("--reader", metavar="LOGIN", action="append", default=[], help="a login that may read them")
    tables.json_option()
    check = parser.verb("check", "compare what the server holds with what is here", run_check)
    check.json_option()
    for verb in (add, remove, members, tables, check):
        verb.add_argument("--server", metavar="ADDRESS", default="", help="the server (default: the one of last time)")


def run(call: Call) -> None:
    """A hub without a verb is nothing to do."""
    raise InputError(
        "say what about the hub: init, add, remove, members, tables or check", "`workbench hub --help` tells more."
    )


def run_init(call: Call) -> None:
    """Set it up."""
    with call.study() as study:
        done = study.hub.init(call.args.address, trust_server=call.args.trust_server)
        who = study.coder_name
    call.console.say(
        f"{'set up' if done.new else 'brought up to date'}: the hub on {done.label}; {who} leads it as {done.role}"
    )
    if done.synced:
        call.console.say("`workbench sync` goes there from now on")
    call.console.say("`workbench hub add NAME --role LOGIN` lets colleagues in")


def run_add(call: Call) -> None:
    """Let somebody in."""
    args = call.args
    with call.study() as study:
        done = study.hub.add(args.name, role=args.role, can=args.can, create=args.create, server=args.server)
    call.console.say(f"{done.name} is in, with the login {done.role}, and can {done.can}")
    if done.password:
        call.console.say(f"password, shown this once: {done.password}")
    call.console.say(
        f"to sync, work as coder {done.name}: --coder says so, or WORKBENCH_CODER, where the login name differs"
    )


def run_remove(call: Call) -> None:
    """Let somebody in no longer."""
    with call.study() as study:
        role = study.hub.remove(call.args.name, server=call.args.server)
    call.console.say(f"{call.args.name} is out; what was sent stays. The server still has the login {role}.")


def run_members(call: Call) -> None:
    """List the team."""
    with call.study() as study:
        members = study.hub.members(server=call.args.server)
    call.show(
        [m._asdict() for m in members],
        ("coder", "login", "can", "changes sent", "sent by others", "last"),
        [tuple(m) for m in members],
    )


def run_tables(call: Call) -> None:
    """Write the tables."""
    with call.study() as study:
        done = study.hub.tables(readers=call.args.reader, server=call.args.server)
    if call.args.json:
        call.console.json({"schema": done.schema, "role": done.analyst, "rows": done.rows})
        return
    call.console.say(f"tables: {len(done.rows)}, rows: {sum(done.rows.values())}, in the schema {done.schema}")
    call.console.say(f"who may read them: GRANT {done.analyst} TO login, or --reader LOGIN")


def run_check(call: Call) -> None:
    """Compare; status 1 where the server holds something altered or erased."""
    with call.study() as study:
        found = study.hub.check(server=call.args.server)
        names = {coder.id: coder.name for coder in study.coders()}
    document = {
        "changes": [s._asdict() | {"coder": names.get(s.actor, "")} for s in found.stands],
        "texts_lacking_here": found.texts_lacking_here,
        "texts_lacking_there": found.texts_lacking_there,
        "erased_there": found.erased_there,
        "faults": list(found.faults),
    }
    texts = f"texts lacking here: {found.texts_lacking_here}, there: {found.texts_lacking_there}"
    call.show(
        document,
        ("coder", "changes here", "there", "lacking here", "lacking there"),
        [(names.get(s.actor, s.actor), s.here, s.there, s.lacking_here, s.lacking_there) for s in found.stands],
        texts,
    )
    if not found.whole:
        raise CheckFailedError(
            f"altered on the server: {len(found.faults)}; erased texts that still lie there: {found.erased_there}",
            "Nothing of that reaches anybody's study, every change is checked as it comes in. Ask who runs the server.",
        )
    if not found.equal:
        call.console.note("not the same yet: `workbench sync` exchanges what is lacking")
