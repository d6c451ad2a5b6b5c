r"""The lines of a codebook file: which of them mean something, and how text that only looks like that is escaped.

Two rules, each with the one backslash a reader needs; ordinary text, also ``\alpha`` or ``C:\``, stays as it is:

* A backslash at the start of a line is dropped if what follows (other backslashes left aside) would mean something: a
  heading, a field, a comment, an underline, an empty line. So ``\# text`` is the text ``# text``, ``\\# text`` is
  ``\# text``, and a line that is only ``\`` is an empty line that belongs to the field. On a field's own line
  (``Definition: …``) only an empty line or white space means something.
* White space at the end of a line is dropped, but a backslash after it keeps it: ``text  \`` is ``text`` and two
  spaces. A last backslash is dropped only after white space or another backslash.
"""

import difflib
import re
from collections.abc import Mapping, Sequence

FIELDS = {
    "definition": "definition",
    "include": "include",
    "inkluder": "include",
    "inkludér": "include",
    "exclude": "exclude",
    "ekskluder": "exclude",
    "ekskludér": "exclude",
    "example": "example",
    "eksempel": "example",
    "facets": "facets",
    "facetter": "facets",
    "colour": "colour",
    "color": "colour",
    "farve": "colour",
    "exclusive": "exclusive",
    "eksklusiv": "exclusive",
    "status": "status",
}
"""What a field may be called when reading, in lower case, and which it is."""

YES_OR_NO = {"yes": True, "ja": True, "no": False, "nej": False}
"""What stands in the field Exclusive."""

STATUS = {"draft": "draft", "udkast": "draft", "settled": "settled", "fastlagt": "settled", "none": "", "ingen": ""}
"""What stands in the field Status."""

_YOUNG: Mapping[str, Mapping[str, object]] = {"exclusive": YES_OR_NO, "status": STATUS}
# Codebooks were written before these fields were any, and "Exclusive: to the club" was, and stays, a line of text.

_FIELD = re.compile(
    r"\s*(?:(?P<mark>\*\*|__|\*|_)(?P<marked>[^\W\d_]+)\s*(?:(?P=mark)\s*:|:\s*(?P=mark))|(?P<bare>[^\W\d_]+)\s*:)(?P<rest>.*)"
)
_SPECIAL = re.compile(r"\s*(?:#|<!--|={3,}\s*$)|\s*$")
_LAST = re.compile(r"\\*+(?:\s|[^\\].*[\s\\])\\\Z", re.DOTALL)
_NEAR = 0.85  # "Examples:" and "Exlude:" are slips, "Eksempelvis:" is a word


def field(line: str) -> tuple[str, str] | None:
    """The field a line opens and the rest of the line, or None. ``**Definition:** …`` is one too."""
    match = _FIELD.match(line)
    word = (match["marked"] or match["bare"]).casefold() if match else ""
    if not match or word not in FIELDS or not _can_say(FIELDS[word], match["rest"]):
        return None
    return FIELDS[word], match["rest"]


def _can_say(name: str, rest: str) -> bool:
    """Whether what stands after a field's name is what that field can hold."""
    return name not in _YOUNG or rest.strip().casefold() in _YOUNG[name]


def near_field(line: str) -> str:
    """The field name that a line's first word looks like a slip of, or ''."""
    match = _FIELD.match(line)
    if not match:
        return ""
    word = (match["marked"] or match["bare"]).casefold()
    if word in FIELDS or not 4 <= len(word) <= 14:
        return ""
    near = difflib.get_close_matches(word, FIELDS, 1, _NEAR)
    if not near or not _can_say(FIELDS[near[0]], match["rest"]):
        return ""
    return str(near[0]).capitalize()


def escaped(text: str) -> list[str]:
    """``text`` as the lines of a field; the first one goes on the line of the field's name."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = max((number for number, line in enumerate(lines) if line), default=0)
    written: list[str] = []
    for number, line in enumerate(lines):
        kept = line + "\\" if line != line.rstrip() or _LAST.match(line) else line
        blank_inside = not line and 0 < number < last
        if (number == 0 and _special_first(kept)) or (number > 0 and not blank_inside and _special(kept)):
            kept = "\\" + kept
        written.append(kept)
    return written


def unescaped(first: str, following: Sequence[str]) -> str:
    """The text of a field: what stands after its name, and the lines that follow; empty lines around it are dropped."""
    lines = [line.rstrip() for line in following]
    while lines and not lines[-1]:
        lines.pop()
    first = first.strip()
    if first:
        head = first[1:] if first.startswith("\\") and _special_first(first) else first
        return "\n".join([_without_last(head), *map(_plain, lines)])
    while lines and not lines[0]:
        lines.pop(0)
    return "\n".join(map(_plain, lines))


def _special(line: str) -> bool:
    bare = line.lstrip("\\")
    return bool(_SPECIAL.match(bare) or field(bare) or near_field(bare))


def _special_first(line: str) -> bool:
    bare = line.lstrip("\\")
    return not bare or bare[0].isspace()


def _plain(line: str) -> str:
    return _without_last(line[1:] if line.startswith("\\") and _special(line) else line)


def _without_last(line: str) -> str:
    return line[:-1] if _LAST.match(line) else line
