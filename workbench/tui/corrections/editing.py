"""A transcript corrected in the person's own editor; what becomes of the passages is shown before it is written."""

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

from workbench.errors import WorkbenchError
from workbench.study.corrections.editing import kept, memory
from workbench.tui.app import FAILED
from workbench.tui.corrections.asking import KeepScreen
from workbench.tui.corrections.editor import edited
from workbench.tui.corrections.telling import ANOTHER, counted, question, to_look_at

if TYPE_CHECKING:
    from workbench.study.corrections import Correction
    from workbench.tui.app import WorkbenchApp


class Draft(NamedTuple):
    """A text that somebody has written, and the text (a revision's row) it was made from."""

    began: str
    text: str


_DRAFTS: "WeakKeyDictionary[WorkbenchApp, dict[str, Draft]]" = WeakKeyDictionary()
"""What was written and not kept, by transcript: in memory only, as long as the app runs."""


def edit(app: "WorkbenchApp", name: str) -> None:
    """Correct the transcript ``name``; asks first whether to go on with what was written and not kept."""
    draft = _DRAFTS.setdefault(app, {}).pop(name, None)
    if draft is not None:
        asked = f"Go on with what you have written in {name} and not kept? No: begin with the text as it is."
        app.confirm(asked, lambda yes: _begin(app, name, draft if yes else None))
    elif app.study.encrypted and memory() is None:
        asked = "The study is encrypted, but the editor needs a file: while it is open, the text lies on this disk."
        app.confirm(f"{asked} Open it all the same?", lambda yes: _begin(app, name, None) if yes else None)
    else:
        _begin(app, name, None)


def _begin(app: "WorkbenchApp", name: str, draft: Draft | None) -> None:
    source = app.do(app.study.transcripts.document, name)
    if source is FAILED:
        return
    began = draft or Draft(source.revision, source.text)
    text = app.do(edited, app, began.text, name)
    if text is FAILED:
        if draft is not None:
            _put_by(app, name, draft)
    elif text is None and draft is None:
        app.say("Nothing was changed.")
    else:
        _preview(app, name, began if text is None else began._replace(text=text))


def _put_by(app: "WorkbenchApp", name: str, draft: Draft) -> None:
    _DRAFTS.setdefault(app, {})[name] = draft


def _refused(app: "WorkbenchApp", name: str, draft: Draft) -> None:
    """The study does not take the text: it is kept here, and in a file, for this window may be closed."""
    _put_by(app, name, draft)
    if not app.study.encrypted or memory() is not None:
        told = app.do(kept, draft.text, name)
        if told is not FAILED:
            app.say(f"{told[:1].upper()}{told[1:]}. E goes on with it.", "warning")


def _preview(app: "WorkbenchApp", name: str, draft: Draft) -> None:
    """Ask whether the text is to be kept, with what others have changed in it since it was begun."""
    now = app.do(app.study.transcripts.document, name)
    if now is FAILED:
        _refused(app, name, draft)
        return
    told = ""
    if now.revision != draft.began:
        draft, told = _with_theirs(app, name, draft, now.revision)
    found = app.do(app.study.corrections.preview, name, draft.text)
    if found is FAILED:
        _refused(app, name, draft)
        return
    if now.text == draft.text:
        app.say("That is the text as it is.")
        return

    def answered(what: str | None) -> None:
        if what == "keep":
            _write(app, name, draft, found)
        elif what == "edit":
            _begin(app, name, draft)
        else:
            _put_by(app, name, draft)
            app.say("Not kept; E goes on with it, as long as the workbench is open.")

    app.push_screen(KeepScreen(f"{told}{question(name, found)}", found), answered)


def _with_theirs(app: "WorkbenchApp", name: str, draft: Draft, now: str) -> tuple[Draft, str]:
    """The draft made one with what is read ``now``, and what to say of it; as it is where both changed the same."""
    with suppress(WorkbenchError):
        both = app.study.corrections.onto(name, draft.began, draft.text)
        return Draft(now, both), "Somebody else changed this text while you wrote: this holds both changes.\n"
    return draft, "Somebody else changed the same words while you wrote: keeping yours takes theirs back.\n"


def _write(app: "WorkbenchApp", name: str, draft: Draft, seen: "Correction") -> None:
    now = app.do(app.study.transcripts.document, name)
    if now is not FAILED and now.revision != seen.parent:
        _preview(app, name, draft)  # it was changed once more while the question stood
        return
    done = app.do(app.study.corrections.correct, name, draft.text)
    if done is FAILED:
        _refused(app, name, draft)
    elif done is not None:
        told = f"{name} is corrected: {counted(done)}."
        if look := to_look_at(done):
            told += f"\n{look:,} to look at: F10."
        left = "".join(f"\n{line}." for line in done.warnings[:3])
        app.say(f"{told}{left}\nu takes it back.", "warning" if seen.similarity < ANOTHER or left else "information")
