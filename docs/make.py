"""Make what the README shows from the program itself: the key table, and the picture of the coding screen."""

import asyncio
import os
import re
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
KEYS = re.compile(r"(<!-- keys: .*? -->\n).*?(<!-- /keys -->)", re.DOTALL)


def keys(readme: str) -> str:
    """``readme`` with the key table that the commands have now."""
    from workbench.tui.commands import key_table

    return KEYS.sub(lambda found: f"{found[1]}\n{key_table()}\n{found[2]}", readme)


async def picture(folder: Path) -> str:
    """The coding screen on the sample study, 120 columns wide, as SVG."""
    from workbench.study import demo
    from workbench.tui.app import WorkbenchApp

    demo(folder)
    app = WorkbenchApp(folder, "ann")
    async with app.run_test(size=(120, 34)) as pilot:
        await pilot.pause(1)
        first = app.study.synthesis.evidence("", app.study.codes.find("Relationsarbejde").id, "professional")
        place = next(quote for quote in first if quote.transcript == "K-03")
        app.open_transcript("K-03", place.start, place.end)
        await pilot.pause(1)
        return app.export_screenshot(title="workbench")


def main() -> None:
    """Write both."""
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"WORKBENCH_STATE": f"{place}/state", "COLORTERM": "truecolor", "TERM": "xterm-256color"}
        svg = asyncio.run(picture(Path(place) / "demo"))
    # The font that the drawing names would be fetched from elsewhere: every reader has a monospaced one.
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    (ROOT / "docs" / "coding.svg").write_text(svg, encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(keys(readme.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
