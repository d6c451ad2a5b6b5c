"""Numbers that belong to one person or one firm: identity numbers, firms, telephones, bank accounts, number plates.

Numbers spoken as words ("tyve tredive fyrre") are not found.
"""

import datetime
import re
from collections.abc import Iterator

from workbench.transcripts.identifiers.values import Hit

_CPR = re.compile(r"(?<![\w./-])(\d\d)(\d\d)(\d\d)(\s?[-–]\s?|\s)?(\d{4})(?![\w-])")
_CPR_CUE = re.compile(r"(?i)\b(?:cpr|person|fødsels)\W{0,2}(?:nr|nummer\w*|nummeret)?\W{0,4}(?:\w{1,5}\W{1,2}){0,2}\Z")
_CPR_TOLD = re.compile(
    r"(?i)\bcpr\W{0,2}(?:nr|nummer\w*)?\W{0,4}(?:(?:er|var|på)\W)?(\d{6}(?:\s?-?\s?(?:\d{4}|x{4}))?)(?!\w)"
)
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)

_SWEDISH = re.compile(r"(?<![\w-])(?:19|20)?(\d\d)(\d\d)(\d\d)\s?[-+]?\s?(\d{4})(?![\w-])")
_NORWEGIAN = re.compile(r"(?<![\w-])(\d\d)(\d\d)(\d\d)\s?(\d{5})(?![\w-])")
_BRITISH = re.compile(r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D]\b")

_PENSION = re.compile(r"(?<![\w-])\d\d\s?(?:[0-9]{2}\s?){3}[A-Z]\s?\d{3}(?![\w-])")
_TAX = re.compile(
    r"(?i)\b(?:steuer|idnr|tin|sozialversicherung|renten|sv|versicherten|kranken|personalausweis|ausweis)[\w-]*"
    r"\W{0,3}(?:nr|nummer|id)?\W{0,4}(?:(?:ist|war|lautet|die|meine)\W+){0,2}"
    r"((?=(?:\D{0,3}\d){7})[A-Z]?\d[\d /]{6,16}\d|[A-Z0-9]{9,10}(?<=\d))(?![\w/])"
)

_CVR = re.compile(
    r"(?i)\b(?:cvr|org|se)\W{0,3}(?:nr|nummer\w*|registrerings\w*)?\W{0,4}(?:er\W)?(\d\d\s?\d\d\s?\d\d\s?\d\d)(?!\w)"
)
_VAT = re.compile(r"\bDK[- ]?(\d{8})(?!\w)")

