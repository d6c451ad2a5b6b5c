"""Pictures in a Word file: the drawing as SVG for the programs that draw it, and as PNG for the others."""

import io
from typing import TYPE_CHECKING, Any

from workbench import sanitise
from workbench.exports.document import Figure
from workbench.exports.plots import as_png, as_svg
from workbench.exports.plots.draw import pages

if TYPE_CHECKING:
    from lxml.etree import _Element

_POINT = 9_525  # of a screen, in the units that Word measures pictures in
_ALTERNATIVE = 4_000  # characters that programs show of it
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
)
_SVG = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # how Word knows that the extension is the same picture as SVG


class Pictures:
    """The pictures of one book, numbered as they come; in the colours of paper alone, which Word's pages are."""

    def __init__(self, book: Any, width: int, height: int) -> None:
        """``width`` and ``height``: the most a picture may take, in Word's units."""
        self._book = book
        self._room = width, height
        self._number = 0

    def pages(self, figure: Figure) -> tuple[Figure, ...]:
        """The figure in pieces that can be read on a page each."""
        return pages(figure)

    def run(self, figure: Figure, language: str) -> "_Element":
        """The run that holds the picture; its parts are put into the book."""
        from lxml import etree

        self._number += 1
        png, _ = self._book.part.get_or_add_image(io.BytesIO(as_png.write(figure)))
        svg = self._vector(as_svg.write(figure, language, dark=False).encode())
        wide, high = (side * _POINT for side in as_svg.size(figure))
        smaller = min(1.0, self._room[0] / wide, self._room[1] / high)
        extent = f'cx="{round(wide * smaller)}" cy="{round(high * smaller)}"'
        words = sanitise.office(" ".join(figure.alternative.split()))[:_ALTERNATIVE]
        element = etree.fromstring(
            f'<w:r {_SPACES}><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
            f'<wp:docPr id="{self._number}" name="figure {self._number}"/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{self._number}" name="figure {self._number}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{png}"><a:extLst><a:ext uri="{_SVG}"><asvg:svgBlip r:embed="{svg}"/>'
            "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )
        element[0][0][1].set("descr", words)
        return element

    def _vector(self, data: bytes) -> str:
        """The relation to a new part of the package that holds the SVG."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        name = PackURI(f"/word/media/figure{self._number}.svg")
        part = Part(name, "image/svg+xml", data, self._book.part.package)
        related: str = self._book.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
        return related
