"""What a file says about itself beside its text: author, title, company. A person may be named in any of it."""

from collections.abc import Mapping

from workbench.transcripts.readers.document import PROPERTY, Hidden
from workbench.transcripts.readers.package import Package

_NAMES = """
title subject creator keywords description lastModifiedBy category contentStatus Manager Company HyperlinkBase lpwstr
initial-creator keyword printed-by user-defined
"""  # Word's, and below them OpenDocument's
_TELLING = frozenset(_NAMES.split())
_FAR = ("docprops/core.xml", "docprops/app.xml", "docprops/custom.xml")


class Properties:
    """Told of a file with properties, remembers those that may name somebody."""

    def __init__(self, hidden: Hidden) -> None:
        self._hidden = hidden
        self._text: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """A property begins."""
        self._text = [] if name.partition(":")[2] in _TELLING else None

    def end(self, name: str) -> None:
        """A property ends."""
        if self._text is not None:
            self._hidden.add("".join(self._text), PROPERTY)
        self._text = None

    def data(self, text: str) -> None:
        """What it says."""
        if self._text is not None:
            self._text.append(text)


def office(found: Package, hidden: Hidden) -> None:
    """The properties of a Word file. InputError: the parts that hold them are broken."""
    for name in _FAR:
        if name in found:
            found.walk(name, Properties(hidden), {})