_CALL = (
    r"(?i:tlf|telefon\w*|mobil\w*|nummer\w*|nr|ring\w*|tel|phone\w*|call\w*|mobile|sms)\W{1,3}(?:\w{1,4}\W{1,2}){0,2}"
)
_PHONE_CUE = re.compile(rf"\b{_CALL}\Z")
_NO_PHONE = re.compile(
    r"(?i)\b(?:sag\w*|journal\w*|konto\w*|faktura\w*|ordre\w*|kunde\w*|cvr\w*|ean\w*|vare\w*|case|invoice|order|ärende\w*|aktenzeichen|sak\w*)"
    r"\W{0,3}(?:nr|nummer\w*|number|no)?\W{0,3}(?:er\s|is\s|är\s|på\s)?\Z"
)
_AMOUNT = re.compile(
    r"(?i)\s?(?:kr\b|kroner|mio|mia|euro|€|procent|%|stk|stykker|mennesker|personer|medlemmer|kilo|km\b)"
)
_END = r"(?!\w|[-/.,:]\d)"
_BEGIN = r"(?<![\w+/.,:-])"
_EIGHT = r"(?:[2-9]\d(?:[ .-]?\d\d){3}|[2-9]\d{3}[ -]?\d{4}|[2-9]\d\d[ -]\d\d[ -]?\d{3}|[2-9]\d[ -]\d{3}[ -]\d{3})"
_PHONES = {
    "da": re.compile(rf"{_BEGIN}(?:(?:\+|00)45[ -]?)?{_EIGHT}{_END}"),
    "nb": re.compile(rf"{_BEGIN}(?:(?:\+|00)47[ -]?)?{_EIGHT}{_END}"),
    "sv": re.compile(
        r"(?<![\w+/.,:-])(?:(?:\+|00)46[ -]?\(?0?\)?|0)\d{1,3}[ -/]{0,3}\d{2,3}(?:[ -]?\d\d){2,3}(?!\w|[-/.,:]\d)"
    ),
    "de": re.compile(
        rf"{_BEGIN}(?:(?:\+|00)49[ -/]?\(?0?\)?|0)[1-9]\d{{1,4}}[ /-]{{0,3}}\d{{2,4}}(?:[ -]?\d{{2,4}}){{1,3}}{_END}"
    ),
    "en": re.compile(r"(?<![\w+/.,:-])(?:(?:\+|00)44[ -]?\(?0?\)?|0)\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\w|[-/.,:]\d)"),
}
_ABROAD = re.compile(r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[ -]?\(?\d{1,4}\)?){2,5}(?!\w)")
_ANY_DIGITS = re.compile(r"(?<![\w+/.,:-])\d\d(?:[ .-]?\d\d){3}(?!\w|[-/.,:]\d)")
_DATED = re.compile(r"\d\d[.-]\d\d[.-](?:19|20)\d\d|(?:19|20)\d\d[.-]\d\d[.-]\d\d")
_DAY, _MONTH = r"(?:0[1-9]|[12]\d|3[01])", r"(?:0[1-9]|1[0-2])"
_DATE = re.compile(rf"(?:19|20)\d\d(?P<a>[.-]){_MONTH}(?P=a){_DAY}|{_DAY}(?P<b>[.-]){_MONTH}(?P=b)(?:19|20)\d\d")
_ROW = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_YEARS = re.compile(r"(?:1[89]|20)\d\d[ -](?:1[89]|20)\d\d")

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b")
_ACCOUNT = re.compile(
    r"(?i)\b(?:konto\w*|account|reg(?:istrerings)?)\W{0,3}(?:nr|nummer\w*|number|no)?\W{0,4}(?:(?:er|is|är|ist|på)\W)?"
    r"(\d{4}[ .-]?(?:konto\w*\W{0,3}(?:nr|nummer)?\W{0,3})?\d{5,11}|\d{6,10})(?!\w)"
)
_BARE_ACCOUNT = re.compile(r"(?<![\w-])\d{4}[ -]\d{10}(?![\w-])|(?<![\w.-])\d{4}\.\d\d\.\d{5}(?!\w|[.-]\d)")

_PLATES = {
    "da": r"\b(?!DK|KL|CA|NR|ÅR|OG|ER|TV)[A-ZÆØÅ]{2}[ -]?\d\d[ .]?\d{3}\b",
    "nb": r"\b(?!NO|KL|CA|NR)[A-Z]{2}[ -]?\d{5}\b",
    "sv": r"\b[A-Z]{3}[ -]?\d\d[A-Z0-9]\b",
    "de": r"\b[A-ZÄÖÜ]{1,3}-[A-Z]{1,2}[ -]?\d{1,4}\b",
    "en": r"\b[A-Z]{2}\d\d ?[A-Z]{3}\b",
}
_PLATE = {code: re.compile(pattern) for code, pattern in _PLATES.items()}
_BACK = 30


def find(text: str, code: str) -> Iterator[Hit]:
    """Numbers of every kind; ``code`` is the language, whose telephones and plates are looked for."""
    yield from _identity(text, code)
    yield from _firms(text)
    yield from _accounts(text)
    yield from _phones(text, code)
    pattern = _PLATE.get(code)
    if pattern:
        for match in pattern.finditer(text):
            yield Hit("plate", *match.span(), 0.7, "written like a number plate")


