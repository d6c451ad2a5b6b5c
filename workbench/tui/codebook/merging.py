"""Merging from the codebook: what follows is shown first; and the ways back from a merge and from a deletion."""

from typing import TYPE_CHECKING

from workbench.sanitise import line
from workbench.tui.app import FAILED
from workbench.tui.codebook import tree
from workbench.tui.codebook.asking import Paragraphs, ask_why
from workbench.tui.codebook.changes import codings, unseen
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.picker import Picker, option
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from workbench.study import CodeRow
    from workbench.study.merging import MergePreview, Moved
    from workbench.synthesis.values import Rule
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.codebook.doing import Doing
    from workbench.tui.reading import Told

MOST = 12
"""Codes that move, and themes that change column, that are named; more are counted."""
STEPS = 5_000
"""Of so many steps it is told who deleted a code; what was deleted before is listed without."""
MUCH = 5_000
"""Codings in the codebook above which another process looks at the tables, while the question stands already."""
PURPOSE = "codebook"
"""What the process is for that finds out what takes long."""
_EXACTLY = "No coding is rewritten: w takes the merge back exactly, at any time."


def merge(room: "Doing", code: "CodeRow") -> None:
    """Pick the code it goes into, show what follows, ask."""

    def picked(into: str | None) -> None:
        if into is not None:
            merge_into(room.workbench, code.id, into, lambda: room.go_to(into))

    without = tree.subtree(room.codes, code.id)
    palette = CodePalette(f"Merge {code.name} into …", picked, create=False, without=without)
    room.workbench.push_screen(palette)


def merge_into(app: "WorkbenchApp", code: str, into: str, then: "Callable[[], object]" = lambda: None) -> None:
    """Show what follows when ``code`` counts as ``into``, ask, merge."""
    counted = app.study.codes.counted
    rows = {row.id: row for row in app.study.codes.list(counts=counted)}
    if code not in rows or into not in rows:
        app.say("One of the two is no longer in the codebook.", "warning")
        return
    now, target = rows[code], rows[into]
    large = not counted or sum(row.count for row in rows.values()) > MUCH
    later = large and app.counts_beside
    preview = app.do(app.study.codes.merge_preview, code, into, tables=not later)
    if preview is FAILED:
        return

    def question(moved: "Sequence[Moved] | None") -> Paragraphs:
        of = {one.matrix: app.study.synthesis.rule(one.matrix) for one in moved or ()}
        tables = columns(moved, of) if moved is not None else [("Looking at the tables …", "dim")]
        beside = [(note, "dim")] if (note := unseen(app.study).strip()) else []
        return [*counts(now, target, preview), *beside, ("", ""), *tables, ("", ""), (_EXACTLY, "dim")]

    def answered(why: str) -> None:
        if app.do(app.study.codes.merge, code, into, why=why) is not FAILED:
            app.say(f"{now.name} counts as {target.name} now. w in the codebook takes it back.")
            then()

    title = f"Merge {line(now.name, 40)} into {line(target.name, 40)}"
    asked = ask_why(app, question(None if later else preview.matrix), answered, title)
    if later:
        told: Callable[[Told], object] = lambda answer: _told(answer, lambda moved: asked.say(question(moved)))  # noqa: E731
        app.read_beside(PURPOSE, {"do": "moved", "code": code, "into": into}, told)


def _told(answer: "Told", then: "Callable[[Sequence[Moved]], object]") -> None:
    from workbench.study.merging import Moved

    if answer.get("end") == "done":
        then([Moved(*map(str, one)) for one in answer["moved"]])


