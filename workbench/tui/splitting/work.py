"""What lies on the desk while a code is split: the passages, where each was sorted, and which one is to be read now.

Nothing here is stored: the study keeps the sheet, and hears of each change from the room.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from workbench.tui.splitting.commands import DIGITS

if TYPE_CHECKING:
    from workbench.study import Passage, Sheet, Target

Span = tuple[str, int, int]
"""(revision, start, end)."""
Keys = tuple[str, ...]
"""The study's keys of the targets a passage goes to; none: it is not sorted."""
STAY = "."


class Sorted(NamedTuple):
    """Something that can be taken back: passages with where they went before, and where they go now."""

    before: tuple[tuple[Span, Keys], ...]
    now: Keys


class Work:
    """One sitting at the sheet of a code; it begins behind what was sorted last."""

    def __init__(self, letters: str) -> None:
        self._letters = letters
        self.passages: Sequence[Passage] = ()
        self.targets: Sequence[Target] = ()
        self.shown: list[int] = []
        self.at = 0
        self.sorted: dict[Span, Keys] = {}
        self.counts: Counter[str] = Counter()
        self.left = 0
        self.came = 0
        """How many passages have come since the sheet was opened."""
        self._place: dict[Span, int] = {}
        self._visited: list[Span] = []
        self._done: list[Sorted] = []
        self._undone: list[Sorted] = []

    # --- the sheet

    def take(self, sheet: "Sheet", wanted: "Callable[[Passage], bool]") -> None:
        """Put the sheet as the study has it on the desk; the passage that lies there stays, as long as it is there."""
        first, before = not self._place, self.current
        known = set(self._place)
        self.passages, self.targets = sheet.passages, sheet.targets
        self._place = {span(one): i for i, one in enumerate(self.passages)}
        if not first:
            self.came += sum(where not in known for where in self._place)
        self.sorted = {where: tuple(keys) for where, keys in sheet.sorted.items() if keys and where in self._place}
        self._count()
        self.narrow(wanted, before)
        if first:
            last = max((self._place[where] for where in self.sorted), default=-1)
            self._stand(self._next(last))

    def _count(self) -> None:
        self.counts = Counter(key for keys in self.sorted.values() for key in keys)
        self.left = len(self.passages) - len(self.sorted)

    def narrow(self, wanted: "Callable[[Passage], bool]", stay: "Passage | None" = None) -> None:
        """Go through those that are ``wanted`` only; of them, stay on this passage or go to the next one after it."""
        stay = stay or self.current
        here = self._place.get(span(stay), 0) if stay is not None else 0
        self.shown = [i for i, one in enumerate(self.passages) if wanted(one)]
        self.at = next((n for n, i in enumerate(self.shown) if i >= here), max(len(self.shown) - 1, 0))

    @property
    def current(self) -> "Passage | None":
        """The passage to be read now; None where none is shown."""
        return self.passages[self.shown[self.at]] if 0 <= self.at < len(self.shown) else None

    def goes(self, passage: "Passage") -> Keys:
        """Where a passage was sorted."""
        return self.sorted.get(span(passage), ())

    def standing(self, where: Span) -> "Passage":
        """The passage that stands there."""
        return self.passages[self._place[where]]

    # --- keys. The study's are digits and letters; here the letters mean other things, so others stand for them.

    def key_of(self, target: "Target") -> str:
        """What to press for a target; '' where there are more than keys."""
        if target.key in DIGITS:
            return target.key
        others = [one.key for one in self.targets if one.key not in DIGITS]
        number = others.index(target.key)
        return self._letters[number] if number < len(self._letters) else ""

    @property
    def gone(self) -> set[str]:
        """Targets (keys) that were deleted or merged meanwhile: nothing can be sorted into them."""
        return {one.key for one in self.targets if one.gone}

    def target_at(self, key: str) -> str:
        """The study's key of what is pressed: of a target, or ``STAY``; '' where there is none."""
        if key == STAY:
            return STAY
        return next((one.key for one in self.targets if self.key_of(one) == key), "") if key else ""

    # --- going

    def step(self, steps: int) -> None:
        """To another of those that are shown."""
        self.move(self.at + steps)

    def move(self, at: int) -> None:
        """To the passage with that number among those that are shown, or the nearest."""
        at = max(0, min(at, len(self.shown) - 1))
        if at != self.at:
            self._leave()
            self.at = at

    def back(self) -> bool:
        """To the passage that lay there before this one; False where there is none."""
        while self._visited:
            where = self._visited.pop()
            if self._stand(self._place.get(where, -1)):
                return True
        if self.at > 0:
            self.at -= 1
            return True
        return False

    def go_on(self) -> bool:
        """To the next that is not sorted, from the end on to the first; False where all that are shown are."""
        here = self.shown[self.at] if self.shown else -1
        number = self._next(here)
        if number < 0 or number == here:
            return False
        self._leave()
        return self._stand(number)

    def _next(self, after: int) -> int:
        """The number of the first passage behind ``after`` that is shown and not sorted, or of the first of all."""
        if not self.left:
            return -1
        begin = bisect_right(self.shown, after)
        for place in chain(range(begin, len(self.shown)), range(begin)):
            if span(self.passages[self.shown[place]]) not in self.sorted:
                return self.shown[place]
        return -1

    def _leave(self) -> None:
        if (now := self.current) is not None and self._visited[-1:] != [span(now)]:
            self._visited.append(span(now))

    def _stand(self, number: int) -> bool:
        found = bisect_left(self.shown, number)
        if found < len(self.shown) and self.shown[found] == number:
            self.at = found
            return True
        return False

    # --- sorting

    def waiting(self) -> "list[Passage]":
        """Those that are shown and not sorted."""
        return [one for i in self.shown if span(one := self.passages[i]) not in self.sorted]

    def sort(self, passages: "Collection[Passage]", keys: Keys) -> None:
        """These go there; it can be taken back."""
        self._done.append(Sorted(tuple((span(one), self.goes(one)) for one in passages), keys))
        self._undone.clear()
        for one in passages:
            self._set(span(one), keys)

    def _set(self, where: Span, keys: Keys) -> None:
        before = self.sorted.pop(where, ())
        self.counts.subtract(before)
        self.counts.update(keys)
        if keys:
            self.sorted[where] = keys
        self.left += bool(before) - bool(keys)

    def last(self, *, undone: bool = False) -> Sorted | None:
        """What would be taken back, or done again."""
        done = self._undone if undone else self._done
        known = set(self.targets_known())
        while done:
            before = tuple(
                (where, tuple(key for key in keys if key in known)) for where, keys in done[-1].before
                if where in self._place
            )  # fmt: skip
            now = tuple(key for key in done[-1].now if key in known)
            if before and (now or not done[-1].now):
                done[-1] = Sorted(before, now)
                return done[-1]
            done.pop()  # its passages or its code are not on the sheet any more
        return None

    def targets_known(self) -> list[str]:
        """The keys that mean something."""
        return [STAY, *(one.key for one in self.targets if not one.gone)]

    def took(self, step: Sorted, *, undone: bool = False) -> None:
        """``last`` was taken back (``undone``: done again): the passage lies on the desk."""
        done, other = (self._undone, self._done) if undone else (self._done, self._undone)
        done.pop()
        other.append(step)
        for where, keys in step.before:
            self._set(where, step.now if undone else keys)
        self._stand(self._place[step.before[0][0]])

    def forget(self) -> None:
        """What was done before can not be taken back any more."""
        self._done.clear()
        self._undone.clear()
        self._visited.clear()


def span(passage: "Passage") -> Span:
    """Where it stands."""
    return passage.revision, passage.start, passage.end


def named(targets: "Sequence[Target]") -> Mapping[str, str]:
    """Target (key) → its name; the whole path where two have the same."""
    names = Counter(one.path.rpartition(" / ")[2] for one in targets)
    return {one.key: name if names[name := one.path.rpartition(" / ")[2]] == 1 else one.path for one in targets}
