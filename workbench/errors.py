"""The one base of everything a user can be told went wrong.

    WorkbenchError          status 2: the user's to mend; message and hint
    ├── InputError          a file or a word that cannot be read: names the file and the line
    ├── StudyError          the folder, the database or the identity does not allow it
    │   ├── BusyError       another process holds the database
    │   ├── WrongKeyError   the passphrase is missing, or not the one
    │   └── NewerError      made by a newer workbench
    ├── NotFoundError       a name that means nothing here
    └── CheckFailedError    status 1: a check did not hold

Anything else that escapes is a bug (status 3) and is reported without the text of any transcript.
"""


class WorkbenchError(Exception):
    """Something the user can mend: ``message`` says what, ``hint`` what to do; nothing was changed."""

    status = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(WorkbenchError):
    """A file, or a word of the user's, that cannot be read as what it should be."""

    def __init__(self, message: str, hint: str = "", *, file: str = "", line: int = 0) -> None:
        where = f"{file}:{line}: " if file and line else f"{file}: " if file else f"line {line}: " if line else ""
        super().__init__(where + message, hint)
        self.reason = message
        self.file = file
        self.line = line

    def at(self, file: str, line: int = 0) -> "InputError":
        """The same complaint with the place it belongs to, where the reader did not know it."""
        return InputError(self.reason, self.hint, file=self.file or file, line=self.line or line)


class StudyError(WorkbenchError):
    """The folder, the database or the identity does not allow what was asked."""


class BusyError(StudyError):
    """Another process held the database for longer than anybody should wait."""


class WrongKeyError(StudyError):
    """What is sealed was not opened: the passphrase is missing, or it is not the one."""


class NewerError(StudyError):
    """The database or a change in it was made by a newer workbench than this."""


class NotFoundError(WorkbenchError):
    """A transcript, code, coder or matrix of that name does not exist."""


class CheckFailedError(WorkbenchError):
    """A check was run and did not hold; the command did what was asked."""

    status = 1
