"""Where links of the static site lead: to its own files, elsewhere, or nowhere."""

import re
from datetime import date

import pytest

from share.site import links
from wording.markup import Markup, html

PAGES = {"burn": "burn.html", "": "index.html"}
BURN = {"of": "spending.burn", "months": "12"}


def followed(written: str, up: str = "") -> str:
    """HTML as the site has it; rows of Burn have a file, other rows have none."""

    def rows(opens: links.Address) -> str:
        return f"rows/{'-'.join(opens['of'])}.html" if "spending.burn" in opens["of"] else ""

    return str(links.followed(Markup(written), PAGES, rows, up=up))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<a href="burn">B</a>', '<a href="burn.html">B</a>'),
        ('<a class="x" href="burn?months=6" id="i">B <b>b</b></a>',
         '<a class="x" href="burn.html" id="i">B <b>b</b></a>'),
        ('<a href="">home</a>', '<a href="index.html">home</a>'),
        ('<a href="rows/x.html">x</a>', '<a href="rows/x.html">x</a>'),
        ('<a class="qd-rows" href="rows?of=spending.burn&amp;of_months=12">10</a>',
         '<a class="qd-rows" href="rows/spending.burn.html">10</a>'),
        ('<a class="qd-rows" href="rows?of=docs.versions">10</a>',
         '<span class="qd-rows">10</span>'),
        ('<a href="setup" class="y">S</a>', '<span class="y">S</span>'),
        ('<a href="setup">S</a> and <a href="burn">B</a>',
         '<span class="">S</span> and <a href="burn.html">B</a>'),
        ('<a href="https://e.org/?a=1&amp;b=2">e</a>',
         '<a rel="noreferrer" href="https://e.org/?a=1&amp;b=2">e</a>'),
        ('<a href="http://e.org">e</a>', '<a rel="noreferrer" href="http://e.org">e</a>'),
        ('<a href="mailto:a@b.org">a</a>', '<a rel="noreferrer" href="mailto:a@b.org">a</a>'),
        ('<a href="ftp://e.org">e</a>', '<span class="">e</span>'),
    ],
)  # fmt: skip
def test_a_link_leads_to_a_file_of_the_site_or_elsewhere_or_is_words(
    written: str, shown: str
) -> None:
    assert followed(written) == shown
    inside = shown.replace('href="', 'href="../')
    elsewhere = "noreferrer" in shown or written.startswith('<a href="https')
    assert followed(written, "../") == (shown if elsewhere else inside)


def test_rows_are_asked_for_by_the_arguments_of_the_app_and_empty_ones_stay() -> None:
    asked = []

    def rows(opens: links.Address) -> str:
        asked.append(dict(opens))
        return ""

    written = html('<a href="{}">x</a>', "rows?of=a.b&of_months=12&of_project=&rows=2&x=1&x=2")
    links.followed(written, {}, rows)
    assert asked == [{"of": ["a.b"], "months": ["12"], "project": [""], "x": ["1", "2"]}]


def test_a_figure_has_one_file_in_every_build_however_its_arguments_stand() -> None:
    found = links.ledgers(date(2026, 9, 17))
    assert found == links.Ledgers(date(2025, 9, 1), {})
    file = found.file(BURN)
    assert re.fullmatch(r"rows/spending-burn-[0-9a-f]{8}\.html", file)
    assert file == found.file({"months": ("12",), "of": ["spending.burn"]}) == found.known(BURN)
    assert found.files == {file: {"of": ("spending.burn",), "months": ("12",)}}
    other = {**BURN, "months": "6"}
    assert (found.known(other), found.file(other) != file) == ("", True)
    assert list(found.files) == [file, found.file(other)]


@pytest.mark.parametrize(
    ("arguments", "has_file"),
    [
        ({"month": "2025-09"}, True), ({"month": "2025-08"}, False),
        ({"month": "2025-09-01"}, True), ({"month": "2025-08-31"}, False),
        ({"day": "2026-09-01"}, False), ({"week": "2026-09-01"}, False),
        ({"quarter": "2026-07-01"}, True), ({"quarter": "2025-07-01"}, False),
        ({"last": "2026-09"}, True), ({"last": "2020-01"}, False),
        ({"month": "2026-01", "last": "2020-01"}, False), ({}, True), ({"site": "2020-01"}, True),
    ],
)  # fmt: skip
def test_a_mark_of_the_last_twelve_months_and_of_no_single_day_has_a_file(
    arguments: dict[str, str], *, has_file: bool
) -> None:
    found = links.ledgers(date(2026, 9, 17))
    opens = {"of": "issues.month", **arguments}
    assert bool(found.of_mark(opens)) is has_file
    assert found.of_mark(opens) == found.known(opens)
