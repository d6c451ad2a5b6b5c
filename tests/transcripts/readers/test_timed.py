"""VTT, SRT and Whisper's JSON: the same conversation in every shape comes out as the same text, speakers and times."""

import html
import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.transcripts import Source, Time, is_unattributed, read
from workbench.transcripts.turns import turns


class Said(NamedTuple):
    """One cue; times in milliseconds."""

    start: int
    end: int
    label: str
    text: str


def clock(milliseconds: int, point: str = ".") -> str:
    seconds, rest = divmod(milliseconds, 1_000)
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def zoom(cues: Sequence[Said]) -> str:
    blocks = [
        f"{i}\r\n{clock(c.start)} --> {clock(c.end)}\r\n{c.label}: {html.escape(c.text, quote=False)}\r\n"
        for i, c in enumerate(cues, 1)
    ]
    return "WEBVTT\r\n\r\n" + "\r\n".join(blocks)


def teams(cues: Sequence[Said]) -> str:
    blocks = [
        f"7e1c0f5a-2b0d-4d7e-9a53-0d2f{i:08x}/{i}-0\n{clock(c.start)} --> {clock(c.end)}\n"
        f"<v {html.escape(c.label, quote=False)}>{html.escape(c.text, quote=False).replace(' ', chr(10), 1)}</v>\n"
        for i, c in enumerate(cues)
    ]
    return "\ufeffWEBVTT\n\n" + "\n".join(blocks)


def subrip(cues: Sequence[Said]) -> str:
    return "".join(
        f"{i}\r\n{clock(c.start, ',')} --> {clock(c.end, ',')}\r\n<i>{c.label}: {c.text}</i>\r\n\r\n"
        for i, c in enumerate(cues, 1)
    )


def whisperx(cues: Sequence[Said]) -> str:
    segments = [
        {
            "start": c.start / 1_000,
            "end": c.end / 1_000,
            "text": f" {c.text}",
            "words": [{"word": word, "start": c.start / 1_000, "score": 0.9} for word in c.text.split()],
            "speaker": c.label,
        }
        for c in cues
    ]
    return json.dumps({"segments": segments, "word_segments": [], "language": "da"})


SHAPES: dict[str, tuple[str, Callable[[Sequence[Said]], str]]] = {
    "zoom": ("mødet.vtt", zoom),
    "teams": ("mødet.vtt", teams),
    "subrip": ("mødet.srt", subrip),
    "whisperx": ("mødet.json", whisperx),
}

NAMES = ("Mette Lund", "bo", "Åse (hun/hende)", "iPhone 12 – Ib", "SPEAKER_01", "Dr. Øst-Søndergård, læge", "R1")
WORDS = (
    "ja",
    "altså",
    "haven",
    "Så",
    "gik",
    "vi.",
    "R&D",
    "<tre>",
    "kl. 9:",
    "“nå”",
    "…",
    "æblerne",
    "5 < 6",
    "#00:1#",
)


def spoken(source: Source) -> list[tuple[str, str]]:
    """(label, what is said) of every turn."""
    return [(turn.label, source.text[turn.speech : turn.end]) for turn in source.turns]


def merged(cues: Sequence[Said]) -> list[tuple[str, str]]:
    """What the turns should be where nobody pauses."""
    found: list[tuple[str, str]] = []
    for cue in cues:
        if found and found[-1][0] == cue.label:
            found[-1] = (cue.label, f"{found[-1][1]} {cue.text}")
        else:
            found.append((cue.label, cue.text))
    return found


