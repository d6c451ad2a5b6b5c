"""Names, places, institutions, streets and unknown capitals, in the five languages."""

import pytest

from workbench.transcripts import turns
from workbench.transcripts.identifiers import Finding, plain, scan


def found(text: str, language: str = "da") -> list[Finding]:
    return [f for f in plain(text, language) if f.kind != "quasi"]


def told(text: str, language: str = "da") -> list[tuple[str, str]]:
    return [(f.kind, f.text) for f in found(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Hans kone kom også.",
        "Dag for dag blev det bedre.",
        "Storm og regn holder os ikke væk.",
        "Rosa er en flot farve.",
        "Lykke er mange ting.",
        "Per måned er det 200 kr.",
        "Sten på sten blev det bygget.",
        "Give det lidt tid. Ringe hjem må man ikke.",
        "De sagde, at I skal spørge Dem selv.",
        "Vi har SSP og PPR og en AKT-lærer.",
        "Vi skriver på Messenger, og der er en Facebookgruppe og et Zoom-møde.",
        "Hun har Alzheimers. Han kom fra Syrien til Danmark.",
        "Frivilligkoordinatoren kom. Besøgsvennerne sad der. Demenskoordinatoren ringede.",
        "Det var i Kommune A, og så på Skole 2, med P07.",
        "Så sagde han, Kommer du så? Nå. Jow. Nææ, ALDRIG.",
        "Det er inkl. Og så gik vi (griner) Ja.",
        "Der er 140 på listen, bl.a. nogle på Teams.",
    ],
)
def test_danish_talk_that_names_nobody_stays_quiet(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Så kom Mette hjem.", "name", "Mette"),
        ("Mettes mor var med.", "name", "Mettes"),
        ("Det var Mette K. og nogle andre.", "name", "Mette K."),
        ("Hende Anne-Grethe er flink.", "name", "Anne-Grethe"),
        ("Lars van der Holm kom.", "name", "Lars van der Holm"),
        ("Bo sagde nej.", "name", "Bo"),
        ("Bo og Mette kom.", "name", "Bo"),
        ("Storm Jensen var der.", "name", "Storm Jensen"),
        ("Min bror Storm var der.", "name", "Storm"),
        ("Jeg kender Hans godt.", "name", "Hans"),
        ("Han hedder Abdirahman til fornavn.", "name", "Abdirahman"),
        ("Vores leder Kragelund gik.", "name", "Kragelund"),
        ("Fru Tyrolsky var der.", "name", "Tyrolsky"),
        ("Vi bor ude i Tingbjerg nu.", "place", "Tingbjerg"),
        ("De kom oppe fra Aalborg.", "place", "Aalborg"),
        ("Odense er stor.", "place", "Odense"),
        ("Vi tog til Ringe med toget.", "place", "Ringe"),
        ("Hun bor nede i Hulkebjerg nu.", "place", "Hulkebjerg"),
        ("Han går på Rosengårdskolen nu.", "institution", "Rosengårdskolen"),
        ("Det var Odense Kommune.", "institution", "Odense Kommune"),
        ("Det var Odense kommunes skyld.", "institution", "Odense kommunes"),
        ("Hun er på plejehjemmet Solgården.", "institution", "Solgården"),
        ("Han læser på UC Syd.", "institution", "UC Syd"),
        ("Vi spiller i Bellinge Boldklub.", "institution", "Bellinge Boldklub"),
        ("Hun bor på Nørregade 14, 2. tv.", "address", "Nørregade 14, 2. tv."),
        ("Det er på Søndre Ringvej.", "address", "Søndre Ringvej"),
        ("Hun bor på nørregade 14.", "address", "nørregade 14"),
        ("Det er i 8600 Silkeborg.", "postal", "8600 Silkeborg"),
        ("Vi så Flimmerby sammen.", "capital", "Flimmerby"),
        ("Zwolinska kom forbi.", "capital", "Zwolinska"),
    ],
)
def test_danish_leftovers_are_found_with_their_kind(text: str, kind: str, what: str) -> None:
    assert (kind, what) in told(text)


@pytest.mark.parametrize(
    ("language", "text", "kind", "what"),
    [
        ("nb", "Læreren min, Tveit, bor på Karmøy.", "name", "Tveit"),
        ("nb", "Hun jobber på Solbakken sykehjem.", "institution", "Solbakken sykehjem"),
        ("no", "Vi bor i Storgata 12.", "address", "Storgata 12"),
        ("sv", "Min bror Fredrik bor i Uppsala.", "place", "Uppsala"),
        ("sv", "Det var Lunds kommun.", "institution", "Lunds kommun"),
        ("en", "I told Will about it.", "name", "Will"),
        ("en", "She was at St Mary's Primary then.", "institution", "St Mary's Primary"),
        ("en", "He is at 14 Mill Lane.", "address", "14 Mill Lane"),
        ("de", "Gestern kam Herr Koch.", "name", "Koch"),
        ("de", "Er heißt Lennart und wohnt in Neukölln.", "place", "Neukölln"),
    ],
)
@pytest.mark.usefixtures("dictionary")
def test_other_languages_have_their_own_words(language: str, text: str, kind: str, what: str) -> None:
    assert (kind, what) in told(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Mark my words, it will rain. On Monday we use Zoom, I'm sure. Mum said so, in English."),
        ("nb", "Dag for dag gikk det bedre i Norge. Vi bruker Teams og Vipps."),
        ("sv", "Dag för dag blev det bättre i Sverige. Per månad kostar det 200 kr."),
        ("de", "Der Koch hat gekocht, und ein Stein liegt im Weg. Die Ehrenamtlichen kommen jeden Montag."),
    ],
)
@pytest.mark.usefixtures("dictionary")
def test_talk_in_other_languages_that_names_nobody_stays_quiet(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_language_nobody_has_written_down_still_gets_numbers_and_addresses() -> None:
    assert ("email", "a@b.fi") in told("Kirjoita a@b.fi ja soita.", "fi")


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("Mette", True),
        ("Lars Holm (leder)", True),
        ("METTE", True),
        ("Zwolinska", True),
        ("I", False),
        ("R1", False),
        ("Interviewer", False),
        ("Informant 2 (leder)", False),
        ("Sygeplejersken", False),
        ("Flere", False),
        ("?", False),
    ],
)
def test_a_label_is_a_finding_where_it_is_no_role(label: str, names: bool) -> None:
    text = f"{label}: Det gik fint.\n\nR9: Ja."
    labels = [f for f in scan(text, turns(text), "da") if f.kind == "label"]
    assert bool(labels) is names
    assert all(text[f.start : f.end] == f.text and f.text in label for f in labels)


def test_what_could_point_to_one_person_is_a_list_of_its_own_beside_the_place() -> None:
    text = "Hun var den eneste jordemoder i Skagen og borgmester i [navn på by]."
    assert [(f.kind, f.text) for f in plain(text, "da")] == [
        ("quasi", "den eneste jordemoder i"),
        ("place", "Skagen"),
        ("quasi", "borgmester i [navn på by]"),
    ]
