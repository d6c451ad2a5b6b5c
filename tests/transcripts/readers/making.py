"""Word and OpenDocument files made of the XML a test is about, and the files other programs made."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

MADE = Path(__file__).parent / "made"
INTERVIEW = (MADE / "samtale.txt").read_text("utf-8")
HEARD = ["I", "R1", "R2", "I", "R2", "R1", "I", "R1", "R2", "R1", "I", "R1", "R2", "R1", "I"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def made(name: str) -> bytes:
    """A file that another program made."""
    return (MADE / name).read_bytes()


def packed(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(body: str, main: str = "word/document.xml", types: str = _TYPES, **others: str) -> bytes:
    """A Word file with this body; ``others``: parts beside it (`footnotes`, `numbering`, …) and their XML."""
    relations = "".join(
        f'<Relationship Id="r{kind}" Type="{_OFFICE}/{kind.rstrip("0123456789")}" Target="{kind}.xml"/>'
        for kind in others
    )
    folder, _, name = main.rpartition("/")
    return packed(
        {
            "[Content_Types].xml": f'<Types><Override PartName="/{main}" ContentType="{types}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="{main}"/></Relationships>',
            f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
            main: part("document", f"<w:body>{body}</w:body>"),
            **{f"{folder}/{kind}.xml": xml for kind, xml in others.items()},
        }
    )


def part(name: str, content: str) -> str:
    """A part of a Word file, its root ``name``."""
    return (
        f'<w:{name} xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:v="urn:schemas-microsoft-com:vml">{content}</w:{name}>'
    )


def p(*runs: str, properties: str = "") -> str:
    """A paragraph of Word; what is no XML becomes a run."""
    inner = "".join(one if one.startswith("<") else run(one) for one in runs)
    return f"<w:p>{properties and f'<w:pPr>{properties}</w:pPr>'}{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    """A run of Word."""
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of Word; a cell's paragraphs stand on lines."""
    cells = (
        "".join(f"<w:tc>{''.join(p(text) for text in cell.split(chr(10)))}</w:tc>" for cell in row) for row in rows
    )
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


def opendocument(body: str, styles: str = "", **members: bytes | str) -> bytes:
    """An OpenDocument text with this body and these automatic styles."""
    spaces = " ".join(f'xmlns:{name}="{_OPEN}{name}:1.0"' for name in ("office", "text", "table", "style"))
    content = (
        f'<office:document-content {spaces} xmlns:draw="{_OPEN}drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    first = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return packed({**first, **{name.replace("__", "/"): one for name, one in members.items()}})
