"""Documents made into parts of a larger one: headings further down, anchors of one kind, links that still lead."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from workbench.exports.document import Block, Figure, Items, Line, Paragraph, Quotation, Section, Table

Relink = Callable[[Line], Line]


def shifted(sections: Sequence[Section], *, level: int, prefix: str, links: Mapping[str, str]) -> tuple[Section, ...]:
    """``sections`` as a part whose first heading is of ``level``.

    Their anchors get ``prefix``. A link to one of ``links`` leads to what it has there, any other to the section that
    it meant; ``settled`` takes those away that lead nowhere.
    """
    if not sections:
        return ()
    down = level - sections[0].level

    def follow(line: Line) -> Line:
        return tuple(t._replace(to=links.get(t.to, f"{prefix}-{t.to}")) if t.to else t for t in line)

    return tuple(
        Section(
            section.title,
            section.level + down,
            tuple(relinked(block, follow) for block in section.blocks),
            f"{prefix}-{section.anchor}" if section.anchor else "",
        )
        for section in sections
    )


def settled(sections: Iterable[Section]) -> tuple[Section, ...]:
    """``sections`` without links to what is not in them."""
    given = tuple(sections)
    anchors = {section.anchor for section in given if section.anchor}

    def follow(line: Line) -> Line:
        return tuple(t._replace(to="") if t.to and t.to not in anchors else t for t in line)

    return tuple(s._replace(blocks=tuple(relinked(block, follow) for block in s.blocks)) for s in given)


def relinked(block: Block, follow: Relink) -> Block:
    """``block`` with every line in it as ``follow`` makes it."""
    match block:
        case Paragraph(line):
            return Paragraph(follow(line))
        case Items(lines):
            return Items(tuple(map(follow, lines)))
        case Quotation(line, attribution):
            return Quotation(follow(line), follow(attribution))
        case Figure():
            return block._replace(caption=follow(block.caption))
        case Table():
            return block._replace(rows=tuple(tuple(map(follow, row)) for row in block.rows))


def columns(table: Table, keep: Sequence[int]) -> Table:
    """``table`` with the columns of these places alone, in this order."""
    places = {column: place for place, column in enumerate(keep)}
    return table._replace(
        header=tuple(table.header[column] for column in keep),
        rows=tuple(tuple(row[column] for column in keep) for row in table.rows),
        numbers=frozenset(places[column] for column in table.numbers if column in places),
        shades={(row, places[column]): shade for (row, column), shade in table.shades.items() if column in places},
    )
