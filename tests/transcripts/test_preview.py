"""What is shown of a file before it is imported."""

import json

from workbench.transcripts import preview, read

VTT = """\
WEBVTT

00:01.000 --> 00:02.000
<v Interviewer>Hej, og velkommen.</v>

00:03.000 --> 00:04.500
<v Bo>Ja tak.</v>

00:05.000 --> 00:06.000
mm
"""


def test_speakers_are_told_with_what_they_seem_to_be() -> None:
    shown = preview.preview(VTT.encode(), "mappe/M-01.vtt")
    assert [tuple(one) for one in shown.speakers] == [
        ("Interviewer", 1, 3, "interviewer"),
        ("Bo", 1, 2, "informant"),
        ("?", 1, 1, "unattributed"),
    ]
    assert (shown.format, shown.turns, shown.duration, shown.has_front) == ("vtt", 3, 6_000, False)
    assert shown.front.id == "M-01"
    assert shown.head.startswith("Interviewer: Hej")


def test_front_matter_says_who_asks() -> None:
    shown = preview.preview(b"---\nid: K-01\ninterviewer: [R1]\n---\nR1: Hej.\nI: Ja.\n", "a.md")
    assert [(one.label, one.kind) for one in shown.speakers] == [("R1", "interviewer"), ("I", "informant")]
    assert (shown.has_front, shown.duration) == (True, None)


def test_a_guess_is_shown_beside_the_other_character_sets_with_the_lines_that_tell_them_apart() -> None:
    data = "R1: Hej.\nR1: Så gik vi på øen, også om æftermiddagen.\n".encode("cp1252")
    shown = preview.preview(data, "a.txt")
    assert [name for name, _ in shown.encodings] == ["cp1252", "mac_roman", "cp865"]
    assert shown.encodings[0][1] == "R1: Så gik vi på øen, også om æftermiddagen."
    assert shown.encodings[1][1] != shown.encodings[0][1]
    chosen = preview.preview(data, "a.txt", encoding="mac_roman")
    assert (chosen.encoding, chosen.head.split("\n")[1]) == ("mac_roman", chosen.encodings[1][1])


def test_letters_that_went_wrong_are_counted_and_mended_only_when_somebody_says_so() -> None:
    data = "R1: pÃ¥ Ã¸en\n".encode()
    assert preview.preview(data, "a.txt").mojibake == 2
    mended = preview.preview(data, "a.txt", repair=True)
    assert (mended.mojibake, mended.head) == (0, "R1: på øen\n")


def test_a_preview_survives_json() -> None:
    for data, name in (
        (VTT.encode(), "a.vtt"),
        (b"---\nid: x\ninformants:\n  - {label: R1, age: 40}\n---\nR1: Hej.\n", "b.md"),
    ):
        shown = preview.preview(data, name)
        assert preview.read(json.loads(json.dumps(preview.told(shown)))) == shown


def test_what_a_person_says_stands_in_place_of_what_the_file_says() -> None:
    shown = preview.preview(VTT.encode(), "a.vtt")
    said = shown.front._replace(id="K-09", site="Havn", interviewer=("Interviewer",))
    found = read(VTT.encode(), "a.vtt", front=said)
    assert (found.front.id, found.front.site) == ("K-09", "Havn")
    assert [one.label for one in found.front.informants] == ["Bo"]
