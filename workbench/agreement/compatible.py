"""What NVivo and MAXQDA would print for the same codings, so that a team can check these numbers against theirs.

Neither is what ``agree`` reports. Both compare two sides only, know nothing of who has looked for a code, give no
interval, and count a code in one file by itself, so that a code nobody used there agrees completely.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from workbench.agreement.overlap import overlap
from workbench.agreement.values import Range
from workbench.errors import InputError

Codings = Mapping[str, Mapping[str, Mapping[str, Iterable[Range]]]]
"""code → transcript → coder → ranges. A code has a row for the transcripts it names, also where nobody used it."""


EMPTY = "the file is empty"
NO_VARIATION = "no variation: the formula has no value, NVivo writes 1"
NO_SEGMENTS = "neither coded anything"
NOT_SEGMENTS = "MAXQDA's kappa is of segments"
ONE_CODE = "with one code chance would be 1"
"""What ``why`` may say of a row, beside nothing."""


class NvivoRow(NamedTuple):
    """One code in one file. Counts in units of the file; percentages of it; None where undefined, ``why`` says so."""

    code: str
    transcript: str
    size: int
    both: int
    neither: int
    only_a: int
    only_b: int
    agreement: float | None
    disagreement: float | None
    a_and_b: float | None
    not_a_and_not_b: float | None
    a_and_not_b: float | None
    b_and_not_a: float | None
    kappa: float | None
    why: str


class NvivoMean(NamedTuple):
    """What NVivo leaves to a spreadsheet: means over ``rows`` rows, of a code, of a transcript or ('' both) of all.

    ``agreement`` and ``kappa`` weigh every row alike, ``weighted_…`` by the size of its file.
    """

    code: str
    transcript: str
    rows: int
    agreement: float | None
    weighted_agreement: float | None
    kappa: float | None
    weighted_kappa: float | None
    why: str


class Nvivo(NamedTuple):
    """A coding comparison query's table, and the means beside it."""

    rows: tuple[NvivoRow, ...]
    means: tuple[NvivoMean, ...]


def nvivo(codings: Codings, lengths: Mapping[str, int], a: Collection[str], b: Collection[str]) -> Nvivo:
    """Two coders, or two groups of coders, as NVivo's coding comparison query compares them.

    ``lengths``: transcript → units, and ``codings`` in the same units (characters; sentences or paragraphs as well).
    A group has coded what any of its members coded. Each code in each file is a row: agreement is A and B together
    with neither, over the size of the file; kappa is Cohen's of that file alone, from the formula of NVivo's manual:
    (agreeing units - EF) / (size - EF) with EF = A·B/size + not-A·not-B/size. The manual's example, 1,000 characters
    of which both coded 50 and one of them 150, is 85 %; if the one coded 100 of those and the other 50, kappa is .318.

    Where both coded all of a file, or neither any of it, the formula has no value; NVivo's manual says that users in
    complete agreement have a kappa of 1, so the row has 1, ``why`` says where from, and the means count it: they are
    high for a code that is rare. Where one side alone coded nothing, kappa is 0. An empty file has None.

    NVivo gives no average; the means here are what its users make of the rows in a spreadsheet, once with every row
    alike and once weighted by size. ``agree`` does neither: it adds the units of all transcripts first, and leaves a
    value empty where there is no variation.
    Raises InputError where a group is empty or somebody is in both.
    """
    if not a or not b or set(a) & set(b):
        raise InputError("the two sides need a coder each, and nobody can be on both", "name two coders, or two groups")
    rows = tuple(
        _nvivo_row(code, transcript, lengths[transcript], by, a, b)
        for code, files in codings.items()
        for transcript, by in files.items()
    )
    by_code, by_transcript = _grouped(rows, lambda row: row.code), _grouped(rows, lambda row: row.transcript)
    means = (
        *(_mean(code, "", group) for code, group in by_code.items()),
        *(_mean("", transcript, group) for transcript, group in by_transcript.items()),
        _mean("", "", rows),
    )
    return Nvivo(rows, means)


_Row = TypeVar("_Row")


