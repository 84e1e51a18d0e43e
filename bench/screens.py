"""How long each page is and where its first chart is: sample, real input, forty funds, nothing.

One row a page and case: screens at 1440 × 900 and at 390 × 844, words above the fold, charts,
controls, and where the first chart, table or list begins. `python -m bench screens`;
QUARTERDECK_BENCH_CASES and QUARTERDECK_BENCH_PAGES name the cases and pages to look at.
"""

import os
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from bench import Figure, browser, real_input
from config import SAMPLE
from views import PAGES

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
AS_OF = date(2026, 9, 17)
KINDS = ("grant", "credits", "donation", "in_kind")
MEASURED = """() => {
    const root = document.querySelector('[data-testid="stMainBlockContainer"]');
    const top = root.getBoundingClientRect().top;
    const shown = e => e.checkVisibility() && e.getBoundingClientRect().height > 0;
    const all = where => [...root.querySelectorAll(where)].filter(shown);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let words = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        const skipped = node.parentElement.closest('style, script, svg');
        const isOpen = node.parentElement.checkVisibility();  // not in a closed fold
        if (isOpen && !skipped && box.height && box.width > 2 && box.top < innerHeight)
            words += node.textContent.split(/\\s+/).filter(w => /[\\p{L}\\p{N}]/u.test(w)).length;
    }
    const first = all('.stPlotlyChart, .qd-table, .qd-list, [data-testid="stDataFrame"]');
    const y = first.map(e => e.getBoundingClientRect().top);
    const controls = 'button, input, [role="combobox"], [role="slider"], summary';
    return {
        height: root.scrollHeight + top, words,
        charts: all('.stPlotlyChart').length, controls: all(controls).length,
        first: y.length ? Math.round(Math.min(...y)) : null,
    };
}"""


def figures() -> Iterator[Figure]:
    """A figure for each page of each case."""
    wanted = os.environ.get("QUARTERDECK_BENCH_CASES", "sample real forty nothing").split()
    pages = os.environ.get("QUARTERDECK_BENCH_PAGES", "").split()
    pages = pages or [view.path for view in PAGES]
    for case in wanted:
        with tempfile.TemporaryDirectory() as name:
            config = _config(case, Path(name))
            data = Path(name) / "data"
            browser.ingest(config, data)
            with browser.served(config, data) as address:
                for path in pages:
                    yield Figure(f"{case}: {path}", _measured(f"{address}/{path}"))


def _measured(address: str) -> str:
    with browser.chromium() as page:
        page.set_default_navigation_timeout(300_000)  # a busy machine
        browser.visit(page, address.replace("/home", "/"))
        wide = page.evaluate(MEASURED)
        page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
        browser.at_rest(page)
        phone = page.evaluate(MEASURED)
    tall = (wide["height"] / WIDE["height"], phone["height"] / PHONE["height"])
    first = "none" if wide["first"] is None else f"y {wide['first']}"
    return (
        f"{tall[0]:.1f} and {tall[1]:.1f} screens, {wide['words']} words, "
        f"{wide['charts']} charts, {wide['controls']} controls, {first}"
    )


def _config(case: str, folder: Path) -> Path:
    """The path of the dashboard.toml of a case."""
    match case:
        case "sample":
            return SAMPLE
        case "real":
            return real_input.lay_out(folder)
        case "forty":
            return forty_funds(folder)
    config = folder / "dashboard.toml"
    config.write_text(f"[project]\nname = 'New'\nas_of = {AS_OF}\n", encoding="utf-8")
    return config


def forty_funds(folder: Path) -> Path:
    """The sample's bills and people, paid from forty invented funds of every kind."""
    folder.mkdir(parents=True, exist_ok=True)
    bills = (SAMPLE.parent / "bills").as_posix()
    parts = [
        f"[project]\nname = 'Forty funds'\nas_of = {AS_OF}\n",
        f"[[billing]]\naccount = 'cloud'\npath = '{bills}/skyhook-*.csv'\ncategory = 'cloud'\n",
        "[funding]\nbalances = 'balances.csv'\nlead_months = {grant = 9, credits = 3}\n",
        "[[planned_costs]]\nname = 'People'\ncategory = 'people'\namount = 9000\n"
        "per = 'month'\nstarts_on = 2025-01-01\n",
    ]
    stated = ["fund,on_day,amount,confirmed,source"]
    for n in range(40):
        kind = KINDS[n % 4]
        ends = AS_OF + timedelta(days=40 + 13 * n)
        last = "" if kind == "donation" else f"ends_on = {ends}\n"
        parts.append(
            f"[[funds]]\nid = 'fund-{n:02}'\nname = 'Fund number {n}'\nkind = '{kind}'\n"
            f"awarded = {9000 + 500 * n}\nencumbered = {100 * (n % 3)}\n{last}"
            f"funder = 'Funder {n}'\n[funds.extension]\nmonths = 6\nnotice_days = 30\n"
            f"approved_by = 'Officer {n}'\nwork = 'Work {n}'\nsource = 'Letter {n}'\n"
        )
        day = AS_OF - timedelta(days=17 + n % 5)
        stated.append(f"fund-{n:02},{day},{5000 + 250 * n},yes,Statement")
    (folder / "balances.csv").write_text("\n".join(stated) + "\n", encoding="utf-8")
    config = folder / "dashboard.toml"
    config.write_text("".join(parts), encoding="utf-8")
    return config
