"""Synthetic interviews in something like Danish, and who coded what in them. The same seed gives the same text."""

import csv
import io
import random
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

_VOCABULARY = (
    "vi jeg de man det der altså så når hvis fordi men også ikke kun bare lige måske faktisk egentlig altid aldrig "
    "ringer kommer går taler lytter spørger venter hjælper begynder slipper husker øver bygger aftaler skriver prøver "
    "sammen hjemme derude bagefter imellem undervejs sjældent ofte nogle mange hver anden første hele samme egen "
    "kommunen foreningen mødet aftenen køkkenet værestedet koordinatoren naboen gruppen skolen lederen indsatsen "
    "tillid ansvar hverdag erfaring rammer netværk ærlighed nysgerrighed øjenhøjde fælles plads tid møde håb række "
    "tilbage"
)
_WORDS = tuple(_VOCABULARY.split())
_ENDS = (".", ".", ".", ".", "?", "!", " …")

FRONT = """---
id: {name}
site: Kommune {site}
date: 2021-03-0{day}
kind: group
interviewer: [I]
informants:
  - {{label: R1, person: {name}-1, group: professional}}
  - {{label: R2, person: {name}-2, group: volunteer}}
---
"""


class Interview(NamedTuple):
    """A transcript: the text as it will be stored, and where its sentences begin (the last one: where it ends)."""

    name: str
    text: str
    borders: tuple[int, ...]


def interview(name: str, characters: int, seed: int) -> Interview:
    """Turns of a few sentences each until there are ``characters``."""
    dice = random.Random(seed)
    parts: list[str] = []
    borders: list[int] = []
    at = 0
    while at < characters:
        label = "I: " if dice.random() < 0.3 else dice.choice(("R1: ", "R2: "))
        parts.append(label)
        at += len(label)
        for _ in range(1 + int(dice.expovariate(0.25))):
            words = " ".join(dice.choices(_WORDS, k=dice.randint(3, 16)))
            sentence = words[0].upper() + words[1:] + dice.choice(_ENDS) + " "
            borders.append(at)
            parts.append(sentence)
            at += len(sentence)
        parts[-1] = parts[-1][:-1] + "\n\n"
        at += 1
    text = "".join(parts)[:-1]
    return Interview(name, text, (*borders, len(text)))


def code_paths(number: int) -> list[str]:
    """``number`` codes: every fifth a theme, four below each."""
    return [
        f"Tema {i // 5 + 1:02}" if i % 5 == 0 else f"Tema {i // 5 + 1:02} / Kode {i % 5}: {_WORDS[-1 - i % 20]}"
        for i in range(number)
    ]


def codings(interviews: list[Interview], number: int, codes: int, seed: int, coders: tuple[str, ...]) -> str:
    """``number`` codings as a segments file.

    Passages are whole sentences, three on average; a few codes are used much and many little, as in real codebooks.
    """
    dice = random.Random(seed)
    paths = code_paths(codes)
    weights = list(accumulate(1 / (i + 3) for i in range(codes)))
    dice.shuffle(paths)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("transcript", "coder", "code", "start", "end", "memo"))
    known: set[tuple[str, str, str, int, int]] = set()
    while len(known) < number:
        one = interviews[len(known) % len(interviews)]
        first = dice.randrange(len(one.borders) - 1)
        last = min(first + 1 + int(dice.expovariate(0.45)), len(one.borders) - 1)
        end = one.borders[first] + len(one.text[one.borders[first] : one.borders[last]].rstrip())
        row = (one.name, dice.choice(coders), *dice.choices(paths, cum_weights=weights), one.borders[first], end)
        if row not in known:
            known.add(row)
            rows.writerow((*row, ""))
    return out.getvalue()


def study(folder: Path, interviews: list[Interview], segments: str, coder: str) -> None:
    """Write a study with these interviews and codings, every transcript done by ``coder``."""
    from workbench.study import Study, init

    init(folder, "Måling")
    for i, one in enumerate(interviews):
        front = FRONT.format(name=one.name, site="ABCDEFGH"[i % 8], day=i % 9 + 1)
        (folder / "transcripts" / f"{one.name}.md").write_text(front + one.text, encoding="utf-8")
    opened = Study.open(folder, coder)
    for one in interviews:
        stored = opened.transcripts.document(one.name).text
        if stored[: len(one.text)] != one.text:
            raise AssertionError("the stored text is not the one that was coded")
    opened.exchange.import_segments(segments, "segments.csv")
    opened.progress.done([one.name for one in interviews])
    opened.close()
