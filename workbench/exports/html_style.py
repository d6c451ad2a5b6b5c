"""The style sheet of the HTML export: by daylight, in the dark, on paper, and on a narrow screen."""

from workbench.exports.plots import as_svg
from workbench.exports.plots.colours import ROLES, STEPS

_MEASURE = "46rem"

_RULES = """
:root{color-scheme:light dark;%(light)s}
@media screen and (prefers-color-scheme:dark){:root{%(dark)s}}
*{box-sizing:border-box}
html{font:1rem/1.55 system-ui,"Segoe UI","Helvetica Neue",Arial,sans-serif;-webkit-text-size-adjust:100%%}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word}
.skip{position:absolute;left:-999rem;top:0;background:var(--paper);padding:.5rem 1rem;z-index:1}
.skip:focus{left:0}
nav,main{max-width:72rem;margin:0 auto;padding:0 1.25rem}
nav{padding-top:1rem}
nav ul{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
nav li{margin:0}
main{padding-bottom:4rem}
main:focus{outline:none}
h1,h2,h3,h4,h5,h6{line-height:1.25;margin:2.2em 0 .6em;text-wrap:balance}
h1{font-size:1.9rem;margin-top:1.2rem}h2{font-size:1.4rem}h3{font-size:1.15rem}h4,h5,h6{font-size:1rem}
:target{scroll-margin-top:1rem}
main :target{outline:2px solid var(--accent);outline-offset:.3em}
p,main>ul,main>blockquote,figcaption{max-width:%(measure)s}
p{margin:.7em 0}
li{margin:.25em 0}
a{color:var(--accent)}
a,strong,em{unicode-bidi:isolate}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.wide{overflow-x:auto;margin:1em 0}
table{border-collapse:collapse;margin:1em 0;font-variant-numeric:tabular-nums}
.wide table{margin:0}
caption{text-align:left;font-weight:600;padding:.3em 0}
th,td{border-bottom:1px solid var(--line);padding:.35em .9em .35em 0;text-align:left;vertical-align:top}
th,td{unicode-bidi:plaintext}
th+th,th+td,td+td,td+th{padding-left:.5em}
thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}
tbody th{font-weight:inherit}
.n{text-align:right}
figure{margin:1.4em 0}
figure svg{display:block;max-width:100%%;height:auto}
.broad svg{max-width:none}
figcaption{color:var(--soft);margin:.5em 0}
blockquote{margin:0;padding:.1em 0 .1em 1.1em;border-left:3px solid var(--accent)}
blockquote p{margin:.3em 0}
.said figcaption{padding-left:1.25em;margin:.2em 0}
summary{cursor:pointer;color:var(--accent)}
details table{font-size:.9rem}
%(shades)s
@media (max-width:40rem){
html{font-size:.94rem}
td,thead th{overflow-wrap:anywhere;hyphens:auto;padding-right:.4em}
td.n{overflow-wrap:normal}
}
@media print{
@page{size:A4;margin:20mm}
@page lying{size:A4 landscape;margin:20mm}
html{font-size:10.5pt}
nav,.skip,details{display:none}
nav,main{max-width:none;padding:0}
h1,h2,h3,h4,h5,h6,caption{break-after:avoid}
thead{display:table-header-group}
tr,blockquote,.said{break-inside:avoid}
figcaption{break-before:avoid}
.wide{overflow:visible;page:lying}
figure svg{max-height:225mm;break-inside:avoid}
.broad{page:auto}
.broad svg{max-width:100%%}
a{color:inherit}
.shade{print-color-adjust:exact;-webkit-print-color-adjust:exact}
p{orphans:3;widows:3}
}
"""
_NAMED = "ink", "soft", "line", "paper", "accent"


def style() -> str:
    """The style sheet. What is drawn in a page takes its colours from it too."""
    shades = "".join(
        f".shade{i}{{background:{ROLES[f'shade{i}'].light};color:{ROLES[f'on{i}'].light}}}" for i in _STEPS
    )
    dark = "".join(f".shade{i}{{background:{ROLES[f'shade{i}'].dark};color:{ROLES[f'on{i}'].dark}}}" for i in _STEPS)
    links = ".shade a{color:inherit}"
    return (
        _RULES
        % {
            "light": "".join(f"--{name}:{ROLES[name].light};" for name in _NAMED),
            "dark": "".join(f"--{name}:{ROLES[name].dark};" for name in _NAMED),
            "measure": _MEASURE,
            "shades": f"{shades}{links}\n@media screen and (prefers-color-scheme:dark){{{dark}}}\n{as_svg.style()}",
        }
    ).strip()


_STEPS = range(STEPS)
