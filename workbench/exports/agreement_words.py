"""The words and numbers of the agreement exports: Danish for a Danish study, English for every other.

What a verdict is called in English is what ``agreement.verdict`` calls it; the two rooms do not know each other, and a
test holds them together.
"""

from collections.abc import Mapping

from workbench.exports.words import Words

DANISH = {
    "title": "Kodernes enighed",
    "title reflexive": "Hvor kodernes læsninger skilles",
    "code": "kode",
    "ci": "α [95 %]",
    "percent": "enighed",
    "passage": "uddrag",
    "passages": "uddrag",
    "passages of": "uddrag, {coder}",
    "interviews counted": "interview",
    "verdict": "vurdering",
    "remark": "bemærkning",
    "all codes": "alle koder under ét",
    "reliable": "pålidelig",
    "tentative": "kun foreløbige konklusioner",
    "unreliable": "ikke pålidelig: revidér koden eller dens definition",
    "undecided": "uafgjort: intervallet går hen over 0,667, dobbeltkod flere interview",
    "soft reliable": "I læser den meget ens",
    "soft tentative": "I læser den for det meste ens: se på, hvor I er uenige",
    "soft unreliable": "I læser den forskelligt: tal om, hvad den betyder",
    "soft undecided": "for tidligt at sige: kod flere interview sammen",
    "not_used": "ikke brugt",
    "not counted": "intet interview tæller for den",
    "no_variation": "ingen variation: {percent} enighed, α kan ikke beregnes",
    "one_coder": "kun {coder} har brugt den ({passages})",
    "few_transcripts": "intet interval: for få interview",
    "one interview": "intet interval: al variation er i ét interview",
    "few": "få uddrag",
    "perfect": "ens i alle interview, hvad der ikke beviser, at ingen tager fejl",
    "joined": "{n} overlappende uddrag af samme koder er lagt sammen",
    "reread": "{n} færdige interview er ikke læst igen for den",
    "nothing": "Intet interview er kodet færdigt af to, så der er ingen enighed at måle.",
    "waits": "{transcript} venter på {coders}.",
    "once": "Af én alene kodet færdigt: {transcripts}. Giv et af dem til en til.",
    "no one": "Ingen har meldt et interview færdigt endnu.",
    "how": "Målet:",
    "alpha": "Krippendorffs α for hver kode for sig (kodet eller ikke), {unit}",
    "unit characters": "regnet tegn for tegn",
    "unit words": "regnet ord for ord",
    "unit sentences": "regnet sætning for sætning",
    "unit turns": "regnet tur for tur",
    "unit paragraphs": "regnet afsnit for afsnit",
    "unit documents": "regnet interview for interview",
    "rule any": "; en enhed er kodet, når noget af den er",
    "rule half": "; en enhed er kodet, når mindst halvdelen af den er",
    "speech all": ", over hele teksten",
    "speech informants": ", kun over informanternes ord",
    "only group": ", kun hvad gruppen “{group}” siger",
    "only person": ", kun hvad {person} siger",
    "trimmed": ", uden mellemrum i enderne af et uddrag",
    "subtree": ". En kode regnes med alt under sig",
    "alone": ". En kode regnes uden dem under sig",
    "pairs said": ". F1 og enighed i procent er regnet over par af kodere",
    "saturated": (
        " Procent, AC1 og PABAK nærmer sig 1, hvor en kode er sjælden: de tæller den tekst med, som ingen har kodet."
    ),
    "read": "Hvad der tæller:",
    "coded by": "{double} er kodet hver for sig af {coders}; kun de indgår.",
    "two of": "to eller flere af {coders}",
    "of single": " {single} er kodet færdigt af én og udeladt.",
    "of waiting": " {n} venter på en koder og er udeladt.",
    "of hidden": " {n} er holdt tilbage, fordi den, der ser på, stadig koder dem blindt.",
    "of empty": " {n} er uden tekst her.",
    "of elsewhere": " {n} kodninger står i en tekst, som er erstattet, og er udeladt.",
    "reading done": " Kodningerne er læst, som de stod, da hver koder meldte interviewet færdigt.",
    "reading current": (
        " Kodningerne er læst, som de står nu, efter at koderne kan have set hinandens arbejde:"
        " det er ikke et mål for pålidelighed."
    ),
    "in round": " Runden er “{round}”.",
    "as of": "som alt stod før {before}",
    "absence": (
        " At en koder ikke har brugt en kode, tæller kun, hvor koden fandtes, da interviewet blev meldt færdigt,"
        " eller hvor koderen siden har ledt efter den."
    ),
    "uncertain": "Usikkerheden:",
    "interval": (
        "intervallet er et 95 %-interval (jackknife: ét interview udeladt ad gangen, t-fordeling)."
        " Det siger, hvor meget α ville flytte sig med andre interview, ikke med andre kodere."
    ),
    "wide": " Med få interview er det bredt af natur.",
    "limits": (
        "Vurderingen følger intervallets nedre grænse: fra 0,800 pålidelig, fra 0,667 kun foreløbige konklusioner;"
        " er den øvre grænse under 0,667, er koden ikke pålidelig, ellers er det uafgjort (Krippendorff 2004)."
    ),
    "soft limits": (
        "Ordene følger intervallets nedre grænse (0,800 og 0,667; Krippendorff 2004)."
        " De er en anledning til at tale sammen, ikke en dom."
    ),
    "material": "Hvor læsningerne skilles, er der stof til eftertanke, ikke en fejl.",
    "signs": "Tegn:",
    "sign not_used": "“–”: kan ikke beregnes. En kode, som ingen har brugt, har hverken høj eller lav enighed.",
    "sign no_variation": "Uden variation er der intet, som held kunne forklare: α kan ikke beregnes.",
    "sign one_coder": "Har kun én brugt en kode, er α omkring 0 eller derunder.",
    "sign few_transcripts": "Under fire interview, eller med al variation i ét, er der intet interval.",
    "basis": "lag: alle kodere; log {log}; {date}; workbench {version}",
    "version": "workbench {version}",
    "coefficients": "Alle mål",
    "shares": "kodet, {coder}",
    "below": "P(α < 0,667)",
    "cohen": "Cohens κ",
    "scott": "Scotts π",
    "fleiss": "Fleiss’ κ",
    "conger": "Conger",
    "brennan_prediger": "PABAK",
    "ac1": "AC1",
    "u_alpha": "u-α",
    "jaccard": "Jaccard",
    "pairs": "Par af kodere",
    "pair": "par",
    "both": "begge",
    "only one": "kun første",
    "only other": "kun anden",
    "neither": "ingen",
    "pair note": "Omfang i enheder ({unit}); κ er Cohens.",
    "without": "Uden en af koderne",
    "without one": "α uden {coder}",
    "with all": "α med alle",
    "sets": "Alle koder på én gang",
    "sets masi": "α, MASI",
    "sets jaccard": "α, Jaccard",
    "sets found": "forskellige sæt",
    "sets note": (
        "Hvert sted tæller som det sæt af koder, det fik. Værdien flytter sig meget med, hvad der regnes for nært"
        " mellem to sæt: den står ved siden af kodernes egne værdier, aldrig i stedet for dem."
    ),
    "exclusive": "Koder, der udelukker hinanden",
    "below code": "under {code}",
    "any code": "α for en hvilken som helst af dem",
    "nominal": "α for hver af dem eller ingen",
    "cu": "cu-α",
    "coverage": "dækning",
    "violated": "brud",
    "cu note": (
        "cu-α (Krippendorff m.fl. 2016) ser kun på tekst, som mindst to har kodet med en af koderne; hvor stor en del"
        " af teksten det er, siger dækningen. Med tre kodere og flere regnes den ikke ens i alle programmer."
        " Et brud er et uddrag, hvor samme koder brugte to af koderne; så er cu-α ikke regnet."
    ),
    "confusion": "Hvilken kode i stedet",
    "instead": "en anden brugte i stedet",
    "characters": "tegn",
    "confusion note": (
        "Tegn, som én koder gav den ene kode, men ikke den anden, og en anden koder omvendt; for hvert par af kodere."
    ),
    "by transcript": "Interview for interview",
    "by speaker": "Taler for taler",
    "by pair": "Par for par",
    "part transcript": "interview",
    "part speaker": "taler",
    "part pair": "par",
    "before": "før",
    "after": "efter",
    "change": "forskel",
    "compare": "Før og efter",
    "compare note": "Tallene hviler på de interview, der var kodet færdigt af to hver gang; det kan være forskellige.",
    "none there": "Der er intet at vise.",
}

