"""Saying what a file is: its id, site and date, its character set, and who the speakers are."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench import sanitise
from workbench.errors import InputError
from workbench.transcripts.front import KINDS, Front, refuse_id
from workbench.tui.importing import fronts, words
from workbench.tui.importing.files import File
from workbench.tui.library.form import Form, setting, tick
from workbench.tui.widgets.picker import Option, Picker, option
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.transcripts.preview import Speaker

PLAIN = ("id", "site", "date", "mode")
KIND, READ, REPAIR, GROUP, SPEAKER, PERSON, NO_GROUP = "kind", "read", "repair", "group ", "speaker ", "person", "–"
_HINTS = {
    "id": "The name of the transcript in the study, as K-03.",
    "site": "Where it was; write no real place. - takes it away.",
    "date": "As 2020-10-14, 2020-10 or 2020. - takes it away.",
    "mode": "Online, by telephone, in person. - takes it away.",
}


class FileForm(Form):
    """One file; ``again`` reads it anew (another character set), ``changed`` is called after every change."""

    def __init__(self, file: File, read_anew: Callable[[], object], changed: Callable[[], object]) -> None:
        super().__init__(f"What is {sanitise.line(file.path.name, 50)}?", placeholder="type to find a line")
        self.file = file
        self._read_anew = read_anew
        self._changed = changed

    @property
    def front(self) -> Front:
        """What the file will be taken in as."""
        assert self.file.front is not None
        return self.file.front

    def heard(self) -> None:
        """The file was read anew."""
        self.again()

    def note(self) -> str:
        """Who is taken for what without being told so."""
        if self.file.speaks_for_itself and not self.file.said:
            return "This is what the file says of itself. What is changed here counts instead; the file stays."
        return ""

    def options(self, query: str) -> list[Option]:
        """Every line that can be changed."""
        front, shown = self.front, self.file.shown
        found = [self._plain(key) for key in ("id", "site", "date")]
        found += [setting(KIND, " ", f"kind   {front.kind or '–'}", f"enter: {_next(front.kind)}"), self._plain("mode")]
        if shown is not None:
            if len(shown.encodings) > 1:
                found.append(setting(READ, " ", f"read as {shown.encoding}", "enter: others, with how they read"))
            if shown.mojibake or self.file.repair:
                told = f"mend {shown.mojibake} places like “Ã¸”" if not self.file.repair else "places like “Ã¸” mended"
                found.append(tick(REPAIR, self.file.repair, told, "letters that were read wrongly once"))
            found += [self._speaker(number) for number in range(len(shown.speakers))]
            if len(front.informants) > 1:
                found += [setting(GROUP, " ", "one group for all informants", "enter: which")]
        wanted = query.casefold().split()
        return [one for one in found if all(word in one.words.casefold() for word in wanted)]

    def _plain(self, key: str) -> Option:
        return setting(key, " ", f"{key:<6} {sanitise.line(str(getattr(self.front, key)), 50) or '–'}")

    def _speaker(self, number: int) -> Option:
        assert self.file.shown is not None
        role = fronts.role(self.front, self.file.shown.speakers[number])
        mark = {fronts.INFORMANT: "●", fronts.INTERVIEWER: "?", fronts.NOBODY: "○"}[role]
        look = "accent" if role == fronts.INFORMANT else "dim"
        return setting(f"{SPEAKER}{number}", mark, words.speaker_line(self.file, number), look=look)

    def taken(self, choice: Option) -> None:
        """Change it."""
        value = choice.value
        if value in PLAIN:
            self._ask(value)
        elif value == KIND:
            self._say(self.front._replace(kind=_next(self.front.kind)))
        elif value == READ and self.file.shown is not None:
            known = dict(self.file.shown.encodings)
            self.app.push_screen(EncodingScreen(known, self.file.shown.encoding), self._read_as)
        elif value == REPAIR:
            self.file.repair = not self.file.repair
            self._read_anew()
        elif value == GROUP:
            self._ask_group(lambda group: self._say(fronts.with_group(self.front, "", group)))
        elif value.startswith(SPEAKER) and self.file.shown is not None:
            speaker = self.file.shown.speakers[int(value.removeprefix(SPEAKER))]
            if speaker.kind == fronts.NOBODY and not fronts.informant(self.front, speaker.label):
                self.workbench.say("Such turns belong to nobody known: they count for the interview, for no informant.")
            else:
                self.app.push_screen(SpeakerForm(self, speaker))

    def _say(self, front: Front) -> None:
        self.file.say(front)
        self.again()
        self._changed()

    say = _say

    def _ask(self, key: str) -> None:
        def answered(text: str | None) -> None:
            if text is None:
                return
            value = said(text)
            if key == "id" and self.workbench.do(_checked, value) is not None:
                return
            self._say(fronts.with_plain(self.front, key, value))

        before = str(getattr(self.front, key))
        self.workbench.ask_line(
            f"{key.capitalize()} of {sanitise.line(self.file.path.name, 40)}", before, answered, _HINTS[key]
        )

    def _read_as(self, encoding: str | None) -> None:
        if encoding is not None:
            self.file.encoding = encoding
            self._read_anew()

    def _ask_group(self, then: Callable[[str], object]) -> None:
        ask_group(self, then)


def ask_group(form: Form, then: Callable[[str], object]) -> None:
    """Ask for a group of the study."""
    groups = form.study.settings.groups
    options = [option(name, name, sanitise.line(group.label)) for name, group in groups.items()]
    options.append(option(NO_GROUP, "no group"))

    def chosen(name: str | None) -> None:
        if name is not None:
            then("" if name == NO_GROUP else name)

    form.app.push_screen(Picker("Which group?", options), chosen)


class SpeakerForm(Form):
    """One speaker of a file: informant, interviewer or nobody known; the group, and the person across files."""

    def __init__(self, over: FileForm, speaker: "Speaker") -> None:
        label = sanitise.line(speaker.label, 30)
        super().__init__(f"Who is {label} in {sanitise.line(over.file.path.name, 40)}?", placeholder="type to find")
        self._over = over
        self._speaker = speaker

    def note(self) -> str:
        """What a person is."""
        return "Without a person, this is somebody who speaks in this transcript only."

    def options(self, query: str) -> list[Option]:
        """Roles; for an informant groups and the person."""
        front, label = self._over.front, self._speaker.label
        role, one = fronts.role(front, self._speaker), fronts.informant(front, label)
        found = [
            tick(name, name == role, told, note)
            for name, told, note in (
                (fronts.INFORMANT, "informant", "what is said counts as evidence"),
                (fronts.INTERVIEWER, "interviewer", "asks; is never evidence"),
            )
        ]
        if one is not None:
            groups = self.study.settings.groups
            found += [
                tick(f"{GROUP}{name}", one.group == name, f"group {name}", group.label)
                for name, group in groups.items()
            ]
            found.append(setting(PERSON, " ", f"person {sanitise.line(one.person, 40) or '–'}", "enter: another"))
        wanted = query.casefold().split()
        return [one for one in found if all(word in one.words.casefold() for word in wanted)]

    def taken(self, choice: Option) -> None:
        """Change it."""
        front, label, value = self._over.front, self._speaker.label, choice.value
        one = fronts.informant(front, label)
        if value == PERSON and one is not None:
            hint = "Who has the same person in two transcripts is one person. Write no real name; - takes it away."
            self.workbench.ask_line(f"Which person is {sanitise.line(label, 30)}?", one.person, self._named, hint)
        elif value.startswith(GROUP):
            group = value.removeprefix(GROUP)
            self._say(fronts.with_group(front, label, "" if one is not None and one.group == group else group))
        else:
            self._say(fronts.with_role(front, label, value))

    def _named(self, person: str | None) -> None:
        if person is not None:
            self._say(fronts.with_person(self._over.front, self._speaker.label, said(person)))

    def _say(self, front: Front) -> None:
        self._over.say(front)
        self.again()


class EncodingScreen(Picker):
    """The character sets a file may be in, each with how a line of it reads so."""

    DEFAULT_CSS = "EncodingScreen > #dialog { width: 100; }"

    def __init__(self, known: dict[str, str], now: str) -> None:
        options = [
            option(name, f"{'●' if name == now else '○'} {name}", sanitise.line(telling(head), 120))
            for name, head in known.items()
        ]
        super().__init__("Which character set reads right?", options, placeholder="look at æ, ø, å and quotation marks")


def telling(head: str) -> str:
    """Of the first lines of a text the part that differs between character sets: around a letter beyond ASCII."""
    lines = [line for line in head.split("\n") if not line.isascii()] or head.split("\n")[:1]
    return joined(lines[:2], " … ")


def said(text: str) -> str:
    """What somebody typed as it is stored; a hyphen takes away what was there."""
    return "" if text in ("-", "–") else sanitise.name(text)


def _next(kind: str) -> str:
    return KINDS[(KINDS.index(kind) + 1) % len(KINDS)] if kind in KINDS else KINDS[0]


def _checked(name: str) -> None:
    try:
        refuse_id(name)
    except InputError as refused:
        raise InputError(refused.reason, "") from None
