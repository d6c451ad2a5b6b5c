"""What leaves as a page, looked at as a reader's own programs do: a browser, a screen reader's rules, paper, Word."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.exports.conftest import small_matrix
from tests.exports.showcase import heat, showcase
from workbench.exports import FORMATS, Document, render
from workbench.exports.document import Figure, Quotation, Records, Section, plain

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
LOOK = """
const { chromium } = require('playwright-core');
const axe = require('fs').readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
(async () => {
  const [browser, address, paper] = process.argv.slice(1);
  const running = await chromium.launch({ executablePath: browser, args: ['--no-sandbox', '--disable-gpu'] });
  const found = { requests: [], said: [], broken: [], beyond: [] };
  for (const colorScheme of ['light', 'dark']) for (const width of [1200, 360]) {
    // The page lets nothing run, so what looks at it is let in past its policy.
    const context = await running.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
    const page = await context.newPage();
    page.on('request', one => found.requests.push(one.url()));
    page.on('console', one => found.said.push(one.text()));
    await page.goto(address);
    await page.addScriptTag({ content: axe });
    await page.evaluate(() => document.querySelectorAll('details').forEach(one => { one.open = true; }));
    const seen = await page.evaluate(() => window.axe.run());
    found.broken.push(...seen.violations.map(one => `${colorScheme} ${width}: ${one.id}: ${one.nodes[0].html}`));
    found.beyond.push(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth));
    if (width === 1200 && colorScheme === 'dark')
      await page.pdf({ path: paper, preferCSSPageSize: true, printBackground: true });
    await context.close();
  }
  await running.close();
  console.log(JSON.stringify(found));
})();
"""


def test_every_format_has_what_a_quotation_and_a_figure_say() -> None:
    blocks = Quotation(plain("Vi ringer"), plain("En frivillig")), heat()
    document = Document("da", (Section("Temaer", 1, blocks),), Records((), ()), {})
    written = {name: render(document, name) for name in FORMATS}
    assert "> Vi ringer\n>\n> — En frivillig" in str(written["md"])
    for text in (str(written["md"]), str(written["html"])):
        assert "Relationer" in text
        assert "1 tema uden belæg er udeladt" in text
    assert "```text\ntema " in str(written["md"])
    assert "████ 1/1" in str(written["md"])


def test_no_name_ends_the_drawing_in_markdown() -> None:
    names = ("```", "~~~", "<b>", "x", "x", "x", "x", "x")
    figure = small(names)
    written = str(render(Document("da", (Section("x", 1, (figure,)),), Records((), ()), {}), "md"))
    fence = next(line for line in written.split("\n") if line.endswith("text"))
    assert fence == "````text"
    assert written.count("\n````\n") == 1


def small(names: tuple[str, ...]) -> Figure:
    from workbench.exports import plots

    return plots.heat(small_matrix(names), "da")


@pytest.fixture
def look(tmp_path: Path):
    """What a browser and the rules of accessibility say of a page; skips where they are not installed."""
    node, browser = shutil.which("node"), next(filter(None, map(shutil.which, BROWSERS)), None)
    if not node or not browser:
        pytest.skip("no browser here")
    known = subprocess.run(
        [node, "-e", "require.resolve('axe-core'); require.resolve('playwright-core')"], capture_output=True, timeout=60
    )
    if known.returncode:
        pytest.skip("no axe-core and playwright-core here: NODE_PATH says where they are")

    def looked(content: str) -> dict[str, list[str | int]]:
        page = tmp_path / "page.html"
        page.write_text(content, encoding="utf-8")
        command = [node, "-e", LOOK, browser, page.as_uri(), str(tmp_path / "page.pdf")]
        env = os.environ | {"HOME": str(tmp_path)}
        return json.loads(subprocess.run(command, check=True, capture_output=True, timeout=180, env=env).stdout)

    return looked


@pytest.mark.nightly
def test_a_browser_finds_nothing_wrong_by_day_in_the_dark_and_on_a_narrow_screen(look, tmp_path: Path) -> None:
    found = look(str(render(showcase("<script>x</script> Forventningsafstemning", wide=True), "html")))
    assert found["broken"] == []
    assert found["said"] == []
    assert {str(one).rpartition("/")[2] for one in found["requests"]} == {"page.html"}
    assert found["beyond"] == [0, 0, 0, 0]
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.nightly
def test_libreoffice_draws_a_word_file_with_pictures(tmp_path: Path) -> None:
    if not (office := shutil.which("soffice")):
        pytest.skip("no LibreOffice here")
    content = render(showcase("Tillid", wide=True), "docx")
    assert isinstance(content, bytes)
    (tmp_path / "m.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "m.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    from pypdf import PdfReader

    pages = PdfReader(tmp_path / "m.pdf").pages
    assert "Uden navn" in "".join(page.extract_text() for page in pages)
    assert pages[0].mediabox.width > pages[0].mediabox.height  # a wide table turns the pages
