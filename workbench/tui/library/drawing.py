"""A reliability sample: transcripts drawn at random to be coded by several; seen before anybody is given anything."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench import sanitise
from workbench.errors import WorkbenchError
from workbench.tui.app import FAILED
from workbench.tui.library.assigning import ask_round
from workbench.tui.library.finishing import listed
from workbench.tui.library.form import Form, setting, tick
from workbench.tui.widgets.picker import Option
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.study.sampling import Sample

GIVE, GROUPS, SEED, ROUND, CODER, NEW = "give", "groups", "seed", "round", "coder ", "+"
USUAL = "20 %"
"""A fifth of the material is what is mostly coded twice."""


class DrawScreen(Form):
    """How many, for whom, in which round; what is drawn so stands below."""

    def __init__(self, coders: Sequence[str], rounds: Sequence[str]) -> None:
        super().__init__("Draw a reliability sample: how many, or which share?", USUAL, f"6, or {USUAL}")
        self._coders = list(coders)
        self._chosen = list(coders[:2])
        self._round = rounds[-1] if rounds else "1"
        self._rounds = list(rounds)
        self._by_group = False
        self._seed = "1"
        self._sample: Sample | None = None
        self._why = ""

    def narrow(self, query: str) -> None:
        """Draw anew, and show it."""
        self._sample, self._why = None, ""
        try:
            count, share = wanted(self.typed)
            by = "group" if self._by_group else "transcript"
            self._sample = self.study.progress.sample(count, share, seed=self._seed, by=by)
        except WorkbenchError as error:  # said where one types, not in a message that covers it
            self._why = f"{error.message[:1].upper()}{error.message[1:]}."
        except ValueError:
            self._why = "Type how many transcripts, or which share of them: 6, or 20 %."
        super().narrow(query)

    def note(self) -> str:
        """What was drawn, and from what; or why nothing."""
        sample = self._sample
        if sample is None:
            return self._why
        of = sum(stratum.of for stratum in sample.strata)
        told = f"{len(sample.transcripts)} of {of}: {', '.join(sanitise.line(t, 30) for t in sample.transcripts)}"
        strata = [f"{sanitise.line(s.name, 30) or 'no group'} {s.drawn} of {s.of}" for s in sample.strata]
        return told if sample.by == "transcript" else f"{told}\n{joined(strata, ', ')}"

    def options(self, query: str) -> list[Option]:
        """What can be said of the sample, whatever the number is."""
        drawn = len(self._sample.transcripts) if self._sample else 0
        ready = bool(drawn and self._chosen)
        names = listed(self._chosen) if self._chosen else "nobody yet"
        give = f"give {drawn} transcript{'' if drawn == 1 else 's'} to {names}"
        return [
            setting(GIVE, "▸", give, "enter: asks first" if ready else "", "accent" if ready else "dim"),
            *(tick(f"{CODER}{name}", name in self._chosen, name) for name in self._coders),
            setting(NEW, "+", "somebody new"),
            setting(ROUND, " ", f"in round {self._round}", "enter: another round"),
            tick(GROUPS, self._by_group, "in proportion to the informants' groups"),
            setting(SEED, " ", f"seed {self._seed}", "enter: another; one seed draws the same everywhere"),
        ]

    def taken(self, choice: Option) -> None:
        """Give out what was drawn; or change how it is drawn."""
        app = self.workbench
        if choice.value == GIVE:
            self._give()
        elif choice.value == GROUPS:
            self._by_group = not self._by_group
            self.again()
        elif choice.value == SEED:
            further = str(int(self._seed) + 1) if self._seed.isdecimal() and len(self._seed) < 9 else self._seed
            hint = "Any word or number. Write it down with the sample: whoever has it draws the same transcripts."
            app.ask_line("Seed", further, self._seeded, hint)
        elif choice.value == ROUND:
            ask_round(app, self._rounds, self._round, self._in_round)
        elif choice.value == NEW:
            app.ask_line("Who?", "", self._named, "The name that this person's codings will carry.")
        else:
            self._flip(choice.value.removeprefix(CODER))

    def _seeded(self, seed: str | None) -> None:
        if seed:
            self._seed = sanitise.name(seed)
            self.again()

    def _in_round(self, name: str) -> None:
        self._round = name
        self.again()

    def _named(self, name: str | None) -> None:
        if not name:
            return
        name = sanitise.name(name)
        known = next((coder for coder in self._coders if coder.casefold() == name.casefold()), None)
        if known is None:
            self._coders.append(known := name)
        if known not in self._chosen:
            self._flip(known)

    def _flip(self, name: str) -> None:
        chosen = {*self._chosen} ^ {name}
        self._chosen = [coder for coder in self._coders if coder in chosen]
        self.again()

    def _give(self) -> None:
        sample, coders, round_ = self._sample, list(self._chosen), self._round
        if sample is None or not coders:
            self.workbench.say(self._why or "Choose who codes them: Enter on a name.")
            return

        def answered(yes: bool) -> None:
            given = self.workbench.do(self.study.progress.assign, sample.transcripts, coders, round_) if yes else FAILED
            if given is not FAILED:
                already = len(sample.transcripts) * len(coders) - given
                more = f" {already} had been given out before." if already else ""
                self.workbench.say(f"{given} assignments given out in round {round_} (seed {sample.seed}).{more}")
                self.dismiss(None)

        blind = "\n\nEach codes blind until all of them are done with a transcript." if len(coders) > 1 else ""
        self.workbench.confirm(
            f"Give {', '.join(sample.transcripts)}\nto {listed(coders, 9)} in round {round_}?{blind}", answered
        )


def wanted(text: str) -> tuple[int, float]:
    """``6`` as (6, 0), ``20 %`` or ``0.2`` as (0, .2). Raises ``ValueError`` for anything else."""
    words = text.replace(" ", "").replace(",", ".")
    if words.isdecimal():
        count, share = int(words), 0.0
    else:
        count, share = 0, float(words[:-1]) / 100 if words.endswith("%") else float(words)
    if not (count or share):
        raise ValueError("nothing is no sample")
    return count, share
