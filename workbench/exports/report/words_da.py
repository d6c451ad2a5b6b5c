"""What a report says in Danish."""

DANISH = {
    "months": "januar februar marts april maj juni juli august september oktober november december",
    "numbers spelled": "Én To Tre Fire Fem Seks Syv Otte Ni Ti",
    "coder": "koder",
    "contents": "Indhold",
    "back": "Tilbage til rapporten",
    "untitled": "Rapport",
    # the parts
    "part overview": "Materiale",
    "part method": "Metode",
    "part matrices": "Tabeller",
    "part themes": "Temaer",
    "part codebook": "Kodebog",
    "part agreement": "Kodernes enighed",
    "part saturation": "Nye koder undervejs",
    "part survey": "Spørgeskema",
    "part checklists": "Tjeklister",
    "part sensitivity": "Hvad andre grænser ville ændre",
    "part reproduce": "Sådan gentages rapporten",
    # the first page
    "about": (
        "Rapporten samler materialet, metoden og temaerne i ét dokument. Den er skrevet af workbench {version} ud fra "
        "studiets log"
    ),
    "about day": ", som den stod {day}",
    "about place": " (logposition {log})",
    "about coded": " Lag: {layer}; kodere: {coders}.",
    "about numbers": (
        " Tallene i tabellerne er informanter og interview; hvert tal fører til temaets side, hvor citaterne står."
    ),
    "about themes": " Hvert tema i tabellerne fører til sin side, hvor tallene og citaterne står.",
    "about blind": (
        "Rapporten er skrevet for en koder, der endnu koder {names} blindt: andres arbejde dér er ikke med, og tallene "
        "er derfor foreløbige."
    ),
    # the material
    "guide": "Interviewguide",
    "only to": " (kun til {groups})",
    "rule as above": "I øvrigt som under “{title}”.",
    "site and form": "sted og form",
    "material caption": "Interview og informanter efter sted",
    "interviews caption": "Interview for interview",
    # method
    "m material": "Materialet er {interviews} ({kinds}) med {informants}{groups}.",
    "m held": " Interviewene blev holdt {period}{modes}{sites}.",
    "m period": "fra {first} til {last}",
    "m one day": "den {first}",
    "m sites": " på {n} steder",
    "m again": " {n} informanter medvirker i flere interview.",
    "m again one": " Én informant medvirker i flere interview.",
    "m replaced": " I {n} af udskrifterne er ord, der kunne røbe en person, byttet ud.",
    "m approach reliability": (
        "Interviewene er kodet efter en fælles kodebog, og kodernes enighed er målt som udtryk for pålidelighed."
    ),
    "m approach codebook": (
        "Interviewene er kodet tematisk efter en fælles kodebog. Kodernes enighed er regnet ud som anledning til at "
        "drøfte koderne, ikke som en dom over dem."
    ),
    "m approach reflexive": (
        "Interviewene er kodet i en refleksiv tematisk analyse. Hvor kodernes læsninger skilles, er det taget som stof "
        "til eftertanke, ikke som fejl."
    ),
    "m alone reliability": "Interviewene er kodet efter en fælles kodebog.",
    "m alone codebook": "Interviewene er kodet tematisk efter en fælles kodebog.",
    "m alone reflexive": "Interviewene er kodet i en refleksiv tematisk analyse.",
    "m coded": " {coders} ({names}) har kodet; kodebogen har {codes}{top}.",
    "m top": ", heraf {n} overordnede",
    "m double": " {double} er kodet færdigt af mindst to kodere{apart}, {single} af én.",
    "m double all": " Alle {double} er kodet færdigt af mindst to kodere{apart}.",
    "m apart all": ", som ikke så hinandens kodninger undervejs",
    "m apart some": ", de {n} uden at koderne så hinandens kodninger undervejs",
    "m single": " {single} er kodet færdigt af én koder; enighed kan derfor ikke regnes ud.",
    "m waiting": " {n} venter endnu på en koder.",
    "m alpha": " Over alle koder under ét er Krippendorffs α {alpha}{interval}, {unit}.",
    "m interval": " (95 %-interval {low} til {high})",
    "m settled": (
        " Af kodernes uenigheder er {discussed} afgjort ved drøftelse og {adjudicated} af en tredje; {open} er åbne."
    ),
    "m round": " Runde {name} begyndte {day} med {codes}; {changed}.",
    "m changed none": "ingen af dem er ændret siden",
    "m changed one": "siden er én kode ny, ændret eller udgået",
    "m changed": "siden er {n} koder nye, ændrede eller udgåede",
    "m versions": " Kodebogen er gemt undervejs som {names}.",
    "m saturated": (
        " Taget efter dato var alle {codes} med belæg set efter {n} af de {all} interview; {rest} bragte ingen nye."
    ),
    "m rest one": "det sidste",
    "m rest": "de sidste {n}",
    "m unsaturated": " Taget efter dato bragte også det sidste interview nye koder.",
    "m memos": " Undervejs er der skrevet {n} ({kinds}).",
    "memo": "memo",
    "memos": "memoer",
    "memo note": "note",
    "memo familiarisation": "første gennemlæsning",
    "memo analytic": "analytisk memo",
    "memo field": "feltnote",
    "memo reflexive": "refleksiv dagbog",
    "memo decision": "mødebeslutning",
    "memo settlement": "afgørelse",
    "m tables": (
        "Et tema står i den kolonne, som reglen under tabellen giver. Interviewerens egne ord er aldrig belæg, og "
        "udsagn, der afviser et tema, vises som modsigelser uden at tælle."
    ),
    "m by hand": " {n} er sat i hånden, hvert med en begrundelse.",
    "m by hand one": " Ét tema er sat i hånden, med en begrundelse.",
    "theme": "tema",
    "themes": "temaer",
    "m quotes": (
        "Citaterne er ordrette: (…) er udeladt, og ord i [ ] er sat ind. Hvert er holdt op mod sin udskrift, da "
        "rapporten blev skrevet. Først står dem, koderne har udpeget; de øvrige er valgt på skift mellem grupper og "
        "informanter."
    ),
    "m names": (
        " Informanterne omtales som {patterns}, og grovere, hvor færre end {same} informanter deler beskrivelsen."
    ),
    # tables
    # a theme's page
    "t voiced": "Udtrykt af {informants} i {interviews} ({excerpts}).",
    "t of": "{n} af {all} {noun}",
    "t stands": " Står i: {column}.",
    "t nothing": "Temaet har intet belæg her.",
    "t spread": " Det svarer til {effective} informanter, der taler lige meget; i snit {density} uddrag fra hver.",
    "t person": " {n} af uddragene har samme informant.",
    "t only": " Én informant bærer temaet alene.",
    "t denied": "Modsigelser ({n}, tæller ikke med):",
    "t denied one": "Modsigelse (tæller ikke med):",
    "t denied none": " {n} afviser temaet.",
    "t denied of": " {n} under temaet afviser det.",
    "t survey": "I spørgeskemaet, {label}:",
    "few people": ", få",
    "t below": "Belægget er citeret under temaets underordnede temaer.",
    # codebook
    "definition": "definition",
    "example": "eksempel",
    "borders": "afgrænsning",
    "includes": "Med: {words}",
    "excludes": "Ikke med: {words}",
    # agreement
    "a reliable": "pålidelig",
    "a tentative": "foreløbig",
    "a unreliable": "ikke pålidelig",
    "a undecided": "uafgjort",
    "a soft reliable": "læses meget ens",
    "a soft tentative": "læses for det meste ens",
    "a soft unreliable": "læses forskelligt",
    "a soft undecided": "uafgjort",
    "a few": "få uddrag",
    "a one": "kun brugt af én",
    "a unused": "Ikke brugt i de dobbeltkodede interview: {codes}.",
    # saturation
    "new codes": "nye koder",
    "codes so far": "i alt",
    "s rule": (
        "En kode er ny i det første interview, hvor nogen udtrykker den. Interview uden nye koder er slået sammen."
    ),
    "s mark": "° Koden kan være udtrykt før: ikke alle tidligere interview er set efter for den.",
    "s runs": (
        "Nye koder i de sidste {length} interview delt med koderne i de første {base}: {share} (Guest m.fl. 2020, PLoS "
        "ONE 15(5))."
    ),
    "s left out": "Ikke færdigkodet og ikke med: {names}.",
    # checklists
    "c intro": (
        "Punkter, som projektets data kan svare på, er udfyldt; de øvrige er forfatternes. Se også de udfyldte efter: "
        "listen kender kun, hvad der er skrevet i studiet."
    ),
    "c number": "nr.",
    "c item": "punkt",
    "c from": "fra projektet",
    "c author": "skrives af forfatterne",
    "c coreq": "COREQ (Tong, Sainsbury & Craig 2007)",
    "c srqr": "SRQR (O’Brien m.fl. 2014)",
    "c size": "{informants} i {interviews}",
    "c sites": "{n} steder; {modes}",
    "c sites only": "{n} steder",
    "c guide": "{n} spørgsmål",
    "c repeat": "{n} informanter er interviewet flere gange",
    "c repeat one": "én informant er interviewet flere gange",
    "c repeat none": "ingen informant er interviewet flere gange",
    "c notes": "{n} er skrevet som feltnoter",
    "c saturation": "{n} af {all} interview, før alle koder var set",
    "c saturation not": "også det sidste interview bragte nye koder",
    "c coders": "{coders}; {double} kodet af mindst to",
    "c tree": "{codes}{top}",
    "c derived": "kodebogens ændringer er logført{rounds}",
    "c rounds": ": {n} runder og navngivne versioner",
    "c rounds one": ": én runde eller navngiven version",
    "c software": "workbench {version}",
    "c quotes": "{n} fra {people}, hvert med kilde",
    "c consistent": "hvert tal fører til temaets side; citaterne er holdt op mod udskrifterne",
    "c major": "{n} i tabellerne",
    "c minor": "temaer med for lidt belæg, blandede temaer og modsigelser står for sig",
    "c approach reliability": "kodning efter kodebog, enighed målt",
    "c alone reliability": "kodning efter kodebog",
    "c approach codebook": "kodebogsbaseret tematisk analyse",
    "c approach reflexive": "refleksiv tematisk analyse",
    "c processing": "{interviews} kodet; {replaced}log {log}",
    "c replaced": "ord byttet ud i {n} udskrifter; ",
    "c trust": "{double} kodet af mindst to{alpha}",
    "c trust alpha": ", α {alpha}",
    "c trust memos": "; {n}",
    "c synthesis": "{n} i {tables}",
    "table": "tabel",
    "tables": "tabeller",
    "c links": "{n} med kilde; hvert tal fører til sit belæg",
    # at the end
    "again": "Denne kommando skriver den samme rapport igen, tegn for tegn, med workbench {version}, hvor loggen er:",
    "quote": "citat",
    "quotes": "citater",
    # the items of the checklists
    "coreq 1": "Interviewer",
    "coreq 2": "Uddannelse",
    "coreq 3": "Stilling",
    "coreq 4": "Køn",
    "coreq 5": "Erfaring og oplæring",
    "coreq 6": "Kendskab til deltagerne på forhånd",
    "coreq 7": "Hvad deltagerne vidste om intervieweren",
    "coreq 8": "Interviewerens forforståelse",
    "coreq 9": "Metodologisk ståsted",
    "coreq 10": "Udvælgelse",
    "coreq 11": "Kontakt til deltagerne",
    "coreq 12": "Antal deltagere",
    "coreq 13": "Frafald",
    "coreq 14": "Hvor data blev indsamlet",
    "coreq 15": "Andre til stede",
    "coreq 16": "Beskrivelse af deltagerne",
    "coreq 17": "Interviewguide",
    "coreq 18": "Gentagne interview",
    "coreq 19": "Lyd- eller videooptagelse",
    "coreq 20": "Feltnoter",
    "coreq 21": "Varighed",
    "coreq 22": "Datamætning",
    "coreq 23": "Udskrifter sendt til gennemsyn",
    "coreq 24": "Antal kodere",
    "coreq 25": "Kodetræet",
    "coreq 26": "Hvordan temaerne er udledt",
    "coreq 27": "Software",
    "coreq 28": "Deltagernes tilbagemelding",
    "coreq 29": "Citater",
    "coreq 30": "Sammenhæng mellem data og fund",
    "coreq 31": "Overordnede temaer",
    "coreq 32": "Mindre temaer og afvigende udsagn",
    "srqr 1": "Titel",
    "srqr 2": "Resumé",
    "srqr 3": "Problemformulering",
    "srqr 4": "Formål eller forskningsspørgsmål",
    "srqr 5": "Kvalitativ tilgang og videnskabsteori",
    "srqr 6": "Forskernes baggrund og refleksivitet",
    "srqr 7": "Kontekst",
    "srqr 8": "Udvælgelse",
    "srqr 9": "Etik",
    "srqr 10": "Indsamling af data",
    "srqr 11": "Redskaber til indsamling",
    "srqr 12": "Enheder i studiet",
    "srqr 13": "Behandling af data",
    "srqr 14": "Analyse af data",
    "srqr 15": "Troværdighed",
    "srqr 16": "Syntese og fortolkning",
    "srqr 17": "Kobling til empirien",
    "srqr 18": "Forhold til tidligere forskning",
    "srqr 19": "Begrænsninger",
    "srqr 20": "Interessekonflikter",
    "srqr 21": "Finansiering",
}
