"""The words of the exports of new codes and of codes that stand together: Danish, or English for every other study."""

from workbench.exports.agreement_words import AgreementWords

SOURCE = "Guest, Namey & Chen 2020, PLoS ONE 15(5): e0232076"
"""Where the shares of new codes in the last interviews come from."""

DANISH = {
    "code": "kode",
    "codes": "koder",
    "passage": "uddrag",
    "passages": "uddrag",
    "person": "informant",
    "persons": "informanter",
    "curve title": "Nye koder pr. interview",
    "number": "nr.",
    "new": "nye",
    "so far": "i alt",
    "expected": "middel",
    "band": "95 % af rækkefølger",
    "not looked for": "ikke ledt efter",
    "new informants": "nye informanter",
    "order date": "interview efter dato",
    "order coding": "interview efter hvornår kodningen blev færdig",
    "order group": "interview gruppe for gruppe, i hver efter dato",
    "curve rule": (
        "En kode er ny i det første interview, hvor nogen udtrykker den. Hver kode tæller sine egne kodninger, uden "
        "dem under den; flettede koder tæller, hvor de kom hen. Interviewerens egne ord er aldrig belæg, og udsagn, "
        "der afviser et tema, tæller ikke med. “Middel” er gennemsnittet over alle rækkefølger af de samme interview."
    ),
    "band rule": "Båndet rummer 95 % af {n} tilfældige rækkefølger af dem (frø {seed}).",
    "looked rule": (
        "“Ikke ledt efter” er koder uden belæg i interviewet, som ingen, der er færdig med det, havde i kodebogen "
        "eller har ledt efter siden: at de mangler dér, siger intet."
    ),
    "new list": "Hvilke koder",
    "unlooked mark": "° Ikke alle tidligere interview er gennemset for koden: den kan være udtrykt før.",
    "none new": "ingen nye",
    "runs list": "De sidste interview",
    "base": "første interview",
    "base codes": "koder i dem",
    "run": "sidste interview",
    "run new": "nye koder i dem",
    "run share": "andel",
    "runs note": "Som hos {source}: nye koder i de sidste interview, delt med koderne i de første.",
    "cannot list": "Hvad kurven ikke kan sige",
    "cannot meaning": "Den tæller koder, ikke hvad de betyder, og ikke hvor fyldigt et tema er beskrevet.",
    "cannot grain": "Finere koder giver flere nye; den, der koder mere, finder flere.",
    "cannot order": "Rækkefølgen er valgt: båndet viser, hvor meget den alene gør.",
    "cannot others": "Den siger intet om interview, der ikke er holdt, eller om andre end dem, der blev spurgt.",
    "cannot undated": "{n} uden dato står sidst.",
    "cannot same day": "{n} deler dato med et andet: dér er rækkefølgen efter navn.",
    "reflexive": (
        "I refleksivt arbejde kommer koder af læsningen lige så meget som af interviewene: kurven er stof at tænke "
        "videre med."
    ),
    "unused list": "Koder uden belæg her",
    "left out list": "Interview, der ikke er færdigkodet i laget, og ikke er med",
    "of codes": "{n} af {all} koder med belæg",
    "under": "under {code}",
    "only group": "kun {group}",
    "with unfinished": "også interview, der ikke er færdigkodet",
    "pairs title": "Koder, der står sammen",
    "first": "kode",
    "second": "med",
    "together": "sammen",
    "first in": "uddrag, der møder den anden",
    "second in": "den anden vej",
    "share": "andel",
    "jaccard": "tegn fælles",
    "of": "{n} af {all}",
    "within same": "Samme uddrag: begge koder står på nøjagtig samme sted. “Sammen” er antal sådanne uddrag.",
    "within overlap": (
        "Overlap: et uddrag møder den anden kode, når de har mindst ét tegn fælles. “Sammen” er antal stykker tekst, "
        "som begge dækker; “tegn fælles” er tegn, begge dækker, af tegn, mindst én dækker."
    ),
    "within near": (
        "Nærhed: et uddrag møder den anden kode, når der højst er {turns} imellem (0: samme tur). “Sammen” er antal "
        "steder, hvor de mødes."
    ),
    "tur": "tur",
    "turs": "ture",
    "pairs rule": (
        "“Andel” er uddrag af de to, der møder den anden, af alle uddrag af de to. At koder står sammen, siger intet "
        "om, hvorfor. Interviewerens egne ord og udsagn, der afviser et tema, er ikke med."
    ),
    "same coder": "Kun hvor én koder har begge.",
    "any coder": "Uanset hvem der har kodet.",
    "with subtree": "En kode tæller med dem under den, og danner ikke par med dem.",
    "without subtree": "Hver kode tæller sine egne kodninger, uden dem under den.",
    "least": "Par, der er sammen mindre end {n} gange, er udeladt.",
    "no pairs": "Ingen koder står sammen på den måde.",
}

