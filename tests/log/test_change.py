"""A change, its one spelling, its chain, and every line that is none."""

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.log.change import (
    GENESIS,
    MAX_CLOCK,
    Change,
    MalformedError,
    canonical,
    canonical_json,
    decode,
    encode,
    parse,
    sealed,
)

storable_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 62) + 1, (1 << 62) - 1) | storable_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(storable_text, inner, max_size=4),
    max_leaves=12,
)
bodies = st.dictionaries(storable_text, json_values, max_size=4)


def change(**fields: Any) -> Change:
    """The first change of a stream, with some fields another way; sealed."""
    plain = Change(
        "STREAM", 1, 1, 5, 7, "ACTOR", 1, "code", "coding", "ROW", "put", '{"code":"C1"}', "", "", "", GENESIS, b""
    )
    return sealed(plain._replace(**fields))


def altered(**keys: Any) -> str:
    """A line with some keys another way (None: taken out) and its hash left as it was."""
    line = json.loads(encode(change())) | keys
    return json.dumps({k: v for k, v in line.items() if v is not None})


def relined(**keys: Any) -> str:
    """A line with some keys another way and a hash that fits: only what the keys say can be wrong with it."""
    line = {k: v for k, v in (json.loads(encode(change())) | keys).items() if v is not None and k != "h"}
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return json.dumps(line | {"h": sha256(text.encode("utf-8", "surrogatepass")).hexdigest()})


@given(bodies)
def test_a_change_comes_back_from_its_line_as_it_went(body: dict[str, Any]) -> None:
    went = change(body=canonical_json(body), deps='{"OTHER":[[3,"' + "ab" * 32 + '"]]}', undoes='["STREAM",1]', fmt=2)
    came, parsed = parse(encode(went))
    assert came == went
    assert parsed == body


def answer(line: str | bytes) -> tuple[Change, dict[str, Any]] | str:
    """What becomes of a line: the change and its body, or why it is none."""
    try:
        return parse(line)
    except MalformedError as error:
        return str(error)


@pytest.mark.parametrize(
    "body",
    ['{"b":1,"a":2}', '{"a": 1}', '{"a":1,"a":1}', '{"a":"\\u00e6"}', '{"a":1.0}', '{"a":-0}', "[]", '{"a":NaN}'],
)
def test_a_hash_over_another_spelling_is_not_taken(body: str) -> None:
    line = encode(change(body="{}")).replace('"b":{}', f'"b":{body}')
    rest = "{" + line[72:]
    spelt = '{"h":"' + sha256(rest.encode()).hexdigest() + '",' + rest[1:]
    assert isinstance(answer(spelt), str)


@given(json_values)
def test_canonical_json_is_the_one_spelling(value: Any) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(json.dumps(value, indent=2))) == text


def test_canonical_json_sorts_keys_and_keeps_letters() -> None:
    assert canonical_json({"b": ["æ", None, True], "a": -1}) == '{"a":-1,"b":["æ",null,true]}'


def test_text_that_only_looks_like_an_escaped_nul_is_kept() -> None:
    assert json.loads(canonical_json({"\\u0000": ["C:\\u0000"]})) == {"\\u0000": ["C:\\u0000"]}


def nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        *(1.5, float("nan"), 1 << 62, -(1 << 62), b"x", (1, 2), {1: 2}, nested(21)),
        *("a\x00b", {"a\x00": 1}, ["\ud800"], {"\udfff": 1}),
    ],
    ids=repr,
)
def test_what_not_every_database_keeps_has_no_spelling(value: Any) -> None:
    with pytest.raises(MalformedError):
        canonical_json({"field": value})


def test_nesting_is_allowed_up_to_a_depth() -> None:
    assert canonical_json(nested(20)) == "[" * 20 + "1" + "]" * 20


def test_the_line_is_the_canonical_line_with_the_hash_in_front() -> None:
    line = encode(change())
    keys = list(json.loads(line))
    assert keys == ["h", *sorted(keys[1:])]
    assert line == '{"h":"' + change().hash.hex() + '",' + canonical(change())[1:]


def test_the_spelling_of_a_change_is_fixed_for_ever() -> None:
    """If this fails, no log that was ever written can be verified any more."""
    assert change(verb="tag", deps='{"OTHER":[[3,"' + "ab" * 32 + '"]]}').hash.hex() == (
        "6380521aafe2b607bbb5add6ec4e35ce0ceada67b1c0172218ce2c6a028f8cdc"
    )


