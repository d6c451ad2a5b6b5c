"""The key file: which word stands for whom. It lies outside the study and never travels with it.

[[word]]
word = "Mette Hansen"
by = "Karen"
always = true
person = "P07"

[people]
P07 = "Karen"

A person may write in it with any editor. What is wrong with it is said with its line, and then nothing is changed: not
the study, and not the file.
"""

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from workbench.errors import InputError, StudyError
from workbench.sanitise import line, unstorable
from workbench.study.folder import make_folder, read_text

MAX_BYTES = 5_000_000
LONGEST = 200
"""A word, or what stands for it, has so many characters at most."""

_HEAD = """\
# Key file of a workbench study: which word stands for whom. Whoever has it can undo the anonymisation.
# Keep it apart from the study: not in its folder, not in a shared folder, not in an e-mail. Delete it when the key is
# to be destroyed. It may be edited by hand; comments are not kept. `always`: also in transcripts that come later.
"""
_WORD = re.compile(r"^[ \t]*\[\[[ \t]*(?:word|\"word\"|'word')[ \t]*\]\]", re.MULTILINE)


class Rule(NamedTuple):
    """``word`` was replaced by ``by``; ``always``: it is wherever it turns up. ``person``: whom it names, or ''."""

    word: str
    by: str
    always: bool = False
    person: str = ""


class Key(NamedTuple):
    """What a key file says: its rules, each word once, and the pseudonym of every person."""

    rules: tuple[Rule, ...] = ()
    people: Mapping[str, str] = {}

    def rule(self, word: str) -> Rule | None:
        """The rule for a word."""
        return next((rule for rule in self.rules if rule.word == word), None)

    def with_rule(self, rule: Rule) -> "Key":
        """The same with another rule for a word; one that holds always goes on doing so."""
        known = self.rule(rule.word)
        if known:
            rule = rule._replace(always=rule.always or known.always, person=rule.person or known.person)
        return self._replace(rules=(*(r for r in self.rules if r.word != rule.word), rule))

    def without(self, word: str) -> "Key":
        """The same without a word."""
        return self._replace(rules=tuple(rule for rule in self.rules if rule.word != word))


def read(path: Path, study: str) -> Key:
    """The key in a file; an empty one where there is no file. Raises ``InputError`` naming the line of what is wrong.

    ``study`` is the id of the study it must belong to.
    """
    if not path.is_file():
        if path.exists():
            raise InputError("it is no file", "`workbench anonymise key PATH` names another.", file=str(path))
        return Key()
    return parse(read_text(path, MAX_BYTES), study, str(path))


def parse(text: str, study: str, file: str) -> Key:
    """What a key file's text says; raises as ``read`` does."""
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        found = re.search(r"\(at line (\d+)", str(error))
        at = int(found[1]) if found else text.rstrip().count("\n") + 1
        # The library's sentence may quote what stands there, which is somebody's name.
        reason = "it is nested too deeply" if deep else "this is no TOML"
        raise InputError(reason, "Mend the line; nothing was changed.", file=file, line=at) from None
    reader = _Reader(text, file)
    reader.check_top(tables, study)
    rules = tuple(reader.rule(n, table) for n, table in enumerate(tables.get("word", ())))
    reader.check_once(rules)
    return Key(rules, reader.people(tables.get("people", {})))


