"""How well identifiers and sentence borders are found in marked-up texts: ``python tests/transcripts/measured.py``.

Reads ``sets/*.txt``, or the files named. Their first line is ``# language: da``; other lines that begin with ``# `` are
comments; every other line is one turn, "Label: text". Identifiers are marked ``{{kind|text}}``; what is not marked is
to stay quiet. In sets of sentences a bar stands between two sentences of a turn. ``--show`` prints what was missed and
what was marked for nothing: not to be used on a set named ``blind_…``, whose worth is that nobody tuned on it.
"""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from workbench.transcripts import sentences, turns
from workbench.transcripts.identifiers import caseless, scan

FOLDER = Path(__file__).parent / "sets"
_MARK = re.compile(r"\{\{(\w+)\|([^{}]*)\}\}")
_LANGUAGE = re.compile(r"#\s*language:\s*([\w-]+)")


class Score(NamedTuple):
    """Counts: ``found`` of ``marked`` identifiers (or borders), ``right`` of ``told`` findings (or borders)."""

    found: int
    marked: int
    right: int
    told: int

    def __add__(self, other: tuple[object, ...]) -> "Score":  # type: ignore[override]
        if not isinstance(other, Score):
            return NotImplemented
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def recall(self) -> float:
        return self.found / self.marked if self.marked else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.told if self.told else 1.0

    @property
    def f(self) -> float:
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


class Marked(NamedTuple):
    """A set: ``what`` is "identifiers" or "sentences"; spans are of ``text``."""

    name: str
    what: str
    language: str
    text: str
    spans: tuple[tuple[str, int, int], ...]
    borders: frozenset[int]

    @property
    def small(self) -> bool:
        return caseless(self.text)


def sets(prefix: str = "") -> list[Path]:
    return sorted(FOLDER.glob(f"{prefix}*.txt"))


def load(file: Path) -> Marked:
    language, lines = "da", []
    for line in file.read_text("utf-8").splitlines():
        told = _LANGUAGE.match(line)
        if told:
            language = told[1]
        elif line.strip() and not line.startswith("# "):
            lines.append(line.strip())
    split = "sentence" in file.name or not (any(_MARK.search(line) for line in lines) or "identif" in file.name)
    text, spans, borders = "", [], set()
    for line in lines:
        if split:
            parts = [part.strip() for part in line.split("|")]
            for part in parts[:-1]:
                text += part + " "
                borders.add(len(text))
            text += parts[-1]
        else:
            at = 0
            for match in _MARK.finditer(line):
                text += line[at : match.start()]
                spans.append((match[1], len(text), len(text) + len(match[2])))
                text += match[2]
                at = match.end()
            text += line[at:]
        text += "\n\n"
    return Marked(file.stem, "sentences" if split else "identifiers", language, text, tuple(spans), frozenset(borders))


def measure(one: Marked, show: bool = False) -> Score:
    return _sentences(one, show) if one.what == "sentences" else _identifiers(one, show)


def _identifiers(one: Marked, show: bool) -> Score:
    findings = [f for f in scan(one.text, turns(one.text), one.language) if f.kind != "quasi"]
    marks = [span for span in one.spans if span[0] != "quasi"]
    quasi = [span for span in one.spans if span[0] == "quasi"]
    found = [any(f.start < end and start < f.end for f in findings) for _, start, end in marks]
    findings = [f for f in findings if not any(f.start < end and start < f.end for _, start, end in quasi)] + [
        f
        for f in findings
        if any(f.start < end and start < f.end for _, start, end in quasi)
        and any(f.start < end and start < f.end for _, start, end in marks)
    ]
    right = [any(f.start < end and start < f.end for _, start, end in marks) for f in findings]
    if show:
        for (kind, start, end), hit in zip(marks, found, strict=True):
            if not hit:
                print(f"  missed {kind}: {one.text[start:end]!r}  in {_around(one.text, start, end)!r}")
        for finding, hit in zip(findings, right, strict=True):
            if not hit:
                context = _around(one.text, finding.start, finding.end)
                print(f"  for nothing {finding.kind} {finding.score}: {finding.text!r}  in {context!r}")
    return Score(sum(found), len(found), sum(right), len(right))


def _sentences(one: Marked, show: bool) -> Score:
    found_turns = turns(one.text)
    told = set(sentences(one.text, found_turns, one.language)) - {turn.speech for turn in found_turns}
    if show:
        for border in sorted(one.borders ^ told):
            print(f"  {'missed' if border in one.borders else 'for nothing'}: {_around(one.text, border, border)!r}")
    both = len(told & one.borders)
    return Score(both, len(one.borders), both, len(told))


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 30) : end + 20].replace("\n", "⏎")


def main(arguments: Sequence[str]) -> None:
    show = "--show" in arguments
    files = [Path(name) for name in arguments if name != "--show"] or sets()
    totals: dict[str, Score] = {}
    for file in files:
        one = load(file)
        score = measure(one, show)
        _say(f"{one.name} ({one.language}, {one.what}{', without capitals' if one.small else ''})", score)
        pool = f"{file.stem.split('_')[0]} {one.what}{' without capitals' if one.small else ''}"
        totals[pool] = totals.get(pool, Score(0, 0, 0, 0)) + score
    for pool, score in totals.items():
        _say(f"ALL {pool}", score)


def _say(name: str, score: Score) -> None:
    print(
        f"{name}: recall {score.recall:.3f} ({score.found}/{score.marked})  "
        f"precision {score.precision:.3f} ({score.right}/{score.told})  F {score.f:.3f}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
