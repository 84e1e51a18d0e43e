"""Every tile, figure and chart leads to rows that give its figure, by a click and by keyboard."""

import re
from collections.abc import Callable
from decimal import Decimal
from statistics import median
from urllib.parse import parse_qs, urlsplit

import pytest
from agreement import agree, amount
from playwright.sync_api import TimeoutError as NotOpened
from sheet import Sheet

from metrics.ledger import MOST
from views import PAGES

pytestmark = [pytest.mark.heavy, pytest.mark.browser]
Open = Callable[[str, str], Sheet]
BARE = ["search", "setup", "pack"]  # pages that have no figure of their own
# The least number of figures in sentences, tables and sheets, with everything opened.
FIGURES = {
    "": 5, "runway": 19, "burn": 14, "launches": 7, "people": 2, "actions": 3, "issues": 7,
    "docs": 3, "sources": 1, "award?of=grant": 4,
}  # fmt: skip
TILE = ".st-key-tiles .qd-tile"
VALUE = '.st-key-tiles [data-testid="stMetricValue"]'
FIGURE = 'h1 a[href^="rows?"], a.qd-rows'  # inside a sentence, a table or a sheet
MORE = ".st-key-more summary"
IS_ROWS = "is_rows => document.title.startsWith('Rows ') === is_rows"
TRIES = 8  # points of a chart that are clicked before it counts as one without rows

# Charts whose marks open rows, by key, with the places of some of their points, middle ones first.
POINTS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const layout = plot._fullLayout;
    if (!(layout.clickmode || '').includes('select')) return [];
    const names = [...plot.closest('[class*="st-key-"]').classList];
    const key = names.find(each => each.startsWith('st-key-'));
    const axis = name => layout[name.replace(/^[xy]/, '$&axis')];
    const points = plot.calcdata.flatMap(trace => {
        const whole = trace[0].trace, isBar = whole.type === 'bar';
        const hasMarks = isBar || (whole.mode || '').includes('markers');  // a line has no marks
        if (whole.hoverinfo === 'skip' || !hasMarks) return [];
        const x = axis(whole.xaxis), y = axis(whole.yaxis), isFlat = whole.orientation === 'h';
        return trace.filter(each => !isBar || each.s).map(each => {
            const middle = isBar && each.b + each.s / 2;
            const own = isBar && (each.p0 + each.p1) / 2;  // of bars next to each other
            const across = !isBar ? each.x : isFlat ? middle : own;
            const up = !isBar ? each.y : isFlat ? own : middle;
            return {left: x.c2p(across) + x._offset, top: y.c2p(up) + y._offset,
                    value: isBar ? Math.abs(each.s) : null};
        });
    });
    const order = points.map((point, n) => [Math.abs(n - points.length / 2), point]);
    const middle = order.sort((a, b) => a[0] - b[0]).map(pair => pair[1]);
    const found = middle.filter(point => isFinite(point.left + point.top));
    return found.length ? [{key, points: found}] : [];  // lines alone: by the links of the table
})"""
# Every tile and figure with what it shows and the address of its rows, empty where it has none.
SHOWN = """figure => {
    const figures = [...document.querySelectorAll(figure)].map(each =>
        ({text: each.innerText.replace(/\\.$/, ''), href: each.href, isTile: false}));
    const values = [...document.querySelectorAll('.st-key-tiles [data-testid="stColumn"]')];
    const tiles = values.map(each => ({
        text: each.querySelector('[data-testid="stMetricValue"]').innerText,
        href: each.querySelector('.qd-tile')?.href || '', isTile: true,
    }));
    return [...figures, ...tiles.filter(each => each.href || /\\d/.test(each.text))];
}"""
# Of the table of every chart the first link to the rows of a mark.
FIRST_LINKS = """() => {
    const keys = [...document.querySelectorAll('.js-plotly-plot')].map(plot =>
        [...plot.closest('[class*="st-key-"]').classList].find(n => n.startsWith('st-key-')));
    return Object.fromEntries(keys.map(key => {
        const link = document.querySelector(`.${key}-opens [data-testid="stPageLink-NavLink"]`);
        return [key, link ? link.href : ''];
    }));
}"""
TABLE = """() => {
    const table = document.querySelector('.qd-table');
    const cells = row => [...row.children].map(cell => cell.innerText.trim());
    return table ? [...table.querySelectorAll('tr')].map(cells) : [];
}"""


def computed(rule: str) -> tuple[Decimal, Decimal, Decimal]:
    """Of "3.00 = 1.50 usage + 1.50 tax": its left side, its right side, its first term."""
    left, _, right = rule.partition(" = ")
    terms = re.findall(r"(?:^| )([+−×÷])? ?(-?[\d,]+(?:\.\d+)?)(?= )", right)
    result = Decimal(0)
    for sign, text in terms:
        value = Decimal(text.replace(",", ""))
        match sign:
            case "−":
                result -= value
            case "×":
                result *= value
            case "÷":
                result /= value
            case _:
                result += value
    return amount(left), result, amount(right)


class Rows:
    """The page of a figure's rows, as a person reads it."""

    def __init__(self, sheet: Sheet) -> None:
        self.said = sheet.page.locator("h1").inner_text()
        self.rule = sheet.page.locator(".qd-basis").first.inner_text()
        self.names, *rows = sheet.page.evaluate(TABLE) or [[]]
        self.total = rows.pop() if rows and rows[-1][0].startswith("Total") else []
        self.rows: list[list[str]] = rows

    def column(self, *names: str) -> list[str]:
        """The cells of the first of these columns that there is."""
        place = next(self.names.index(name) for name in names if name in self.names)
        return [row[place] for row in self.rows]

    def lead_to_the_figure(self) -> None:
        """The rows give the figure, by its kind."""
        said, figure = self.said, self.said.split(" is ")[0]
        if "is the sum of" in said or "is the mean of" in said:
            place = max(n for n, cell in enumerate(self.total) if cell and n)
            total = amount(self.total[place])
            if len(self.rows) < MOST:  # else they are the first of more
                assert sum(amount(row[place]) for row in self.rows if row[place]) == total
            if "sum of" in said:
                assert self.total[0] == "Total, equal to the figure"
                assert abs(total - amount(figure)) <= Decimal("0.5")
            else:
                left, right, first = computed(self.rule)
                assert abs(left - right) <= Decimal("0.01") * max(1, abs(left) / 1000)
                assert (abs(first - total) <= Decimal("0.01")) or "credits" in self.rule
        elif "both sides" in said:
            assert len(self.rows) == int(amount(said.split(" of ")[1]))
            assert sum(map(bool, self.column("Counts"))) == amount(said)
        elif "is the middle of" in said:
            values = [amount(each) for each in self.column("Hours", "Days", "Minutes", "People")]
            assert values == sorted(values)
            assert len(values) == int(amount(said.partition("middle of")[2]))
            assert abs(Decimal(median(values)) - amount(said)) <= Decimal("0.1")
            assert any(self.column("Middle"))
        elif "rests on" in said:
            assert len(self.rows) == int(amount(said.partition("rests on")[2]))
            assert re.search(r"\d{1,2} [A-Z][a-z]+ \d{4}", " ".join(map(" ".join, self.rows)))
        elif " of " in said:
            left, right, _ = computed(self.rule)
            assert abs(left - right * (100 if "%" in self.rule else 1)) <= Decimal("1")
            assert self.rows
        else:
            assert len(self.rows) == int(amount(said)), said


