"""Re-anchoring: how a corrected text hangs together with the one before it, told from the two texts alone.

Both are taken as words and marks. Long stretches hang on runs of words that stand in each text exactly once; what lies
between them is compared word by word for the longest common sequence (rapidfuzz). What was taken out in one place and
stands in another is found afterwards, turn by turn. Nothing depends on chance: two replicas find the same.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from workbench.transcripts.moved import Moved
from workbench.transcripts.moves import Hunk, Moves
from workbench.transcripts.tokens import Range, Run, Tokens, common, common_words, tokens, width

_RUNS = (8, 6, 5, 4, 3)
"""How many words in a row an anchor has: the longer ones first, for the shorter are the likelier to be chance."""
_LONG_WORD = 6  # letters
_CELLS = 4_000_000
"""Comparing two stretches takes a bit for every pair of words: above this many, anchors are looked for first."""
_LONG, _STAYED = 80, 0.35
"""Characters from which on a change may be a turn put in the place of another, and the share of it that may stay."""
_MOST_WORDS = 100  # of a change whose words are told one by one
_FARTHEST = 100  # words by which a change is shifted at most


def align(before: str, after: str) -> Moves:
    """The moves of a text that became another. About 0.1 s for 60,000 characters, 2 s for a million."""
    a, b = tokens(before), tokens(after)
    runs: list[Run] = []
    _compare(a.words, b.words, (0, len(a.words)), (0, len(b.words)), 0, runs)
    runs = _settled(_firm(runs, a, b), a, b, before, after)
    hunks = list(_hunks(runs, a, b, before, after))
    return Moves(len(before), len(after), hunks, Moved(a, b, before, after).jumps(runs))


def similarity(moves: Moves) -> float:
    """Which share of two texts is the same in both, wherever it stands: from 0 to 1, which is all."""
    if not moves.before + moves.after:
        return 1.0
    gone = sum(hunk.a1 - hunk.a0 for hunk in moves.hunks)
    moved = sum(jump.a1 - jump.a0 for jump in moves.jumps)
    return min(2 * (moves.before - gone + moved) / (moves.before + moves.after), 1.0)


# --- what stays in order


def _compare(a: Sequence[str], b: Sequence[str], left: Range, right: Range, level: int, out: list[Run]) -> None:
    """Append the runs that two stretches share, in order."""
    (i0, i1), (j0, j1) = left, right
    head = common(a, b, i0, j0, min(i1 - i0, j1 - j0))
    i0, j0 = i0 + head, j0 + head
    tail = 0
    while i1 - tail > i0 and j1 - tail > j0 and a[i1 - tail - 1] == b[j1 - tail - 1]:
        tail += 1
    i1, j1 = i1 - tail, j1 - tail
    if head:
        out.append(Run(i0 - head, j0 - head, head))
    if i0 < i1 and j0 < j1:
        if (i1 - i0) * (j1 - j0) <= _CELLS or level == len(_RUNS):
            out += common_words(a, b, (i0, i1), (j0, j1))
        else:
            _anchored(a, b, (i0, i1), (j0, j1), level, out)
    if tail:
        out.append(Run(i1, j1, tail))


def _anchored(a: Sequence[str], b: Sequence[str], left: Range, right: Range, level: int, out: list[Run]) -> None:
    """Hang two stretches on runs of words that each has once; between them, look further with shorter ones."""
    (i, i1), (j, j1) = left, right
    size = _RUNS[level]
    for x, y in _increasing(_once_in_both(a[i:i1], b[j:j1], size)):
        x, y = x + left[0], y + right[0]
        if x < i or y < j:  # within the run before
            continue
        _compare(a, b, (i, x), (j, y), level + 1, out)
        run = common(a, b, x, y, min(i1 - x, j1 - y))
        out.append(Run(x, y, run))
        i, j = x + run, y + run
    _compare(a, b, (i, i1), (j, j1), level + 1, out)


def _once_in_both(a: Sequence[str], b: Sequence[str], size: int) -> list[tuple[int, int]]:
    """Where the runs of so many words stand that both stretches have once; ascending in the first."""
    here, there = _places(a, size), _places(b, size)
    return [(i, j) for run, i in here.items() if i >= 0 and (j := there.get(run, -1)) >= 0]


def _places(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    """The runs of so many words in a stretch, and where each stands; -1 for one that stands there several times.

    Of the longest, of which there are more than enough, only those that begin with a longer word.
    """
    found: dict[tuple[str, ...], int] = {}
    least = _LONG_WORD if size == _RUNS[0] else 0
    for at, run in enumerate(zip(*(words[k:] for k in range(size)), strict=False)):
        if len(run[0]) >= least:
            found[run] = -1 if run in found else at
    return found


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest sequence of pairs, ascending in their first numbers, that ascends in the second, too."""
    last: list[int] = []  # the smallest second number that ends a sequence of each length
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        place = bisect_left(last, j) if last and j <= last[-1] else len(last)
        if place == len(last):
            last.append(j)
            ends.append(number)
        else:
            last[place], ends[place] = j, number
        before.append(ends[place - 1] if place else -1)
    chosen = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _firm(runs: Sequence[Run], a: Tokens, b: Tokens) -> list[Run]:
    """Without the runs that hold by chance.

    Where one turn took the place of another, the two share commas and small words: a passage must not hang on those.
    So a stretch of runs that are each smaller than the changes on both their sides is one change, if it is long and
    little of it stayed.
    """
    end = Run(len(a.words), len(b.words), 0)
    firm = [Run(0, 0, 0)]
    weak: list[list[Run]] = [[]]  # those between a firm run and the one before it
    for run in (*_in_one(runs), end):
        firm.append(run)
        weak.append([])
        while len(firm) > 2 and _is_weak(firm[-3], firm[-2], firm[-1], a, b):
            weak[-2:] = [[*weak[-2], firm.pop(-2), *weak[-1]]]
    result: list[Run] = []
    for before, run, between in zip((firm[0], *firm), firm, weak, strict=False):
        stayed = sum(_size(one, a) for one in between)
        wide = _changed(before, run, a, b)
        if wide < _LONG or stayed > wide * _STAYED:
            result += between
        result.append(run)
    return [run for run in result if run.size]


