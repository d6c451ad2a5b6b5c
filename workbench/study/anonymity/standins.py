"""What stands for a word: a placeholder that says what it was, or a pseudonym that nobody in the study bears."""

import secrets
from collections.abc import Callable, Collection, Iterable

from workbench.transcripts import languages

PLACEHOLDERS: dict[str, dict[str, str]] = {
    "da": {
        "name": "[navn]",
        "place": "[sted]",
        "address": "[adresse]",
        "postal": "[by]",
        "institution": "[institution]",
        "phone": "[telefon]",
        "email": "[e-mail]",
        "url": "[netadresse]",
        "cpr": "[cpr-nummer]",
        "cvr": "[cvr-nummer]",
        "birth": "[fødselsdato]",
        "date": "[dato]",
        "plate": "[nummerplade]",
        "account": "[kontonummer]",
        "": "[udeladt]",
    },
    "nb": {
        "name": "[navn]",
        "place": "[sted]",
        "address": "[adresse]",
        "postal": "[by]",
        "institution": "[institusjon]",
        "phone": "[telefon]",
        "email": "[e-post]",
        "url": "[nettadresse]",
        "cpr": "[fødselsnummer]",
        "cvr": "[organisasjonsnummer]",
        "birth": "[fødselsdato]",
        "date": "[dato]",
        "plate": "[bilskilt]",
        "account": "[kontonummer]",
        "": "[utelatt]",
    },
    "sv": {
        "name": "[namn]",
        "place": "[ort]",
        "address": "[adress]",
        "postal": "[ort]",
        "institution": "[institution]",
        "phone": "[telefon]",
        "email": "[e-post]",
        "url": "[webbadress]",
        "cpr": "[personnummer]",
        "cvr": "[organisationsnummer]",
        "birth": "[födelsedatum]",
        "date": "[datum]",
        "plate": "[bilnummer]",
        "account": "[kontonummer]",
        "": "[utelämnat]",
    },
    "de": {
        "name": "[Name]",
        "place": "[Ort]",
        "address": "[Adresse]",
        "postal": "[Ort]",
        "institution": "[Einrichtung]",
        "phone": "[Telefon]",
        "email": "[E-Mail]",
        "url": "[Webadresse]",
        "cpr": "[Personennummer]",
        "cvr": "[Handelsregisternummer]",
        "birth": "[Geburtsdatum]",
        "date": "[Datum]",
        "plate": "[Kennzeichen]",
        "account": "[Kontonummer]",
        "": "[ausgelassen]",
    },
    "en": {
        "name": "[name]",
        "place": "[place]",
        "address": "[address]",
        "postal": "[town]",
        "institution": "[institution]",
        "phone": "[phone]",
        "email": "[e-mail]",
        "url": "[web address]",
        "cpr": "[identity number]",
        "cvr": "[company number]",
        "birth": "[date of birth]",
        "date": "[date]",
        "plate": "[number plate]",
        "account": "[account number]",
        "": "[left out]",
    },
}
_LIKE = {"label": "name", "ner": "name", "capital": "name"}
_WRITTEN_ALIKE = {"no": "nb", "nn": "nb"}


def placeholder(kind: str, language: str) -> str:
    """What stands for a finding of a kind, in a language (English where that is not known)."""
    short = languages.code(language)
    words = PLACEHOLDERS.get(_WRITTEN_ALIKE.get(short, short), PLACEHOLDERS["en"])
    return words.get(_LIKE.get(kind, kind), words[""])


def pseudonym(
    names: Iterable[str],
    taken: Collection[str],
    borne: Callable[[str], bool],
    choose: Callable[[list[str]], str] = secrets.choice,
) -> str:
    """A name out of ``names`` that is not ``taken`` (whatever its capitals) and that nobody bears; '' where none is.

    ``borne`` says whether a name occurs in the study; it is asked of few. By chance: what follows from the real name
    would lead back to it.
    """
    folded = {name.casefold() for name in taken}
    left = sorted({name for name in names if name.casefold() not in folded and name.isalpha() and len(name) > 1})
    while left:
        name = choose(left)
        if not borne(name):
            return name
        left.remove(name)
    return ""
