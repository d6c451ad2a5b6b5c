"""The words an export adds of its own: Danish for a Danish study, English for every other."""

from collections.abc import Mapping, Sequence

DANISH = {
    "informant": "informant",
    "informants": "informanter",
    "interview": "interview",
    "interviews": "interview",
    "excerpt": "uddrag",
    "excerpts": "uddrag",
    "theme": "tema",
    "and": "og",
    "or": "eller",
    "group": "gruppe",
    "column": "kolonne",
    "site": "sted",
    "date": "dato",
    "kind": "form",
    "mode": "afholdt",
    "done": "færdigkodet",
    "turn": "tur",
    "who": "hvem",
    "in": "I",
    "in all": "i alt",
    "yes": "ja",
    "no": "nej",
    "no group": "uden gruppe",
    "no site": "uden sted",
    "shared column": "Fælles",
    "mixed": "blandet",
    "none": "for lidt belæg",
    "matrix": "matrix",
    "overview": "Dataoversigt",
    "transcripts": "Interview for interview",
    "rule": "Reglen:",
    "provenance": "Grundlag:",
    "layer": "lag",
    "layer all": "alle kodere",
    "layer consensus": "konsensus",
    "coders": "kodere",
    "log": "log",
    "finished": "{n} færdigkodet",
    "by group": "informantens gruppe",
    "by site": "interviewets sted",
    "by facet": "kodningens “{name}”",
    "by attribute": "informantens “{name}”",
    "reach": "mindst {informants} i mindst {interviews}",
    "shared rule": "et tema står i “{shared}”, når {reach} udtrykker det i hver af mindst to kolonner ({columns})",
    "shared also": ", eller når lige så mange fra {groups} gør det",
    "one rule": " Når kun én kolonne når så langt, står temaet dér; når ingen gør, er der for lidt belæg.",
    "single rule": "et tema står i “{column}”, når {reach} udtrykker det dér. Ellers er der for lidt belæg.",
    "parts rule": (
        " Et overordnet tema regnes af hele sit undertræ og er blandet,"
        " når kolonnerne kommer fra forskellige dele af det."
    ),
    "voices rule": (
        " Kolonnerne følger {by}. Interviewerens egne ord er aldrig belæg,"
        " og udsagn, der afviser et tema, tæller ikke med."
    ),
    "only groups": " Kun disse grupper er med: {groups}.",
    "seen from": " Kun temaer, som “{column}” udtrykker, er med.",
    "numbers rule": " Tallene efter et tema er informanter og interview.",
    "hand mark": " † er sat i hånden.",
    "mixed list": "Blandede temaer",
    "few list": "For lidt belæg",
    "hand list": "Sat i hånden",
    "stray list": "Sat i hånden i en kolonne, som ikke findes her",
    "denied list": "Modsigelser (tæller ikke med)",
    "sensitivity list": "Hvad andre grænser ville ændre",
    "evidence": "Belæg",
    "denials": "Modsigelser",
    "no change": "ingen temaer skifter kolonne",
    "min_informants": "mindst {n}",
    "min_interviews": "mindst {n}",
    "no_shared_groups": "uden grupper, der tæller som fælles",
    "by hand": "sat i hånden; efter reglen: {column}",
    "stands": "Står i: {column}.",
    "one person": "{n} af {all} uddrag har samme person.",
    "denied n": "{n} afviser temaet",
    "ignored n": "{n} med kun interviewerens ord",
    "not_asked": "ikke spurgt",
    "not_voiced": "spurgt, ikke udtrykt",
    "why few": "under grænsen",
    "why no_column": "i ingen af kolonnerne",
    "why unattributed": "ukendt, hvem der taler",
    "why nothing": "intet kodet",
    "group interviews": "gruppeinterview",
    "single interviews": "enkeltinterview",
    "documents": "dokumenter",
    "others": "andre",
    "kind group": "gruppe",
    "kind single": "enkelt",
    "kind document": "dokument",
}

