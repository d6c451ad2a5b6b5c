"""The words of the exports of surveys and cross tables: Danish, or English for every other study."""

from workbench.exports.agreement_words import AgreementWords

DANISH = {
    "survey indices": "Indeks og temaer",
    "survey questions": "Svarene, spørgsmål for spørgsmål",
    "survey index": "indeks",
    "survey group": "gruppe",
    "survey everybody": "alle",
    "survey n": "n",
    "survey mean": "M",
    "survey sd": "SD",
    "survey missing": "uden svar",
    "survey theme": "tema",
    "survey voiced": "udtrykt af",
    "survey question": "spørgsmål",
    "survey people": "{n} svar",
    "survey person": "1 svar",
    "survey none": "Ingen svar er taget ind endnu.",
    "survey not linked": "intet tema",
    "survey of": "{n} af {all}",
    "survey mark": "!",
    "survey rule": (
        "Et indeks er gennemsnittet af det, en person har svaret på dets spørgsmål (skala fra {low} til {high}; "
        "spørgsmål mærket ↔ er vendt om). M er gennemsnittet af personernes indeks, SD deres standardafvigelse (n − 1)."
    ),
    "survey caution": "! betyder, at færre end {n} har svaret: tallene er usikre, og hver enkelt vejer tungt.",
    "survey beside": (
        "“Udtrykt af” er informanter i interviewene, der udtrykker temaet, af dem, der kunne, og antal interview. "
        "De er andre mennesker end dem, der har svaret: tallene står ved siden af hinanden og lægges ikke sammen."
    ),
    "survey answers rule": "Procent er af dem, der har svaret på spørgsmålet. Svarene står, som de blev givet.",
    "survey notes": "Bemærk",
    "note no_theme": "Intet tema hedder “{subject}”.",
    "note not_taken_in": "Kolonnen “{subject}” er ikke taget ind: tag filen ind igen.",
    "note not_on_scale": "{n} svar på “{subject}” er ikke på skalaen og tæller som uden svar.",
    "note no_group": "Om {n} svar siges ingen gruppe; de er kun med blandt alle.",
    "note other_group": "{n} svar er fra “{subject}”, som ikke er en af studiets grupper.",
    "cross title": "Krydstabel",
    "cross total": "i alt",
    "cross test": "Pearsons χ²({df}, N = {n}) = {chi2}, p {p}, Cramérs V = {v}.",
    "cross none": "Der er intet at teste: færre end to rækker eller kolonner har nogen i sig.",
    "cross few": (
        "Forsigtig: {share} af felterne har færre end 5 forventede (mindste: {least}). Testen er for usikker her "
        "(Cochran 1954); læg kategorier sammen, eller brug en eksakt test."
    ),
    "cross fine": "Mindste forventede antal i et felt: {least}.",
    "cross left": "{n} er ikke med, fordi det ene eller det andet ikke er oplyst.",
    "cross percent": "Procent er af kolonnen. Uden Yates' korrektion.",
}

ENGLISH = {
    "survey indices": "Indices and themes",
    "survey questions": "The answers, question by question",
    "survey index": "index",
    "survey group": "group",
    "survey everybody": "everybody",
    "survey n": "n",
    "survey mean": "M",
    "survey sd": "SD",
    "survey missing": "no answer",
    "survey theme": "theme",
    "survey voiced": "voiced by",
    "survey question": "question",
    "survey people": "{n} answers",
    "survey person": "1 answer",
    "survey none": "Nobody's answers have been taken in yet.",
    "survey not linked": "no theme",
    "survey of": "{n} of {all}",
    "survey mark": "!",
    "survey rule": (
        "An index is the mean of what a person answered of its questions (scale from {low} to {high}; questions marked "
        "↔ are turned round). M is the mean of the persons' indices, SD their standard deviation (n − 1)."
    ),
    "survey caution": "! means that fewer than {n} answered: the numbers are unsure, and each person weighs much.",
    "survey beside": (
        "“Voiced by” is informants in the interviews who voice the theme, of those who could, and the number of "
        "interviews. They are other people than those who answered: the numbers stand beside each other, never added."
    ),
    "survey answers rule": "Per cent are of those who answered the question. Answers stand as they were given.",
    "survey notes": "Notes",
    "note no_theme": "No theme is called “{subject}”.",
    "note not_taken_in": "The column “{subject}” has not been taken in: import the file again.",
    "note not_on_scale": "{n} of the answers to “{subject}” are not on the scale, and count as no answer.",
    "note no_group": "{n} of the answers tell no group; they are counted among everybody only.",
    "note other_group": "{n} of the answers are from “{subject}”, which is no group of the study.",
    "cross title": "Cross table",
    "cross total": "in all",
    "cross test": "Pearson's χ²({df}, N = {n}) = {chi2}, p {p}, Cramér's V = {v}.",
    "cross none": "There is nothing to test: fewer than two rows or columns hold anybody.",
    "cross few": (
        "Caution: in {share} of the cells fewer than 5 are expected (least: {least}). The test is too unsure here "
        "(Cochran 1954); join categories, or use an exact test."
    ),
    "cross fine": "Least number expected in a cell: {least}.",
    "cross left": "{n} are not in it, because one or the other is not told.",
    "cross percent": "Per cent are of the column. Without Yates's correction.",
}


class Words(AgreementWords):
    """The words of one language, and its way to write a mean, a χ² and a p."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._words = {**self._words, **(DANISH if self.danish else ENGLISH)}

    def decimal(self, value: float | None, digits: int = 2) -> str:
        """3.42 in English, 3,42 in Danish, – for none."""
        written = "–" if value is None else f"{value:.{digits}f}"
        return written.replace(".", ",") if self.danish else written

    def probability(self, p: float) -> str:
        """= .031, or < .001: as it stands behind p; in Danish with a comma and a 0 before it."""
        written = "< 0.001" if p < 0.0005 else f"= {p:.3f}"
        return written.replace(".", ",") if self.danish else written.replace("0.", ".", 1)

    def percent(self, share: float) -> str:
        """34 %."""
        return f"{100 * share:.0f} %"
