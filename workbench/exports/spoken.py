"""How the table speaks of how many: in numbers, in words, or not at all."""

from workbench.exports import shapes
from workbench.exports.words import Words

NONE, WORDS, NUMBERS = "none", "words", "numbers"
COUNTS = (NONE, WORDS, NUMBERS)
"""What ``counts`` may be. What stands behind a table, and what other programs read, is always in numbers."""

_ALL = 3
"""So many, at least, are called all of them: two are both."""


def count_of(row: shapes.Row) -> shapes.Count:
    """The numbers of the column a theme stands in; of all the columns together where it is shared or mixed."""
    return row.columns if row.column in (None, "shared", "mixed") else row.cells[row.column]


def how_many(row: shapes.Row, words: Words, counts: str, *, spelt: bool) -> str:
    """What is said after a theme, of the column it stands in; '' for nothing. ``spelt``: with the nouns."""
    count = count_of(row)
    if counts == NONE:
        return ""
    if counts == WORDS:
        said = in_a_word(count.informants, *_share(row), words)
        return f"{said} {words('informants' if count.informants != 1 else 'informant')}" if spelt else said
    if spelt:
        return f"{words.number(count.informants, 'informant')}, {words.number(count.interviews, 'interview')}"
    return f"{count.informants}, {count.interviews}"


def in_a_word(informants: int, heard: int, of: int, words: Words) -> str:
    """None, one, a few (up to a quarter), several (up to half), most, both or all.

    ``heard`` and ``of`` are the share: informants who voice it and those who could have, in interviews that are done.
    Where none is done there is no share, and nothing bolder than “a few” is said.
    """
    if informants <= 1 or not of:
        return words(("many none", "many one", "many few")[min(informants, 2)])
    if heard >= of:
        return words("many all" if of >= _ALL else "many both" if of == 2 else "many few")
    return words("many few" if heard * 4 <= of else "many several" if heard * 2 <= of else "many most")


def _share(row: shapes.Row) -> tuple[int, int]:
    """(Informants who voice it, of those who could) where the theme stands; all columns together count by the total."""
    if row.column in (None, "shared", "mixed"):
        of = row.spread.of_informants
        return min(row.columns.informants, of), of
    share = row.column_shares[row.column]
    return share.informants, share.of
