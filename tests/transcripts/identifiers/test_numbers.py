import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.transcripts.identifiers import STRONG, plain
from workbench.transcripts.identifiers.numbers import cpr


def found(text: str, language: str = "da") -> list[tuple[str, str]]:
    return [(f.kind, f.text) for f in plain(text, language)]


# Only numbers nobody has: born in 2040 to 2057.
@given(st.dates(datetime.date(2040, 1, 1), datetime.date(2057, 12, 31)), st.integers(5, 8), st.integers(0, 999))
def test_ten_digits_that_begin_with_a_date_are_a_cpr_number_and_surer_with_a_hyphen(
    born: datetime.date, century: int, serial: int
) -> None:
    digits = f"{born:%d%m%y}{century}{serial:03}"
    bare, separated = cpr(digits, False)[0], cpr(digits, True)[0]
    assert 0 < bare < separated
    assert separated >= STRONG


@pytest.mark.parametrize(
    ("digits", "possible"),
    [
        ("2902405000", True),  # 2040 is a leap year
        ("2902415000", False),
        ("3104405000", False),
        ("0013405000", False),
        ("2902001000", False),  # 1900 was none: the seventh digit says which century
        ("2902004000", True),
    ],
)
def test_a_cpr_number_needs_a_day_that_was_or_will_be(digits: str, possible: bool) -> None:
    assert (cpr(digits, True)[0] > 0) is possible


def test_the_check_by_eleven_adds_to_the_score_and_its_failing_never_clears() -> None:
    passing = next(n for n in range(1000) if cpr(f"0101505{n:03}", False)[0] == 0.8)
    failing = next(n for n in range(1000) if cpr(f"0101505{n:03}", False)[0] == 0.4)
    assert cpr(f"0101505{passing:03}", True)[0] == 0.95
    assert cpr(f"0101505{failing:03}", True)[0] == 0.85


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Hun har 120341-5126 nu.", "cpr", "120341-5126"),
        ("Det er cpr 990000-0000, sagde han.", "cpr", "990000-0000"),
        ("CVR-nummeret er 12 34 56 78.", "cvr", "12 34 56 78"),
        ("Ring på 23 45 67 89.", "phone", "23 45 67 89"),
        ("Det er 23456789.", "phone", "23456789"),
        ("Hun har 2345 6789 derhjemme.", "phone", "2345 6789"),
        ("Hans nummer er 12 34 56 78.", "phone", "12 34 56 78"),
        ("Prøv +45 23 45 67 89 i stedet.", "phone", "+45 23 45 67 89"),
        ("Prøv +46 70 123 45 67.", "phone", "+46 70 123 45 67"),
        ("Bilen er AB 12 345.", "plate", "AB 12 345"),
        ("Sæt det ind på konto 1551 0004567890.", "account", "1551 0004567890"),
        ("Reg.nr. 1551 kontonr. 4567890123.", "account", "1551 kontonr. 4567890123"),
        ("Det er DK5000400440116243.", "account", "DK5000400440116243"),
    ],
)
def test_a_number_that_belongs_to_somebody_is_found(text: str, kind: str, what: str) -> None:
    assert (kind, what) in found(text)


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Hun har 850709-9805.", "sv", "cpr"),
        ("Ring 070-123 45 67.", "sv", "phone"),
        ("Bilen heter ABC 123.", "sv", "plate"),
        ("Han har 01020350123.", "nb", "cpr"),
        ("Kontoen er 1234.56.78903.", "nb", "account"),
        ("Her number is QQ 12 34 56 C, no: AB 12 34 56 C.", "en", "cpr"),
        ("Call 07700 900123.", "en", "phone"),
        ("We live at SW1A 1AA.", "en", "postal"),
        ("Telefon 0431 123456.", "de", "phone"),
        ("Das Auto ist KI-AB 123.", "de", "plate"),
    ],
)
@pytest.mark.usefixtures("dictionary")
def test_other_languages_have_their_own_numbers(text: str, language: str, kind: str) -> None:
    assert kind in [k for k, _ in found(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "Vi havde 8600 medlemmer i 2019.",
        "Det var 2019-2020, og 2020 2021.",
        "Det koster 25 000 000 kr. om året.",
        "Det er sag 23456789 hos kommunen.",
        "Journalnummer 23 45 67 89.",
        "Det var kl. 12.30 den 4. juni.",
        "Der kom 40, 50, 60 og 70 mennesker.",
        "Vi mødes i uge 23, 24, 25 og 26.",
    ],
)
def test_a_number_that_only_counts_stays_quiet(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Skriv til mette@firma.dk.", "mette@firma.dk"),
        ("Skriv til mette(at)firma.dk.", "mette(at)firma.dk"),
        ("Det er mette snabel-a firma punktum dk.", "mette snabel-a firma punktum dk"),
    ],
)
def test_an_e_mail_address_is_found_as_it_is_written_and_as_it_is_said(text: str, what: str) -> None:
    assert found(text) == [("email", what)]


def test_web_addresses_and_user_names_are_found() -> None:
    assert found("Se https://solbakken.dk/om-os, www.solbakken.dk og solbakken.dk.") == [
        ("url", "https://solbakken.dk/om-os"),
        ("url", "www.solbakken.dk"),
        ("url", "solbakken.dk"),
    ]
    assert found("Hun er @mette_k derinde.") == [("url", "@mette_k")]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Jeg er født den 3. maj 1956 her.", "birth", "3. maj 1956"),
        ("Jeg er født i 1956.", "birth", "1956"),
        ("Hun har fødselsdag d. 3. maj.", "birth", "3. maj"),
        ("Det var den 30. september 2018.", "date", "30. september 2018"),
        ("Det var 30/9-2018.", "date", "30/9-2018"),
        ("Det var 30.09.2018.", "date", "30.09.2018"),
        ("Det var 2018-09-30.", "date", "2018-09-30"),
    ],
)
def test_dates_of_birth_and_whole_dates_are_found(text: str, kind: str, what: str) -> None:
    assert found(text) == [(kind, what)]


def test_a_day_without_a_year_is_no_identifier() -> None:
    assert found("Vi mødes d. 3. maj og den 4. juni, og i 2019.") == []


def test_a_date_as_machines_write_it_is_no_telephone_and_the_name_of_a_row_no_account() -> None:
    for text in ("Telefonsamtalen 2026-11-23 gik godt.", "Tlf. 2026-11-23.", "Se nr. 23.11.2026."):
        assert {f.kind for f in plain(text, "da")} <= {"date"}, text
    assert [f.kind for f in plain("Mobil 20-26-11-23.", "da")] == ["phone"]
    assert plain("Se XX12ABCDABCDABCDABCDABCDAB.", "da") == []
    assert [f.kind for f in plain("Den er DK5000400440116243.", "da")] == ["account"]