def _in_one(runs: Iterable[Run]) -> Iterator[Run]:
    """Runs that touch in both texts are one."""
    last = Run(0, 0, 0)
    for run in runs:
        if (last.i + last.size, last.j + last.size) == run[:2]:
            last = Run(last.i, last.j, last.size + run.size)
            continue
        yield last
        last = run
    yield last


def _is_weak(left: Run, run: Run, right: Run, a: Tokens, b: Tokens) -> bool:
    return _size(run, a) < min(_changed(left, run, a, b), _changed(run, right, a, b))


def _size(run: Run, a: Tokens) -> int:
    return width(a, run.i, run.i + run.size)


def _changed(left: Run, right: Run, a: Tokens, b: Tokens) -> int:
    """How many characters were changed between two runs, in the text where they are more."""
    gone = width(a, left.i + left.size, right.i)
    come = width(b, left.j + left.size, right.j)
    return max(gone, come)


def _settled(runs: Sequence[Run], a: Tokens, b: Tokens, before: str, after: str) -> list[Run]:
    """The same with what came or went shifted to where people put it in or took it out.

    Of “Ja.” that became “Ja. Nej.”, “. Nej” may have come as well as “Nej.”: a passage that ends with the full stop
    must not grow by what follows it.
    """
    result = [Run(0, 0, 0)]
    for run in (*runs, Run(len(a.words), len(b.words), 0)):
        last = result[-1]
        i, j = last.i + last.size, last.j + last.size
        shift = 0
        if i == run.i and j < run.j:
            shift = _shift(b, after, (j, run.j), (last.size, run.size))
        elif j == run.j and i < run.i:
            shift = _shift(a, before, (i, run.i), (last.size, run.size))
        result[-1] = last._replace(size=last.size + shift)
        result.append(Run(run.i + shift, run.j + shift, run.size - shift))
    return [run for run in result if run.size]


