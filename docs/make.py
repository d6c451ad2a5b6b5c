"""Make what the documents show from the program itself: the key table, and pictures of two screens."""

import asyncio
import os
import re
import tempfile
from pathlib import Path
from typing import Any

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


def main() -> None:
    """Write them."""
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"WORKBENCH_STATE": f"{place}/state", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
        made = asyncio.run(pictures(Path(place) / "demo"))
    for name, svg in made.items():
        (ROOT / "docs" / name).write_text(svg, encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(keys(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
