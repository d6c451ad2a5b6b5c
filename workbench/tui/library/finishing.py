"""Being done with a transcript, or going on with it: the same question in the library and in the text."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.agreement.rounds import DONE, STARTED
from workbench.tui.app import FAILED

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.progress import State
    from workbench.tui.app import WorkbenchApp


def finish(app: "WorkbenchApp", name: str) -> None:
    """Ask, then say it of the round in which whoever codes was given the transcript last."""
    study = app.study
    states = [state for state in study.progress.table() if state.transcript == name]
    me, rounds = study.coder_name, rounds_of(study, states)
    mine = [state for state in states if state.coder == me]
    now = open_round(mine, rounds)
    if now is not None and now.state == DONE:
        question = f"{name} is done. Go on with it as {me}? What you had coded when you were done stays on record."
        verb, told = study.progress.start, f"{name}: {STARTED}."
    else:
        count = max((state.codings for state in mine), default=0)
        codings = f"{count:,} coding{'' if count == 1 else 's'}"
        others = _others(states, now) if now is not None else ""
        question = (
            f"Are you done with {name}? You have {codings} there. Agreement and the matrix count from here.{others}"
        )
        verb, told = study.progress.done, f"{name}: {DONE}."

    def answered(yes: bool) -> None:
        given = {"round": now.round} if now is not None else {}
        if yes and app.do(verb, [name], me, **given) is not FAILED:
            app.say(told)

    app.confirm(question, answered)


def open_round(mine: "Sequence[State]", rounds: Sequence[str]) -> "State | None":
    """Of one coder's states in one transcript the newest that is not done; where all are done, the newest."""
    order = {name: place for place, name in enumerate(rounds)}
    given = sorted((s for s in mine if s.state), key=lambda s: (s.state != DONE, order.get(s.round, len(order))))
    return given[-1] if given else None


def rounds_of(study: "Study", states: "Sequence[State]") -> list[str]:
    """The rounds in ``states``, the oldest first."""
    names = {state.round for state in states if state.round}
    return sorted(names) if len(names) < 2 else [row.name for row in study.progress.rounds() if row.name in names]


def blind_with(study: "Study", name: str, states: "Sequence[State]") -> str:
    """``blind with bo until both are done`` where whoever is at work codes a transcript blind, else ''."""
    if name not in study.progress.blind():
        return ""
    me = study.coder_name
    given: dict[str, dict[str, str]] = {}
    for state in states:
        if state.transcript == name and state.state:
            given.setdefault(state.round, {})[state.coder] = state.state
    unfinished = [by for by in given.values() if me in by and set(by.values()) != {DONE}]
    others = list(dict.fromkeys(coder for by in unfinished for coder in by if coder != me))
    until = "both" if len(others) == 1 else "all"
    return f"blind with {listed(others)} until {until} are done" if others else "blind"


def _others(states: "Sequence[State]", now: "State") -> str:
    """What being done means for those who code the transcript in the same round."""
    others = [s for s in states if s.round == now.round and s.state and s.coder != now.coder]
    if not others:
        return ""
    waiting = [s.coder for s in others if s.state != DONE]
    if waiting:
        return f" {listed(waiting)} {'is' if len(waiting) == 1 else 'are'} not done yet."
    is_ = "is" if len(others) == 1 else "are"
    return f" {listed([s.coder for s in others])} {is_} done: from then on you see each other's codings."


def listed(names: Sequence[str], most: int = 3) -> str:
    """``bo``, ``bo and cid``, ``bo, cid and 3 others``."""
    shown = list(names[:most]) if len(names) <= most else list(names[: most - 1])
    more = len(names) - len(shown)
    last = f"{more} others" if more else shown.pop()
    return f"{', '.join(shown)} and {last}" if shown else last