ENGLISH = {
    "title": "Agreement between coders",
    "title reflexive": "Where the coders' readings differ",
    "code": "code",
    "ci": "α [95 % CI]",
    "percent": "percent",
    "passage": "passage",
    "passages": "passages",
    "passages of": "passages, {coder}",
    "interviews counted": "interviews",
    "verdict": "verdict",
    "remark": "remark",
    "all codes": "all codes pooled",
    "reliable": "reliable",
    "tentative": "tentative conclusions only",
    "unreliable": "not reliable: revise the code or its definition",
    "undecided": "undecided: interval spans .667, double-code more transcripts",
    "soft reliable": "you read it much alike",
    "soft tentative": "you read it mostly alike: look at where you differ",
    "soft unreliable": "you read it differently: talk about what it means",
    "soft undecided": "too early to tell: code more transcripts together",
    "not_used": "not used",
    "not counted": "no interview counts for it",
    "no_variation": "no variation: {percent} agreement, α undefined",
    "one_coder": "only {coder} used it ({passages})",
    "few_transcripts": "no interval: too few interviews",
    "one interview": "no interval: all variation is in one interview",
    "few": "few passages",
    "perfect": "perfect in every interview; not evidence of no error",
    "joined": "{n} overlapping passages of one coder's own were joined",
    "reread": "{n} done interviews were not read again for it",
    "nothing": "No interview has been coded to the end by two, so there is no agreement to measure.",
    "waits": "{transcript} waits for {coders}.",
    "once": "Coded to the end by one alone: {transcripts}. Give one of them to somebody else as well.",
    "no one": "Nobody has marked an interview as done yet.",
    "how": "The measure:",
    "alpha": "Krippendorff's α for each code on its own (coded or not), {unit}",
    "unit characters": "character by character",
    "unit words": "word by word",
    "unit sentences": "sentence by sentence",
    "unit turns": "turn by turn",
    "unit paragraphs": "paragraph by paragraph",
    "unit documents": "interview by interview",
    "rule any": "; a unit is coded when any of it is",
    "rule half": "; a unit is coded when at least half of it is",
    "speech all": ", over the whole text",
    "speech informants": ", over the informants' words only",
    "only group": ", only what the group “{group}” says",
    "only person": ", only what {person} says",
    "trimmed": ", without white space at the ends of a passage",
    "subtree": ". A code is taken with everything below it",
    "alone": ". A code is taken without those below it",
    "pairs said": ". F1 and percent agreement are taken over pairs of coders",
    "saturated": (
        " Percent, AC1 and PABAK come near 1 wherever a code is rare: they count the text that nobody coded."
    ),
    "read": "What counts:",
    "coded by": "{double} coded independently by {coders}; only these are counted.",
    "two of": "two or more of {coders}",
    "of single": " {single} coded to the end by one alone, left out.",
    "of waiting": " {n} waiting for a coder, left out.",
    "of hidden": " {n} kept back, for whoever looks is still coding them blind.",
    "of empty": " {n} without any text here.",
    "of elsewhere": " {n} codings stand in a text that was replaced, left out.",
    "reading done": " Codings are read as they stood when each coder marked the interview done.",
    "reading current": (
        " Codings are read as they stand now, when coders may have seen each other's work:"
        " this is no measure of reliability."
    ),
    "in round": " The round is “{round}”.",
    "as of": "as everything stood before {before}",
    "absence": (
        " That a coder did not use a code counts only where the code existed when the interview was marked done,"
        " or where the coder has looked for it since."
    ),
    "uncertain": "Uncertainty:",
    "interval": (
        "the interval is a 95 % interval (delete-one-interview jackknife, t distribution)."
        " It says how far α would move with other interviews, not with other coders."
    ),
    "wide": " With few interviews it is wide by nature.",
    "limits": (
        "The verdict follows the lower bound of the interval: from .800 reliable, from .667 tentative conclusions only;"
        " where the upper bound is below .667 the code is not reliable, else it is undecided (Krippendorff 2004)."
    ),
    "soft limits": (
        "The words follow the lower bound of the interval (.800 and .667; Krippendorff 2004)."
        " They are a reason to talk, not a judgement."
    ),
    "material": "Where readings differ is material to think with, not an error.",
    "signs": "Signs:",
    "sign not_used": "“–”: undefined. A code that nobody used has neither high nor low agreement.",
    "sign no_variation": "Without variation there is nothing that chance could explain: α is undefined.",
    "sign one_coder": "Where one coder alone used a code, α is about 0 or below.",
    "sign few_transcripts": "Below four interviews, or with all variation in one, there is no interval.",
    "basis": "layer: all coders; log {log}; {date}; workbench {version}",
    "version": "workbench {version}",
    "coefficients": "All coefficients",
    "shares": "coded, {coder}",
    "below": "P(α < .667)",
    "cohen": "Cohen's κ",
    "scott": "Scott's π",
    "fleiss": "Fleiss' κ",
    "conger": "Conger",
    "brennan_prediger": "PABAK",
    "ac1": "AC1",
    "u_alpha": "u-α",
    "jaccard": "Jaccard",
    "pairs": "Pairs of coders",
    "pair": "pair",
    "both": "both",
    "only one": "first only",
    "only other": "second only",
    "neither": "neither",
    "pair note": "Extents in units ({unit}); κ is Cohen's.",
    "without": "Without one of the coders",
    "without one": "α without {coder}",
    "with all": "α with all",
    "sets": "All codes at once",
    "sets masi": "α, MASI",
    "sets jaccard": "α, Jaccard",
    "sets found": "different sets",
    "sets note": (
        "Each place counts as the set of codes it got. The value moves a lot with what counts as near for two sets: it"
        " stands beside the codes' own values, never in their place."
    ),
    "exclusive": "Codes that exclude each other",
    "below code": "below {code}",
    "any code": "α for any of them",
    "nominal": "α for each of them or none",
    "cu": "cu-α",
    "coverage": "coverage",
    "violated": "violations",
    "cu note": (
        "cu-α (Krippendorff et al. 2016) looks only at text that two or more coded with one of the codes; how much of"
        " the text that is, coverage says. With three coders or more, programs do not compute it alike."
        " A violation is a passage to which one coder gave two of the codes; cu-α is then not computed."
    ),
    "confusion": "Which code instead",
    "instead": "another used instead",
    "characters": "characters",
    "confusion note": (
        "Characters to which one coder gave the one code and not the other, and another coder the other way round;"
        " for each pair of coders."
    ),
    "by transcript": "Interview by interview",
    "by speaker": "Speaker by speaker",
    "by pair": "Pair by pair",
    "part transcript": "interview",
    "part speaker": "speaker",
    "part pair": "pair",
    "before": "before",
    "after": "after",
    "change": "difference",
    "compare": "Before and after",
    "compare note": "The numbers rest on the interviews that two had done each time, which may be different ones.",
    "none there": "There is nothing to show.",
}


