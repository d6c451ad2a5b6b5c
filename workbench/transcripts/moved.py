"""What was moved: stretches that were taken out of a text in one place and stand in another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from workbench.transcripts.moves import Jump
from workbench.transcripts.tokens import Range, Run, Tokens, common, common_words, width

_LEAST = 5  # words: of fewer, nobody can tell whether they were moved or happen to be there, too
_SEED = 4  # words in a row that a moved stretch has kept, most likely
_ALIKE = 80  # per cent of a moved stretch that has to be found again
_SEARCHED = 10_000_000  # what the search for stretches without a seed may cost in all: a second at most


class Moved:
    """Finds the stretches that were taken out in one place and stand in another."""

    def __init__(self, a: Tokens, b: Tokens, before: str, after: str) -> None:
        self._a = a
        self._b = b
        self._before = before
        self._after = after
        self._come: list[Range] = []
        self._taken: set[int] = set()
        self._left = _SEARCHED

    def jumps(self, runs: Sequence[Run]) -> list[Jump]:
        """The jumps of two texts whose words in order are ``runs``; the longest stretches choose first."""
        gone: list[Range] = []
        i = j = 0
        for run in (*runs, Run(len(self._a.words), len(self._b.words), 0)):
            gone += self._lines((i, run.i))
            if run.j - j >= _LEAST:
                self._come.append((j, run.j))
            i, j = run.i + run.size, run.j + run.size
        if not gone or not self._come:
            return []
        seeds = self._seeds()
        found: list[Run] = []
        for stretch in sorted(gone, key=lambda words: (words[0] - words[1], words)):
            found += self._found(stretch, seeds)
        return self._joined(sorted(found))

    def _lines(self, words: Range) -> Iterator[Range]:
        """The lines in a stretch that are long enough to be known again."""
        first, last = words
        if last - first < _LEAST:
            return
        begin = first
        for at in range(first + 1, last + 1):
            if at == last or "\n" in self._before[self._a.ends[at - 1] : self._a.starts[at]]:
                if at - begin >= _LEAST:
                    yield begin, at
                begin = at

    def _seeds(self) -> dict[tuple[str, ...], int]:
        """The short runs of words that stand once in what is new, and where."""
        seeds: dict[tuple[str, ...], int] = {}
        for first, last in self._come:
            words = self._b.words[first:last]
            for at, run in enumerate(zip(*(words[k:] for k in range(_SEED)), strict=False)):
                seeds[run] = -1 if run in seeds else first + at
        return seeds

    def _found(self, stretch: Range, seeds: dict[tuple[str, ...], int]) -> list[Run]:
        first, last = stretch
        words = self._a.words[first:last]
        best = Run(0, 0, 0)
        at = 0
        while at + _SEED <= len(words):
            j = seeds.get(tuple(words[at : at + _SEED]), -1)
            size = 0
            if j >= 0:
                size = common(self._a.words, self._b.words, first + at, j, min(last - first - at, self._room(j)))
                best = max(best, Run(first + at, j, size), key=lambda run: run.size)
            at += max(size - _SEED, 0) + 1
        if best.size:
            return self._matched(stretch, (best.j - (best.i - first), best.j + (last - best.i)), _ALIKE)
        near = self._near(stretch)
        return self._matched(stretch, near, _ALIKE // 2) if near else []  # its letters are alike enough

    def _room(self, j: int) -> int:
        """How many words are new from the one with the number ``j`` on."""
        return self._come[bisect_right(self._come, (j, len(self._b.words))) - 1][1] - j

    def _near(self, stretch: Range) -> Range | None:
        """The words among which a stretch may stand that has no seed, for it was changed much."""
        from rapidfuzz.fuzz import partial_ratio_alignment

        text = self._before[self._a.starts[stretch[0]] : self._a.ends[stretch[1] - 1]]
        best, where = 0.0, None
        for first, last in self._come:
            low, high = self._b.starts[first], self._b.ends[last - 1]
            cost = (high - low) * (1 + len(text) // 64)
            if self._left < cost or 2 * (high - low) < len(text):
                continue
            self._left -= cost
            hit = partial_ratio_alignment(text, self._after[low:high], score_cutoff=max(best, _ALIKE))
            if hit is not None and hit.score > best:
                begin = bisect_left(self._b.ends, low + hit.dest_start + 1)
                best, where = hit.score, (begin, bisect_left(self._b.starts, low + hit.dest_end))
        return where

    def _matched(self, stretch: Range, near: Range, least: int) -> list[Run]:
        """The words of a stretch that stand near there, if they are at least so many per cent of it."""
        come = self._come[bisect_right(self._come, (max(near[0], 0), len(self._b.words))) - 1]
        spare = (stretch[1] - stretch[0]) // 4 + 2
        window = max(near[0] - spare, come[0]), min(near[1] + spare, come[1])
        if window[0] >= window[1]:
            return []
        runs = common_words(self._a.words, self._b.words, stretch, window)
        runs = self._dense(runs)
        taken = {j for run in runs for j in range(run.j, run.j + run.size)}
        if not runs or taken & self._taken:
            return []
        last = runs[-1]
        wide = width(self._a, *stretch) + width(self._b, runs[0].j, last.j + last.size)
        if 200 * sum(width(self._a, run.i, run.i + run.size) for run in runs) < least * wide:
            return []
        self._taken |= taken
        return runs

    def _dense(self, runs: list[Run]) -> list[Run]:
        """Without words at both ends that lie apart from the rest: in the window they stand by chance."""
        while len(runs) > 1 and runs[1].j - runs[0].j - runs[0].size > 2 * runs[0].size:
            del runs[0]
        while len(runs) > 1 and runs[-1].j - runs[-2].j - runs[-2].size > 2 * runs[-1].size:
            del runs[-1]
        return runs

    def _joined(self, runs: Sequence[Run]) -> list[Jump]:
        """Runs of words as stretches of text; what lies side by side in both texts is one."""
        a, b = self._a, self._b
        jumps: list[Jump] = []
        for run in runs:
            for step in range(run.size):
                x, y = run.i + step, run.j + step
                now = Jump(a.starts[x], a.ends[x], b.starts[y], b.ends[y])
                if jumps and self._side_by_side(jumps[-1], now):
                    last = jumps.pop()
                    now = Jump(last.a0, now.a1, last.b0, now.b1)
                jumps.append(now)
        return jumps

    def _side_by_side(self, one: Jump, other: Jump) -> bool:
        """Whether there is but white space between two jumps, and the same in both texts."""
        between = self._before[one.a1 : other.a0]
        return one.b1 <= other.b0 and not between.strip() and between == self._after[one.b1 : other.b0]