def _shift(tokens: Tokens, text: str, words: Range, room: tuple[int, int]) -> int:
    """How far (negative: to the left) to shift a stretch of words, so that it begins a line, or at least a sentence."""
    first, last = words
    best, shift = _begins(tokens, text, first), 0
    low = high = 0
    while -low < min(room[0], _FARTHEST) and tokens.words[first + low - 1] == tokens.words[last + low - 1]:
        low -= 1
    while high < min(room[1], _FARTHEST) and tokens.words[first + high] == tokens.words[last + high]:
        high += 1
    for at in sorted(range(low, high + 1), key=lambda at: (abs(at), at)):
        if (rank := _begins(tokens, text, first + at)) > best:
            best, shift = rank, at
    return shift


def _begins(tokens: Tokens, text: str, word: int) -> int:
    """Whether a word begins a line (3), a sentence (2), at least a word by itself (1), or goes with the one before."""
    if not word:
        return 3
    between = text[tokens.ends[word - 1] : tokens.starts[word]]
    if "\n" in between:
        return 3
    return (2 if text[tokens.ends[word - 1] - 1] in ".!?…" else 1) if between else 0


def _hunks(runs: Sequence[Run], a: Tokens, b: Tokens, before: str, after: str) -> Iterator[Hunk]:
    """What lies between the words that stayed, without the white space that both have there."""
    i = j = 0
    for run in (*runs, Run(len(a.words), len(b.words), 0)):
        yield from _hunk(a, b, before, after, (i, run.i), (j, run.j))
        i, j = run.i + run.size, run.j + run.size
        if run.size and before[a.starts[run.i] : a.ends[i - 1]] == after[b.starts[run.j] : b.ends[j - 1]]:
            continue
        for x, y in zip(range(run.i + 1, i), range(run.j + 1, j), strict=True):
            if before[a.ends[x - 1] : a.starts[x]] != after[b.ends[y - 1] : b.starts[y]]:
                yield from _hunk(a, b, before, after, (x, x), (y, y))


def _hunk(a: Tokens, b: Tokens, before: str, after: str, left: Range, right: Range) -> Iterator[Hunk]:
    """The change between the words before and those behind these two ranges of words, if there is one."""
    a0, a1 = _outer(a, left, len(before))
    b0, b1 = _outer(b, right, len(after))
    if before[a0:a1] == after[b0:b1]:
        return
    # White space stays with what it parted, except where words were taken out: there it belongs to neither side.
    if right[0] < right[1] or left[0] == left[1]:
        head, tail = _outer(a, left, len(before), inner=True), _outer(b, right, len(after), inner=True)
        while a0 < head[0] and b0 < tail[0] and before[a0] == after[b0]:
            a0, b0 = a0 + 1, b0 + 1
        while a1 > max(head[1], a0) and b1 > max(tail[1], b0) and before[a1 - 1] == after[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
    yield Hunk(a0, a1, b0, b1, _edges(a, left), _edges(b, right))


def _outer(tokens: Tokens, words: Range, characters: int, *, inner: bool = False) -> Range:
    """Where the stretch of these words begins and ends: with the white space around them, or (``inner``) without.

    Without words there is only white space, and all of it may be kept: then ``inner`` is (end, start).
    """
    first, last = words
    low = tokens.ends[first - 1] if first else 0
    high = tokens.starts[last] if last < len(tokens.starts) else characters
    if not inner:
        return low, high
    return (tokens.starts[first], tokens.ends[last - 1]) if first < last else (high, low)


def _edges(tokens: Tokens, words: Range) -> tuple[int, ...]:
    """Where the words of a change start and end; of very many nobody can say which took the place of which."""
    if words[1] - words[0] > _MOST_WORDS:
        return ()
    pairs = zip(tokens.starts[slice(*words)], tokens.ends[slice(*words)], strict=True)
    return tuple(edge for pair in pairs for edge in pair)
