"""What the agreement asks: in which unit, of what, beside what; which code instead; what to look through again."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.agreement.values import UNITS, Scope
from workbench.tui.agreement import details, words
from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Option, Picker, option
from workbench.tui.widgets.text import Piece, fill

if TYPE_CHECKING:
    from workbench.study.agreement import AgreementTable

LAST_CHANGE = "="
_HALF = "half"


def ask_unit(app: WorkbenchApp, scope: Scope, then: Callable[[Scope], object]) -> None:
    """Pick the unit; ``then`` gets the scope with it."""
    options = [option("characters any", "characters", "exact")]
    for unit in UNITS[1:]:
        options.append(option(f"{unit} any", unit, "coded when any of it is"))
    options += [option(f"{unit} {_HALF}", f"{unit}, half", "coded when half of it is") for unit in UNITS[1:-1]]

    def picked(value: str | None) -> None:
        if value is not None:
            unit, rule = value.split()
            then(scope._replace(unit=unit, rule=rule))

    app.push_screen(Picker(f"Count in (now {words.unit(scope)})", options), picked)


def ask_scope(app: WorkbenchApp, scope: Scope, then: Callable[[Scope], object]) -> None:
    """Pick one thing to change about what is measured."""
    changes: dict[str, Scope] = {}
    options: list[Option] = []

    def offer(text: str, note: str, **fields: object) -> None:
        key = str(len(options))
        changes[key] = scope._replace(**fields)  # type: ignore[arg-type]
        options.append(option(key, text, note))

    if scope.speech == "all":
        offer("informants' words only", "labels, time stamps and the interviewer left out", speech="informants")
    else:
        offer("the whole text", "labels and the interviewer too", speech="all")
    offer("codes alone" if scope.subtree else "codes with all below them", "", subtree=not scope.subtree)
    offer("white space counts" if scope.trim else "white space at ends left out", "", trim=not scope.trim)
    if scope.group:
        offer("all groups", "", group="")
    for group, about in app.study.settings.groups.items():
        if group != scope.group:
            offer(f"only {about.label or group}", "what informants of that group say", group=group)
    for round_ in rounds(app):
        if round_ != scope.round:
            offer(f"round {round_}", "only what was done in it", round=round_)
    if scope.round:
        offer("the newest round of each transcript", "", round="")

    def picked(key: str | None) -> None:
        if key is not None:
            then(changes[key])

    app.push_screen(Picker("What is measured", options), picked)


def rounds(app: WorkbenchApp) -> list[str]:
    """The rounds of the study, where there is more than one."""
    found = sorted({state.round for state in app.study.progress.table() if state.round})
    return found if len(found) > 1 else []


def ask_comparison(app: WorkbenchApp, then: Callable[[str], object]) -> None:
    """``then`` gets the round to compare with, or '' for the last change of the codebook."""
    names = rounds(app)
    if not names:
        then("")
        return
    options = [option(LAST_CHANGE, "before the last change of the codebook")]
    options += [option(name, f"round {name}", "and the rounds since") for name in names]

    def picked(value: str | None) -> None:
        if value is not None:
            then("" if value == LAST_CHANGE else value)

    app.push_screen(Picker("Compare with", options), picked)


def parts(app: WorkbenchApp, scope: Scope, code: str, path: str) -> None:
    """Agreement on a code in each part of the study."""
    options = [
        option("transcript", "by transcript", "where in the material it is lost"),
        option("speaker", "by speaker", "groups of informants, and each of them"),
        option("pair", "by pair of coders"),
    ]

    def picked(what: str | None) -> None:
        found = app.do(app.study.agreement.by, what, scope) if what is not None else FAILED
        if found is not FAILED:
            app.push_screen(LinesScreen(path, details.parts(found, code)))

    app.push_screen(Picker(f"Where: {path}", options), picked)


def confusion(app: WorkbenchApp, table: "AgreementTable", code: str, then: Callable[[str], object]) -> None:
    """Which code others used on the same text; ``then`` gets the code whose episodes are wanted."""
    found = app.do(app.study.agreement.confusion, table.scope)
    if found is FAILED:
        return
    paths = {row.code: row.path for row in table.rows}
    found = {pair: size for pair, size in found.items() if size and pair[0] in paths and pair[1] in paths}
    ranked = sorted(found.items(), key=lambda item: (item[0][0] != code, code not in item[0], -item[1], item[0]))
    seen: set[tuple[str, str]] = set()
    for pair, _ in list(ranked):  # the same both ways round: told once
        if found.get(pair[::-1]) == found[pair] and pair[::-1] not in seen:
            seen.add(pair)
    ranked = [(pair, size) for pair, size in ranked if pair in seen or found.get(pair[::-1]) != size]
    if not ranked:
        app.say("Nowhere did one coder use one code and another coder another one instead.")
        return

    def line(pair: tuple[str, str], size: int) -> Callable[[int], list[Piece]]:
        one, other = (paths[side].rpartition(" / ")[2] for side in pair)

        def draw(width: int) -> list[Piece]:
            number = f"{size:>9,}  "
            return fill([(number, "strong"), (one, ""), ("  but another: ", "dim"), (other, "")], width)

        return draw

    options = [Option(pair[0], line(pair, size), f"{paths[pair[0]]} {paths[pair[1]]}") for pair, size in ranked]
    title = "Which code instead, in characters"

    def picked(choice: str | None) -> None:
        if choice is not None:
            then(choice)

    app.push_screen(Picker(title, options), picked)


def reread(app: WorkbenchApp) -> None:
    """Done transcripts to look through again: one's own are ticked off in a list, another's are opened."""
    found = app.do(app.study.agreement.reread)
    if found is FAILED:
        return
    if not found:
        app.say("Every done transcript counts for every code: none has to be looked through again.")
        return
    coders = {coder.id: coder.name for coder in app.study.coders()}
    mine = sorted(found, key=lambda one: coders.get(one.coder, one.coder) != app.study.coder_name)
    options = [
        option(
            str(index),
            f"{one.transcript}  {coders.get(one.coder, one.coder)}",
            f"{one.path.rpartition(' / ')[2]} ({one.why})",
        )
        for index, one in enumerate(mine)
    ]

    def picked(index: str | None) -> None:
        from workbench.tui.library.look_for import LookForScreen

        if index is None:
            return
        one = mine[int(index)]
        if coders.get(one.coder, one.coder) == app.study.coder_name:
            app.push_screen(LookForScreen(one.transcript))
        else:
            app.open_transcript(one.transcript)

    app.push_screen(Picker("To look through again", options), picked)
