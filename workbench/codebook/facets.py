r"""The ``Facets:`` field: ``kind = formel, reel; bearer = both``.

A comma, semicolon, equals sign or backslash in a name or a value is written with a backslash before it.
"""

import re
from collections.abc import Mapping

from workbench import sanitise
from workbench.errors import InputError

_TOKEN = re.compile(r"\\(.)|([;,=])|(\\\Z|[^\\;,=]+)", re.DOTALL)
_MARK = re.compile(r"[\\;,=]")


def render(facets: Mapping[str, tuple[str, ...]]) -> str:
    """``facets`` on one line, in their own order; those without a value are left out."""
    return "; ".join(
        f"{_escaped(name)} = {', '.join(map(_escaped, values))}" for name, values in facets.items() if values
    )


def parse(text: str) -> dict[str, tuple[str, ...]]:
    """The values by facet; InputError when a part is not ``name = value, value``. White space is folded."""
    result: dict[str, tuple[str, ...]] = {}
    for part in _split(_tokens(text), ";"):
        sides = [_split(side, ",") for side in _split(part, "=")]
        if len(sides) == 1 and [*map(_word, sides[0])] == [""]:
            continue  # nothing between two semicolons, or after the last
        if len(sides) != 2 or len(sides[0]) != 1:
            raise InputError(
                "a facet is not written as name = value", "Write it like: Facets: kind = reel; bearer = both"
            )
        name, values = _word(sides[0][0]), tuple(dict.fromkeys(map(_word, sides[1])))
        if not name or not all(values):
            raise InputError(f'the facet "{name}" has an empty name or value', "Leave a facet without a value out.")
        if name in result:
            raise InputError(f'the facet "{name}" stands here twice', "Join its values with a comma.")
        result[name] = values
    return result


_Token = tuple[str, bool]  # the text, and whether it is a mark (; , =) and not text


def _tokens(text: str) -> list[_Token]:
    return [(match[2], True) if match[2] else (match[1] or match[3], False) for match in _TOKEN.finditer(text)]


def _split(tokens: list[_Token], mark: str) -> list[list[_Token]]:
    parts: list[list[_Token]] = [[]]
    for token in tokens:
        if token == (mark, True):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _word(tokens: list[_Token]) -> str:
    return sanitise.name("".join(text for text, _ in tokens))


def _escaped(word: str) -> str:
    return _MARK.sub(lambda match: "\\" + match[0], sanitise.name(word))
