"""Agreement of four coders on thirty codes, with intervals, against the package ``krippendorff`` in the same process.

The package gets every character of every transcript as a unit, in the faster of its two ways of input (counts of
values, or a matrix of coders × units; tried once). Only its call is timed, not the writing out of the characters, and
it gives alpha alone; ours begins with ranges and gives all coefficients, pairs, intervals and the pooled alpha. It is
timed on every third code (all in three runs) and multiplied: its time depends on the characters, not on the code. The
values are compared to 1e-9, which is an error if it fails and no line of the table.

The last line is of a real study of the same work in a folder: one more coding, and the table as the screen reads it,
against a frame of a sixtieth of a second. It is the one goal of this part that is absolute.
"""

import gc
import os
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from bench.measure import Goal, middle, seconds
from tests import danish

TRANSCRIPTS, CHARACTERS, CODINGS, CODES = 40, 60_000, 20_000, 30
CODERS = ("ann", "bo", "eva", "ib")
FASTER = 100
"""How many times as fast as the package the table has to be."""
FRAME = 1 / 60
"""Seconds."""
CHANGES = 40
"""So many codings are added, one after the other."""


class Corpus(NamedTuple):
    """Synthetic work of four coders on transcripts of one length. The last code is used by nobody."""

    transcripts: int
    characters: int
    codes: int
    ranges: Mapping[tuple[int, int], Mapping[str, list[tuple[int, int]]]]
    """(code, transcript) → coder → ranges."""

    @property
    def codings(self) -> int:
        """How many there are."""
        return sum(len(each) for by in self.ranges.values() for each in by.values())