def rows_of(sheet: Sheet) -> Rows:
    """The rows that were just opened; they hold."""
    sheet.page.wait_for_url("**/rows?**", timeout=20_000)
    sheet.page.wait_for_function(IS_ROWS, arg=True, timeout=60_000)
    sheet.page.wait_for_selector(".qd-table, .qd-note", timeout=60_000)
    sheet.wait()
    found = Rows(sheet)
    assert "do not lead to the figure" not in sheet.page.inner_text("body")
    assert "opens no rows" not in found.said
    try:
        found.lead_to_the_figure()
    except AssertionError as error:
        raise AssertionError(f"{sheet.page.url}: {found.said} [{found.rule}] {error}") from None
    return found


def back(sheet: Sheet, address: str) -> None:
    """One press of Back leads to the page that was left, with its filters."""
    sheet.page.go_back()
    sheet.page.wait_for_function(IS_ROWS, arg=False, timeout=60_000)
    drawn = f"{TILE}, .js-plotly-plot, .qd-sheet, .qd-table"
    sheet.page.wait_for_selector(drawn, state="attached", timeout=60_000)
    sheet.wait()
    assert sheet.page.url == address


@pytest.mark.parametrize("path", FIGURES)
def test_every_figure_of_a_page_opens_rows_that_give_it(
    sample: str, open_sheet: Open, path: str
) -> None:
    """All folds are open: what is behind More, the table of every chart."""
    sheet = open_sheet(f"{sample}/{path}", "light")
    _click_the_first(sheet)
    _open_folds(sheet)
    shown = sheet.page.evaluate(SHOWN, FIGURE)
    assert sum(not each["isTile"] for each in shown) >= FIGURES[path]
    assert [each["text"] for each in shown if not each["href"]] == []
    charts = sheet.page.evaluate(FIRST_LINKS)
    assert [key for key, href in charts.items() if not href] == []
    held = dict[str, str]()
    for href in [*(each["href"] for each in shown), *charts.values()]:
        if href not in held:
            sheet.page.goto(href)
            held[href] = rows_of(sheet).said
    for each in shown:
        agree(each["text"], held[each["href"]])
    assert sheet.complaints == []


