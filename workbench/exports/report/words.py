"""The words of a report: Danish for a Danish study, English for every other."""

from collections.abc import Collection, Mapping
from typing import Protocol

from workbench.exports.curve_words import Words
from workbench.exports.report.words_da import DANISH
from workbench.exports.report.words_en import ENGLISH


class Index(Protocol):
    """An index of a survey among some persons."""

    @property
    def n(self) -> int: ...
    @property
    def mean(self) -> float | None: ...
    @property
    def sd(self) -> float | None: ...
    @property
    def caution(self) -> bool: ...


_SPELLED = 10  # up to so many people are counted in letters


class ReportWords(Words):
    """The words of one language, and its way to write a day and a list of numbers."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._words = {**self._words, **(DANISH if self.danish else ENGLISH)}

    def day(self, day: str) -> str:
        """“24. november 2026”, “24 November 2026”; what is no ISO day as it stands."""
        year, _, rest = day.partition("-")
        month, _, date = rest.partition("-")
        if not (year.isdigit() and month.isdigit() and date.isdigit() and 1 <= int(month) <= 12):
            return day
        name = self("months").split()[int(month) - 1]
        return f"{int(date)}{'.' if self.danish else ''} {name} {year}"

    def coder_count(self, n: int) -> str:
        """“To kodere”, “Two coders”."""
        spelled = self("numbers spelled").split()
        number = spelled[n - 1] if 0 < n <= _SPELLED else str(n)
        return f"{number} {self('coder' if n == 1 else 'coders')}"

    def amounts(self, counts: Mapping[str, int]) -> str:
        """“online 12, fremmøde 11”, the most first."""
        return ", ".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda one: (-one[1], one[0])))

    def span(self, numbers: Collection[int]) -> str:
        """“2–3”, or “2” where all are the same."""
        return "–".join(dict.fromkeys((str(min(numbers)), str(max(numbers)))))

    def index(self, label: str, stat: Index) -> str:
        """“Kommuner 3,9 ± 0,8 (n 45)”: the mean of an index with its standard deviation, among so many."""
        if stat.mean is None:
            return label
        spread = f" ± {self.mean(stat.sd)}" if stat.sd is not None else ""
        return f"{label} {self.mean(stat.mean)}{spread} (n {stat.n}{self('few people') if stat.caution else ''})"

    def between(self, low: float, high: float) -> str:
        """“[0,64–0,89]”; as an interval is written otherwise where a minus stands in it."""
        if low < 0:
            return self.interval(low, high)
        return f"[{self.value(low)}–{self.value(min(high, 1.0))}]"

    def kind(self, kind: str) -> str:
        """What a kind of memo is called; a word of the study's own by itself."""
        return self._words.get(f"memo {kind}", kind) or self("memo note")

    def heading(self, key: str) -> str:
        """What a part is called."""
        return self(f"part {key}")
