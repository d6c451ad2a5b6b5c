"""Import of 44 hours of transcript, about 450,000 words in 44 files of six formats, into a new study.

The floor is what nobody can do without: the bytes read and hashed, and the words of every turn taken apart by spaCy's
blank tokeniser for Danish, in the same process, anew in every run. The import reads the files, tells turns, speakers
and times, draws the borders of sentences, records everything durably and copies the originals; the second line adds the
look for what may say who somebody is. Then the same files once more, of which nothing is new.

Words are compounds of Danish stems, used as unevenly as words are, so that a tokeniser cannot live off its cache alone.
"""

import gc
import hashlib
import io
import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from bench.measure import Goal, middle, seconds
from tests.danish import _WORDS

FILES, WORDS = 44, 10_250
LIMIT, LOOKED, AGAIN = 4.0, 12.0, 2.5
PEOPLE = ("Interviewer", "R1", "R2", "R3")


class Said(NamedTuple):
    """What one person says without a pause; times in milliseconds."""

    label: str
    start: int
    end: int
    text: str


def talk(words: int, seed: int) -> Iterator[Said]:
    """Somebody asks and three people answer, until there are so many words: 170 of them a minute."""
    dice = random.Random(seed)
    compounds = [first + second for first in _WORDS for second in _WORDS]
    random.Random(0).shuffle(compounds)
    known = [*_WORDS, *compounds]
    weights = list(accumulate(1 / (i + 5) for i in range(len(known))))
    at = 0
    while words > 0:
        sentences = []
        for _ in range(1 + int(dice.expovariate(0.3))):
            one = dice.choices(known, cum_weights=weights, k=dice.randint(3, 16))
            words -= len(one)
            sentences.append(f"{one[0].capitalize()} {' '.join(one[1:])}{dice.choice('....?!…')}")
        text = " ".join(sentences)
        length = 350 * len(text.split())
        yield Said(dice.choice(PEOPLE), at, at + length, text)
        at += length + dice.randint(0, 900)


def _clock(milliseconds: int, point: str) -> str:
    rest = milliseconds // 1_000
    return f"{rest // 3_600:02}:{rest // 60 % 60:02}:{rest % 60:02}{point}{milliseconds % 1_000:03}"


def _markdown(name: str, said: list[Said]) -> bytes:
    front = f"---\nid: {name}\nkind: group\ninterviewer: [Interviewer]\n---\n"
    return (front + "\n\n".join(f"{one.label}: {one.text}" for one in said) + "\n").encode()


def _f4(name: str, said: list[Said]) -> bytes:
    lines = (f"{one.label}: {one.text} #{_clock(one.end, '-')[:10]}#" for one in said)
    return "\r\n\r\n".join(lines).encode("cp1252")


def _cues(said: list[Said]) -> Iterator[Said]:
    """As a meeting program cuts it: a few words at a time."""
    for one in said:
        words = one.text.split()
        for i in range(0, len(words), 9):
            start = one.start + 350 * i
            yield one._replace(start=start, end=min(start + 350 * 9, one.end), text=" ".join(words[i : i + 9]))


def _vtt(name: str, said: list[Said]) -> bytes:
    blocks = (
        f"{name}/{i}-0\n{_clock(one.start, '.')} --> {_clock(one.end, '.')}\n<v {one.label}>{one.text}</v>\n"
        for i, one in enumerate(_cues(said))
    )
    return ("WEBVTT\n\n" + "\n".join(blocks)).encode()


def _srt(name: str, said: list[Said]) -> bytes:
    blocks = (
        f"{i}\n{_clock(one.start, ',')} --> {_clock(one.end, ',')}\n{one.label}: {one.text}\n"
        for i, one in enumerate(_cues(said), 1)
    )
    return "\n".join(blocks).encode()


def _whisper(name: str, said: list[Said]) -> bytes:
    segments = [
        {
            "start": one.start / 1_000,
            "end": one.end / 1_000,
            "text": f" {one.text}",
            "words": [{"word": word, "start": one.start / 1_000, "score": 0.9} for word in one.text.split()],
            "speaker": one.label,
        }
        for one in _cues(said)
    ]
    return json.dumps({"segments": segments, "language": "da"}).encode()


def _docx(name: str, said: list[Said]) -> bytes:
    from docx import Document

    document = Document()
    for one in said:
        document.add_paragraph(f"{one.label}: {one.text}")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


SHAPES: dict[str, Callable[[str, list[Said]], bytes]] = {
    ".md": _markdown,
    ".txt": _f4,
    ".vtt": _vtt,
    ".srt": _srt,
    ".json": _whisper,
    ".docx": _docx,
}


def measure(quick: bool = False) -> list[Goal]:
    """A new study each run, and the floor beside it."""
    runs, number, words = (1, 6, 500) if quick else (3, FILES, WORDS)
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as home:
        os.environ["WORKBENCH_STATE"] = str(Path(home) / "state")
        files = Path(home) / "files"
        files.mkdir()
        talks = [list(talk(words, seed)) for seed in range(number)]
        for i, said in enumerate(talks):
            suffix = list(SHAPES)[i % len(SHAPES)]
            (files / f"T-{i:02}{suffix}").write_bytes(SHAPES[suffix](f"T-{i:02}", said))
        spoken = [one.text for said in talks for one in said]
        _run(Path(home) / "warm", sorted(files.iterdir())[:6], spoken[:50])
        found = [_run(Path(home) / f"run-{run}", sorted(files.iterdir()), spoken) for run in range(runs)]
    counted = sum(len(text.split()) for text in spoken)
    shape = f"{number} files, {counted:,} words"
    return [
        _goal(f"import of {shape}, six formats, against reading, hashing and tokenising", LIMIT, found, "plain"),
        _goal("the same, looked through for identifiers", LOOKED, found, "looked"),
        _goal("the same files once more", AGAIN, found, "again"),
    ]


def _run(home: Path, files: list[Path], spoken: list[str]) -> dict[str, float]:
    import spacy

    from workbench.study import Study, init

    taken: dict[str, float] = {}
    for what, look in (("plain", False), ("looked", True)):
        folder = home / what
        init(folder, "Måling")
        study = Study.open(folder, "ann")
        gc.collect()
        states: list[str] = []

        def take(study: Study = study, states: list[str] = states, look: bool = look) -> None:
            states[:] = [one.state for one in study.transcripts.import_files(files, look=look)]

        taken[what] = seconds(take)
        if set(states) != {"new"}:
            raise AssertionError(f"not every file is new: {states}")
        if what == "plain":
            taken["again"] = seconds(take)
            if set(states) != {"same"}:
                raise AssertionError(f"not every file is known: {states}")
        study.close()
    tokeniser = spacy.blank("da")

    def floor() -> None:
        for file in files:
            hashlib.sha256(file.read_bytes()).hexdigest()
        for _ in tokeniser.pipe(spoken):
            pass

    gc.collect()
    taken["floor"] = seconds(floor)
    return taken


def _goal(what: str, limit: float, found: list[dict[str, float]], key: str) -> Goal:
    ratios = tuple(run[key] / run["floor"] for run in found)
    run = found[middle(ratios)]
    return Goal(what, limit, ratios, f"{run[key]:.2f} s ÷ {run['floor']:.2f} s")