def counts(code: "CodeRow", into: "CodeRow", preview: "MergePreview") -> list[tuple[str, str]]:
    """What a merge does to the counts, and what moves with it."""
    by = ", ".join(f"{n:,} by {name}" for name, n in preview.by_coder)
    n = preview.transcripts
    where = f" in {n:,} transcript{'' if n == 1 else 's'}" if n else ""
    lines: list[tuple[str, str]] = [
        (f"{code.path}", "strong"),
        (f"    {codings(preview.own)}{where}{f': {by}' if by else ''}", ""),
        ("goes into", "dim"),
        (f"{into.path}", "strong"),
        (f"    {codings(preview.other)}", ""),
        ("", ""),
        (_together(preview), ""),
    ]
    if preview.below:
        lines += [("", ""), (f"What stands below it moves below {into.name}:", "accent")]
        lines += [(f"    {path}", "") for path in preview.below[:MOST]]
        lines += _more(len(preview.below))
    return lines


def columns(themes: "Sequence[Moved]", rules: "Mapping[str, Rule]") -> list[tuple[str, str]]:
    """Which themes change column, in which of the tables (``rules``: by the tables' names)."""
    if not themes:
        return [("No theme changes its column in a table.", "dim")]
    lines: list[tuple[str, str]] = [("In the tables these themes change column:", "accent")]
    for moved in themes[:MOST]:
        rule = rules[moved.matrix]
        where = f"{column(rule, moved.before)} → {column(rule, moved.after)}"
        title = f"  ({rule.title or rule.name})" if len(rules) > 1 else ""
        lines.append((f"    {moved.code}   {where}{title}", ""))
    return [*lines, *_more(len(themes))]


def column(rule: "Rule", name: str) -> str:
    """What a column of a matrix is called."""
    if not name:
        return "too little evidence"
    return rule.labels.get(name, "") or (rule.shared_label if name == "shared" else "") or name


def _together(preview: "MergePreview") -> str:
    text = f"Together {codings(preview.together)}"
    if not preview.twice:
        return f"{text}; none of them twice."
    if preview.twice == 1:
        return f"{text}: on 1 passage one coder has both, which counts once."
    return f"{text}: on {preview.twice:,} passages one coder has both, which counts once."


def _more(count: int) -> list[tuple[str, str]]:
    return [(f"    … and {count - MOST:,} more", "dim")] if count > MOST else []


def unmerge(room: "Doing") -> None:
    """Pick the merge to take back."""
    app = room.workbench
    merged = app.do(app.study.codes.merged)
    if merged is FAILED:
        return
    if not merged:
        app.say("No code has been merged.")
        return
    names = dict(merged)

    def picked(code: str | None) -> None:
        if code is not None:
            question = f"Take back {names[code]}?\n\nThe code stands where it stood, with the codings it had."
            ask_why(app, question, lambda why: back(code, why))

    def back(code: str, why: str) -> None:
        if app.do(app.study.codes.unmerge, code, why=why) is not FAILED:
            room.go_to(code)

    app.push_screen(Picker("Take a merge back", [option(row, words) for row, words in merged]), picked)


def restore(room: "Doing") -> None:
    """Pick the deleted code to bring back."""
    app = room.workbench
    deleted = app.do(app.study.codes.deleted)
    if deleted is FAILED:
        return
    if not deleted:
        app.say("No code has been deleted.")
        return
    names = dict(deleted)
    gone = _last(app, names)
    options = [option(row, name, gone.get(row, "")) for row, name in deleted]

    def picked(code: str | None) -> None:
        if code is not None:
            question = f"Bring {names[code]} back?\n\nIt stands where it stood, with the codings it had."
            ask_why(app, question, lambda why: back(code, why))

    def back(code: str, why: str) -> None:
        if app.do(app.study.codes.restore, code, why=why) is not FAILED:
            room.go_to(code)

    app.push_screen(Picker("Bring a deleted code back", options), picked)


def _last(app: "WorkbenchApp", codes: "Collection[str]") -> dict[str, str]:
    """What was done to each of these codes last, which was to delete it: when, by whom and why."""
    found = app.do(app.study.history.all, limit=STEPS)
    told: dict[str, str] = {}
    for step in found if found is not FAILED else ():  # the newest first
        for code in step.codes:
            if code in codes and code not in told and not step.undone:
                told[code] = joined((f"{step.when:%Y-%m-%d %H:%M}", step.coder, step.why))
    return told