def _identity(text: str, code: str) -> Iterator[Hit]:
    for match in _CPR.finditer(text):
        score, why = cpr(match[1] + match[2] + match[3] + match[5], bool(match[4]))
        if _CPR_CUE.search(text, max(0, match.start() - _BACK), match.start()):
            score, why = max(score, 0.9), "named as an identity number"
        if score and code in ("da", "", "nb", "sv"):
            yield Hit("cpr", *match.span(), score, why)
    for match in _CPR_TOLD.finditer(text):
        yield Hit("cpr", *match.span(1), 0.9, "named as an identity number")
    if code == "sv":
        for match in _SWEDISH.finditer(text):
            if _date(int(match[1]) + 1900, int(match[2]), int(match[3])):
                yield Hit(
                    "cpr", *match.span(), 0.9 if "-" in match[0] else 0.7, "written like a Swedish identity number"
                )
    if code == "nb":
        for match in _NORWEGIAN.finditer(text):
            if _date(2000 + int(match[3]), int(match[2]), int(match[1]) % 40):
                yield Hit("cpr", *match.span(), 0.85, "written like a Norwegian identity number")
    if code == "de":
        for match in _PENSION.finditer(text):
            yield Hit("cpr", *match.span(), 0.9, "written like a German pension number")
        for match in _TAX.finditer(text):
            yield Hit("cpr", *match.span(1), 0.9, "named as an identity number")
    if code == "en":
        for match in _BRITISH.finditer(text):
            yield Hit("cpr", *match.span(), 0.8, "written like a national insurance number")


def cpr(digits: str, separated: bool) -> tuple[float, str]:
    """How surely ten digits are a Danish CPR number: (score, why), 0 where their date does not exist.

    The seventh digit tells the century. The check by eleven only adds to the score: since 2007 numbers that fail it
    are given out.
    """
    day, month, year, century = int(digits[:2]), int(digits[2:4]), int(digits[4:6]), int(digits[6])
    if century < 4 or (century in (4, 9) and year > 36):
        year += 1900
    elif century in (4, 9) or year < 58:
        year += 2000
    else:
        year += 1800
    if not _date(year, month, day):
        return 0.0, ""
    checked = sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0
    if separated:
        return (0.95, "a CPR number that passes its check") if checked else (0.85, "written like a CPR number")
    return (
        (0.8, "ten digits that pass the check of a CPR number")
        if checked
        else (0.4, "ten digits that begin with a date")
    )


def _date(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _firms(text: str) -> Iterator[Hit]:
    for pattern in (_CVR, _VAT):
        for match in pattern.finditer(text):
            yield Hit("cvr", *match.span(1), 0.9, "named as a company's number")


def _accounts(text: str) -> Iterator[Hit]:
    for match in _ACCOUNT.finditer(text):
        yield Hit("account", *match.span(1), 0.85, "named as a bank account")
    for match in _IBAN.finditer(text):
        if _ROW.fullmatch(match[0]) and not _iban(match[0]):
            continue  # the name of a row, as this program makes them
        yield Hit("account", *match.span(), 0.85, "written like an IBAN")
    for match in _BARE_ACCOUNT.finditer(text):
        yield Hit("account", *match.span(), 0.6, "written like a bank account")


def _iban(letters: str) -> bool:
    """Whether an account number passes its check by ninety-seven."""
    return int("".join(str(int(letter, 36)) for letter in letters[4:] + letters[:4])) % 97 == 1


def _phones(text: str, code: str) -> Iterator[Hit]:
    for match in _ABROAD.finditer(text):
        yield Hit("phone", *match.span(), 0.9, "a telephone number with its country")
    for match in _PHONES.get(code, _PHONES["da"]).finditer(text):
        start, end = match.span()
        digits = sum(map(str.isdigit, match[0]))
        cued = _PHONE_CUE.search(text, max(0, start - _BACK), start)
        if (
            digits < 8
            or _YEARS.fullmatch(match[0])
            or _DATED.fullmatch(match[0])
            or _NO_PHONE.search(text, max(0, start - _BACK), start)
            or _AMOUNT.match(text, end)
        ):
            continue
        yield Hit("phone", start, end, 0.9 if cued or match[0][0] in "+0" else 0.75, "written like a telephone number")
    for match in _ANY_DIGITS.finditer(text):
        dated = _DATE.fullmatch(match[0])  # "telefonsamtalen 2026-11-23"
        if not dated and _PHONE_CUE.search(text, max(0, match.start() - _BACK), match.start()):
            yield Hit("phone", *match.span(), 0.9, "named as a telephone number")