ENGLISH = {
    "informant": "informant",
    "informants": "informants",
    "interview": "interview",
    "interviews": "interviews",
    "excerpt": "excerpt",
    "excerpts": "excerpts",
    "theme": "theme",
    "and": "and",
    "or": "or",
    "group": "group",
    "column": "column",
    "site": "site",
    "date": "date",
    "kind": "kind",
    "mode": "mode",
    "done": "done",
    "turn": "turn",
    "who": "who",
    "in": "In",
    "in all": "in all",
    "yes": "yes",
    "no": "no",
    "no group": "of no group",
    "no site": "of no site",
    "shared column": "Shared",
    "mixed": "mixed",
    "none": "too little evidence",
    "matrix": "matrix",
    "overview": "Data overview",
    "transcripts": "Interview by interview",
    "rule": "The rule:",
    "provenance": "Basis:",
    "layer": "layer",
    "layer all": "all coders",
    "layer consensus": "consensus",
    "coders": "coders",
    "log": "log",
    "finished": "{n} done",
    "by group": "the informant's group",
    "by site": "the interview's site",
    "by facet": "the coding's “{name}”",
    "by attribute": "the informant's “{name}”",
    "reach": "at least {informants} in at least {interviews}",
    "shared rule": "a theme stands in “{shared}” when {reach} voice it, in each of two or more columns ({columns})",
    "shared also": ", or as many in {groups} alone",
    "one rule": " When only one column reaches that, it stands there; when none does, there is too little evidence.",
    "single rule": "a theme stands in “{column}” when {reach} voice it there. Otherwise there is too little evidence.",
    "parts rule": (
        " A parent is judged by its whole subtree, and is mixed when its columns come from different parts of it."
    ),
    "voices rule": (
        " Columns follow {by}. The interviewer's own words are never evidence, and what denies a theme is not counted."
    ),
    "only groups": " Only these groups are in it: {groups}.",
    "seen from": " Only themes that “{column}” voices are in it.",
    "numbers rule": " The numbers after a theme are informants and interviews.",
    "hand mark": " † was placed by hand.",
    "mixed list": "Mixed themes",
    "few list": "Too little evidence",
    "hand list": "Placed by hand",
    "stray list": "Placed by hand in a column that does not exist here",
    "denied list": "Counter-evidence (not counted)",
    "sensitivity list": "What other thresholds would change",
    "evidence": "Evidence",
    "denials": "Counter-evidence",
    "no change": "no theme changes column",
    "min_informants": "at least {n}",
    "min_interviews": "at least {n}",
    "no_shared_groups": "without groups that count as shared",
    "by hand": "placed by hand; by the rule: {column}",
    "stands": "Stands in: {column}.",
    "one person": "{n} of {all} excerpts have the same person.",
    "denied n": "{n} denying the theme",
    "ignored n": "{n} of the interviewer's words only",
    "not_asked": "not asked",
    "not_voiced": "asked, not voiced",
    "why few": "below the thresholds",
    "why no_column": "in none of the columns",
    "why unattributed": "nobody knows who speaks",
    "why nothing": "nothing coded",
    "group interviews": "group interviews",
    "single interviews": "single interviews",
    "documents": "documents",
    "others": "others",
    "kind group": "group",
    "kind single": "single",
    "kind document": "document",
}


class Words:
    """The words of one language (a BCP 47 tag; anything but Danish is written in English)."""

    def __init__(self, language: str) -> None:
        self._words: Mapping[str, str] = DANISH if language.lower().split("-")[0] == "da" else ENGLISH

    def __call__(self, key: str, **values: object) -> str:
        """The word or sentence for ``key``."""
        return self._words[key].format(**values) if values else self._words[key]

    def number(self, n: int, noun: str) -> str:
        """“1 informant”, “2 informants”; ``noun`` in the English singular."""
        return f"{n} {self(noun if n == 1 else noun + 's')}"

    def listed(self, words: Sequence[str], last: str = "and") -> str:
        """“a, b and c”."""
        return f" {self(last)} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))

    def layer(self, layer: str) -> str:
        """A layer in words: all coders, consensus, or a coder's name."""
        return self(f"layer {layer}") if layer in ("all", "consensus") else layer
