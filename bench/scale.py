"""A foundation's bills, issues, notes, launches and docs: its build, and its pages.

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
        for view in PAGES:
            if not wanted or view.path in wanted:
                place = "" if view is PAGES[0] else view.path
                yield _page(page, view.title, f"{small}/{place}", f"{large}/{place}")


def _page(page: Page, title: str, small: str, large: str) -> Figure:
    """Visits to both, in turn, so that other work on the machine slows both."""
    first = [browser.visit(page, address) for address in (small, large)]
    again: list[list[float]] = [[], []]
    for _ in range(VISITS):
        for times, address in zip(again, (small, large), strict=True):
            times.append(browser.visit(page, address))
    ours, theirs = median(again[1]), median(again[0])
    told = f"{ours:.2f} s, {ours / theirs:.2f} × the sample's {theirs:.2f} s"
    cold = f"first visit {first[1]:.1f} s, the sample's {first[0]:.1f} s"
    return Figure(f"{title}, warm", f"{told}; {cold}", "≤ 1.5 ×")
