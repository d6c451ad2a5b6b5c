"""Make what the documents show from the program itself: the key table, pictures of two screens, the sample's tables."""

import asyncio
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.study import Study

ROOT = Path(__file__).parents[1]
KEYS = re.compile(r"(<!-- keys: .*? -->\n).*?(<!-- /keys -->)", re.DOTALL)


def keys(readme: str) -> str:
    """``readme`` with the key table that the commands have now."""
    from workbench.tui.commands import key_table

    return KEYS.sub(lambda found: f"{found[1]}\n{key_table()}\n{found[2]}", readme)


async def pictures(folder: Path) -> dict[str, str]:
    """The coding screen and the agreement on the sample study, 120 columns wide, as SVG by the file's name."""
    from workbench.study import demo
    from workbench.tui.app import WorkbenchApp

    demo(folder)
    app = WorkbenchApp(folder, "ann")
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.pause(1)
        app.open_agreement()
        await pilot.pause(1)
        code = app.study.codes.find("Relationsarbejde").id
        screen: Any = app.screen
        screen.query_one("#codes").move([row.code for row in screen._rows].index(code))
        await pilot.pause(1)
        agreement = app.export_screenshot(title="workbench")
        first = app.study.synthesis.evidence("", app.study.codes.find("Relationsarbejde").id, "professional")
        place = next(quote for quote in first if quote.transcript == "K-03")
        app.open_transcript("K-03", place.start, place.end)
        await pilot.pause(1)
        coding = app.export_screenshot(title="workbench")
    # The font that a drawing names would be fetched from elsewhere: every reader has a monospaced one.
    return {
        name: re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
        for name, svg in (("coding.svg", coding), ("agreement.svg", agreement))
    }


def tables(study: "Study") -> dict[str, str]:
    """Every table of the sample as Markdown, by its name: the first with all excerpts, the others with two quotes each.

    Without the place in the log and the day, which every copy of the sample has its own of.
    """
    from workbench.exports import render

    made = {}
    for number, name in enumerate(study.synthesis.names()):
        basis = study.synthesis.provenance(study.synthesis.rule(name).layer)._replace(log="", date="")
        asked: dict[str, Any] = {"quotes": 2} if number else {"excerpts": True}
        made[name] = str(render(study.synthesis.tables.document(name, provenance=basis, **asked), "md"))
    return made


def write_tables(folder: Path) -> None:
    """Write the tables of the sample that lies in ``folder`` among the documents."""
    from workbench.study import Study

    study = Study.open(folder, "ann")
    try:
        made = tables(study)
    finally:
        study.close()
    (ROOT / "docs" / "tables").mkdir(exist_ok=True)
    for name, written in made.items():
        (ROOT / "docs" / "tables" / f"{name}.md").write_text(written, encoding="utf-8", newline="\n")


def main() -> None:
    """Write them."""
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"WORKBENCH_STATE": f"{place}/state", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
        made = asyncio.run(pictures(Path(place) / "demo"))
        write_tables(Path(place) / "demo")
    for name, svg in made.items():
        (ROOT / "docs" / name).write_text(svg, encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(keys(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
