"""What is told of a line without reading all of it: never other than reading all of it would tell."""

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.log.change import GENESIS, Change, MalformedError, canonical_json, decode, encode, sealed
from workbench.store import Store
from workbench.sync.bundle import pieces
from workbench.sync.glance import glance, transaction

TRAP = ',"p":"' + "ab" * 32 + '","q":7,"r":"X","s":"T","t":1,"v":"code","x":7}'
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8) | st.just(TRAP)
bodies = st.dictionaries(words, words | st.dictionaries(words, words, max_size=2), max_size=3)


def change(body: dict[str, Any], **fields: Any) -> Change:
    plain = Change("S", 1, 1, 5, 7, "A", 1, "code", "coding", "ROW", "put", "{}", "", "", "", GENESIS, b"")
    return sealed(plain._replace(body=canonical_json(body), **fields))


@given(
    bodies,
    st.sampled_from(["", '{"OTHER":[[3,"' + "ab" * 32 + '"]]}']),
    st.sampled_from(["", '["S",1]']),
    st.sampled_from(["", '{"pp":1}', '{"z":{"p":"' + "ab" * 32 + '","q":1,"x":1}}', '{"A":2,"xx":[]}']),
    st.booleans(),
)
def test_a_glance_tells_what_reading_tells(
    body: dict[str, Any], deps: str, undoes: str, more: str, as_bytes: bool
) -> None:
    went = change(body, deps=deps, undoes=undoes, more=more)
    line: str | bytes = encode(went).encode() if as_bytes else encode(went)
    assert glance(line) == ("S", 1, GENESIS.hex(), went.hash.hex(), 7, "A")
    assert transaction(line) == (json.loads(line)["s"], json.loads(line)["x"])


@given(bodies, st.data())
def test_no_altered_line_passes_for_the_change_it_was(body: dict[str, Any], data: st.DataObject) -> None:
    went = change(body)
    line = encode(went).encode()
    at = data.draw(st.integers(0, len(line) - 1))
    spoilt = line[:at] + data.draw(st.binary(max_size=3)) + line[at + data.draw(st.integers(0, 3)) :]
    try:
        told = glance(spoilt)
    except MalformedError:
        return
    assert told.hash != went.hash.hex() or decode(spoilt) == went


@pytest.mark.parametrize("line", ["", "{", "[]", '{"blob":1}', "\ud800", '{"h":"' + "0" * 64 + '","a":"A","b":{}}'])
def test_what_is_no_change_is_none_at_a_glance(line: str) -> None:
    with pytest.raises(MalformedError):
        glance(line)
    assert transaction(line) == (None, None)


def test_a_line_that_only_looks_like_a_change_is_refused_where_it_is_taken_in() -> None:
    rest = encode(change({"a": 1})).replace('"b":{"a":1}', '"b":{"a":1.5}')[72:]
    forged = '{"h":"' + sha256(f"{{{rest}".encode()).hexdigest() + '",' + rest
    (piece,) = pieces([forged])
    store = Store.open(":memory:", "bo")
    report = store.ingest([forged, encode(change({"a": 1}))])
    assert (report.applied, len(report.refused)) == (1, 1)
    assert not store.has(piece.stream, piece.last, piece.tip)
    store.close()


def test_a_number_that_no_database_holds_is_no_place_in_a_chain() -> None:
    rest = encode(change({})).replace('"q":1', '"q":9999999999999999999')[72:]
    forged = '{"h":"' + sha256(f"{{{rest}".encode()).hexdigest() + '",' + rest
    assert pieces([forged]) == ()
