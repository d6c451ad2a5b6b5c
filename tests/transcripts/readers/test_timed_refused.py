"""What is no subtitle file and no transcript in JSON is refused with its place; hostile input never breaks a reader."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.transcripts import Source, read
from workbench.transcripts.readers import SUFFIXES

NAMES = [f"a{suffix}" for suffix in ("", *SUFFIXES)]


@pytest.mark.parametrize(
    ("text", "name", "line", "reason"),
    [
        ("R1: Hej.\n", "a.vtt", 1, "does not begin as a WebVTT file"),
        ("WEBVTT\n\n00:01.000 --> 00:xx.000\nhej\n", "a.vtt", 3, "a time cannot be read"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nA --> B\n", "a.vtt", 4, "a time cannot be read"),
        ("WEBVTT\n\nNOTE intet\n", "a.vtt", 0, "nothing is said"),
        ("WEBVTT\n\n00:01 -> 00:02\nhej\n", "a.vtt", 0, "no times"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v A></v>\n", "a.vtt", 0, "nothing is said"),
        ("R1: Hej.\n", "a.srt", 1, "no times"),
        ("Forord\n\n1\n00:00:01,000 --> 00:00:02,000\nHej\n", "a.srt", 1, "no cue"),
        ("1\n00:00:01,000 --> 00:00:02,000\n\n", "a.srt", 0, "nothing is said"),
        (f"1\n00:00:01,000 --> 00:00:02,000\n{'7' * 5000}\n", "a.srt", 3, "no cue"),
        ('{"segments": [\n{"text": "Hej"', "a.json", 2, "no JSON"),
        ('{"name": "workbench", "version": 1}', "a.json", 0, "no transcript"),
        ("[1, 2, 3]", "a.json", 0, "no transcript"),
        ('{"segments": []}', "a.json", 0, "no transcript"),
        ('{"segments": [{"text": " "}]}', "a.json", 0, "nothing is said"),
        ("[" * 50_000, "a.json", 0, "JSON"),
        ('{"segments": [{"text": "Hej", "start": ' + "9" * 5_000 + "}]}", "a.json", 0, "JSON"),
    ],
)
def test_what_is_none_is_refused_with_its_line_and_a_hint(text: str, name: str, line: int, reason: str) -> None:
    with pytest.raises(InputError, match=reason) as refused:
        read(text.encode(), name)
    assert (refused.value.line, refused.value.file) == (line, name)
    assert refused.value.hint


def test_mixed_character_sets_are_refused_where_they_mix() -> None:
    start = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Åse>Æblerne på øen</v>\n\n00:02.000 --> 00:03.000\n".encode()
    with pytest.raises(InputError, match="UTF-8, but not here") as refused:
        read(start + "<v Bo>på</v>\n".encode("cp1252"), "a.vtt")
    assert refused.value.line == 7


def test_times_beyond_reason_are_no_times_and_the_text_stays() -> None:
    segments = [{"start": 1e300, "end": 2, "text": "Hej"}, {"start": True, "end": None, "text": "igen"}]
    found = read(json.dumps({"segments": segments}).encode(), "a.json")
    assert (found.text, found.times) == ("Hej igen\n", ())
    late = read(b"WEBVTT\n\n99999:00:01.000 --> 99999:00:02.000\nhej\n", "a.vtt")
    assert (late.text, late.times) == ("hej\n", ())


def test_a_name_with_controls_or_of_any_length_becomes_a_label_of_one_line() -> None:
    found = read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v \x1b[31mBo: {'x' * 300}>hej</v>\n".encode(), "a.vtt")
    (turn,) = found.turns
    assert turn.label.startswith("[31mBo xxx".strip("["))
    assert len(turn.label) <= 100
    assert found.text[turn.speech : turn.end] == "hej"


# Times are read from pieces like these, and labels, and everything else that somebody may set between them.
PIECES = [
    "WEBVTT", "\n", "\n\n", "\r\n", "00:00:01.000 --> 00:00:02.000", "00:00:01,000 --> 00:00:02,000", "1", "-->",
    "<v A>", "</v>", "<v ", ">", "A: ", "hej", "<i>", "&amp;", "&#0;", "&#xD800;", "{", "}", "[", "]", '"segments"',
    '"text"', '"start"', "1e999", '"x"', ",", ":", "00:00:03 Taler 1\n", "[00:00:03]", "#00:00:03-4#", "---\n", "NOTE",
    "id: x\n", "\x0b", "\u2028", "\ufeff", "\x00", "æ", "?: ", "Flere: ", "STYLE", "REGION", "\x85",
]  # fmt: skip


def reads_or_refuses(data: bytes, name: str) -> None:
    found = refused = None
    try:
        found = read(data, name)
    except InputError as error:
        refused = error
    if refused is not None:
        assert (bool(refused.reason), refused.file) == (True, name)
        return
    assert isinstance(found, Source)
    assert found.text.strip()
    assert [turn.start for turn in found.turns] == sorted(turn.start for turn in found.turns)
    assert all(0 <= turn.start <= turn.speech <= turn.end <= len(found.text) for turn in found.turns)
    assert len(found.times) in (0, len(found.turns))


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.sampled_from(NAMES))
def test_whatever_is_made_of_the_pieces_of_these_formats_is_read_or_refused(text: str, name: str) -> None:
    reads_or_refuses(text.encode("utf-8", "surrogatepass"), name)


@settings(max_examples=100)
@given(st.binary(max_size=200), st.sampled_from(NAMES))
def test_any_bytes_under_any_suffix_give_a_transcript_or_an_error_for_people(data: bytes, name: str) -> None:
    reads_or_refuses(data, name)


BEGINNINGS = [
    b"", b"WEBVTT\n\n", b"1\n00:00:01,000 --> 00:00:02,000\n", b'{"segments": [', b"PK\x03\x04word/", b"{\\rtf1 ",
    b"%PDF-1.7\n", b"<html>", b"---\nid: x\n---\n", b"\xff\xfe",
    b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text",
]  # fmt: skip


@pytest.mark.nightly
@settings(max_examples=10_000)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=400), st.sampled_from(NAMES))
def test_ten_thousand_times_any_bytes(beginning: bytes, data: bytes, name: str) -> None:
    reads_or_refuses(beginning + data, name)


@pytest.mark.nightly
@settings(max_examples=10_000)
@given(st.sampled_from(BEGINNINGS), st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from(NAMES))
def test_ten_thousand_times_pieces(beginning: bytes, text: str, name: str) -> None:
    reads_or_refuses(beginning + text.encode("utf-8", "surrogatepass"), name)


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("unit", "name"),
    [
        ("\n", "a.srt"),
        ("1\n", "a.srt"),
        ("1:", "a.srt"),
        (" ", "a.srt"),
        ("00:00:01,000 --> ", "a.srt"),
        ("\n", "a.vtt"),
        ("<v ", "a.vtt"),
        ("<v a>", "a.vtt"),
        ("&#", "a.vtt"),
        ("a:", "a.vtt"),
        ("a: ", "a.txt"),
        ("00:01 a ", "a.txt"),
        ("00:01 a\n", "a.txt"),
        ("[00:01] ", "a.txt"),
        ("{[", "a.json"),
        ('{"text":', "a.json"),
    ],
)
def test_twice_as_much_of_one_thing_does_not_take_ten_times_as_long(unit: str, name: str) -> None:
    begin = {"a.srt": "1\n00:00:01,000 --> 00:00:02,000\nhej\n", "a.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n"}
    taken = []
    for size in (30_000, 240_000):
        data = (begin.get(name, "") + unit * (size // len(unit))).encode()
        start = time.process_time()
        reads_or_refuses(data, name)
        taken.append(time.process_time() - start)
    assert taken[1] < 30 * taken[0] + 1.0
