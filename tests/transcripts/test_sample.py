"""The sample study's transcripts are what the readers must take without a murmur."""

from pathlib import Path

import pytest

from workbench.transcripts import Source, is_unattributed, read, sentences, turns, voices, word_count

FILES = sorted((Path(__file__).parents[2] / "transcripts").glob("*.md"))
GROUPS = {"professional", "volunteer", "education"}


def sample(file: Path) -> Source:
    return read(file.read_bytes(), file.name, groups=GROUPS)


def test_the_sample_has_23_interviews_with_44_persons() -> None:
    fronts = [sample(file).front for file in FILES]
    assert [sum(front.id.startswith(place) for front in fronts) for place in "KFU"] == [8, 6, 9]
    assert [sum(front.kind == kind for front in fronts) for kind in ("group", "single")] == [15, 8]
    assert len({one.person for front in fronts for one in front.informants}) == 44


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_sample_transcript_is_read_without_warning_and_its_offsets_are_true(file: Path) -> None:
    source = sample(file)
    assert (source.warnings, source.encoding, source.front.id) == ((), "utf-8", file.stem)
    assert file.read_text("utf-8").endswith("\n---\n" + source.text)

    found = turns(source.text)
    assert {turn.label for turn in found if not is_unattributed(turn.label)} == {
        *source.front.interviewer,
        *(one.label for one in source.front.informants),
    }
    assert "\n\n".join(source.text[turn.start : turn.end] for turn in found) == source.text.rstrip("\n")
    assert all(source.text[turn.start : turn.speech] == f"{turn.label}: " for turn in found)

    starts = sentences(source.text, found, "da")
    assert {turn.speech for turn in found} <= set(starts)
    assert 2 < len(starts) / len(found) < 5
    assert 1100 < word_count(source.text, found) < 1300
    assert set(voices(source.text, found, 0, len(source.text), source.front.interviewer).labels) == {
        one.label for one in source.front.informants
    }


def test_a_sample_turn_is_split_as_a_reader_would() -> None:
    source = sample(next(file for file in FILES if file.stem == "K-03"))
    turn = next(turn for turn in turns(source.text) if "Foreningen ville" in source.text[turn.start : turn.end])
    starts = sentences(source.text, [turn], "da")
    assert [source.text[a:z].strip()[:22] for a, z in zip(starts, [*starts[1:], turn.end], strict=True)] == [
        "Vi er uenige om det me",
        "Jeg siger det bare høj",
        "Men det skal jo siges ",
        "Foreningen ville have ",
        "De blev sure.",
        "Så kom de med et bål i",
    ]
