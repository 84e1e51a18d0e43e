"""A foundation's bills, issues, notes, launches and docs: its build, its pages, its ledger.

QUARTERDECK_BENCH_SCRATCH (a temporary folder) chooses where it is written; what stands there is
used again. QUARTERDECK_BENCH_PAGES names some pages only ("burn issues").
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import duckdb
from playwright.sync_api import Page

import bench
from bench import Figure, browser, foundation, seconds
from config import SAMPLE
from views import PAGES
from warehouse.read import newest

VISITS = 5
ROWS = {  # pages of a figure's rows
    "Rows of a month of bills": "rows?of=spending.total&month=2026-08",
    "Rows of all bills": "rows?of=spending.total",
    "Rows of the burn": "rows?of=spending.burn",
    "Rows of the open issues": "rows?of=issues.open",
    "Rows of the people": "rows?of=meetings.people",
}


def figures() -> Iterator[Figure]:
    """The build after cached roll-ups, then each page: first visit, and the median of five more."""
    with tempfile.TemporaryDirectory() as temporary:
        scratch = Path(os.environ.get("QUARTERDECK_BENCH_SCRATCH", temporary))
        config, data = foundation.write(scratch / "foundation"), scratch / "foundation" / "data"
        took = seconds(lambda: browser.ingest(config, data))
        yield Figure("first build, what is new rolled up", f"{took:.0f} s")
        (data / "cache" / "cost_daily.parquet").unlink()  # as if one bill had changed
        what = f"build of {_size(newest(data))}, after cached roll-ups"
        yield Figure(what, _built(config, data), "≤ 90 s")
        yield Figure("the same, nothing changed", _built(config, data))
        yield Figure("most memory of a build", f"{bench.peak_megabytes():,.0f} MB")
        size = newest(data).stat().st_size / 2**20
        yield Figure("size of the build", f"{size:,.0f} MB")
        sample = Path(temporary) / "sample"
        browser.ingest(SAMPLE, sample)
        with browser.served(config, data) as large, browser.served(SAMPLE, sample) as small:
            yield from _pages(small, large)


def _built(config: Path, data: Path) -> str:
    before = bench.children_seconds()
    took = seconds(lambda: browser.ingest(config, data))
    return f"{took:.0f} s, {bench.children_seconds() - before:.0f} s of processor"


def _size(build: Path) -> str:
    """The rows that stand for the size of a build, as its tables count them."""
    with duckdb.connect(build, read_only=True) as db:
        counts = [
            f"{db.table(table).count('*').fetchall()[0][0]:,} {named}"
            for table, named in (("cost_daily", "rows of cost"), ("repo", "repositories"),
                                 ("issue", "issues"), ("meeting", "meetings"),
                                 ("launch_daily", "rows of launches"),
                                 ("docs_build", "docs builds"))
        ]  # fmt: skip
    return ", ".join(counts)


def _pages(small: str, large: str) -> Iterator[Figure]:
    wanted = os.environ.get("QUARTERDECK_BENCH_PAGES", "").split()
    with browser.chromium() as page:
        for address in (small, large):
            browser.visit(page, f"{address}/setup")
        places = {view.title: "" if view is PAGES[0] else view.path for view in PAGES} | ROWS
        for title, place in places.items():
            if not wanted or place.partition("?")[0] in wanted:
                yield _page(page, title, f"{small}/{place}", f"{large}/{place}")


def _page(page: Page, title: str, small: str, large: str) -> Figure:
    """Visits to both, in turn, so that other work on the machine slows both.

    The processor's time is that of server and browser; other work hardly inflates it.
    """
    first = [browser.visit(page, address) for address in (small, large)]
    again: list[list[float]] = [[], []]
    work: list[list[float]] = [[], []]
    for _ in range(VISITS):
        for times, worked, address in zip(again, work, (small, large), strict=True):
            began = browser.worked()
            times.append(browser.visit(page, address))
            worked.append(browser.worked() - began)
    told = f"{_ratio(again)}; processor {_ratio(work)}"
    cold = f"first visit {first[1]:.1f} s, the sample's {first[0]:.1f} s"
    return Figure(f"{title}, warm", f"{told}; {cold}", "≤ 1.3 ×")


def _ratio(times: list[list[float]]) -> str:
    theirs, ours = map(median, times)
    return f"{ours:.2f} s, {ours / theirs:.2f} × the sample's {theirs:.2f} s"
