"""One run of one command: its arguments, its output, and the study it is about."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import InputError, StudyError, WrongKeyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from workbench.cli.console import Console
    from workbench.study import Study

    OpenTui = Callable[[Path, str | None, str | None], int]
    """Opens the screens on a folder, as a coder, with the passphrase of an encrypted study."""

TRIES = 3
"""How often a passphrase may be mistyped on a terminal."""


class Call:
    """What a command is given. ``args`` are its parsed arguments, ``console`` is where it writes."""

    def __init__(self, args: argparse.Namespace, console: Console, open_tui: OpenTui | None = None) -> None:
        self.args = args
        self.console = console
        self._open_tui = open_tui
        self._passphrases: dict[Path, str] = {}

    @property
    def folder(self) -> Path:
        """The study's folder, as it was named."""
        return Path(getattr(self.args, "study", None) or ".")

    @property
    def coder(self) -> str | None:
        """Who is said to be at work: ``--coder``, else WORKBENCH_CODER. Raises InputError for an empty name."""
        given: str | None = getattr(self.args, "coder", None)
        if given is not None and not given.strip():
            raise InputError("--coder names nobody", "Give --coder NAME, or leave it out.")
        return given or os.environ.get("WORKBENCH_CODER", "").strip() or None

    def passphrase(self, folder: Path | None = None, prompt: str = "passphrase: ") -> str | None:
        """A passphrase: WORKBENCH_PASSPHRASE, else what WORKBENCH_PASSPHRASE_FILE holds, else asked on a terminal.

        None where nobody can be asked. Never an argument: every program on the machine may read those.
        """
        given = self.given_passphrase(folder or self.folder)
        return self.ask_secret(prompt) if given is None and self.can_ask else given

    def given_passphrase(self, folder: Path) -> str | None:
        """The passphrase the environment gives, or None. Raises InputError for a file unreadable, or in ``folder``."""
        if given := os.environ.get("WORKBENCH_PASSPHRASE"):
            return given
        if name := os.environ.get("WORKBENCH_PASSPHRASE_FILE"):
            from workbench.study.vault import read_file

            return read_file(name, folder)
        return None

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits there who can be asked: never in a pipe."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def ask_secret(self, prompt: str) -> str:
        """What is typed, unseen. Raises InputError where the terminal is closed instead."""
        import getpass

        try:
            return getpass.getpass(prompt)
        except EOFError:
            raise InputError("no passphrase was typed", "Nothing was changed.") from None

    def unlock(self, folder: Path) -> str | None:
        """The passphrase of the study in ``folder``, tried; None for a plain one, which is asked for nothing.

        Raises WrongKeyError without one, or for the wrong one: from the environment at once, else after three tries.
        """
        if not _mentions_encryption(folder):
            return None  # before anything is loaded: the screens of a plain study are drawn first
        from workbench.study import vault

        if not vault.is_encrypted(folder):
            return None
        if folder not in self._passphrases:
            given = self.given_passphrase(folder)
            if given is None and self.can_ask:
                given = self._asked_for(folder)
            vault.check(folder, given)
            self._passphrases[folder] = given or ""
        return self._passphrases[folder]

    def _asked_for(self, folder: Path) -> str:
        from workbench.study import vault

        prompt = f"passphrase of {folder}: "
        for _ in range(TRIES - 1):
            typed = self.ask_secret(prompt)
            try:
                vault.check(folder, typed)
            except WrongKeyError as error:
                self.console.note(error.message)
            else:
                return typed
        return self.ask_secret(prompt)

    @contextmanager
    def study(self) -> Iterator[Study]:
        """The study, opened as whoever is at work (without a name, the login), and closed again."""
        from workbench.study import Study

        study = Study.open(self.folder, self.coder or "", passphrase=self.unlock(self.folder))
        try:
            for sentence in study.carried_out.done:
                self.console.note(f"because of a withdrawal: {sentence}")
            yield study
        finally:
            study.close()
            for sentence in study.anonymity.applied:
                self.console.note(sentence)
            for warning in study.warnings:
                self.console.note(f"warning: {warning}")

    def tell_blind(self, study: Study) -> None:
        """Say on stderr, where that is so, that what is written leaves others' work out."""
        if names := study.progress.blind():
            self.console.note(
                f"note: {study.coder_name} codes {', '.join(names)} blind: others' work there is left out"
            )

    def gate(self, study: Study, content: str | bytes, *, told: bool = True) -> None:
        """Look through what is going to leave the study, and say on stderr what may identify somebody in it.

        How many findings of which kind, never their words. With ``--strict``, where a command has it, InputError.
        ``told``: the rules look through it too, not the key file alone.
        """
        from collections import Counter

        strict = bool(getattr(self.args, "strict", False))
        try:
            found = study.anonymity.leftovers_in(content, rules=told)
        except InputError as error:
            if strict:
                raise
            self.console.note(f"warning: nothing was looked through for names: {error.message}")
            return
        if not found:
            return
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(Counter(f.kind for f in found).items()))
        words = f"what is written may identify somebody: {kinds}"
        if strict:
            raise InputError(words, "`workbench check` shows what stands where. Nothing was written.")
        self.console.note(f"warning: {words}; `workbench check` shows what stands where")

    def show(self, document: Any, headings: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "") -> None:
        """Write a list as what was asked for: ``document`` for ``--json``, else ``rows`` under ``headings``."""
        if self.args.json:
            self.console.json(document)
        else:
            self.console.table(headings, rows, caption=caption)

    def deliver(self, content: str | bytes, file: str | None, *, json: bool = False) -> None:
        """Write ``content`` (``json``: it is a JSON document) to ``file``, or on stdout (also for ``-``)."""
        from workbench.cli.files import STREAM, write

        if file and file != STREAM:
            path = write(file, content)
            self.console.note(f"written: {path}")
        elif json:
            self.console.json_text(content if isinstance(content, str) else content.decode())
        elif isinstance(content, str):
            self.console.exact(content)
        elif self.console.terminal:
            raise InputError(
                "this format is not for a terminal", "Name a file with -o FILE, or pipe it into a program."
            )
        else:
            self.console.raw(content)

    def require_study(self) -> None:
        """Raise StudyError where the folder holds no study: cheaply, before the screens are drawn."""
        if not (self.folder / "codebook" / "study.toml").is_file():
            raise StudyError(
                f"there is no study in {self.folder.absolute()}",
                "`workbench init DIR` begins one, `workbench demo` writes a sample, --study DIR names another folder.",
            )

    def open_screens(self, folder: Path) -> int:
        """Open the screens on ``folder``; the exit status."""
        if self._open_tui is None:
            raise StudyError("there are no screens to open here", "Run `workbench` itself.")
        return self._open_tui(folder, self.coder, self.unlock(folder))


def _mentions_encryption(folder: Path) -> bool:
    """Whether a look at study.toml is worth the while."""
    try:
        return b"encrypted" in (folder / "codebook" / "study.toml").read_bytes()
    except OSError:
        return False