@pytest.mark.parametrize("path", BARE)
def test_a_page_without_figures_has_no_tile_and_no_chart(
    sample: str, open_sheet: Open, path: str
) -> None:
    sheet = open_sheet(f"{sample}/{path}", "light")
    assert sheet.count(f"{VALUE}, {FIGURE}, .js-plotly-plot") == 0


@pytest.mark.parametrize("path", [path for path in FIGURES if path and "?" not in path])
def test_a_mark_of_every_chart_opens_its_rows(sample: str, open_sheet: Open, path: str) -> None:
    sheet = open_sheet(f"{sample}/{path}", "light")
    address = sheet.page.url
    _open_more(sheet, path)
    for chart in sheet.page.evaluate(POINTS):
        _open_more(sheet, path)
        plot = sheet.page.locator(f".{chart['key']} .js-plotly-plot")
        for point in chart["points"][:TRIES]:
            plot.scroll_into_view_if_needed()
            plot.click(position={"x": point["left"], "y": point["top"]}, force=True)
            try:
                sheet.page.wait_for_url("**/rows?**", timeout=8_000)
            except NotOpened:
                continue
            found = rows_of(sheet)
            is_length = (point["value"] or 0) > 1e9  # of a bar of days, in milliseconds
            if point["value"] and not is_length and "rests on" not in found.said:
                assert abs(abs(amount(found.said)) - Decimal(point["value"])) < 1, found.said
            back(sheet, address)
            break
        else:
            pytest.fail(f"{path}: no mark of {chart['key']} opens its rows")
    assert sheet.complaints == []


@pytest.mark.parametrize(
    "address", ["burn?project=hub", "actions?months=24", "people?months=12", "issues?months=6"]
)
def test_the_rows_of_a_filtered_page_are_those_of_its_filter(
    sample: str, open_sheet: Open, address: str
) -> None:
    sheet = open_sheet(f"{sample}/{address}", "light")
    link = sheet.page.locator(TILE).first
    wanted = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    link.click()
    rows_of(sheet)
    opened = parse_qs(urlsplit(sheet.page.url).query)
    assert {name: opened.get(name) for name in wanted} == wanted
    back(sheet, f"{sample}/{address}")


@pytest.mark.parametrize("path", ["burn", "issues"])
def test_rows_are_opened_and_left_by_keyboard_alone(
    sample: str, open_sheet: Open, path: str
) -> None:
    sheet = open_sheet(f"{sample}/{path}", "light")
    title = next(view.title for view in PAGES if view.path == path)
    for wanted in (["Rows of"], ["Show as table, explain", r"[A-Z][a-z]{2} "]):
        for words in wanted:
            _tab_to(sheet, words)
            sheet.page.keyboard.press("Enter")
            if words.startswith("Show"):
                sheet.page.wait_for_selector('[class*="-opens"]:not([class*="key-opens"]) a')
                sheet.wait()
        rows_of(sheet)
        _tab_to(sheet, f"‹ {title}")
        sheet.page.keyboard.press("Enter")
        sheet.page.wait_for_url(f"**/{path}")
        sheet.wait()
    assert sheet.complaints == []


def _open_more(sheet: Sheet, path: str) -> None:
    """Open what is behind More, where it is closed."""
    fold = sheet.page.locator(MORE).first
    if fold.count() and not fold.evaluate("e => e.parentElement.open"):
        before = sheet.count(".qd-table, .js-plotly-plot")
        fold.click()
        shown = "n => document.querySelectorAll('.qd-table, .js-plotly-plot').length > n"
        sheet.page.wait_for_function(shown, arg=before)
        sheet.wait()


def _click_the_first(sheet: Sheet) -> None:
    """A real click on the first tile or figure of a page, and back."""
    address = sheet.page.url
    tiles = sheet.count(TILE)
    link = sheet.page.locator(TILE if tiles else FIGURE).first
    value = sheet.page.locator(VALUE).first.inner_text() if tiles else link.inner_text()
    link.click()
    agree(value.rstrip("."), rows_of(sheet).said)
    back(sheet, address)


def _open_folds(sheet: Sheet) -> None:
    """Open everything that is folded, and what is folded in it."""
    closed = sheet.page.locator('.stMain [data-testid="stExpander"] > details:not([open])')
    while closed.count():
        fold = closed.first.element_handle()
        fold.query_selector("summary").click()
        sheet.page.wait_for_function(OPENED, arg=fold)
        sheet.wait()


OPENED = """fold => fold.open && fold.querySelector('[data-testid="stElementContainer"]')"""
FOCUSED = "() => (document.activeElement?.innerText || '').trim()"


def _tab_to(sheet: Sheet, words: str) -> None:
    """Press Tab until something with these words has the focus."""
    for _ in range(200):
        sheet.page.keyboard.press("Tab")
        if re.match(words, sheet.page.evaluate(FOCUSED)):
            return
    pytest.fail(f"Tab never reaches {words!r} on {sheet.page.url}")