ENGLISH = {
    "code": "code",
    "codes": "codes",
    "passage": "passage",
    "passages": "passages",
    "person": "informant",
    "persons": "informants",
    "curve title": "New codes by interview",
    "number": "no.",
    "new": "new",
    "so far": "so far",
    "expected": "mean",
    "band": "95 % of orders",
    "not looked for": "not looked for",
    "new informants": "new informants",
    "order date": "interviews by date",
    "order coding": "interviews by when their coding was done",
    "order group": "interviews group by group, each by date",
    "curve rule": (
        "A code is new in the first interview in which somebody voices it. Each code counts its own codings, without "
        "those below it; merged codes count where they went. The interviewer's own words are never evidence, and what "
        "denies a theme is not counted. “Mean” is over all orders of the same interviews."
    ),
    "band rule": "The band holds 95 % of {n} random orders of them (seed {seed}).",
    "looked rule": (
        "“Not looked for” are codes without evidence in the interview that nobody who is done with it had in the "
        "codebook, or has looked for since: that they are missing there says nothing."
    ),
    "new list": "Which codes",
    "unlooked mark": "° Not every interview before was looked through for the code: it may have been voiced earlier.",
    "none new": "none new",
    "runs list": "The last interviews",
    "base": "first interviews",
    "base codes": "codes in them",
    "run": "last interviews",
    "run new": "new codes in them",
    "run share": "share",
    "runs note": "As in {source}: new codes in the last interviews, divided by the codes in the first.",
    "cannot list": "What the curve cannot say",
    "cannot meaning": "It counts codes, not what they mean, nor how fully a theme is described.",
    "cannot grain": "Finer codes give more new ones; who codes more finds more.",
    "cannot order": "The order was chosen: the band shows how much that alone does.",
    "cannot others": "It says nothing of interviews that were not held, nor of anybody who was not asked.",
    "cannot undated": "{n} without a date stand last.",
    "cannot same day": "{n} share their date with another: among them the order is by name.",
    "reflexive": (
        "In reflexive work codes come of the reading as much as of the interviews: the curve is material to think with."
    ),
    "unused list": "Codes without evidence here",
    "left out list": "Interviews that are not done in the layer, and not in it",
    "of codes": "{n} of {all} codes with evidence",
    "under": "under {code}",
    "only group": "only {group}",
    "with unfinished": "also interviews that are not done",
    "pairs title": "Codes that stand together",
    "first": "code",
    "second": "with",
    "together": "together",
    "first in": "passages that meet the other",
    "second in": "the other way",
    "share": "share",
    "jaccard": "characters shared",
    "of": "{n} of {all}",
    "within same": "The same passage: both codes stand on exactly one place. “Together” counts such passages.",
    "within overlap": (
        "Overlap: a passage meets the other code where they share a character. “Together” counts the stretches of text "
        "that both cover; “characters shared” are those that both cover, of those that either does."
    ),
    "within near": (
        "Near: a passage meets the other code where they are at most {turns} apart (0: the same turn). “Together” "
        "counts the places where they meet."
    ),
    "tur": "turn",
    "turs": "turns",
    "pairs rule": (
        "“Share” is the passages of the two that meet the other, of all passages of the two. That codes stand together "
        "says nothing of why. The interviewer's own words and what denies a theme are left out."
    ),
    "same coder": "Only where one coder has both.",
    "any coder": "Whoever coded.",
    "with subtree": "A code counts with those below it, and is in no pair with them.",
    "without subtree": "Each code counts its own codings, without those below it.",
    "least": "Pairs that are together less than {n} times are left out.",
    "no pairs": "No codes stand together in this way.",
}


class Words(AgreementWords):
    """The words of one language, and its way to write a share."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self._words = {**self._words, **(DANISH if self.danish else ENGLISH)}

    def ratio(self, value: float | None) -> str:
        """.31, never .00 where it is only nearly that."""
        return f"< {self.value(0.01)}" if value is not None and 0 < value < 0.005 else self.value(value)

    def mean(self, value: float) -> str:
        """12.4 in English, 12,4 in Danish."""
        written = f"{value:.1f}"
        return written.replace(".", ",") if self.danish else written
