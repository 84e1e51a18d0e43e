"""The Docs and Launches pages as drawn: grid, notes, filters and the basis of a figure."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from views.html import words_of
from warehouse.records import (
    CostDaily,
    DocsBuild,
    DocsProject,
    DocsVersion,
    SourceRun,
    UsageBasis,
    UsageDaily,
    UsageGap,
)

ASKED_AT = datetime(2018, 9, 20, 6, 10)


@pytest.fixture
def empty_config(tmp_path: Path) -> Path:
    file = tmp_path / "dashboard.toml"
    file.write_text("[project]\nname = 'Test'\nas_of = 2018-09-20\n")
    return file


def site(slug: str, **other: Any) -> DocsProject:
    base = DocsProject(
        slug, "Read the Docs", slug, "latest", None, f"https://{slug}.example/", "https://b/", True,
        ASKED_AT, "latest",
    )  # fmt: skip
    return replace(base, **other)


def built(slug: str, number: int, state: str, day: int, **other: Any) -> DocsBuild:
    base = DocsBuild(
        slug, str(number), "latest", False, state, None, None, datetime(2018, 9, day, 8), None, 60,
        None, f"https://docs.example/{number}",
    )  # fmt: skip
    return replace(base, **other)


def cells(page: Any) -> list[list[str]]:
    """The words of each row of the page's first table."""
    body = re.search(r"<tbody>(.*?)</tbody>", page.html, re.DOTALL)
    assert body
    rows = re.findall(r"<tr>(.*?)</tr>", body[1], re.DOTALL)
    split = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in split]


def test_the_grid_says_state_since_when_why_and_how_old_the_last_good_build_is(
    open_view: Callable[..., Any], build: Callable[..., Any], empty_config: Path
):
    build([
        site("hub"), built("hub", 1, "passed", 7),
        built("hub", 2, "failed", 8, reason="<b>no</b> theme", reason_class="dependency"),
        site("guide"), built("guide", 3, "passed", 19), built("guide", 4, "cancelled", 20),
        DocsVersion("guide", "latest", "branch", True, True, None),
        DocsVersion("guide", "stable", "tag", False, True, None),
        DocsVersion("guide", "v1", "tag", False, False, None),
        site("typo", known=False, name="typo", default_version=None, url=None),
        SourceRun("docs_builds", "hub", "ok", ASKED_AT, 2),
    ])  # fmt: skip

    page = open_view("docs_builds", empty_config, empty_config.parent / "data")

    assert page.mistakes == []
    assert page.answer == (
        "One of three documentation sites is failing: hub for 12 days. One could not be read."
    )
    assert cells(page) == [
        [
            "hub Dependency: &lt;b&gt;no&lt;/b&gt; theme",
            "✕ Failing 12 days since it first failed, 8 Sep", "–",
            "Dependency: &lt;b&gt;no&lt;/b&gt; theme log", "13 d ago 7 Sep 2018", "",
        ],
        ["typo unknown slug or private", "✕ Not read", "–", "unknown slug or private", "–", "–"],
        [
            "guide", "✓ Passing last build cancelled by hand", "○ Never built stable", "",
            "22 h ago 19 Sep 2018", "",
        ],
    ]  # fmt: skip
    assert 'aria-label="1 of the last 2 builds failed"' in page.html
    assert 'href="https://docs.example/2"' in page.html


def test_sixty_sites_behind_one_lost_network_are_one_note(
    open_view: Callable[..., Any], build: Callable[..., Any], empty_config: Path
):
    slugs = [f"site-{n:02d}" for n in range(60)]
    build([
        record
        for n, slug in enumerate(slugs)
        for record in (
            site(slug), built(slug, n, "passed", 10),
            SourceRun("docs_builds", slug, "stale", ASKED_AT, 1, 0, "no answer", "run again later"),
        )
    ])  # fmt: skip

    page = open_view("docs_builds", empty_config, empty_config.parent / "data")

    notes = re.findall(r'<div class="qd-note.*?</div>', page.html, re.DOTALL)
    assert len(notes) == 1
    assert "Docs builds site-00, site-01 and 58 more: no answer" in notes[0]
    assert len(cells(page)) == 40  # the others are drawn once they are opened


def test_the_launches_page_names_the_basis_both_sides_and_the_gaps(
    open_view: Callable[..., Any], build: Callable[..., Any], empty_config: Path
):
    days = [date(2018, 8, day) for day in range(1, 32)]
    cost = CostDaily(
        days[0], "cloud", "cloud", None, None, None, None, "Usage", "USD", Decimal(2), None, None,
        1, "bill.csv",
    )  # fmt: skip
    build([
        UsageBasis("sessions", "session", [], [], "bills", "UTC", "sessions over the cloud bill"),
        *[UsageDaily("sessions", day, None, Decimal(40), "s.csv", 2) for day in days],
        *[replace(cost, day=day) for day in days],
        UsageGap("sessions", date(2018, 7, 1), date(2018, 7, 9), "not counted yet"),
        SourceRun("usage", "sessions", "ok", ASKED_AT, 31),
    ])  # fmt: skip

    page = open_view("launches", empty_config, empty_config.parent / "data")

    assert page.mistakes == []
    assert page.answer == (
        "One session cost 0.05 USD in August 2018. The average since August 2018 is 0.05 USD."
    )
    assert (
        "1,240 sessions cost 62.00 USD before credits on the 31 days with a cost and a count, "
        "1 Aug – 31 Aug 2018. Basis: sessions over the cloud bill." in words_of(page.html)
    )
    assert "1 Jul 2018 to 9 Jul 2018: not counted yet." in page.html
    assert page.app.get("plotly_chart") == []  # one month is a sentence
    assert "0.05 USD for one session." in words_of(page.html)
    assert "1,240 sessions in August 2018." in words_of(page.html)


def test_failing_only_says_so_when_nothing_is(
    open_view: Callable[..., Any], build: Callable[..., Any], empty_config: Path
):
    build([
        site("hub"), built("hub", 1, "passed", 7),
        SourceRun("docs_builds", "hub", "ok", ASKED_AT, 1),
    ])  # fmt: skip
    page = open_view("docs_builds", empty_config, empty_config.parent / "data")

    page.app.button_group(key="show").set_value("Failing only").run()

    assert page.mistakes == []
    assert "No documentation site is failing." in page.html
    assert "<tbody>" not in page.html


def test_versions_no_longer_active_are_shown_when_asked_for(
    open_view: Callable[..., Any], build: Callable[..., Any], empty_config: Path
):
    build([
        site("hub"), built("hub", 1, "passed", 7),
        DocsVersion("hub", "latest", "branch", True, True, None),
        DocsVersion("hub", "v1", "tag", False, False, None),
        built("hub", 2, "failed", 8, version="v1"),
        SourceRun("docs_builds", "hub", "ok", ASKED_AT, 2),
    ])  # fmt: skip
    page = open_view("docs_builds", empty_config, empty_config.parent / "data")
    assert cells(page)[0][2] == "–"

    page.app.toggle(key="active").set_value(False).run()

    assert cells(page)[0][2] == "✕ Failing v1"
