"""JSON for other programs: one document, keys that stay, values as they are stored."""

import json
import re

from workbench.exports.document import Document

_INVISIBLE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


def write(document: Document) -> str:
    """The document's data. What a terminal obeys or nobody sees is written as ``\\uXXXX``: same value."""
    written = json.dumps(document.data, ensure_ascii=False, indent=2)
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"