def corpus(transcripts: int, characters: int, codes: int, codings: int, seed: int = 7) -> Corpus:
    """About ``codings`` of them: true passages that most coders find, roughly, and some that one alone has."""
    rng = random.Random(seed)
    weights = [3 - 2.6 * code / codes for code in range(codes - 1)]
    found: dict[tuple[int, int], dict[str, list[tuple[int, int]]]] = {}

    def put(code: int, transcript: int, coder: str, start: float, end: float) -> None:
        start, end = max(0, round(start)), min(characters, round(end))
        if start < end:
            found.setdefault((code, transcript), {}).setdefault(coder, []).append((start, end))

    def passage() -> tuple[int, int, int]:
        start = rng.randrange(characters - 50)
        length = min(characters // 4, max(15, round(rng.lognormvariate(5.24, 0.8))))
        return rng.choices(range(codes - 1), weights)[0], start, start + length

    each = codings / transcripts / len(CODERS)
    for transcript in range(transcripts):
        for _ in range(round(each)):
            code, start, end = passage()
            for coder in CODERS:
                if rng.random() < 0.72:
                    put(code, transcript, coder, start + rng.gauss(0, 25), end + rng.gauss(0, 25))
        for coder in CODERS:
            for _ in range(round(0.28 * each)):
                code, start, end = passage()
                put(code, transcript, coder, start, end)
    return Corpus(transcripts, characters, codes, found)


def sheet(work: Corpus) -> Any:
    """Everything the table shows, from ranges on."""
    from workbench.agreement.overlap import overlap
    from workbench.agreement.report import Sheet

    names = range(work.transcripts)
    made = Sheet(
        {
            str(code): {str(t): overlap(work.ranges.get((code, t), {}), CODERS, work.characters) for t in names}
            for code in range(work.codes)
        }
    )
    made.agreements()
    made.pooled()
    return made


def measure(quick: bool = False) -> list[Goal]:
    """The whole table against the package, ten times the corpus, and one changed coding."""
    runs, size = (1, (20, 60_000, 6, 2_000)) if quick else (3, (TRANSCRIPTS, CHARACTERS, CODES, CODINGS))
    work, large = corpus(*size), corpus(size[0] * 10, *size[1:3], size[3] * 10)
    calls = _package(work)
    found = [_run(work, large, calls, range(run, work.codes - 1, 3)) for run in range(runs)]
    shape = f"{work.transcripts} × {work.characters:,} characters, {len(CODERS)} coders, {work.codes} codes"
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as home:
        os.environ["WORKBENCH_STATE"] = str(Path(home) / "state")
        folder = Path(home) / "study"
        number = write_study(folder, work)
        screens = [_screen(folder, run) for run in range(runs)]
    return [
        _against(found, shape, work.codings),
        _growth(found, large.codings),
        _change(found),
        _frame(screens, number),
    ]


def _run(work: Corpus, large: Corpus, calls: Callable[[int], Callable[[], float]], codes: range) -> dict[str, float]:
    ours = sheet(work)
    theirs, package = [], 0.0
    for code in codes:
        call = calls(code)
        package += seconds(lambda call=call: theirs.append(call()))  # type: ignore[misc]
    for code, value in zip(codes, theirs, strict=True):
        alpha = ours.agreement(str(code)).measures.alpha
        if alpha is None or abs(alpha - value) > 1e-9:
            raise AssertionError(f"alpha is {alpha}, the package's {value}")
    return {
        "package": package / len(codes) * work.codes,
        "ours": _middle(lambda: sheet(work), 5),
        "large": _middle(lambda: sheet(large), 3),
        "change": statistics.median(_changes(work, ours)),
    }


def write_study(folder: Path, work: Corpus) -> int:
    """The same work as a study that all coders are done with; returns how many codings it holds."""
    from workbench.study import Study

    names = [f"A-{transcript:02}" for transcript in range(work.transcripts)]
    paths = danish.code_paths(work.codes)
    rows = {
        f"{names[transcript]},{coder},{paths[code]},{start},{end},"
        for (code, transcript), by in work.ranges.items()
        for coder, ranges in by.items()
        for start, end in ranges
    }
    texts = [danish.interview(name, work.characters, seed) for seed, name in enumerate(names)]
    danish.study(folder, texts, "\n".join(["transcript,coder,code,start,end,memo", *sorted(rows)]), CODERS[0])
    for coder in CODERS[1:]:
        study = Study.open(folder, coder)
        study.progress.done(names)
        study.close()
    return len(rows)


def _screen(folder: Path, run: int) -> float:
    """One more coding, again and again: seconds until the room of agreement has its new table, the current reading."""
    from workbench.study import Study
    from workbench.study.agreement import Scope

    study, taken = Study.open(folder, CODERS[0]), []
    try:
        now, codes = Scope(reading="current"), [code.id for code in study.codes.list()]
        revisions = [study.transcripts.document(name).revision for name in sorted(study.transcripts.names())]
        before = study.agreement.table(now)
        for i in range(CHANGES):
            start = 100 * run + 2 * i
            study.codings.add(revisions[i % len(revisions)], start, start + 300, codes[i % len(codes)])
            taken.append(seconds(lambda: study.agreement.table(now)))
        if study.agreement.table(now).pooled == before.pooled:
            raise AssertionError("the table is not another after the codings")
    finally:
        study.close()
    return statistics.median(taken)


def _middle(do: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        gc.collect()
        taken.append(seconds(do))
    return statistics.median(taken)


def _changes(work: Corpus, made: Any) -> Iterator[float]:
    """One more passage by one coder, again and again: until its code and the pooled alpha are new."""
    from workbench.agreement.overlap import overlap

    for (code, transcript), by in list(work.ranges.items())[:: max(len(work.ranges) // 50, 1)]:
        more = {**by, CODERS[0]: [*by.get(CODERS[0], ()), (100, 400)]}

        def change(code: int = code, transcript: int = transcript, more: Any = more) -> None:
            made.replace(str(code), str(transcript), overlap(more, CODERS, work.characters))
            made.agreement(str(code))
            made.pooled()

        yield seconds(change)


def _package(work: Corpus) -> Callable[[int], Callable[[], float]]:
    """Code → a call of the package that is ready to go, in the faster of its ways of input."""
    import krippendorff
    import numpy

    def matrix(code: int) -> Any:
        table = numpy.zeros((len(CODERS), work.transcripts * work.characters))
        for transcript in range(work.transcripts):
            for coder, ranges in work.ranges.get((code, transcript), {}).items():
                for start, end in ranges:
                    at = transcript * work.characters
                    table[CODERS.index(coder), at + start : at + end] = 1
        return table

    def from_matrix(code: int) -> Callable[[], float]:
        table = matrix(code)
        return lambda: krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")

    def from_counts(code: int) -> Callable[[], float]:
        ones = matrix(code).sum(axis=0).astype(int)
        table = numpy.stack([len(CODERS) - ones, ones], axis=1)
        return lambda: krippendorff.alpha(value_counts=table, level_of_measurement="nominal")

    return min((from_matrix, from_counts), key=lambda way: seconds(way(0)))


def _against(found: list[dict[str, float]], shape: str, codings: int) -> Goal:
    ratios = tuple(run["ours"] / run["package"] * FASTER for run in found)
    run = found[middle(ratios)]
    return Goal(
        f"agreement, {shape}, intervals, against a hundredth of krippendorff's time",
        1.0,
        ratios,
        f"{run['ours'] * 1e3:.0f} ms ÷ ({run['package']:.1f} s ÷ {FASTER}), {codings:,} codings: "
        f"{run['package'] / run['ours']:.0f} × as fast, equal to 1e-9",
    )


def _growth(found: list[dict[str, float]], codings: int) -> Goal:
    ratios = tuple(run["large"] / run["ours"] for run in found)
    run = found[middle(ratios)]
    seen = f"{run['large'] * 1e3:.0f} ms ÷ {run['ours'] * 1e3:.0f} ms"
    return Goal(f"agreement, ten times the transcripts, {codings:,} codings, against once", 15.0, ratios, seen)


def _frame(taken: list[float], codings: int) -> Goal:
    ratios = tuple(each / FRAME for each in taken)
    seen = f"{taken[middle(ratios)] * 1e3:.1f} ms ÷ {FRAME * 1e3:.1f} ms, {codings:,} codings"
    return Goal("agreement of a study, one more coding until the table is new, against a frame", 1.0, ratios, seen)


def _change(found: list[dict[str, float]]) -> Goal:
    ratios = tuple(run["change"] / run["ours"] for run in found)
    run = found[middle(ratios)]
    seen = f"{run['change'] * 1e3:.2f} ms ÷ {run['ours'] * 1e3:.0f} ms"
    return Goal("agreement, one coding changed, against the whole table", None, ratios, seen)
