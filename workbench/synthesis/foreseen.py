"""What a matrix would be, had one theme been merged into another: before anybody decides it."""

from collections.abc import Iterable, Sequence

from workbench.synthesis.values import Evidence, Theme


def merged(
    themes: Sequence[Theme], evidence: Iterable[Evidence], theme: str, into: str
) -> tuple[list[Theme], list[Evidence]]:
    """``themes`` without ``theme``, what stood below it below ``into``, and all ``evidence`` of it as evidence of that.

    The paths of what moves stay as they were.
    """
    kept = [t._replace(parent=into) if t.parent == theme else t for t in themes if t.id != theme]
    return kept, [e._replace(theme=into) if e.theme == theme else e for e in evidence]
