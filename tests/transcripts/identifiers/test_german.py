import pytest

from workbench.transcripts.identifiers import plain


def said(text: str) -> list[tuple[str, str]]:
    return [(f.kind, f.text) for f in plain(text, "de") if f.kind != "quasi"]


@pytest.mark.parametrize(
    "text",
    [
        "Im Elterngespräch geht es um Fehlzeiten, um Handynutzung und um den Bildungsgutschein.",
        "Die Düngeverordnung, der Oberleitungsschaden, die Landmaschinenmechanikerin und das Gemeindehaus.",
        "Das heißt Stress. Die Frau hat Mut. Frau Doktor, hat das Kind gesagt. Haste gehört?",
        "Der Radweg, die Hauptstraße, der Spielplatz und die Grundschule. Die Steuer-ID habe ich nicht.",
        "Der Becker hat zu, der Wolf kam, und nur der Winter blieb. Wir Erzieher:innen sagen Nein.",
    ],
)
def test_german_nouns_and_compounds_are_quiet(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Da hat Wrzesinski angerufen.", ("capital", "Wrzesinski")),
        ("Wir sind nach Hünfeld gezogen.", ("place", "Hünfeld")),
        ("Meine Cousine Gesine Overbeck kommt.", ("name", "Gesine Overbeck")),
        ("Der Bauer hieß Kuhlmann, ja.", ("name", "Kuhlmann")),
        ("Das Amt ist im Mühlenweg, oben.", ("address", "Mühlenweg")),
        ("Er wohnt im Seniorenzentrum Abendruh.", ("institution", "Seniorenzentrum Abendruh")),
        ("Dann half der Verein Hand in Hand Altona e.V. uns.", ("institution", "Verein Hand in Hand Altona e.V.")),
        ("Ich wurde 1949 in Breslau geboren.", ("birth", "1949")),
        ("Die Nummer ist 65 180539 W 003.", ("cpr", "65 180539 W 003")),
        ("Meine Steuer-ID ist 48 036 952 129.", ("cpr", "48 036 952 129")),
    ],
)
def test_german_identifiers_are_found_though_every_noun_has_a_capital(text: str, found: tuple[str, str]) -> None:
    assert found in said(text)
