"""How the lists in ``faker/`` were made, once: ``python -m workbench.transcripts.gazetteers.copying``.

Reads the providers of an installed Faker (MIT, see faker/LICENSE) and writes one TOML file a language. Faker is not
needed to run the program, and nothing in the program calls this.
"""

import importlib
from importlib.metadata import version
from pathlib import Path

FOLDER = Path(__file__).parent / "faker"
LOCALES = {"da": "da_DK", "nb": "no_NO", "sv": "sv_SE", "de": "de_DE", "en": "en_GB"}
_KEYS = {
    "first": ("person", ("first_names", "first_names_male", "first_names_female")),
    "last": ("person", ("last_names",)),
    "towns": ("address", ("cities",)),
    "jobs": ("job", ("jobs",)),
}


def lists(locale: str) -> dict[str, list[str]]:
    """The lists of one locale, sorted, each word once."""
    found = {}
    for key, (kind, names) in _KEYS.items():
        try:
            provider = importlib.import_module(f"faker.providers.{kind}.{locale}").Provider
        except ImportError:  # not every locale has jobs
            continue
        words = {str(word).strip() for name in names for word in vars(provider).get(name, ())}
        if words - {"Ville"}:
            found[key] = sorted(words)
    return found


def main() -> None:
    """Write the files anew."""
    FOLDER.mkdir(exist_ok=True)
    for code, locale in LOCALES.items():
        lines = [
            f"# Lists of Faker {version('faker')}, locale {locale}: providers person, address and job.",
            "# Copyright (c) 2012 Daniele Faraglia, MIT: see LICENSE beside this file.",
            "# Copied by workbench/transcripts/gazetteers/copying.py; not edited by hand.",
        ]
        for key, words in lists(locale).items():
            lines.append(f'{key} = """')
            lines += words
            lines.append('"""')
        (FOLDER / f"{code}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
