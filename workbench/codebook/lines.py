"""Many short texts looked through at once: every letter is a big integer with a bit wherever the letter stands.

Python adds and shifts a million bits in some ten microseconds. So a phrase is found by one AND a letter; which lines
hold something by one addition, whose carry runs on to the line's end; and where the next such letter stands by
another, whose carry stops there. Sets of places and sets of lines are such integers too (a line is the bit at its end).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

_NOT_ZERO = re.compile(rb"[^\0]")
_IN_BYTE = tuple(tuple(n for n in range(8) if byte >> n & 1) for byte in range(256))


class Lines:
    """Texts one below the other, in the order given."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._ends = list(accumulate((len(text) + 1 for text in texts), initial=-1))[1:]
        self._number = {end: number for number, end in enumerate(self._ends)}
        self.size = self._ends[-1] + 1 if texts else 0
        known = set().union(*texts)
        self._break = next(c for c in map(chr, range(0x110000)) if c not in known)
        whole = self._break.join(texts) + self._break if texts else ""
        self._reversed = whole[::-1]
        # What has no byte of its own is looked for letter by letter.
        self._bytes = self._reversed.encode("latin-1", "replace")
        self._letters: dict[str, int] = {}
        self.ends = _bits(self._ends, self.size)
        """The bit at every line's end."""
        self.starts = _bits([0, *(end + 1 for end in self._ends[:-1])] if texts else [], self.size)
        """The bit at every line's first place."""
        self.inside = ((1 << self.size) - 1) ^ self.ends
        """All places that are no line's end."""

    def ready(self) -> None:
        """Look up every letter there is now, instead of when it is first asked for."""
        for letter in set(self._reversed):
            self.letter(letter)

    def letter(self, letter: str) -> int:
        """Where ``letter`` stands."""
        if letter not in self._letters:
            self._letters[letter] = self._looked_up(letter)
        return self._letters[letter]

    def _looked_up(self, letter: str) -> int:
        if letter == self._break or letter not in self._reversed:
            return 0
        if letter > "\xff" or letter == "?":  # "?" stands for all that has no byte
            return int("".join("1" if each == letter else "0" for each in self._reversed), 2)
        table = bytearray(b"0" * 256)
        table[ord(letter)] = ord("1")
        return int(self._bytes.translate(bytes(table)), 2)

    def phrase(self, phrase: str) -> int:
        """Where ``phrase`` begins."""
        found = self.letter(phrase[0])
        for n, letter in enumerate(phrase):
            if not found:
                break
            found &= self.letter(letter) >> n
        return found

    def after(self, letters: str) -> int:
        """The places after any of ``letters``."""
        found = 0
        for letter in letters:
            found |= self.letter(letter)
        return found << 1

    def holding(self, places: int) -> int:
        """The lines with any of ``places``."""
        return (places + self.inside) & self.ends

    def in_order(self, letters: str) -> tuple[int, int]:
        """Where the first and the last of ``letters`` stand in the lines that hold them in this order.

        The first is the first there is in its line, and each other the first after the one before it.
        """
        first = at = self._next(self.starts, letters[0])
        for letter in letters[1:]:
            if not at:
                break
            at = self._next(at << 1, letter)
        return first, at

    def _next(self, places: int, letter: str) -> int:
        """From each of ``places``, of which a line has one at most, the next ``letter`` of its line, if any."""
        wanted = self.letter(letter)
        stops = wanted | self.ends
        return (places + (self.inside & ~wanted)) & stops & wanted

    def at_least(self, number: int, sets: Iterable[int]) -> int:
        """The lines that are in so many of ``sets`` of lines."""
        reached = [self.ends] + [0] * number
        for lines in sets:
            for n in range(number, 0, -1):
                reached[n] |= reached[n - 1] & lines
        return reached[number]

    def numbers(self, lines: int) -> list[int]:
        """Which lines these are, counted from 0, ascending."""
        data = lines.to_bytes(self.size // 8 + 1, "little")
        found = []
        for match in _NOT_ZERO.finditer(data):
            place = match.start() * 8
            found += [self._number[place + bit] for bit in _IN_BYTE[data[match.start()]]]
        return found

    def lines(self, numbers: Iterable[int]) -> int:
        """The lines of these numbers."""
        return _bits((self._ends[number] for number in numbers), self.size)

    def among(self, lines: int) -> "Membership":
        """Answers quickly whether a line is one of ``lines``."""
        return Membership(lines.to_bytes(self.size // 8 + 1, "little"), self._ends)


class Membership:
    """A set of lines that is asked about one line after another."""

    def __init__(self, data: bytes, ends: Sequence[int]) -> None:
        self._data = data
        self._ends = ends

    def __contains__(self, line: object) -> bool:
        if not isinstance(line, int):
            return False
        end = self._ends[line]
        return bool(self._data[end >> 3] >> (end & 7) & 1)


def within(places: int, width: int) -> int:
    """``places`` and the next ``width`` places after each."""
    covered = 0
    while covered < width:
        step = min(covered + 1, width - covered)
        places |= places << step
        covered += step
    return places


def _bits(places: Iterable[int], size: int) -> int:
    data = bytearray(size // 8 + 1)
    for place in places:
        data[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(data, "little")
