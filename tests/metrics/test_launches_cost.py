"""What one launch costs: the same days above and below the line, and the right ones."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from metrics.briefing.changes import LaunchCost, changes
from metrics.briefing.meeting_pairs import Pair
from metrics.launches import ledger, unit_cost, usage
from metrics.launches.unit_cost import UnitCost
from pipelines.commands import main
from warehouse.read import connect, newest
from warehouse.records import CostDaily, Rows, UsageBasis, UsageDaily, UsageGap

PACIFIC = ZoneInfo("America/Los_Angeles")
BASIS = UsageBasis("launches", "launch", [], [], "bills", "UTC", "all launches over all bills")


def counted(folder: Path, *rows: tuple[str, str, str | None, int]) -> Rows:
    """launch_daily as the pipeline hands it over: (day, bill_day, origin, launches)."""
    table = pa.table({
        "day": pa.array([date.fromisoformat(r[0]) for r in rows], pa.date32()),
        "bill_day": pa.array([date.fromisoformat(r[1]) for r in rows], pa.date32()),
        "origin": pa.array([r[2] for r in rows], pa.string()),
        "provider": pa.array(["GitHub"] * len(rows)),
        "launches": pa.array([r[3] for r in rows], pa.int64()),
        "source_file": pa.array(["events.jsonl"] * len(rows)),
    })  # fmt: skip
    file = folder / "launch_daily.parquet"
    pq.write_table(table, file)
    return Rows("launch_daily", file)


def simple(folder: Path, days: dict[str, int]) -> Rows:
    return counted(folder, *[(day, day, "gke.example", n) for day, n in days.items()])


def cost(day: str, billed: str, **other: Any) -> CostDaily:
    amount = Decimal(billed)
    base = CostDaily(
        date.fromisoformat(day), "cloud", "cloud", None, None, None, None, "Usage", "USD",
        amount, None, None, 1, "bill.csv",
    )  # fmt: skip
    return replace(base, **other)


def ratio(db: Any) -> UnitCost:
    found = unit_cost.unit_costs(db)
    assert len(found) == 1
    return found[0]


def days_of(month: str, first: int, last: int, n: int) -> dict[str, int]:
    return {f"{month}-{day:02}": n + (day == first) for day in range(first, last + 1)}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        # February in full, a month that has only begun, and one that lacks its last day.
        (days_of("2018-02", 1, 28, 9) | days_of("2018-03", 1, 30, 50) | {"2018-04-01": 900},
         usage.ADay(date(2018, 2, 1), 253.0, 28, 28)),
        (days_of("2018-02", 1, 28, 9) | days_of("2018-03", 1, 31, 0),
         usage.ADay(date(2018, 3, 1), 1.0, 31, 31, 253 / 28)),
        # The whole month before has a month between, so it is no trend.
        (days_of("2018-01", 1, 31, 9) | {"2018-02-01": 4} | days_of("2018-03", 1, 31, 0),
         usage.ADay(date(2018, 3, 1), 1.0, 31, 31)),
        ({"2018-01-30": 4, "2018-03-02": 7, "2018-03-05": 2},
         usage.ADay(date(2018, 3, 1), 9.0, 2, 31)),
    ],
)  # fmt: skip
def test_the_use_of_a_day_is_of_the_newest_whole_month_else_of_the_newest(
    build: Callable[..., Any], tmp_path: Path, days: dict[str, int], found: usage.ADay
):
    """Whether or not a bill covers the days, and as the rows behind it give it."""
    db = build([BASIS, simple(tmp_path, days)])
    assert usage.a_day(db) == found
    rows = ledger.a_day(db)
    assert rows.holds
    assert (rows.figure, rows.count) == (found.each, found.days)


def test_without_a_count_the_use_of_a_day_is_not_known(build: Callable[..., Any]):
    db = build([BASIS])
    assert usage.a_day(db) is None
    assert (ledger.a_day(db).figure, ledger.a_day(db).count) == (None, 0)


def test_only_days_both_sides_know_are_divided(build: Callable[..., Any], tmp_path: Path):
    db = build([
        BASIS,
        simple(tmp_path, {"2018-09-01": 10, "2018-09-02": 20, "2018-09-04": 40}),
        cost("2018-09-02", "3"), cost("2018-09-03", "100"), cost("2018-09-04", "6"),
    ])  # fmt: skip

    assert ratio(db) == UnitCost(
        "launches", "launch", "USD", Decimal(9), Decimal(60), 2, date(2018, 9, 2),
        date(2018, 9, 4), "all launches over all bills", "UTC",
    )  # fmt: skip
    months = unit_cost.cost_per(db)
    assert months.astype({"period": str}).values.tolist() == [
        ["2018-09-01", "USD", 9.0, 60.0, 0.15, 2, 30, True]
    ]
    weeks = unit_cost.cost_per(db, per="week")
    assert weeks.astype({"period": str}).values.tolist() == [
        ["2018-08-27", "USD", 3.0, 20.0, 0.15, 1, 7, True],
        ["2018-09-03", "USD", 6.0, 40.0, 0.15, 1, 7, True],
    ]


def test_credits_do_not_make_a_launch_cheaper_and_other_accounts_do_not_pay(
    build: Callable[..., Any], tmp_path: Path
):
    db = build([
        replace(BASIS, accounts=["cloud"]),
        simple(tmp_path, {"2018-09-02": 20}),
        cost("2018-09-02", "10"),
        cost("2018-09-02", "2", charge_category="Tax"),
        cost("2018-09-02", "-10", charge_category="Credit"),
        cost("2018-09-02", "500", account="people"),
    ])  # fmt: skip

    assert (ratio(db).cost, ratio(db).each) == (Decimal(12), Decimal("0.6"))


def test_a_plan_spread_over_its_month_makes_no_day_of_it_a_billed_one(
    build: Callable[..., Any], tmp_path: Path
):
    """The bill ends on the 2nd; the launches of the 3rd and 4th are not paid by a plan alone."""
    plan = [
        cost(f"2018-09-{day:02}", "1", charge_category="Purchase", service="Support")
        for day in range(1, 31)
    ]
    db = build([
        BASIS, simple(tmp_path, {f"2018-09-{day:02}": 10 for day in range(1, 5)}),
        cost("2018-09-01", "9"), cost("2018-09-02", "9"), *plan,
    ])  # fmt: skip
    found = ratio(db)
    assert (found.cost, found.amount, found.last) == (Decimal(20), Decimal(20), date(2018, 9, 2))
    assert unit_cost.cost_per(db)["is_partial"].tolist() == [True]


def test_a_day_that_one_of_two_accounts_has_not_billed_yet_has_no_cost(
    build: Callable[..., Any], tmp_path: Path
):
    """One that has sent no bill for longer than 62 days holds the other back no more."""
    db = build([
        BASIS, simple(tmp_path, {"2018-09-02": 10, "2018-09-03": 10}),
        cost("2018-09-02", "9"), cost("2018-09-03", "9"),
        cost("2018-09-02", "1", account="pages"), cost("2018-06-30", "5", account="old"),
    ])  # fmt: skip
    found = ratio(db)
    assert (found.cost, found.amount, found.last) == (Decimal(10), Decimal(10), date(2018, 9, 2))


def test_currencies_are_never_added(build: Callable[..., Any], tmp_path: Path):
    db = build([
        BASIS,
        simple(tmp_path, {"2018-09-02": 20}),
        cost("2018-09-02", "10"), cost("2018-09-02", "4", currency="EUR"),
    ])  # fmt: skip

    assert [(r.currency, r.each) for r in unit_cost.unit_costs(db)] == [
        ("EUR", Decimal("0.2")), ("USD", Decimal("0.5")),
    ]  # fmt: skip


def test_only_the_hosts_the_bill_covers_are_counted_and_early_launches_were_all_theirs(
    build: Callable[..., Any], tmp_path: Path
):
    db = build([
        replace(BASIS, origins=["gke*.example"]),
        counted(
            tmp_path,
            ("2018-09-02", "2018-09-02", "gke2.example", 20),
            ("2018-09-02", "2018-09-02", "ovh.example", 70),
            ("2018-09-02", "2018-09-02", None, 10),
        ),
        cost("2018-09-02", "3"),
    ])  # fmt: skip

    assert ratio(db).amount == 30
    assert usage.by_member(db).astype({"period": str}).values.tolist() == [
        ["2018-09-01", "ovh.example", 70, 0.7],
        ["2018-09-01", "gke2.example", 20, 0.2],
        ["2018-09-01", "not recorded", 10, 0.1],
    ]


def test_a_day_of_the_bill_without_all_its_hours_is_left_out(
    build: Callable[..., Any], tmp_path: Path
):
    db = build([
        replace(BASIS, timezone="America/Los_Angeles"),
        counted(
            tmp_path,
            ("2018-09-02", "2018-09-01", "a", 1),  # the Pacific day began before the first file
            ("2018-09-02", "2018-09-02", "a", 10),
            ("2018-09-03", "2018-09-02", "a", 5),
            ("2018-09-03", "2018-09-03", "a", 7),  # and goes on after the last one
        ),
        cost("2018-09-01", "9"), cost("2018-09-02", "3"), cost("2018-09-03", "9"),
    ])  # fmt: skip

    found = ratio(db)
    assert (found.days, found.cost, found.amount) == (1, 3, 15)


def test_days_in_a_gap_are_in_no_figure(build: Callable[..., Any], tmp_path: Path):
    db = build([
        BASIS,
        UsageGap("launches", date(2018, 9, 2), None, "events were lost"),
        simple(tmp_path, {"2018-09-01": 10, "2018-09-02": 1}),
        cost("2018-09-01", "5"), cost("2018-09-02", "5"),
    ])  # fmt: skip

    assert (ratio(db).days, ratio(db).each) == (1, Decimal("0.5"))
    assert usage.gaps(db) == [usage.Gap(date(2018, 9, 2), None, "events were lost")]


def test_a_month_without_any_count_is_unknown_not_zero(build: Callable[..., Any], tmp_path: Path):
    db = build([BASIS, simple(tmp_path, {"2018-07-31": 4, "2018-09-01": 6})])

    found = usage.amounts(db).astype({"period": str})
    assert found.fillna({"amount": -1}).values.tolist() == [
        ["2018-07-01", 4.0, 1, 31, True],
        ["2018-08-01", -1, 0, 31, True],
        ["2018-09-01", 6.0, 1, 30, True],
    ]
    assert unit_cost.latest(db) is None


def test_any_count_has_its_cost_each(build: Callable[..., Any]):
    day = date(2018, 9, 2)
    db = build([
        UsageBasis("downloads", "download", [], [], "bills", "UTC", "downloads over all bills"),
        UsageDaily("downloads", day, "3.1", Decimal(30), "d.csv", 2),
        UsageDaily("downloads", day, "3.0", Decimal(10), "d.csv", 3),
        cost("2018-09-02", "2"),
    ])  # fmt: skip

    assert (ratio(db).usage, ratio(db).each) == ("downloads", Decimal("0.05"))
    assert usage.counts(db) == [usage.Count("downloads", "download")]


def test_the_last_whole_month_is_given_next_to_the_month_before_and_all_days(
    build: Callable[..., Any], tmp_path: Path
):
    first = date(2018, 7, 1)
    days = [str(first + timedelta(days=n)) for n in range(70)]
    db = build([
        BASIS,
        simple(tmp_path, dict.fromkeys(days, 100)),
        *[cost(day, "1" if day < "2018-08" else "1.5") for day in days],
    ])  # fmt: skip

    found = unit_cost.latest(db)
    assert found == unit_cost.Latest(ratio(db), date(2018, 8, 1), 0.015, 0.01, 46.5, 3100.0)
    assert (found.cost.cost, found.cost.amount, found.cost.days) == (Decimal("89.5"), 7000, 70)
    assert round(found.change, 9) == 0.5


@pytest.mark.parametrize(
    ("since", "is_open", "costs"),
    [
        ("2018-08-20", True, [LaunchCost(date(2018, 8, 1), 0.015, 0.01, "USD")]),
        ("2018-08-30", True, [LaunchCost(date(2018, 8, 1), 0.015, 0.01, "USD")]),
        ("2018-08-31", True, []),  # the month had ended by then
        ("2018-08-20", False, []),  # of a past day it is not known
    ],
)
def test_the_cost_of_a_launch_is_news_of_the_meeting_after_its_month(
    build: Callable[..., Any], tmp_path: Path, since: str, is_open: bool, costs: list[Any]
):
    days = [str(date(2018, 7, 1) + timedelta(days=n)) for n in range(70)]
    until = date(2018, 9, 8)
    db = build([
        BASIS,
        simple(tmp_path, dict.fromkeys(days, 100)),
        *[cost(day, "1" if day < "2018-08" else "1.5") for day in days],
    ])  # fmt: skip
    pair = Pair(None, date.fromisoformat(since), until, is_open)

    found = changes(db, pair=pair, on=until)
    assert [each for each in found if isinstance(each, LaunchCost)] == costs
    assert [each.share for each in costs] == pytest.approx([0.5] * len(costs))


def test_the_top_repositories_are_those_of_twelve_months(build: Callable[..., Any], tmp_path: Path):
    table = pa.table({
        "day": pa.array([date(2017, 9, 1), date(2018, 9, 1), date(2018, 9, 2)], pa.date32()),
        "provider": ["GitHub"] * 3,
        "repository": ["example/old", "example/new", "example/new"],
        "launches": pa.array([99, 3, 4], pa.int64()),
    })  # fmt: skip
    pq.write_table(table, tmp_path / "repositories.parquet")
    db = build([Rows("launch_repository", tmp_path / "repositories.parquet")])

    found = usage.top_repositories(db, as_of=date(2018, 9, 20))
    assert found.values.tolist() == [["GitHub", "example/new", 7]]


def ingest(folder: Path, text: str) -> Any:
    """A published build of a dashboard.toml, by the command the cron line calls."""
    file = folder / "dashboard.toml"
    file.write_text(text)
    assert main(["--config", str(file), "--data", str(folder / "data"), "--no-fetch"]) == 0
    return connect(newest(folder / "data"))


def archived(folder: Path) -> Path:
    """Launches by the UTC day and costs by the Pacific day, over the end of summer time."""
    folder.mkdir()
    index, stamps = [], [datetime(2018, 11, 3, tzinfo=UTC) + timedelta(minutes=n * n)
                         for n in range(1, 85)]  # fmt: skip
    for day in sorted({at.date() for at in stamps}):
        name, own = f"events-{day}.jsonl", [at for at in stamps if at.date() == day]
        lines = (json.dumps({
            "timestamp": at.isoformat(), "schema": "binderhub.jupyter.org/launch", "version": 3,
            "provider": "GitHub", "spec": f"moss/gauge-{at.minute % 3}/main", "status": "success",
            "origin": "hub.example",
        }) for at in own)  # fmt: skip
        (folder / name).write_text("".join(f"{line}\n" for line in lines))
        index.append({"name": name, "date": day.isoformat(), "count": str(len(own))})
    (folder / "index.jsonl").write_text("".join(f"{json.dumps(each)}\n" for each in index))
    spans = [
        ("03", "07", "07", "103.86"),
        ("04", "07", "08", "138.087715"),
        ("05", "08", "08", "129.5"),
        ("06", "08", "08", "109.7"),
        ("07", "08", "08", "99.4"),
    ]
    (folder / "cloud-costs.jsonl").write_text("".join(
        f'{{"version": 1, "start_time": "2018-11-{day}T00:00:00-{begins}:00", '
        f'"end_time": "2018-11-{day}T23:59:59-{ends}:00", "cost": {cost}}}\n'
        for day, begins, ends, cost in spans
    ))  # fmt: skip
    return folder


@pytest.mark.slow
def test_the_week_of_the_clock_change_is_what_csv_decimal_and_zoneinfo_say(tmp_path: Path):
    archive = archived(tmp_path / "archive")
    stamps = [
        datetime.fromisoformat(json.loads(line)["timestamp"]).astimezone(PACIFIC)
        for file in sorted(archive.glob("events-*.jsonl"))
        for line in file.read_text().splitlines()
    ]
    costs = [
        json.loads(line, parse_float=Decimal)
        for line in (archive / "cloud-costs.jsonl").read_text().splitlines()
    ]
    spans = [
        (datetime.fromisoformat(c["start_time"]), datetime.fromisoformat(c["end_time"]), c["cost"])
        for c in costs
    ]
    # The last Pacific day goes on into a UTC day of which there is no file.
    whole = [span for span in spans if span[1].astimezone(UTC).date() <= date(2018, 11, 7)]
    assert [span[0].date().isoformat() for span in whole] == [
        "2018-11-03", "2018-11-04", "2018-11-05", "2018-11-06",
    ]  # fmt: skip
    by_week: dict[date, list[Decimal]] = {}
    for starts, ends, amount in whole:
        monday = starts.date() - timedelta(days=starts.weekday())
        held = sum(starts <= at <= ends for at in stamps)
        sums = by_week.setdefault(monday, [Decimal(0), Decimal(0)])
        by_week[monday] = [sums[0] + amount, sums[1] + held]

    db = ingest(tmp_path, f'[launches]\narchive = "{archive.as_posix()}"\ncost = "archive"\n')

    found = unit_cost.cost_per(db, per="week")
    assert {
        row["period"].date(): [Decimal(str(row["cost"])), Decimal(int(row["amount"]))]
        for _, row in found.iterrows()
    } == by_week
    assert found["each"].tolist() == [
        pytest.approx(float(amount / held), rel=1e-12) for amount, held in by_week.values()
    ]
    assert ratio(db).cost == sum(amount for amount, _ in by_week.values())
    db.close()


@pytest.mark.slow
def test_only_days_with_a_bill_and_a_count_make_the_cost_of_one(tmp_path: Path):
    first, real = date(2019, 1, 1), tmp_path.as_posix()
    billed = {n: f"{Decimal(n * 7919 % 20011) / 97:.9f}" for n in range(200) if n % 11}
    ran = {n: 9000 + n * 613 % 4001 for n in range(60, 290) if n % 17}
    for name, column, values in (
        ("daily_cost_usd", "cost_usd", billed), ("daily_launches", "launches", ran),
    ):  # fmt: skip
        lines = (f"{first + timedelta(days=n)},{value}\n" for n, value in values.items())
        (tmp_path / f"{name}.csv").write_text(f"date,{column}\n{''.join(lines)}")
    text = f"""
        [[billing]]
        account = "cloud"
        path = "{real}/daily_cost_usd.csv"
        currency = "USD"
        columns = {{ date = "date", amount = "cost_usd" }}
        [[usage]]
        name = "launches of all hubs"
        unit = "launch"
        path = "{real}/daily_launches.csv"
        columns = {{ count = "launches" }}
        basis = "launches of all hubs over one bill"
        """
    bills = {r["date"]: r["cost_usd"] for r in _csv(f"{real}/daily_cost_usd.csv")}
    counts = {r["date"]: r["launches"] for r in _csv(f"{real}/daily_launches.csv")}
    common = sorted(set(bills) & set(counts))
    paid, held = sum(Decimal(bills[d]) for d in common), sum(int(counts[d]) for d in common)

    db = ingest(tmp_path, text)

    found = ratio(db)
    assert (found.days, found.amount, found.last) == (len(common), held, date(2019, 7, 19))
    assert abs(found.cost - paid) < Decimal("1e-9")
    assert (found.days, f"{found.cost:.2f}", int(found.amount), f"{found.each:.5f}") == (
        120, "12358.48", 1320826, "0.00936",
    )  # fmt: skip
    db.close()


def _csv(path: str) -> list[dict[str, str]]:
    with Path(path).open(newline="") as stream:
        return list(csv.DictReader(stream))
