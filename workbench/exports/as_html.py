"""HTML: one file that needs no other, reads nothing from anywhere and runs nothing, for a browser or for paper.

What a screen reader needs is there: the language, a way round the menu, headings without a gap between their levels,
captions, and which cell is the heading of which. It is dark where the reader's screen is, and printed as on paper.
"""

from workbench.exports.document import Document


def write(document: Document) -> str:
    """The document's sections as one page. Whatever anybody typed stays text."""
    from workbench.exports.html_page import Page

    return Page(document).written()
