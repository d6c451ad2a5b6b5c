"""E-mail addresses, web addresses and user names, also as people dictate them."""

import re
from collections.abc import Iterator

from workbench.transcripts.identifiers.values import Hit

_ENDS = "dk|com|org|net|no|se|de|eu|info|nu|uk|io|gl|fo|is|fi|edu|gov"
_AT = r"(?:@|\s?[(\[]\s?(?:at|snabel-?a|snabela|krøllalfa)\s?[)\]]\s?|\s(?:snabel-?a|snabela|krøllalfa|at)\s)"
_DOT = r"(?:\.|\s(?:punktum|prik|dot|punkt|punktum)\s)"
_EMAIL = re.compile(
    rf"(?i)(?<![\w.+-])[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}(?:{_ENDS})\b"
)
_PLAIN_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_URL = re.compile(r"(?i)\b(?:https?://|www\.)[^\s<>\"»«“”]{1,200}[^\s<>\"»«“”.,;:!?)\]]")
_DOMAIN = re.compile(
    rf"(?<![\w@.-])[a-zæøåäöü0-9][a-zæøåäöüA-Z0-9-]{{1,62}}(?:\.[a-z0-9-]{{2,63}}){{0,2}}\.(?:{_ENDS})\b(?:/(?:[^\s<>\"]{{0,100}}[^\s<>\".,;:!?)\]])?)?",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{2,30}\b")


def find(text: str) -> Iterator[Hit]:
    """E-mail addresses ("mette (at) firma.dk" too), web addresses and @names."""
    if "@" in text or "snabel" in text or "at" in text:
        for pattern in (_PLAIN_EMAIL, _EMAIL) if "@" in text else (_EMAIL,):
            for match in pattern.finditer(text):
                yield Hit("email", *match.span(), 0.95, "an e-mail address")
        for match in _HANDLE.finditer(text):
            yield Hit("url", *match.span(), 0.6, "a user name")
    for match in _URL.finditer(text):
        yield Hit("url", *match.span(), 0.9, "a web address")
    for match in _DOMAIN.finditer(text):
        yield Hit("url", *match.span(), 0.7, "a web address")