class _Reader:
    """Checks what a key file says, and knows in which line it says so."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._text = text
        self._lines = [text.count("\n", 0, found.start()) + 1 for found in _WORD.finditer(text)]

    def refuse(self, reason: str, at: int = 1) -> InputError:
        return InputError(reason, "Mend the line; nothing was changed.", file=self._file, line=at)

    def check_top(self, tables: Mapping[str, Any], study: str) -> None:
        if odd := sorted(tables.keys() - {"study", "word", "people"}):
            raise self.refuse(f"a key file has no {line(odd[0], 40)}", self._line_of(odd[0]))
        named = tables.get("study", study)
        if named != study:
            raise self.refuse("this is the key file of another study", self._line_of("study"))
        rows, people = tables.get("word", []), tables.get("people", {})
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.refuse("words stand under [[word]]", self._line_of("word"))
        if not isinstance(people, dict):
            raise self.refuse("people stand under [people]", self._line_of("people"))

    def rule(self, number: int, table: Mapping[str, Any]) -> Rule:
        at = self._lines[number] if number < len(self._lines) else 1
        if odd := sorted(table.keys() - {"word", "by", "always", "person"}):
            raise self.refuse(f"a word has no {line(odd[0], 40)}", at)
        always = table.get("always", False)
        if not isinstance(always, bool):
            raise self.refuse("always is true or false", at)
        rule = Rule(
            self._words(table.get("word"), "word", at),
            self._words(table.get("by"), "by", at),
            always,
            self._words(table.get("person", ""), "person", at, empty=True),
        )
        if why := wrong(rule):
            raise self.refuse(why, at)
        return rule

    def check_once(self, rules: Sequence[Rule]) -> None:
        seen: set[str] = set()
        for number, rule in enumerate(rules):
            if rule.word in seen:
                at = self._lines[number] if number < len(self._lines) else 1
                raise self.refuse("this word stands in the file twice", at)
            seen.add(rule.word)

    def people(self, table: Mapping[str, Any]) -> dict[str, str]:
        at = self._line_of("people")
        return {self._words(who, "a person", at): self._words(name, "a pseudonym", at) for who, name in table.items()}

    def _words(self, value: Any, what: str, at: int, *, empty: bool = False) -> str:
        if not isinstance(value, str) or not (empty or value.strip()):
            raise self.refuse(f"{what} is missing, or no text", at)
        if why := unfit(value):
            raise self.refuse(f"{what}: {why}", at)
        return " ".join(value.split())

    def _line_of(self, key: str) -> int:
        found = re.search(rf"^[ \t]*\[{{0,2}}[ \t]*[\"']?{re.escape(key)}\b", self._text, re.MULTILINE)
        return self._text.count("\n", 0, found.start()) + 1 if found else 1


def unfit(words: str) -> str:
    """Why ``words`` cannot stand in a text, or ''."""
    if why := unstorable(words):
        return why
    if len(words) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    if any(ord(c) < 32 or 127 <= ord(c) < 160 for c in words):
        return "it holds a line break or a control character"
    return ""


def wrong(rule: Rule) -> str:
    """Why a rule cannot hold, or ''."""
    from workbench.study.anonymity.edits import found_in

    if not re.search(r"\w", rule.word):
        return "a word has a letter or a digit"
    if found_in(rule.by, rule.word):
        return "what stands for a word must not hold it"
    return ""


def write(path: Path, study: str, key: Key) -> None:
    """Write a key file that only this user can read, in one step. Raises ``StudyError``."""
    parts = [_HEAD, f"study = {_quoted(study)}\n"]
    for rule in sorted(key.rules, key=lambda rule: rule.word.casefold()):
        parts.append(f"\n[[word]]\nword = {_quoted(rule.word)}\nby = {_quoted(rule.by)}\n")
        parts.append("always = true\n" if rule.always else "")
        parts.append(f"person = {_quoted(rule.person)}\n" if rule.person else "")
    if key.people:
        parts.append("\n[people]\n")
        parts += [f"{_quoted(who)} = {_quoted(name)}\n" for who, name in sorted(key.people.items())]
    write_private(path, "".join(parts))


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else on the machine can read, whole or not at all."""
    made = not path.parent.exists()
    make_folder(path.parent)
    part = ""
    try:
        if made:
            path.parent.chmod(0o700)
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=".key-", suffix=".part")  # 0600 from the beginning
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    except OSError as error:
        if part:
            Path(part).unlink(missing_ok=True)
        raise StudyError(
            f"the key file cannot be written: {path}: {error.strerror}", "Nothing was changed. Check the folder."
        ) from error


def _quoted(text: str) -> str:
    """A string as TOML takes it: that of JSON, with the one sign escaped that JSON leaves."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
