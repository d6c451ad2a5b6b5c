"""Quotations as a document in one of the formats."""

from collections.abc import Mapping, Sequence

from workbench import exports
from workbench.exports.of_quotes import Quoted
from workbench.study.base import Base, not_found
from workbench.study.quotes.values import Picked


def render(
    base: Base, provenance: exports.Provenance, themes: Mapping[str, Sequence[Picked]], format: str
) -> str | bytes:
    """The quotations by the path of their theme, in a format of ``exports.FORMATS``."""
    from workbench.exports.of_quotes import quotes

    if format not in exports.FORMATS:
        raise not_found("format", format, exports.FORMATS)
    sections = [(path, [quoted(one) for one in found]) for path, found in themes.items()]
    return exports.FORMATS[format].write(quotes(sections, provenance, base.settings.language))


def quoted(one: Picked) -> Quoted:
    """A quotation as exports take it: without what was too fine an attribution."""
    quote = one.quote
    return Quoted(
        one.shown,
        one.attribution.text,
        one.source,
        one.id,
        quote.transcript,
        quote.turn,
        quote.start,
        quote.end,
        quote.speakers,
        one.starred,
        one.picked,
        one.drifted,
        one.risks,
    )
