"""Office files as they leave: packed so that the same document is the same bytes, and nothing in them says by whom."""

import html
import io
import zipfile

from workbench import sanitise

_FIRST = (1980, 1, 1, 0, 0, 0)  # the first day a ZIP archive knows
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>workbench</dc:creator>'
    "</cp:coreProperties>"
)
_APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>workbench</Application></Properties>"
)


def packed(data: bytes, title: str = "") -> bytes:
    """The package in ``data`` once more, without times, and without what the library's template says of its maker.

    ``title`` is what readers that speak call the file.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in given.namelist():
            content = given.read(name)
            if name == "docProps/core.xml":
                content = _CORE.format(title=html.escape(sanitise.office(" ".join(title.split())))).encode()
            elif name == "docProps/app.xml":
                content = _APP.encode()
            member = zipfile.ZipInfo(name, _FIRST)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            package.writestr(member, content)
    return out.getvalue()
