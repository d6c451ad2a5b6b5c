"""Every command of the terminal interface, once: its id, keys, label and help.

The bindings of the screens, the hints at their foot, the help screen, the command list and the key table of the README
are all made from these tables, so none of them can tell another story. A screen with many commands keeps its table
beside itself: those are named in ``_ELSEWHERE``.
"""

from functools import cache
from importlib import import_module
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Command(NamedTuple):
    """One thing a person can do.

    ``id`` is ``place.words-with-hyphens``, stable, and what a keymap names; ``keys`` are Textual key names (none: only
    in the command list); ``label`` is one or two words for the foot of the screen; ``help`` one sentence; ``place`` is
    a key of ``TITLES``: the whole app, a room, every list, a kind of dialog; ``shown`` puts it at the foot. ``action``
    is written only where it is not the last part of the id (``codebook.move-up`` does ``move_up``).
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    place: str
    shown: bool = False
    action: str = ""

    @property
    def does(self) -> str:
        """The Textual action, said so that it is found from any widget: ``app.…`` for commands of the app."""
        action = self.action or self.id.split(".", 1)[1].replace("-", "_")
        return f"app.{action}" if self.place == "app" else action

    @property
    def binding(self) -> Binding | None:
        """The command as Textual wants it, or None when it has no key."""
        if not self.keys:
            return None
        return Binding(",".join(self.keys), self.does, self.label, show=self.shown, tooltip=self.help, id=self.id)


APP = (
    Command("app.help", ("question_mark", "f1"), "keys", "Show the keys that work here.", "app"),
    Command("app.commands", ("colon", "ctrl+p"), "commands", "Find a command by its name.", "app"),
    Command(
        "app.undo", ("u", "ctrl+z"), "undo", "Take back your last change; as often as you like, also tomorrow.", "app"
    ),
    Command("app.redo", ("U", "ctrl+y"), "redo", "Make the change again that was taken back.", "app"),
    Command("app.back", ("q",), "back", "Back to where you came from.", "app"),
    Command("app.library", ("f2",), "library", "Go to the library of transcripts.", "app"),
    Command("app.codebook", ("f3",), "codebook", "Go to the codebook.", "app"),
    Command("app.synthesis", ("f4",), "synthesis", "Go to the synthesis: the matrix and what is behind it.", "app"),
    Command("app.agreement", ("f7",), "agreement", "Go to the agreement: how far coders agree, and where not.", "app"),
    Command("app.inbox", ("f6",), "inbox", "Go to the inbox: what colleagues did at the same time.", "app"),
    Command("app.search", ("f8", "ctrl+f"), "search", "Search the whole study for what is said.", "app"),
    Command("app.findings", ("f9",), "findings", "Walk through what may identify somebody.", "app"),
    Command("app.corrections", ("f10",), "corrected", "Look at passages that a correction has changed or lost.", "app"),
    Command("app.memos", ("f11",), "memos", "Go to the memos: notes, diary, decisions, analytic memos.", "app"),
    Command(
        "app.saturation", ("f12",), "new codes", "Go to new codes by interview, and codes that stand together.", "app"
    ),
    Command("app.sync", ("f5",), "sync", "Sync with the team now; asks with whom, the first time.", "app"),
    Command("app.peer", (), "sync with", "Say with which folder or server this study is synced.", "app"),
    Command("app.forget-peer", (), "stop syncing", "Sync with nobody any more; what is here stays here.", "app"),
    Command("app.coder", (), "who is coding", "Say who is coding at this machine.", "app"),
    Command("app.light", (), "dark or light", "Change between the dark and the light colours.", "app"),
    Command("app.quit", ("ctrl+q",), "quit", "Leave; everything is already stored.", "app"),
)

LIST = (
    Command("list.down", ("j", "down"), "down", "Next line.", "list"),
    Command("list.up", ("k", "up"), "up", "Previous line.", "list"),
    Command("list.page-down", ("pagedown", "ctrl+d", "space"), "page down", "One page down.", "list"),
    Command("list.page-up", ("pageup", "ctrl+u"), "page up", "One page up.", "list"),
    Command("list.first", ("g", "home"), "first", "First line.", "list"),
    Command("list.last", ("G", "end"), "last", "Last line.", "list"),
)

INBOX = (
    Command("inbox.open", ("enter",), "go there", "Go to the passage, code or transcript it is about.", "inbox", True),
    Command("inbox.read", ("r",), "read", "Read all sides in full.", "inbox", True),
    Command(
        "inbox.first",
        ("1",),
        "keep",
        "The first choice: keep what is shown, or leave it as it is.",
        "inbox",
        True,
        "choose(1)",
    ),
    Command(
        "inbox.second", ("2",), "other", "The second choice: mostly, take the other side.", "inbox", True, "choose(2)"
    ),
    Command("inbox.third", ("3",), "third", "The third choice.", "inbox", False, "choose(3)"),
    Command("inbox.fourth", ("4",), "fourth", "The fourth choice.", "inbox", False, "choose(4)"),
    Command("inbox.fifth", ("5",), "fifth", "The fifth choice.", "inbox", False, "choose(5)"),
    Command("inbox.filter", ("slash",), "filter", "Show only what holds the words you type.", "inbox", True),
    Command("inbox.escape", ("escape",), "all again", "Take the filter away, or go back.", "inbox"),
)

EXCERPTS = (
    Command(
        "excerpts.open", ("enter",), "open", "Open the transcript at the passage; back returns here.", "excerpts", True
    ),
    Command(
        "excerpts.star",
        ("asterisk",),
        "star",
        "Mark the excerpt as a good example of its code, or no longer.",
        "excerpts",
        True,
    ),
    Command("excerpts.copy", ("y",), "copy", "Copy the quote with its reference.", "excerpts", True),
    Command(
        "excerpts.filter", ("slash",), "filter", "Show only the excerpts that hold what you type.", "excerpts", True
    ),
    Command("excerpts.back", ("escape",), "back", "Take the filter away, or go back.", "excerpts", True, "escape"),
)

DIALOG = (
    Command("dialog.cancel", ("escape",), "leave", "Leave the dialog; nothing happens.", "dialog", True),
    # A dialog keeps the app's keys from being heard, but one can always go.
    Command("dialog.quit", ("ctrl+q",), "quit", "Leave; everything is already stored.", "dialog", False, "app.quit"),
)

CHOICE = (
    Command("choice.take", ("enter",), "take", "Take the line under the cursor.", "choice", True),
    Command("choice.down", ("down", "ctrl+n"), "down", "Next line.", "choice"),
    Command("choice.up", ("up", "ctrl+p"), "up", "Previous line; from the first one to the last.", "choice"),
    Command("choice.page-down", ("pagedown",), "page down", "One page down.", "choice"),
    Command("choice.page-up", ("pageup",), "page up", "One page up.", "choice"),
)

PALETTE = (
    Command(
        "palette.take-on", ("shift+enter", "ctrl+o"), "take, stay", "Take the code and go on choosing.", "palette", True
    ),
)

WRITING = (Command("writing.keep", ("ctrl+s",), "keep", "Keep what is written.", "writing", True),)

QUESTION = (
    Command("question.yes", ("y", "enter"), "yes", "Yes.", "question", True),
    Command("question.no", ("n",), "no", "No.", "question", True),
)

PLACES = (
    "app",
    "library",
    "coding",
    "codebook",
    "happened",
    "versions",
    "differences",
    "alike",
    "both",
    "outdated",
    "passages",
    "splitting",
    "synthesis",
    "evidence",
    "few",
    "compared",
    "plots",
    "survey",
    "themepage",
    "framework",
    "saturation",
    "together",
    "agreement",
    "episodes",
    "lanes",
    "inbox",
    "looking",
    "search",
    "importing",
    "findings",
    "corrections",
    "revisions",
    "memos",
    "links",
    "excerpts",
    "list",
    "dialog",
    "occurrences",
    "keeping",
    "choice",
    "choosing",
    "palette",
    "writing",
    "noting",
    "question",
    "reason",
    "applying",
)
_TABLES = {
    "app": APP,
    "list": LIST,
    "inbox": INBOX,
    "excerpts": EXCERPTS,
    "dialog": DIALOG,
    "choice": CHOICE,
    "palette": PALETTE,
    "writing": WRITING,
    "question": QUESTION,
}
_ELSEWHERE = {
    "library": ("workbench.tui.library.commands", "LIBRARY"),
    "looking": ("workbench.tui.library.commands", "LOOKING"),
    "coding": ("workbench.tui.coding.commands", "CODING"),
    "codebook": ("workbench.tui.codebook.commands", "CODEBOOK"),
    "happened": ("workbench.tui.codebook.commands", "HAPPENED"),
    "versions": ("workbench.tui.codebook.commands", "VERSIONS"),
    "differences": ("workbench.tui.codebook.commands", "DIFFERENCES"),
    "alike": ("workbench.tui.codebook.commands", "ALIKE"),
    "both": ("workbench.tui.codebook.commands", "BOTH"),
    "outdated": ("workbench.tui.codebook.commands", "OUTDATED"),
    "reason": ("workbench.tui.codebook.commands", "REASON"),
    "passages": ("workbench.tui.passages.commands", "PASSAGES"),
    "splitting": ("workbench.tui.splitting.commands", "SPLITTING"),
    "applying": ("workbench.tui.splitting.commands", "APPLYING"),
    "agreement": ("workbench.tui.agreement.commands", "AGREEMENT"),
    "episodes": ("workbench.tui.agreement.commands", "EPISODES"),
    "lanes": ("workbench.tui.agreement.commands", "LANES"),
    "search": ("workbench.tui.search.commands", "SEARCH"),
    "importing": ("workbench.tui.importing.commands", "IMPORTING"),
    "choosing": ("workbench.tui.importing.commands", "CHOOSING"),
    "findings": ("workbench.tui.findings.commands", "FINDINGS"),
    "occurrences": ("workbench.tui.findings.commands", "OCCURRENCES"),
    "memos": ("workbench.tui.memos.commands", "MEMOS"),
    "links": ("workbench.tui.memos.commands", "LINKS"),
    "noting": ("workbench.tui.memos.commands", "NOTING"),
    "corrections": ("workbench.tui.corrections.commands", "CORRECTIONS"),
    "synthesis": ("workbench.tui.synthesis.commands", "SYNTHESIS"),
    "evidence": ("workbench.tui.synthesis.commands", "EVIDENCE"),
    "few": ("workbench.tui.synthesis.commands", "FEW"),
    "compared": ("workbench.tui.synthesis.commands", "COMPARED"),
    "plots": ("workbench.tui.synthesis.commands", "PLOTS"),
    "survey": ("workbench.tui.survey.commands", "SURVEY"),
    "themepage": ("workbench.tui.themepage.commands", "THEMEPAGE"),
    "framework": ("workbench.tui.themepage.commands", "FRAMEWORK"),
    "saturation": ("workbench.tui.saturation.commands", "SATURATION"),
    "together": ("workbench.tui.saturation.commands", "TOGETHER"),
    "revisions": ("workbench.tui.corrections.commands", "REVISIONS"),
    "keeping": ("workbench.tui.corrections.commands", "KEEPING"),
}
"""Tables that lie beside their screens: module and name."""
TITLES = {
    "app": "everywhere",
    "library": "library",
    "coding": "coding",
    "codebook": "codebook",
    "happened": "history of the codebook",
    "versions": "versions of the codebook",
    "differences": "the codebook then and now",
    "alike": "codes that may be one",
    "both": "passages of two codes",
    "outdated": "coded before the definition changed",
    "passages": "passages of a code",
    "splitting": "splitting a code",
    "synthesis": "synthesis",
    "evidence": "excerpts behind a number",
    "few": "too little evidence",
    "compared": "two matrices compared",
    "plots": "pictures of the matrix",
    "agreement": "agreement",
    "episodes": "episodes of a code",
    "lanes": "an episode in its text",
    "inbox": "inbox",
    "looking": "looking for codes",
    "search": "search",
    "importing": "importing transcripts",
    "findings": "what may identify somebody",
    "memos": "memos",
    "links": "what a memo points to",
    "corrections": "passages in corrected texts",
    "survey": "survey",
    "themepage": "page of a theme",
    "framework": "framework matrix",
    "saturation": "new codes by interview",
    "together": "codes that stand together",
    "revisions": "the texts of a transcript",
    "occurrences": "a word in the whole study",
    "keeping": "before a correction is written",
    "excerpts": "excerpts",
    "list": "in every list",
    "dialog": "in every dialog",
    "choice": "where one chooses",
    "choosing": "choosing a file",
    "palette": "choosing a code",
    "writing": "writing a text",
    "noting": "writing a memo",
    "question": "answering a question",
    "reason": "confirming, and saying why",
    "applying": "before a split is made",
}


def table(place: str) -> tuple[Command, ...]:
    """The commands of ``place``, in the order in which they are shown."""
    if place in _ELSEWHERE:
        # Those tables import ``Command`` from here: fetched when asked for, neither needs the other to be loaded first.
        module, name = _ELSEWHERE[place]
        return tuple(getattr(import_module(module), name))
    return _TABLES.get(place, ())


@cache
def commands() -> tuple[Command, ...]:
    """Every command of the program."""
    return tuple(command for place in PLACES for command in table(place))


def bindings(place: str) -> list[BindingType]:
    """The commands of ``place`` that have keys, as the ``BINDINGS`` of its screen."""
    return [binding for command in table(place) if (binding := command.binding) is not None]


_KEYS = {
    "question_mark": "?", "slash": "/", "colon": ":", "full_stop": ".", "plus": "+", "minus": "-", "comma": ",",
    "less_than_sign": "<", "greater_than_sign": ">", "equals_sign": "=", "underscore": "_", "semicolon": ";",
    "asterisk": "*", "left_square_bracket": "[", "right_square_bracket": "]",
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "enter", "escape": "esc", "space": "space",
    "pageup": "PgUp", "pagedown": "PgDn", "delete": "Del",
    "home": "Home", "end": "End",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as a person reads it: ``?`` for ``question_mark``, ``shift+↓`` for ``shift+down``, ``F1`` for ``f1``."""
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    last = _KEYS.get(last, last.upper() if last[:1] == "f" and last[1:].isdigit() else last)
    return "+".join([*modifiers, last])


def keys_of(command: Command) -> str:
    """All keys of a command as a person reads them: ``j ↓``."""
    return " ".join(key_name(key) for key in command.keys)


def key_table() -> str:
    """Every command with its keys as Markdown, one table a place; ends with a newline."""
    parts = []
    for place in PLACES:
        rows = "".join(
            f"| {' '.join(f'`{key_name(key)}`' for key in command.keys) or '–'} | {command.help} | `{command.id}` |\n"
            for command in table(place)
        )
        parts.append(f"### {TITLES[place].capitalize()}\n\n| keys | does | id |\n|---|---|---|\n{rows}")
    return "\n".join(parts)
