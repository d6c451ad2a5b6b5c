"""What stands on a theme's page: a heading for the theme and for each group or informant, below it the excerpts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from workbench.synthesis.quotes import fair
from workbench.tui.passages.flow import harmless
from workbench.tui.widgets.text import Line, Piece, joined

if TYPE_CHECKING:
    from workbench.study import Quote, SummaryRow
    from workbench.synthesis import Matrix, Row

GROUP, PERSON = "group", "person"
MOST_FAIR = 200
"""Excerpts of a heading that are put in a fair order; further ones follow by place."""
_BAR = 10


class Heading(NamedTuple):
    """The theme as a whole (``target`` ''), a group or a person; ``excerpts`` stand below it."""

    target: str
    label: str
    excerpts: int
    people: int
    of: int = 0


class Item(NamedTuple):
    """A line of the list: a heading, or an excerpt below it."""

    heading: Heading
    quote: "Quote | None" = None

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from others, also when the list is made again."""
        quote = self.quote
        return (self.heading.target, quote.revision if quote else "", quote.start if quote else -1)


def items(
    quotes: "Sequence[Quote]", by: str, columns: Iterable[tuple[str, str]], matrix: "Matrix | None"
) -> list[Item]:
    """The page. An excerpt in which several speak stands under each of them; of nobody known, under the theme."""
    under: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        for target in dict.fromkeys(quote.groups if by == GROUP else quote.people) or ("",):
            under[target].append(quote)
    whole = Heading("", "the theme as a whole", len(quotes), len({p for q in quotes for p in q.people}))
    found = [Item(whole), *(Item(whole, quote) for quote in under.get("", ()))]
    of = matrix.denominators if matrix is not None and by == GROUP else {}
    for target, label in columns:
        given = under.get(target, [])
        if not given and by == PERSON:
            continue
        people = {p for quote in given for p in quote.people} if by == PERSON else _of_group(given, target)
        heading = Heading(target, label, len(given), len(people), of.get(target, 0))
        found.append(Item(heading))
        first = fair(given, MOST_FAIR) if len(given) <= MOST_FAIR else fair(given[:MOST_FAIR], MOST_FAIR)
        found += [Item(heading, quote) for quote in (*first, *given[MOST_FAIR:])]
    return found


def _of_group(quotes: "Iterable[Quote]", group: str) -> set[str]:
    """The persons of a group who speak: those that are its own, where an excerpt has one group only."""
    alone = {p for q in quotes if len(set(q.groups)) == 1 for p in q.people}
    mixed = [q for q in quotes if len(set(q.groups)) > 1]
    return alone | {q.people[0] for q in mixed if q.people and not set(q.people) & alone}


def heading_lines(
    heading: Heading, count: str, summary: "SummaryRow | None", width: int, here: bool, unsaved: bool
) -> Sequence[Line]:
    """A heading in two lines, and an empty one: whose evidence it is, and how its summary begins."""
    top: list[Piece] = [("▾ ", "accent"), (harmless(heading.label), "strong"), ("  ", "")]
    if heading.of and heading.people <= heading.of:
        full = round(heading.people / heading.of * _BAR) if heading.people else 0
        top += [("■" * max(full, int(heading.people > 0)), "accent"), ("  ", "")]
    top.append((count, "dim"))
    bar: Piece = ("▌ " if here else "  ", "accent")
    if unsaved:
        said: Piece = ("not kept yet", "warning")
    elif summary is None:
        said = ("nothing written yet" if heading.excerpts else "", "dim")
    else:
        late = f"  [{summary.since} changed since]" if summary.since else ""
        said = (harmless(" ".join(summary.words.split()))[:400] + late, "")
    return [top, [bar, said], ()]


def counts(row: "Row | None", heading: Heading) -> str:
    """How much stands below a heading, as the matrix counts it where it does."""
    found = row.total if row is not None and not heading.target else row.groups.get(heading.target) if row else None
    if found is None:
        return counted(heading.excerpts, "excerpt")
    of = f" of {heading.of}" if heading.of and found.informants <= heading.of else ""
    people = f"{found.informants}{of} informant{'' if found.informants == 1 and not of else 's'}"
    return joined((people, counted(found.interviews, "interview"), counted(found.excerpts, "excerpt")))


def counted(number: int, unit: str) -> str:
    """``1 excerpt``, ``2 excerpts``."""
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