def _grouped(rows: Iterable[_Row], key: Callable[[_Row], str]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def _nvivo_row(
    code: str, transcript: str, size: int, by: Mapping[str, Iterable[Range]], a: Collection[str], b: Collection[str]
) -> NvivoRow:
    sides = {
        name: [passage for coder in group for passage in by.get(coder, ())] for name, group in (("a", a), ("b", b))
    }
    (in_a, both), (_, in_b) = overlap(sides, ("a", "b"), size).shared
    only_a, only_b = in_a - both, in_b - both
    neither = size - both - only_a - only_b
    kappa, why = _kappa(size, in_a, in_b, both + neither)
    return NvivoRow(
        code,
        transcript,
        size,
        both,
        neither,
        only_a,
        only_b,
        agreement=_percent(both + neither, size),
        disagreement=_percent(only_a + only_b, size),
        a_and_b=_percent(both, size),
        not_a_and_not_b=_percent(neither, size),
        a_and_not_b=_percent(only_a, size),
        b_and_not_a=_percent(only_b, size),
        kappa=kappa,
        why=why,
    )


def _kappa(size: int, in_a: int, in_b: int, alike: int) -> tuple[float | None, str]:
    if not size:
        return None, EMPTY
    chance = in_a * in_b + (size - in_a) * (size - in_b)
    if chance == size * size:
        return 1.0, NO_VARIATION
    return (alike * size - chance) / (size * size - chance), ""


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _mean(code: str, transcript: str, rows: Sequence[NvivoRow]) -> NvivoMean:
    """The means over those rows that have a size."""
    counted = [row for row in rows if row.size]
    size = sum(row.size for row in counted)
    if not size:
        return NvivoMean(code, transcript, 0, None, None, None, None, EMPTY)
    kappas = [(row.kappa or 0.0, row.size) for row in counted]
    return NvivoMean(
        code,
        transcript,
        len(counted),
        sum(100 * (row.both + row.neither) / row.size for row in counted) / len(counted),
        100 * sum(row.both + row.neither for row in counted) / size,
        sum(kappa for kappa, _ in kappas) / len(kappas),
        sum(kappa * weight for kappa, weight in kappas) / size,
        "",
    )


OCCURRENCE, FREQUENCY, SEGMENTS = "occurrence", "frequency", "segments"
"""MAXQDA's three levels."""


class MaxqdaRow(NamedTuple):
    """Agreements and disagreements on a level, of a code, of a transcript or ('' both) of all; percent of them."""

    level: str
    code: str
    transcript: str
    agreements: int
    disagreements: int
    percent: float | None
    kappa: float | None
    why: str


def maxqda(codings: Codings, a: str, b: str, threshold: int = 90) -> tuple[MaxqdaRow, ...]:
    """Two coders on MAXQDA's three levels; ``threshold``: per cent by which two segments have to overlap.

    * ``occurrence``: a code in a document agrees where both used it there, or neither did;
    * ``frequency``: where both used it equally often (segments as they were made, overlapping ones too);
    * ``segments``: each segment of one coder is looked for among the other's of the same code and document, and the
      other way round, so one that both made is two agreements. It agrees where one of those overlaps it by the
      threshold: what the two have in common is (as we read it) that part of what either has.

    On each level a row for each code, for each document, and one for all. Kappa stands with segments only. It is
    Brennan & Prediger's (1981), (Po - Pc) / (1 - Pc), with Po what agrees of all segments and Pc one divided by the
    number of codes in that table that either of the two used. Where neither coded, there is no segment, so nothing
    agrees: the cell "neither" of its table is always empty. So Pc is far below what it is for text that is coded or
    not, and the value is not to be compared with the kappa or the alpha of ``agree``, which look at every character
    and for each code by itself. Of one code Pc is 1 and kappa undefined; a code's own row therefore has none.

    Raises InputError for a threshold that is no percentage, or one coder twice.
    """
    if not 1 <= threshold <= 100:
        raise InputError(f"{threshold} is no percentage of overlap", "it lies between 1 and 100")
    if a == b:
        raise InputError("one coder cannot be compared with themselves", "name two coders")
    cells = [
        (code, transcript, sorted(by.get(a, ())), sorted(by.get(b, ())))
        for code, files in codings.items()
        for transcript, by in files.items()
    ]
    rows: list[MaxqdaRow] = []
    for level in (OCCURRENCE, FREQUENCY, SEGMENTS):
        counts = [
            _Count(code, transcript, *_compared(level, ours, theirs, threshold), bool(ours or theirs))
            for code, transcript, ours, theirs in cells
        ]
        for code, group in _grouped(counts, lambda each: each.code).items():
            rows.append(_maxqda_row(level, code, "", group))
        for transcript, group in _grouped(counts, lambda each: each.transcript).items():
            rows.append(_maxqda_row(level, "", transcript, group))
        rows.append(_maxqda_row(level, "", "", counts))
    return tuple(rows)


class _Count(NamedTuple):
    code: str
    transcript: str
    agreements: int
    tested: int
    used: bool


def _compared(level: str, ours: Sequence[Range], theirs: Sequence[Range], threshold: int) -> tuple[int, int]:
    """Agreements, and how many there could have been."""
    if level == OCCURRENCE:
        return int(bool(ours) == bool(theirs)), 1
    if level == FREQUENCY:
        return int(len(ours) == len(theirs)), 1
    return _found(ours, theirs, threshold) + _found(theirs, ours, threshold), len(ours) + len(theirs)


def _found(segments: Sequence[Range], among: Sequence[Range], threshold: int) -> int:
    """How many of ``segments`` overlap one of ``among`` by the threshold; both sorted.

    One that begins before a segment, by more than that one's length × (100 - threshold) / threshold, has too much else.
    """
    starts = [start for start, _ in among]
    count = 0
    for start, end in segments:
        reach = (end - start) * (100 - threshold) // threshold
        first, last = bisect_left(starts, start - reach), bisect_left(starts, end)
        count += any(_overlaps(start, end, *other, threshold) for other in among[first:last])
    return count


def _overlaps(start: int, end: int, other_start: int, other_end: int, threshold: int) -> bool:
    common = min(end, other_end) - max(start, other_start)
    return common * 100 >= (max(end, other_end) - min(start, other_start)) * threshold


def _maxqda_row(level: str, code: str, transcript: str, counts: Sequence[_Count]) -> MaxqdaRow:
    agreements, tested = sum(each.agreements for each in counts), sum(each.tested for each in counts)
    row = MaxqdaRow(level, code, transcript, agreements, tested - agreements, None, None, "")
    if not tested:
        return row._replace(why=NO_SEGMENTS)
    row = row._replace(percent=_percent(agreements, tested))
    if level != SEGMENTS:
        return row._replace(why=NOT_SEGMENTS)
    codes = len({each.code for each in counts if each.used})
    if codes == 1:
        return row._replace(why=ONE_CODE)
    # (Po - Pc) / (1 - Pc) with Po = agreements / tested, Pc = 1 / codes
    return row._replace(kappa=(agreements * codes - tested) / (tested * (codes - 1)))