@st.composite
def conversations(draw: st.DrawFn) -> list[Said]:
    """Two to four people who speak again and again, without a pause."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True))
    cues, at = [], draw(st.integers(0, 5_000))
    for name in [*names, *draw(st.lists(st.sampled_from(names), max_size=8)), *names]:
        length = draw(st.integers(1, 9_000))
        cues.append(
            Said(at, at + length, name, " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))))
        )
        at += length
    return cues


@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=60)
@given(cues=conversations())
def test_every_shape_gives_text_speakers_and_times_to_the_character(shape: str, cues: list[Said]) -> None:
    name, write = SHAPES[shape]
    found = read(write(cues).encode(), name)
    assert spoken(found) == merged(cues)
    assert found.text == "\n\n".join(f"{label}: {text}" for label, text in merged(cues)) + "\n"
    assert turns(found.text, {cue.label for cue in cues}) == found.turns
    assert [one.label for one in found.front.informants] == list(dict.fromkeys(cue.label for cue in cues))
    starts = [
        cue.start for before, cue in zip([None, *cues], cues, strict=False) if not before or before.label != cue.label
    ]
    assert [time.start for time in found.times if time] == starts
    assert found.times[-1] is not None
    assert found.times[-1].end == cues[-1].end


def one(text: str, name: str = "a.vtt") -> Source:
    return read(text.encode(), name)


def vtt(*cues: str) -> str:
    """Cues of a second each."""
    return "WEBVTT\n\n" + "\n\n".join(f"{clock(i * 1000)} --> {clock(i * 1000 + 900)}\n{c}" for i, c in enumerate(cues))


def test_a_format_is_told_by_its_content_whatever_its_name() -> None:
    cues = [Said(0, 900, "Mette", "Hej."), Said(900, 1_800, "Bo", "Dav.")] * 2
    for name, write in SHAPES.values():
        expected = read(write(cues).encode(), name)
        found = read(write(cues).encode(), "mødet.txt")
        assert (found.format, found.text) == (expected.format, expected.text)
    assert one("I: Hej.\n", "a.md").format == "markdown"
    assert one("I: Hej.\n", "a.txt").format == "plain"


def test_utf16_and_windows_letters_are_read_too() -> None:
    text = vtt("<v Søren>Blåbær på øen, gælder det også æblerne?</v>")
    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        found = read(text.encode(encoding), "a.vtt")
        assert spoken(found) == [("Søren", "Blåbær på øen, gælder det også æblerne?")]


def test_a_pause_after_a_sentence_begins_a_new_turn_and_one_inside_a_sentence_does_not() -> None:
    lines = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>Ja.</v>\n\n00:{}.000 --> 00:09.000\n<v A>Nå ja.</v>\n"
    assert [text for _, text in spoken(one(lines.format("07")))] == ["Ja.", "Nå ja."]
    assert [text for _, text in spoken(one(lines.format("06")))] == ["Ja. Nå ja."]
    assert [text for _, text in spoken(one(lines.format("07").replace("Ja.", "Ja,")))] == ["Ja, Nå ja."]


def test_cues_that_overlap_and_cues_out_of_order_stand_as_they_were_spoken() -> None:
    text = (
        "WEBVTT\n\n00:05.000 --> 00:09.000\n<v B>To.</v>\n\n00:01.000 --> 00:08.000\n<v A>Et.</v>\n\n"
        "00:05.000 --> 00:06.000\n<v C>Tre.</v>\n"
    )
    found = one(text)
    assert spoken(found) == [("A", "Et."), ("B", "To."), ("C", "Tre.")]
    assert found.times == (Time(1_000, 8_000), Time(5_000, 9_000), Time(5_000, 6_000))


def test_several_voices_in_one_cue_are_told_apart_and_who_has_no_name_stays_unattributed() -> None:
    found = one(vtt("<v.loud Bo &amp; Co>Hej\nmed jer</v> <v Åse>Dav", "<i>nå</i> <griner>", "<v Flere>Ja!</v>"))
    assert spoken(found) == [("Bo & Co", "Hej med jer"), ("Åse", "Dav"), ("?", "nå <griner>"), ("Flere", "Ja!")]
    assert [turn.label for turn in found.turns if is_unattributed(turn.label)] == ["?", "Flere"]
    assert [informant.label for informant in found.front.informants] == ["Bo & Co", "Åse"]


def test_a_file_that_names_nobody_is_paragraphs_of_nobody_even_where_a_word_stands_before_a_colon() -> None:
    sentence = "Så kom de og spurgte, om vi ville være med i haven. "
    found = one(vtt(*[sentence] * 12, "Svaret: ja.", "Altså ja."))
    assert {turn.label for turn in found.turns} == {""}
    assert len(found.turns) == 2
    assert len(found.times) == 2
    assert "\n\n" in found.text
    assert "no speakers found" in found.warnings[0]
    endless = one(vtt(*["ord uden punktum " * 4] * 40))
    assert 1 < len(endless.turns) < 5


def test_lines_that_roll_up_are_taken_once() -> None:
    text = (
        "WEBVTT\nKind: captions\nLanguage: da\n\n00:00:00.000 --> 00:00:02.000 align:start position:0%\n \n"
        "hej<00:00:00.500><c> med</c><00:00:00.800><c> jer</c>\n\n00:00:02.000 --> 00:00:02.010\nhej med jer\n \n\n"
        "00:00:02.010 --> 00:00:04.000\nhej med jer\nog<00:00:02.500><c> velkommen</c>\n"
    )
    assert one(text).text == "hej med jer og velkommen\n"
    assert one(vtt("<v A>Ja.</v>", "<v A>Ja.</v>")).text == "A: Ja. Ja.\n"


def test_what_a_blank_line_cut_off_and_commas_in_times_are_mended() -> None:
    text = "WEBVTT\n\n1\n00:00:01,000 --> 00:00:02,000\n<v A>Først</v>\n\n<v A>og så mere.</v>\n\nNOTE af Karen\n\n2\n"
    found = one(text + "00:00:03,000 --> 00:00:04,000\n<v B>Ja.</v>\n")
    assert spoken(found) == [("A", "Først og så mere."), ("B", "Ja.")]
    assert found.hidden == ("af Karen",)


def test_a_file_of_microsoft_stream_is_read_past_its_notes() -> None:
    text = 'WEBVTT\n\nNOTE duration:"00:27:18.29"\n\nNOTE language:da-dk\n\n'
    for i in range(3):
        text += f"NOTE Confidence: 0.89{i}\n\n1fbe-{i}\n{clock(i * 1000)} --> {clock(i * 1000 + 900)}\nnå {i}\n\n"
    found = one(text)
    assert (found.text, found.hidden) == ("nå 0 nå 1 nå 2\n", ())


def test_in_subrip_a_name_holds_until_the_next_and_empty_cues_are_nothing() -> None:
    cues = ("<b>Anna: Hej</b>", "", "og velkommen.", "{\\an8}Bo: Dav\nAnna: Godt.", "Det er 10:30 nu")
    text = "".join(
        f"{i}\n{clock(i * 1000, ',')} --> {clock(i * 1000 + 900, ',')}\n{c}\n\n" for i, c in enumerate(cues, 1)
    )
    assert spoken(one(text, "a.srt")) == [
        ("Anna", "Hej og velkommen."),
        ("Bo", "Dav"),
        ("Anna", "Godt. Det er 10:30 nu"),
    ]


def test_one_word_before_a_colon_in_many_cues_is_no_speaker() -> None:
    text = "".join(f"{i}\n{clock(i * 1000, ',')} --> {clock(i * 1000 + 900, ',')}\nog så {i}\n\n" for i in range(1, 30))
    found = one(text + "30\n00:00:31,000 --> 00:00:32,000\nSvaret: det ved jeg ikke\n\n", "a.srt")
    assert {turn.label for turn in found.turns} == {""}


@pytest.mark.parametrize(
    "given",
    [
        {"text": "Hej. Ja.", "segments": [{"id": 0, "start": 1.0, "end": 2.5, "text": " Hej. Ja."}], "language": "da"},
        [{"start": 1, "end": 2.5, "text": "Hej. Ja."}],
        {"transcription": [{"offsets": {"from": 1000, "to": 2500}, "text": " Hej. Ja."}]},
        {"text": "Hej. Ja.", "chunks": [{"timestamp": [1.0, 2.5], "text": " Hej. Ja."}]},
        {"segments": [{"start": 1.0, "end": 2.5, "words": [{"word": " Hej."}, {"word": " Ja."}]}]},
        {"segments": [{"start": "00:01", "end": "00:00:02.5", "text": "Hej. Ja."}]},
    ],
    ids=["whisper", "list", "whisper.cpp", "transformers", "words", "clocks"],
)
def test_the_shapes_of_json_that_transcribers_write(given: Any) -> None:
    found = read(json.dumps(given).encode(), "a.json")
    assert (found.text, found.times) == ("Hej. Ja.\n", (Time(1_000, 2_500),))


def test_a_segment_without_speaker_is_that_of_its_words_or_nobodys() -> None:
    words = [{"word": "Ja", "speaker": "SPEAKER_01"}, {"word": "ja", "speaker": "SPEAKER_01"}, {"word": "x"}]
    segments = [
        {"start": 0, "end": 1, "text": "Hej", "speaker": "SPEAKER_00"},
        {"start": 1, "end": 2, "text": "Ja ja", "words": words},
        {"start": 2, "end": 3, "text": "Mm"},
        {"start": float("nan"), "end": -1, "text": "Nå", "speaker": 3},
    ]
    found = read(json.dumps({"segments": segments}).encode(), "a.json")
    assert spoken(found) == [("SPEAKER_00", "Hej"), ("SPEAKER_01", "Ja ja"), ("?", "Mm"), ("Speaker 3", "Nå")]
    assert found.times == (Time(0, 1_000), Time(1_000, 2_000), Time(2_000, 3_000), None)


def test_json_with_nothing_but_a_text_is_read_and_said_to_have_no_times() -> None:
    found = read(b'{"text": "Hej. Ja."}', "a.json")
    assert (found.text, found.times) == ("Hej. Ja.\n", ())
    assert "says nothing of times" in found.warnings[0]


def test_a_file_of_many_marks_is_as_long_as_what_is_said_in_it() -> None:
    words = [{"word": "ordene", "start": i / 4, "end": i / 4 + 0.2, "score": 0.9} for i in range(25_000)]
    segments = [
        {"start": at / 4, "end": at / 4 + 9.9, "text": " ordene" * 40, "words": words[at : at + 40]}
        for at in range(0, 25_000, 40)
    ]
    data = json.dumps({"segments": segments, "word_segments": words}).encode()
    assert len(data) > 2_000_000
    assert len(read(data, "a.json").text) < 200_000
    page = "<p>" + "<span style='font-family:Calibri'>ord </span>" * 50_000
    assert len(read(f"<html><body>{page}</body></html>".encode(), "a.html").text) == 200_000


def test_utterances_that_count_milliseconds_are_read_so() -> None:
    utterances = [
        {"speaker": "A", "start": 250, "end": 2_500, "text": "Hej."},
        {"speaker": "B", "start": 2_600, "end": 4_000, "text": "Dav."},
    ]
    found = read(json.dumps({"id": "x", "text": "Hej. Dav.", "utterances": utterances}).encode(), "a.json")
    assert (found.text, found.times) == ("A: Hej.\n\nB: Dav.\n", ((250, 2_500), (2_600, 4_000)))
    seconds = [{**one, "start": one["start"] / 1_000, "end": one["end"] / 1_000} for one in utterances]  # type: ignore[operator]
    assert read(json.dumps({"utterances": seconds}).encode(), "a.json").times == found.times