@given(st.data())
def test_any_altered_field_breaks_the_hash(data: st.DataObject) -> None:
    key, value = data.draw(
        st.sampled_from(
            [
                *(("a", "B"), ("b", {"code": "C2"}), ("b", {}), ("c", 6), ("e", "memo"), ("o", "del"), ("r", "ROV")),
                *(("s", "T"), ("t", 8), ("v", "recode"), ("f", 2), ("u", ["S", 1]), ("newer", 1)),
                ("d", {"T": [[1, "ab" * 32]]}),
            ]
        )
    )
    with pytest.raises(MalformedError, match="hash"):
        decode(altered(**{key: value}))


def test_whitespace_order_and_bytes_of_a_line_do_not_matter() -> None:
    shuffled = json.dumps(dict(reversed(json.loads(encode(change())).items())), indent=1)
    assert decode(shuffled) == decode(shuffled.encode()) == decode(shuffled + "\n") == change()


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "null", "7", '"x"', "{}", "{}{}", b"\xff", "[" * 100_000, '{"h":1e999}', "NaN"],
    ids=lambda line: repr(line[:12]),
)
def test_what_is_no_change_is_refused(line: str | bytes) -> None:
    with pytest.raises(MalformedError):
        decode(line)


@pytest.mark.parametrize(
    "keys",
    [
        *({key: None} for key in "abceopqrstvx"),
        *({"q": 0}, {"q": "1"}, {"q": True}, {"q": 1.0}, {"q": 2}, {"x": 0}, {"x": 2}, {"x": "1"}),
        *({"c": -1}, {"c": MAX_CLOCK + 1}, {"c": True}, {"t": -1}, {"t": MAX_CLOCK + 1}, {"t": None}),
        *({"p": "ab" * 32}, {"p": "00" * 31}, {"p": 0}, {"p": "zz" * 32}, {"o": "drop"}, {"o": 1}),
        *({"s": "a b"}, {"s": ""}, {"a": "x" * 65}, {"e": 'x"'}, {"r": "x\n"}, {"r": 3}),
        *({"v": 'say "hi"'}, {"v": "x" * 81}, {"v": "tab\t"}, {"v": 3}),
        *({"b": []}, {"b": "x"}, {"b": {"x": 1.5}}, {"b": {"x": "\x00"}}, {"b": {"x": "\ud800"}}),
        *({"f": 1}, {"f": True}, {"f": "2"}),
        *({"d": "x"}, {"d": [1]}, {"d": {"T": []}}, {"d": {"T": [[1]]}}, {"d": {"T": [["1", "ab" * 32]]}}),
        *({"d": {"STREAM": [[1, "ab" * 32]]}}, {"d": {"T": [[0, "ab" * 32]]}}, {"d": {"T": [[1, "AB" * 32]]}}),
        {"d": {"T T": [[1, "ab" * 32]]}},
        *({"u": ["S"]}, {"u": ["S", 0]}, {"u": ["S", "1"]}, {"u": ["S", 1, 2]}, {"u": [1, 1]}),
        {"u": {"0": "S", "1": 1}},
    ],
    ids=str,
)
def test_a_field_that_cannot_be_is_refused_even_where_the_hash_fits(keys: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        decode(relined(**keys))


def test_a_relined_line_is_otherwise_well() -> None:
    assert decode(relined(v="tag")).verb == "tag"


def test_a_hash_that_is_none_is_refused() -> None:
    for digest in ("", "zz" * 32, "00" * 32, "00" * 31, 7):
        with pytest.raises(MalformedError):
            decode(altered(h=digest))


@given(st.dictionaries(st.sampled_from(["zz", "g", "later", "w"]), json_values, min_size=1))
def test_keys_of_a_newer_program_are_kept_and_forwarded(more: dict[str, Any]) -> None:
    came = decode(relined(**{key: [value] for key, value in more.items()}))
    assert json.loads(came.more) == {key: [value] for key, value in more.items()}
    assert decode(encode(came)) == came


@pytest.mark.parametrize(
    "fields",
    [
        *({"verb": 'say "hi"'}, {"verb": "two\nlines"}, {"verb": "x" * 81}),
        *({"row": "a b"}, {"row": ""}, {"ent": "a/b"}, {"actor": "Åse"}, {"stream": ""}),
    ],
    ids=str,
)
def test_a_change_that_nobody_could_read_is_not_sealed(fields: dict[str, Any]) -> None:
    with pytest.raises(MalformedError):
        change(**fields)


@given(bodies, st.sampled_from(["", "merge codes", "ø → å", "'", "{}"]))
def test_whatever_is_sealed_can_be_decoded(body: dict[str, Any], verb: str) -> None:
    went = change(body=canonical_json(body), verb=verb)
    assert decode(encode(went)) == went


def test_a_line_beyond_the_limit_is_neither_sealed_nor_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    line = encode(change())
    monkeypatch.setattr("workbench.log.change.MAX_LINE", len(line) - 1)
    with pytest.raises(MalformedError, match="long"):
        decode(line)
    with pytest.raises(MalformedError, match="long"):
        change()
