"""What a report says in English."""

ENGLISH = {
    "months": "January February March April May June July August September October November December",
    "numbers spelled": "One Two Three Four Five Six Seven Eight Nine Ten",
    "coder": "coder",
    "contents": "Contents",
    "back": "Back to the report",
    "untitled": "Report",
    # the parts
    "part overview": "Material",
    "part method": "Method",
    "part matrices": "Tables",
    "part themes": "Themes",
    "part codebook": "Codebook",
    "part agreement": "Agreement between coders",
    "part saturation": "New codes along the way",
    "part survey": "Survey",
    "part checklists": "Checklists",
    "part sensitivity": "What other thresholds would change",
    "part reproduce": "How to make this report again",
    # the first page
    "about": (
        "This report brings material, method and themes together in one document. It was written by workbench "
        "{version} from the study's log"
    ),
    "about day": " as it stood on {day}",
    "about place": " (log position {log})",
    "about coded": " Layer: {layer}; coders: {coders}.",
    "about numbers": (
        " The numbers in the tables are informants and interviews; each leads to the theme's page, with its quotes."
    ),
    "about themes": " Each theme in the tables leads to its page, with its numbers and quotes.",
    "about blind": (
        "The report was written for a coder who still codes {names} blind: others' work there is left out, and the "
        "numbers are provisional."
    ),
    # the material
    "guide": "Interview guide",
    "only to": " (put to {groups} only)",
    "rule as above": "Otherwise as under “{title}”.",
    "site and form": "site and form",
    "material caption": "Interviews and informants by site",
    "interviews caption": "Interview by interview",
    # method
    "m material": "The material is {interviews} ({kinds}) with {informants}{groups}.",
    "m held": " The interviews were held {period}{modes}{sites}.",
    "m period": "from {first} to {last}",
    "m one day": "on {first}",
    "m sites": " at {n} sites",
    "m again": " {n} informants take part in several interviews.",
    "m again one": " One informant takes part in several interviews.",
    "m replaced": " In {n} of the transcripts, words that might identify a person were replaced.",
    "m approach reliability": (
        "The interviews were coded with a shared codebook, and agreement between coders was measured as a sign of "
        "reliability."
    ),
    "m approach codebook": (
        "The interviews were coded thematically with a shared codebook. Agreement between coders was computed as an "
        "occasion to discuss the codes, not as a verdict on them."
    ),
    "m approach reflexive": (
        "The interviews were coded in a reflexive thematic analysis. Where the coders' readings part, that was taken "
        "as material to think with, not as error."
    ),
    "m alone reliability": "The interviews were coded with a shared codebook.",
    "m alone codebook": "The interviews were coded thematically with a shared codebook.",
    "m alone reflexive": "The interviews were coded in a reflexive thematic analysis.",
    "m coded": " {coders} ({names}) did the coding; the codebook has {codes}{top}.",
    "m top": ", {n} of them at the top",
    "m double": " {double} were coded to the end by two or more{apart}, {single} by one.",
    "m double all": " All {double} were coded to the end by two or more{apart}.",
    "m apart all": ", who did not see each other's codings meanwhile",
    "m apart some": ", {n} of them without seeing each other's codings meanwhile",
    "m single": " {single} were coded to the end by one coder, so that no agreement can be computed.",
    "m waiting": " {n} still wait for a coder.",
    "m alpha": " Over all codes, Krippendorff's α is {alpha}{interval}, computed {unit}.",
    "m interval": " (95 % interval {low} to {high})",
    "m settled": (
        " Of the coders' disagreements, {discussed} were settled in discussion and {adjudicated} by a third; {open} "
        "are open."
    ),
    "m round": " Round {name} began on {day} with {codes}; {changed}.",
    "m changed none": "none of them has changed since",
    "m changed one": "since then one code is new, changed or gone",
    "m changed": "since then {n} codes are new, changed or gone",
    "m versions": " On the way the codebook was kept as {names}.",
    "m saturated": (
        " By date, all {codes} with evidence had been seen after {n} of the {all} interviews; {rest} brought no new "
        "ones."
    ),
    "m rest one": "the last one",
    "m rest": "the last {n}",
    "m unsaturated": " By date, the last interview still brought new codes.",
    "m memos": " Along the way {n} were written ({kinds}).",
    "memo": "memo",
    "memos": "memos",
    "memo note": "note",
    "memo familiarisation": "familiarisation",
    "memo analytic": "analytic memo",
    "memo field": "field note",
    "memo reflexive": "reflexive diary",
    "memo decision": "meeting decision",
    "memo settlement": "settlement",
    "m tables": (
        "A theme stands in the column that the rule under the table gives it. The interviewer's own words are never "
        "evidence, and what denies a theme is shown as counter-evidence without being counted."
    ),
    "m by hand": " {n} were placed by hand, each with a reason.",
    "m by hand one": " One theme was placed by hand, with a reason.",
    "theme": "theme",
    "themes": "themes",
    "m quotes": (
        "Quotes are verbatim: (…) was left out, and words in [ ] were put in. Each was held against its transcript "
        "when the report was written. Those that the coders have picked come first; the others are chosen from groups "
        "and informants in turn."
    ),
    "m names": (
        " Informants are named as {patterns}, and more coarsely where fewer than {same} informants share the "
        "description."
    ),
    # tables
    # a theme's page
    "t voiced": "Voiced by {informants} in {interviews} ({excerpts}).",
    "t of": "{n} of {all} {noun}",
    "t stands": " Stands in: {column}.",
    "t nothing": "The theme has no evidence here.",
    "t spread": " That is like {effective} informants who speak equally much; {density} excerpts from each on average.",
    "t person": " {n} of the excerpts have the same informant.",
    "t only": " One informant alone carries the theme.",
    "t denied": "Counter-evidence ({n}, not counted):",
    "t denied one": "Counter-evidence (not counted):",
    "t denied none": " {n} denying the theme.",
    "t denied of": " {n} below the theme denying it.",
    "t survey": "In the survey, {label}:",
    "few people": ", few",
    "t below": "The evidence is quoted under the themes below this one.",
    # codebook
    "definition": "definition",
    "example": "example",
    "borders": "borders",
    "includes": "In: {words}",
    "excludes": "Not: {words}",
    # agreement
    "a reliable": "reliable",
    "a tentative": "tentative",
    "a unreliable": "not reliable",
    "a undecided": "undecided",
    "a soft reliable": "read very much alike",
    "a soft tentative": "read mostly alike",
    "a soft unreliable": "read differently",
    "a soft undecided": "undecided",
    "a few": "few passages",
    "a one": "used by one alone",
    "a unused": "Not used in the interviews that two have coded: {codes}.",
    # saturation
    "new codes": "new codes",
    "codes so far": "so far",
    "s rule": (
        "A code is new in the first interview in which somebody voices it. Interviews without new codes are put "
        "together."
    ),
    "s mark": "° The code may have been voiced before: not every earlier interview was looked through for it.",
    "s runs": (
        "New codes in the last {length} interviews by codes in the first {base}: {share} (Guest et al. 2020, PLoS ONE "
        "15(5))."
    ),
    "s left out": "Not done and left out: {names}.",
    # checklists
    "c intro": (
        "Items that the project's data can answer are filled in; the others are the authors'. Look through the former "
        "too: the list knows only what was written in the study."
    ),
    "c number": "no.",
    "c item": "item",
    "c from": "from project",
    "c author": "for the authors",
    "c coreq": "COREQ (Tong, Sainsbury & Craig 2007)",
    "c srqr": "SRQR (O’Brien et al. 2014)",
    "c size": "{informants} in {interviews}",
    "c sites": "{n} sites; {modes}",
    "c sites only": "{n} sites",
    "c guide": "questions: {n}",
    "c repeat": "{n} informants were interviewed more than once",
    "c repeat one": "one informant was interviewed more than once",
    "c repeat none": "no informant was interviewed more than once",
    "c notes": "{n} written as field notes",
    "c saturation": "{n} of {all} interviews until all codes had been seen",
    "c saturation not": "the last interview still brought new codes",
    "c coders": "{coders}; {double} coded by two or more",
    "c tree": "{codes}{top}",
    "c derived": "the codebook's changes are in the log{rounds}",
    "c rounds": ": {n} rounds and named versions",
    "c rounds one": ": one round or named version",
    "c software": "workbench {version}",
    "c quotes": "{n} of {people}, each with its source",
    "c consistent": "each number leads to the theme's page; quotes were held against the transcripts",
    "c major": "{n} in the tables",
    "c minor": "themes with too little evidence, mixed themes and counter-evidence stand by themselves",
    "c approach reliability": "coding with a codebook, agreement measured",
    "c alone reliability": "coding with a codebook",
    "c approach codebook": "codebook thematic analysis",
    "c approach reflexive": "reflexive thematic analysis",
    "c processing": "{interviews} coded; {replaced}log {log}",
    "c replaced": "words replaced in {n} transcripts; ",
    "c trust": "{double} coded by two or more{alpha}",
    "c trust alpha": ", α {alpha}",
    "c trust memos": "; {n}",
    "c synthesis": "{n} in {tables}",
    "table": "table",
    "tables": "tables",
    "c links": "{n} with their source; each number leads to its evidence",
    # at the end
    "again": "Where the log is, this command writes the same report again, letter by letter, with workbench {version}:",
    "quote": "quote",
    "quotes": "quotes",
    # the items of the checklists
    "coreq 1": "Interviewer",
    "coreq 2": "Credentials",
    "coreq 3": "Occupation",
    "coreq 4": "Gender",
    "coreq 5": "Experience and training",
    "coreq 6": "Relationship before the study",
    "coreq 7": "What participants knew of the interviewer",
    "coreq 8": "Interviewer's assumptions",
    "coreq 9": "Methodological orientation",
    "coreq 10": "Sampling",
    "coreq 11": "How participants were approached",
    "coreq 12": "Sample size",
    "coreq 13": "Non-participation",
    "coreq 14": "Setting",
    "coreq 15": "Others present",
    "coreq 16": "Description of the sample",
    "coreq 17": "Interview guide",
    "coreq 18": "Repeat interviews",
    "coreq 19": "Audio or video recording",
    "coreq 20": "Field notes",
    "coreq 21": "Duration",
    "coreq 22": "Data saturation",
    "coreq 23": "Transcripts returned",
    "coreq 24": "Number of coders",
    "coreq 25": "Coding tree",
    "coreq 26": "How themes were derived",
    "coreq 27": "Software",
    "coreq 28": "Participant checking",
    "coreq 29": "Quotations",
    "coreq 30": "Data and findings consistent",
    "coreq 31": "Major themes",
    "coreq 32": "Minor themes and diverse cases",
    "srqr 1": "Title",
    "srqr 2": "Abstract",
    "srqr 3": "Problem formulation",
    "srqr 4": "Purpose or research question",
    "srqr 5": "Qualitative approach and paradigm",
    "srqr 6": "Researchers' characteristics and reflexivity",
    "srqr 7": "Context",
    "srqr 8": "Sampling strategy",
    "srqr 9": "Ethics",
    "srqr 10": "Data collection methods",
    "srqr 11": "Instruments and technologies",
    "srqr 12": "Units of study",
    "srqr 13": "Data processing",
    "srqr 14": "Data analysis",
    "srqr 15": "Trustworthiness",
    "srqr 16": "Synthesis and interpretation",
    "srqr 17": "Links to empirical data",
    "srqr 18": "Integration with prior work",
    "srqr 19": "Limitations",
    "srqr 20": "Conflicts of interest",
    "srqr 21": "Funding",
}
