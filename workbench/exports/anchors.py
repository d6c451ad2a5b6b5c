"""Names as targets of links: lower-case ASCII, one of a kind within a document."""

import re
import unicodedata

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "ae", "Ø": "oe", "Å": "aa", "ß": "ss"})


def slug(name: str) -> str:
    """``name`` as an anchor, perhaps ""."""
    spelt = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).translate(_DANISH))
    return "-".join(re.findall("[a-z0-9]+", "".join(c for c in spelt if not unicodedata.combining(c)).lower()))


class Anchors:
    """Gives out anchors, no two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, name: str) -> str:
        """An anchor for ``name`` that nothing else in this document has."""
        wanted = anchor = slug(name) or "x"
        n = 1
        while anchor in self._taken:
            n += 1
            anchor = f"{wanted}-{n}"
        self._taken.add(anchor)
        return anchor
