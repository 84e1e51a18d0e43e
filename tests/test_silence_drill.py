"""The silence drill: whatever stops arriving is reported everywhere, the same day, once."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pytest
from bill_records import days
from builds import INFO
from runway_records import balance, fund

from config import SAMPLE, House, load
from metrics import once
from metrics.briefing.alerts import Alert
from metrics.briefing.briefing import briefing
from metrics.briefing.meeting_pairs import pairs
from metrics.data_quality import arrivals, ledger, sources
from metrics.data_quality.standing import Scope, standing
from share import digest
from tests.metrics.test_attendance import meeting
from tests.metrics.test_other_readings import QUESTION
from views.html import words_of
from warehouse.read import connect, newest
from warehouse.records import (
    BuildInfo,
    DocsBuild,
    DocsProject,
    DocsVersion,
    IncomeDaily,
    Issue,
    LaunchDaily,
    Repo,
    SourceRun,
)
from wording import briefing as briefing_wording
from wording import briefing_alerts, shell
from wording import sources as sources_wording
from wording.page import Fold, Tile

pytestmark = pytest.mark.slow

ON = date(2026, 9, 17)  # the day of looking
GONE = 97  # days
UNITS = {
    "notes": "team", "billing": "gcp", "github": "o/hub", "docs_builds": "guide",
    "launches": "archive",
}  # fmt: skip
Build = Callable[[list[Any]], duckdb.DuckDBPyConnection]


def at(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time())


def info(day: date = ON) -> BuildInfo:
    return replace(INFO, built_at=at(day) + timedelta(hours=6), as_of=day)


def source(name: str, to: date, status: str = "ok") -> list[Any]:
    """A year of data of one source, up to a day, as records of a build."""
    first = to - timedelta(days=364)
    why = {} if status == "ok" else {"message": "no answer", "remedy": "run again later"}
    run = SourceRun(name, UNITS[name], status, at(to), 9, **why)
    match name:
        case "notes":
            weeks = range(0, 364, 14)
            data = [meeting((to - timedelta(days=n)).isoformat()) for n in weeks]
        case "billing":
            data = days(first, 365, "100")
        case "github":
            data = [
                Repo(1, "o/hub", False, False, 1, at(to), None, True, [], None),
                Issue(
                    1, 1, False, "a", "ada", False, "open", None, [], 0, at(first), at(first),
                    None, None, None, True, None, None,
                ),
            ]  # fmt: skip
        case "docs_builds":
            data = [
                DocsProject("guide", "Read the Docs", "Guide", "latest", None, None, None, True,
                            at(to)),
                DocsVersion("guide", "latest", "branch", True, True, None),
                DocsBuild("guide", "1", "latest", False, "passed", None, None, at(to), at(to), 60,
                          None, None),
            ]  # fmt: skip
        case _:
            data = [
                LaunchDaily(first + timedelta(days=n), first, None, "GitHub", 5, "archive")
                for n in range(365)
            ]
    return [run, *data]


def records(*changed: str, to: date = ON, status: str = "ok", built: date = ON) -> list[Any]:
    """A whole build: the sources named reach to a day, the others to that of the build."""
    found = [info(built)]
    for name in UNITS:
        lag = to if name in changed else built
        found += source(name, lag, status if name in changed else "ok")
    return found


@lru_cache(maxsize=2)
def answers(db: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], Any]:
    """What was asked of a build before: as in the app, nothing is computed twice."""
    return {}


def reported(db: duckdb.DuckDBPyConnection, on: date = ON) -> list[Alert]:
    """What Briefing lists about sources."""
    with once.within(answers(db)):
        found = briefing(db, pair=pairs(db, as_of=on)[0], as_of=on, on=on).alerts
    return [alert for alert in found if alert.kind.startswith("source")]


def strip(db: duckdb.DuckDBPyConnection, on: date = ON) -> list[str]:
    """The parts of the strip that are amber or red, in words."""
    with once.within(answers(db)):
        unrenewed = sources.summary(db, on=on).unrenewed
        shown = shell.strip(sources.info(db), sources.freshness(db, on=on), unrenewed)
    parts = re.findall(r'<span class="qd-(?:watch|act)"><span[^>]*>.</span> (.*?)</span>', shown)
    return [words_of(part) for part in parts]


@pytest.fixture
def house(tmp_path: Path) -> House:
    settings = tmp_path / "dashboard.toml"
    settings.write_text("[project]\nname = 'Team'\n", encoding="utf-8")
    return load(settings, tmp_path / "data")


def sent(db: duckdb.DuckDBPyConnection, house: House, on: date = ON) -> list[str]:
    """The lines of a digest about sources, remembered as sent."""
    with once.within(answers(db)):
        news = digest.digest(db, house, on=on)
    digest.remember(house, news.state)
    words = ("Silent: ", "Old: ", "Not read: ")
    return [line for line in (news.text or "").splitlines() if any(w in line for w in words)]


@pytest.mark.parametrize("name", UNITS)
def test_a_source_that_falls_silent_is_reported_everywhere_once_and_settled_when_it_is_back(
    name: str, build: Build, house: House
) -> None:
    fresh = build(records())
    assert (reported(fresh), strip(fresh), sent(fresh, house)) == ([], [], [])
    silent = build(records(name, to=ON - timedelta(days=GONE)))
    (alert,) = reported(silent)
    assert (alert.kind, alert.fact.source, alert.fact.days) == ("source silent", name, GONE)
    (part,) = strip(silent)
    assert part.endswith(f"{GONE} days old")
    assert sources_wording.answer(sources.summary(silent, on=ON)).startswith("No")
    states = ledger.sources(silent, on=ON).rows.set_index("source")["state"].to_dict()
    assert {source for source, state in states.items() if state == "silent"} == {name}
    (line,) = sent(silent, house)
    assert line.startswith("▲ Silent: ")
    assert line.count("Fix: ") == 1
    assert sent(silent, house) == []
    back = build(records())
    assert (reported(back), strip(back)) == ([], [])
    (settled,) = sent(back, house)
    assert settled.startswith("✓ Settled. It was: Silent: ")


@pytest.mark.parametrize("name", UNITS)
def test_a_source_that_fails_is_reported_everywhere_once(
    name: str, build: Build, house: House
) -> None:
    failed = build(records(name, to=ON - timedelta(days=1), status="stale"))
    (alert,) = reported(failed)
    assert (alert.kind, alert.fact.source) == ("source stale", name)
    assert [part.endswith("old") for part in strip(failed)] == [True]
    (line,) = sent(failed, house)
    assert line.count("Fix: ") == 1


def test_a_build_that_nobody_renewed_is_one_cause_and_not_six(build: Build, house: House) -> None:
    db = build(records(built=ON - timedelta(days=GONE)))
    (alert,) = reported(db)
    assert alert.identity == "source silent build"
    assert strip(db) == [f"last read {GONE} days ago"]
    assert sent(db, house) == [
        "▲ Silent: Nothing was read since 12 June 2026. Fix: run python -m pipelines, and check "
        "its cron job."
    ]
    assert sources_wording.answer(sources.summary(db, on=ON)).startswith("No: nothing was read")


def test_what_was_silent_before_the_build_stopped_is_a_cause_of_its_own(build: Build) -> None:
    built = ON - timedelta(days=9)
    db = build(records("billing", to=built - timedelta(days=30), built=built))
    assert [alert.identity for alert in reported(db)] == [
        "source silent billing gcp",
        "source silent build",
    ]


@pytest.mark.parametrize("name", ["billing", "github", "docs_builds"])
def test_no_tile_says_no_change_over_the_same_data(name: str, build: Build) -> None:
    db = build([*records(name, to=ON - timedelta(days=GONE)), meeting("2026-08-20", "board")])
    for pair in (each for each in pairs(db, as_of=ON) if each.is_open):
        found = briefing(db, pair=pair, as_of=ON, on=ON)
        page = briefing_wording.page(found)
        (folded,) = [each for each in page.blocks if isinstance(each, Fold)]
        tiles = [each for each in folded.blocks if isinstance(each, Tile)]
        assert tiles
        old = {"billing": "spending.burn", "github": "issues.open_on"}.get(
            name, "docs.failing_by_week"
        )
        (tile,) = [each for each in tiles if each.metric == old]
        assert "no change" not in tile.delta + tile.delta_note


def test_silent_bills_come_first_and_nothing_is_on_track(build: Build) -> None:
    db = build(records("billing", to=ON - timedelta(days=GONE)))
    found = briefing(db, pair=pairs(db, as_of=ON)[0], as_of=ON, on=ON)
    assert found.alerts[0].kind == "source silent"
    assert "burn_inside" not in [alert.kind for alert in found.alerts]
    item = briefing_alerts.item(found.alerts[0])
    assert (item.text, item.detail, item.side) == (
        "No bill of gcp since 12 June 2026", "Fix: add the account's newest bill.", "97 days"
    )  # fmt: skip


def test_a_small_account_that_stops_is_no_cause(build: Build) -> None:
    rack = days(ON - timedelta(days=364), 200, "2", account="rack", source_file="rack.csv")
    db = build([*records(), *rack])
    assert arrivals.causes(db, on=ON) == []


def test_a_figure_of_one_account_stands_as_that_account_does(build: Build) -> None:
    rack = days(ON - timedelta(days=364), 200, "50", account="rack", source_file="rack.csv")
    db = build([*records(), *rack])
    both, cloud = (
        standing(db, metric="spending.burn", on=ON, scope=Scope(accounts=names))
        for names in ((), ("gcp",))
    )
    assert (both.oldest, both.silent and both.silent.units) == (date(2026, 4, 5), ("rack",))
    assert (cloud.oldest, cloud.silent, cloud.known) == (ON, None, "measured")


def test_a_bill_is_late_before_it_is_silent_and_late_is_no_alert(build: Build) -> None:
    states = {}
    for age in (5, 6, 12, 13):
        db = build(records("billing", to=ON - timedelta(days=age)))
        states[age] = ([each.kind for each in arrivals.causes(db, on=ON)], len(reported(db)))
    assert states == {5: ([], 0), 6: (["late"], 0), 12: (["late"], 0), 13: (["silent"], 1)}


@pytest.mark.parametrize(
    ("name", "every"), [("notes", 14), ("github", 7), ("docs_builds", 7), ("launches", 1)]
)
def test_what_does_not_lead_is_late_ten_days_after_its_usual_gap(
    name: str, every: int, build: Build
) -> None:
    """It is silent after twice the gap, and never before it is late."""
    states = {}
    for age in (every + 10, every + 11, max(2 * every, every + 10) + 1):
        db = build(records(name, to=ON - timedelta(days=age)))
        states[age] = [each.kind for each in arrivals.causes(db, on=ON)]
    first, *_, last = states.values()
    assert (first, last) == ([], ["silent"])
    if every > 10:
        assert states[every + 11] == ["late"]


def test_the_usual_gap_is_the_median_of_six_arrivals_and_of_its_kind_before_three(
    build: Build,
) -> None:
    """Six arrivals of late come every five weeks, those before them came every week."""
    weeks = [*range(0, 176, 35), *range(182, 250, 7)]
    held = [meeting((ON - timedelta(days=n)).isoformat()) for n in weeks]
    months = [meeting((ON - timedelta(days=n)).isoformat(), "board") for n in (0, 20)]
    month = days(date(2026, 8, 1), 31, "5", account="rack", source_file="rack.csv")
    once = [each for name in ("billing", "github", "docs_builds", "launches")
            for each in source(name, ON)]  # fmt: skip
    found = arrivals.units(build([info(), *held, *months, *once, *month]), on=ON)
    assert {each.unit: each.every for each in found} == {
        "team": 35, "board": 35, "gcp": 2, "rack": 35, "o/hub": 7, "guide": 7, "archive": 1, "": 1,
    }  # fmt: skip


def test_causes_come_by_days_without_new_data_failed_before_late_at_equal_age(
    build: Build,
) -> None:
    old, older = ON - timedelta(days=30), ON - timedelta(days=40)
    found = [
        info(), *source("notes", old), *source("billing", old, "stale"), *source("github", older),
        *source("docs_builds", ON), *source("launches", ON),
    ]  # fmt: skip
    why = arrivals.causes(build(found), on=ON)
    assert [(each.source, each.kind, each.days) for each in why] == [
        ("github", "silent", 40), ("billing", "failed", 30), ("notes", "silent", 30),
    ]  # fmt: skip


def test_a_figure_is_known_as_the_worst_of_all_that_it_rests_on(build: Build) -> None:
    """unknown < asked < estimated < partial < measured."""
    grant, gifts = fund("grant"), fund("gifts", "donation")
    asked = replace(QUESTION, account="gcp")
    stated, unsure = balance("grant", ON, 90000), balance("grant", ON, 90000, confirmed=False)
    whole = source("billing", ON)
    cases = {
        "unknown": [*whole, grant, asked],
        "asked": [*whole, grant, unsure, asked],
        "estimated": [*whole, grant, gifts, unsure],
        "partial": [*whole, grant, gifts, stated],
        "measured": [*whole, grant, stated],
    }
    for known, given in cases.items():
        found = standing(build([info(), *given]), metric="runway.outlook", on=ON)
        assert found.known == known


def books(first: date, months: int, ledger: str = "gifts", each: str = "300") -> list[Any]:
    """A ledger of gifts alone: two sums a month, on other days every month."""
    return [
        IncomeDaily(first + timedelta(days=30 * n + more + n % 5), ledger, "USD", Decimal(each), 1,
                    f"{ledger}.csv", None)
        for n in range(months)
        for more in (0, 9)
    ]  # fmt: skip


def test_a_ledger_of_income_alone_that_falls_silent_is_reported_everywhere_once(
    build: Build, house: House
) -> None:
    fresh = [*records(), *books(ON - timedelta(days=369), 13), SourceRun("funds", "gifts.csv")]
    assert (reported(build(fresh)), strip(build(fresh)), sent(build(fresh), house)) == ([], [], [])
    silent = build([*records(), *books(ON - timedelta(days=469), 13), fresh[-1]])
    (alert,) = reported(silent)
    assert (alert.identity, alert.fact.days) == ("source silent funds gifts", 98)
    assert strip(silent) == ["income to 11 Jun, 98 days old"]
    assert sources_wording.answer(sources.summary(silent, on=ON)).startswith(
        "No: no income of gifts since 11 June 2026."
    )
    assert sent(silent, house) == [
        "▲ Silent: No income of gifts since 11 June 2026. Fix: add the ledger's newest lines."
    ]
    named = ("spending.net", "runway.with_income", "runway.outlook", "funds.confirmed")
    stands = {name: standing(silent, metric=name, on=ON) for name in named}
    assert [each.silent is not None for each in stands.values()] == [True, True, False, False]
    assert stands["spending.net"].oldest == date(2026, 6, 11)


def test_a_ledger_of_a_sum_a_month_reaches_to_the_end_of_its_month(build: Build) -> None:
    firsts = [date(2026, n, 1) for n in range(1, 9)]
    paid = [IncomeDaily(day, "fees", "USD", Decimal(90), 1, "fees.csv", None) for day in firsts]
    (found,) = [each for each in arrivals.units(build([info(), *paid]), on=ON) if each.weight > 0
                and each.source == "funds"]  # fmt: skip
    assert (found.unit, found.newest, found.every) == ("fees", date(2026, 8, 31), 31)


def test_a_ledger_with_costs_is_an_account_and_one_that_was_not_read_is_one_cause(
    build: Build,
) -> None:
    old = books(ON - timedelta(days=469), 13)
    costs = days(ON - timedelta(days=364), 365, "100", account="gifts", source_file="gifts.csv")
    found = arrivals.units(build([info(), *old, *costs]), on=ON)
    assert [each.source for each in found] == ["billing", "build"]
    failed = SourceRun("funds", "gifts.csv", "stale", message="no such file", remedy="add it")
    assert [each.kind for each in arrivals.causes(build([info(), *old, failed]), on=ON)] == [
        "failed"
    ]
    said = replace(failed, status="ok", message=None, remedy=None, every_days=400)
    assert arrivals.causes(build([info(), *old, said]), on=ON) == []


def test_a_credit_spread_over_days_to_come_hides_no_silence(build: Build) -> None:
    to = ON - timedelta(days=GONE)
    credit = days(to, 60, "-10", charge_category="Credit")
    (cause,) = arrivals.causes(build([*records("billing", to=to), *credit]), on=ON)
    assert (cause.kind, cause.since) == ("silent", to)


def test_the_usual_gap_is_what_the_team_says(build: Build) -> None:
    said = [
        replace(each, every_days=60) if getattr(each, "unit", "") == "gcp" else each
        for each in records("billing", to=ON - timedelta(days=GONE))
    ]
    (cause,) = arrivals.causes(build(said), on=ON)
    assert (cause.kind, cause.days) == ("late", GONE)


@pytest.fixture
def sample(sample_build: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(newest(sample_build)) as db:
        yield db


def test_twenty_four_months_of_the_sample_raise_nothing(sample: duckdb.DuckDBPyConnection) -> None:
    last = load(SAMPLE).config.project.as_of
    assert last is not None
    days_ = [last - timedelta(days=n) for n in range(0, 730, 10)]
    assert {day: found for day in days_ if (found := arrivals.causes(sample, on=day))} == {}