class AgreementWords(Words):
    """The words of one language, and its way to write a coefficient."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.danish = language.lower().split("-")[0] == "da"
        self._words: Mapping[str, str] = {**self._words, **(DANISH if self.danish else ENGLISH)}

    def value(self, value: float | None) -> str:
        """.74 in English, 0,74 in Danish, – for what is undefined; two decimals."""
        if value is None:
            return "–"
        written = f"{abs(value):.2f}"
        sign = "−" if value < 0 and written.strip("0.") else ""
        if self.danish:
            return sign + written.replace(".", ",")
        return sign + (written[1:] if written.startswith("0") else written)

    def interval(self, low: float, high: float) -> str:
        """[.61, .83], or [0,61; 0,83]; above 1 there is nothing, and it is written as 1."""
        return f"[{self.value(low)}{'; ' if self.danish else ', '}{self.value(min(high, 1.0))}]"

    def share(self, value: float | None) -> str:
        """98.5 %; never 100 nor 0 where it is only nearly that."""
        if value is None:
            return "–"
        written = f"{100 * value:.1f}"
        if written == "100.0" and value < 1:
            written = "> 99.9"
        elif written == "0.0" and value > 0:
            written = "< 0.1"
        written = written.removesuffix(".0") if value in (0, 1) else written
        return (written.replace(".", ",") if self.danish else written) + " %"
