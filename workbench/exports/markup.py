"""Text as it stands in HTML and SVG: nothing of it can become an element, an escape, or turn a line round."""

import html
import re

from workbench import sanitise

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_NO_CHARACTER = re.compile("[\ufffe\uffff]")


def text(raw: str) -> str:
    """``raw`` escaped, also for an attribute; what nobody would see made visible. Tabs, newlines and joiners stay."""
    seen = _UNSEEN.sub(lambda found: sanitise.display(found[0]), raw.replace("\r\n", "\n"))
    return html.escape(_NO_CHARACTER.sub("\ufffd", seen), quote=True)


def line(raw: str) -> str:
    """The same on one line."""
    return " ".join(text(raw).split())
