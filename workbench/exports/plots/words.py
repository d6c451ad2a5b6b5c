"""The words of the plots: Danish for a Danish study, English for every other."""

from workbench.exports import curve_words

DANISH = {
    "heat unit": "informanter, der udtrykker temaet, af dem, der er hørt i de {done} færdigkodede interview",
    "subtree": "et tema tæller med dem under det",
    "heat shared": "i “{shared}” er det, hvad {groups} udtrykker",
    "heat carried": "{mark} én informant taler i mere end halvdelen af uddragene",
    "heat left": "{n} temaer uden belæg er udeladt",
    "heat left one": "1 tema uden belæg er udeladt",
    "heat none": "Intet tema har belæg.",
    "profile scale": "andel af gruppens informanter",
    "profile unit": (
        "Gruppens informanter, der udtrykker temaet, af dem, der er hørt i de {done} færdigkodede interview; "
        "og alle interview, hvor de gør det"
    ),
    "profile words": "{share} informanter, {interviews}",
    "profile few": "{informants}, {interviews}",
    "no groups": "Studiet har ingen grupper.",
    "curve caption": "Nye koder pr. interview ({order}).",
    "no steps": "Intet interview er færdigkodet.",
    "seen codes": "koder i alt",
    "mean orders": "middel af alle rækkefølger",
    "band orders": "95 % af {n} tilfældige rækkefølger (frø {seed})",
    "step": "{name}: {new} nye, {seen} i alt",
    "forest caption": "Krippendorffs α med 95 % interval",
    "forest pooled": "alle koder",
    "forest none": "Ingen kode kan måles.",
    "no value": "ikke målt",
    "no interval": "intet interval",
    "marks rule": "Stiplet: 0,667 og 0,800 (Krippendorff).",
    "reflexive forest": "Ingen grænser: uenighed er stof at tænke videre med.",
    "unmeasured": "Ikke med, fordi ingen værdi kan beregnes: {codes}",
    "of all": "{n} af {all}",
}

ENGLISH = {
    "heat unit": "informants who voice the theme, of those heard in the {done} interviews that are done",
    "subtree": "a theme counts with those below it",
    "heat shared": "in “{shared}” it is what {groups} voice",
    "heat carried": "{mark} one informant speaks in more than half of the excerpts",
    "heat left": "{n} themes without evidence are left out",
    "heat left one": "1 theme without evidence is left out",
    "heat none": "No theme has evidence.",
    "profile scale": "share of the group's informants",
    "profile unit": (
        "The group's informants who voice the theme, of those heard in the {done} interviews that are done; "
        "and all interviews in which they do"
    ),
    "profile words": "{share} informants, {interviews}",
    "profile few": "{informants}, {interviews}",
    "no groups": "The study has no groups.",
    "curve caption": "New codes by interview ({order}).",
    "no steps": "No interview is done.",
    "seen codes": "codes so far",
    "mean orders": "mean of all orders",
    "band orders": "95 % of {n} random orders (seed {seed})",
    "step": "{name}: {new} new, {seen} so far",
    "forest caption": "Krippendorff's α with its 95 % interval",
    "forest pooled": "all codes",
    "forest none": "No code can be measured.",
    "no value": "not measured",
    "no interval": "no interval",
    "marks rule": "Dashed: .667 and .800 (Krippendorff).",
    "reflexive forest": "No thresholds: disagreement is material to think with.",
    "unmeasured": "Left out, since no value can be computed: {codes}",
    "of all": "{n} of {all}",
}


class Words(curve_words.Words):
    """The words of one language."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._words = {**self._words, **(DANISH if self.danish else ENGLISH)}
