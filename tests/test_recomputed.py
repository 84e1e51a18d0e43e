"""Figures of pages and packs, worked out again from the raw files of the sample with pandas alone.

Nothing of Quarterdeck makes the expected values: they come from the CSV, JSON lines, Parquet and
Markdown files under data/sample.
"""

import json
import re
from datetime import date
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from config import SAMPLE
from metrics.funds import confirmed, left
from metrics.issues import counts, responses
from metrics.launches import unit_cost, usage
from metrics.meetings import attendance, people
from metrics.runway.outlook import outlooks
from metrics.spending import burn, net_burn, whole_months
from warehouse.read import open_newest

HOME = SAMPLE.parent
AS_OF, TO = pd.Timestamp("2026-09-17"), pd.Timestamp("2026-09-13")
FIRST, LAST = pd.Timestamp("2025-09-01"), pd.Timestamp("2026-08-31")
MONTH = 365.25 / 12


@pytest.fixture(scope="module")
def db(sample_build):
    _, cursor = open_newest(sample_build)
    yield cursor
    cursor.close()


def bills():
    """One row per line of both bills: day, gross, credit, service, category, monthly."""
    sky = pd.concat([pd.read_csv(file) for file in sorted(HOME.glob("bills/skyhook-*.csv"))])
    # A line for a month costs the same on each of its days.
    spans = [pd.to_datetime(sky[f"ChargePeriod{end}"].str[:10]) for end in ("Start", "End")]
    days = (spans[1] - spans[0]).dt.days
    sky = sky.assign(BilledCost=sky["BilledCost"] / days, n=[range(count) for count in days])
    sky = sky.assign(start=spans[0]).explode("n", ignore_index=True)
    credit = sky["ChargeCategory"] == "Credit"
    sky = pd.DataFrame({
        "day": sky["start"] + pd.to_timedelta(sky["n"].astype(int), unit="D"),
        "gross": sky["BilledCost"].where(~credit, 0.0),
        "credit": sky["BilledCost"].where(credit, 0.0),
        "service": sky["ServiceName"], "category": "cloud",
        "monthly": sky["ChargeCategory"].isin(["Purchase", "Tax"]),
    })  # fmt: skip
    rack = pd.read_csv(HOME / "bills/hosting.csv").query("Status == 'Metered'")
    rack = rack[pd.to_numeric(rack["Amount"], errors="coerce").notna()]  # "see letter" is refused
    rack = pd.DataFrame({
        "day": pd.to_datetime(rack["Day"]), "gross": rack["Amount"].astype(float), "credit": 0.0,
        "service": rack["Product"], "category": "hosting", "monthly": rack["Product"] == "Uplink",
    })  # fmt: skip
    return pd.concat([sky, rack], ignore_index=True)


BILLS = bills()
A_MONTH = 95.00 + 7.60 + 19.90  # support, its tax, the rack's uplink


def within(frame, first, last, column="day"):
    return frame[(frame[column] >= first) & (frame[column] <= last)]


@pytest.mark.parametrize(("months", "first"), [
    (1, "2026-08-14"), (3, "2026-06-14"), (6, "2026-03-14"), (12, "2025-09-14"),
])  # fmt: skip
def test_burn_by_window_and_basis(db, months, first):
    first = pd.Timestamp(first)
    days = (TO - first).days + 1
    window = within(BILLS, first, TO)
    gross = window.loc[~window["monthly"], "gross"].sum() / days + A_MONTH / MONTH
    credit = window["credit"].sum() / days
    found = burn.burn(db, as_of=AS_OF.date(), months=months)
    assert (found.first_on, found.last_on, found.days) == (first.date(), TO.date(), days)
    assert float(found.gross) == pytest.approx(gross, abs=1e-9)
    assert float(found.credits) == pytest.approx(credit, abs=1e-9)
    assert float(found.payable) == pytest.approx(gross + credit, abs=1e-9)


def test_income_and_net_burn(db):
    came = pd.read_csv(HOME / "openpurse.csv", parse_dates=["datetime"])
    came = within(came.assign(day=came["datetime"].dt.normalize()), "2026-06-14", TO)
    income = came["netAmount"].sum() / 92  # net of fees already
    found = net_burn.net(db, as_of=AS_OF.date(), months=3)
    assert float(found.income) == pytest.approx(income, abs=1e-9)
    assert float(found.net) == pytest.approx(float(found.burn.gross) - income, abs=1e-9)


def test_the_totals_of_a_pack(db):
    year = within(BILLS, FIRST, LAST)
    period = {"first": FIRST.date(), "last": LAST.date(), "currency": "USD"}
    table = whole_months.by_category(db, **period)
    assert float(table["gross"].sum()) == pytest.approx(year["gross"].sum(), abs=1e-6)
    assert float(table["credits"].sum()) == pytest.approx(year["credit"].sum(), abs=1e-6)
    paid = year["gross"].sum() + year["credit"].sum()
    assert float(table["payable"].sum()) == pytest.approx(paid, abs=1e-6)
    by = year.groupby([year["day"].dt.to_period("M"), "category"])["gross"].sum()
    assert [float(v) for v in table["gross"]] == pytest.approx(list(by), abs=1e-6)
    services = whole_months.services(db, **period).set_index("service")["gross"]
    by = year.groupby("service")["gross"].sum().nlargest(5)
    assert [float(services[name]) for name in by.index] == pytest.approx(list(by), abs=1e-6)
    rest = year["gross"].sum() - by.sum()
    assert float(services["other"]) == pytest.approx(rest, abs=1e-6)


def launches():
    """One row per launch: its day and host."""
    whole = pd.read_parquet(HOME / "raw/launches/launches.parquet")
    lines = [
        json.loads(line)
        for file in sorted(HOME.glob("raw/launches/events-*.jsonl"))
        for line in file.read_text().splitlines()
    ]
    newest = pd.DataFrame(lines)
    return pd.DataFrame({
        "day": pd.to_datetime([*whole["timestamp"].dt.strftime("%Y-%m-%d"),
                               *newest["timestamp"].str[:10]]),
        "origin": [*whole["origin"], *newest["origin"]],
    })  # fmt: skip


def test_launches_and_the_cost_of_one(db):
    ran = launches()
    lost = ran["day"].between("2025-11-10", "2025-11-12")
    paid = ran[~lost & ran["origin"].str.match(r"hub\.|museum\.")]
    sky = BILLS[BILLS["category"] == "cloud"]
    sky = sky[~sky["day"].between("2025-11-10", "2025-11-12")]
    for first, last in ((FIRST, LAST), ("2026-08-01", LAST), ("2026-07-01", "2026-07-31")):
        cost = within(sky, first, last)["gross"].sum()
        n = len(within(paid, first, last))
        found = unit_cost.paid_for(
            db, first=pd.Timestamp(first).date(), last=pd.Timestamp(last).date(), currency="USD"
        )
        assert (int(found.amount), float(found.cost)) == (n, pytest.approx(cost, abs=0.005))
        assert float(found.each) == pytest.approx(cost / n, abs=1e-6)
    latest = unit_cost.latest(db)
    august = within(sky, "2026-08-01", LAST)["gross"].sum() / len(within(paid, "2026-08-01", LAST))
    assert (latest.month, latest.each) == (date(2026, 8, 1), pytest.approx(august, abs=1e-6))
    months = usage.amounts(db).set_index("period")["amount"]
    assert months[FIRST:LAST].sum() == len(within(ran, FIRST, LAST))


def issues():
    """Issues that are no pull requests, each with the spans in which it was open."""
    found = []
    for file in sorted(HOME.glob("raw/github/99*.jsonl")):
        for line in map(json.loads, file.read_text().splitlines()[1:]):
            if line["pull_request"] is None:
                turns = sorted(
                    (pd.Timestamp(each["at"]), each["event"])
                    for each in line.get("events", ())
                    if each["event"] in ("closed", "reopened")
                )
                if not turns and line["closed_at"]:
                    turns = [(pd.Timestamp(line["closed_at"]), "closed")]
                found.append((pd.Timestamp(line["created_at"]), turns, line))
    return found


def open_at(listed, day):
    end = pd.Timestamp(day, tz="UTC") + pd.Timedelta(days=1)
    count = 0
    for created, turns, _ in listed:
        last = [what for at, what in turns if at < end]
        count += created < end and (not last or last[-1] == "reopened")
    return count


@pytest.mark.parametrize("day", ["2025-12-31", "2026-06-18", "2026-09-17"])
def test_the_backlog_of_three_days(db, day):
    assert counts.open_on(db, day=date.fromisoformat(day)) == open_at(issues(), day)


def test_issues_opened_in_twelve_months_and_the_first_answer(db):
    listed = issues()
    flow = counts.monthly_flow(db, as_of=LAST.date(), months=12)
    first, last = FIRST.tz_localize("UTC"), pd.Timestamp("2026-09-01", tz="UTC")
    opened = [each for each in listed if first <= each[0] < last]
    assert flow["opened"].sum() == len(opened)
    # A closing counts in its month; an issue closed, reopened and closed again counts twice.
    closed = [
        at for _, turns, _ in listed
        for (_, before), (at, what) in pairwise([(None, "reopened"), *turns])
        if what == "closed" != before and first <= at < last
    ]  # fmt: skip
    assert flow["closed"].sum() == len(closed)
    ends = flow["open_at_end"].iloc[-1]
    assert ends == open_at(listed, "2026-08-31")
    waited = []
    for created, _, line in opened:
        answers = [
            pd.Timestamp(each["at"])
            for each in line["replies"]
            if each["type"] == "User" and each["login"] != line["user"]["login"]
        ]
        if answers:
            waited.append((min(answers) - created).total_seconds() / 3600)
    times = responses.response_times(db, first=FIRST.date(), as_of=LAST.date())
    median = float(pd.Series(waited).median())
    assert float(times.iloc[-1]["response_median"]) == pytest.approx(median, abs=0.01)


ATTENDED = re.compile(r"^\* ([^/]+?) / (.*?) / (.*)$")


def roll_calls():
    """One row per signature: series, day, name; template lines are none."""
    rows = []
    for file in sorted(HOME.glob("notes/*/*.md")):
        day = pd.Timestamp(file.stem) if len(file.stem) > 4 else None
        for line in file.read_text().splitlines():
            if heading := re.match(r"## (\d{4}-\d\d-\d\d)", line):
                day = pd.Timestamp(heading[1])
            if (found := ATTENDED.match(line)) and "handle" not in line:
                cells = found.groups()
                handle = next((c.strip() for c in cells if c.startswith("@")), None)
                rows.append((file.parent.name, day, handle or cells[0].strip()))
    return pd.DataFrame(rows, columns=["series", "day", "who"])


def test_attendance_and_the_absence_factor(db):
    calls = roll_calls()
    newest = attendance.attendance(db, as_of=AS_OF.date(), months=2)
    cafe = calls[(calls["series"] == "cafe") & (calls["day"] == "2026-09-01")]
    shown = newest[(newest["series"] == "cafe") & (newest["held_on"] == pd.Timestamp("2026-09-01"))]
    assert list(shown["came"]) == [cafe["who"].nunique()] == [7]
    year = within(calls, pd.Timestamp("2025-09-18"), AS_OF)
    meetings = year.groupby(["series", "day"])["who"].nunique()
    found = people.year(db, as_of=AS_OF.date())
    assert found.meetings == len(meetings)
    assert found.median == meetings.median()
    seats = year.groupby("who").size().sort_values(ascending=False).cumsum()
    half = int((seats < seats.iloc[-1] / 2).sum()) + 1
    assert found.absence_factor == half


def stated(fund):
    """The newest confirmed statement of a fund: its day and amount."""
    table = pd.read_csv(HOME / "balances.csv", parse_dates=["on_day"])
    known = table[(table["fund"] == fund) & table["amount"].notna()]
    last = known.iloc[-1]
    return last["on_day"], last["amount"]


def daily(category):
    """The gross cost of each day of a category, to the last complete day."""
    return BILLS[BILLS["category"] == category].groupby("day")["gross"].sum()[:TO]


def spent_since(category, day):
    """Bills after a day, to the last complete one; the days since then as the 30 before them."""
    days = daily(category)
    rest = (AS_OF - TO).days * days[TO - pd.Timedelta(days=29) :].mean()
    return days[day + pd.Timedelta(days=1) :].sum() + rest


PEOPLE_A_DAY = 4800 / MONTH


def balances():
    """What each fund holds on AS_OF: cloud is paid by credits, hosting by the rack, people by the
    grant, which all end sooner than the donations; these pay the rest of each, and by a rule of the
    settings what credits leave of the cloud."""
    cost = {"credits": "cloud", "rack": "hosting", "grant": "people"}
    found, (since, donations) = {}, stated("donations")
    cash = BILLS[(BILLS["category"] == "cloud") & (BILLS["day"] > since) & (BILLS["day"] <= AS_OF)]
    donations -= cash["gross"].sum() + cash["credit"].sum()
    for fund, category in cost.items():
        day, amount = stated(fund)
        people = PEOPLE_A_DAY * (AS_OF - day).days
        spent = people if category == "people" else spent_since(category, day)
        found[fund] = max(0.0, amount - spent)
        donations -= max(0.0, spent - amount)
    # No statement before the newest one of another fund left it without money, either.
    return found | {"donations": donations}


def test_balances_and_statements(db):
    awards = {"grant": 142_500, "credits": 90_000}
    table = confirmed.confirmed(db, as_of=AS_OF.date(), funds=("grant", "credits"))
    for row in table.to_dict("records"):
        fund = "grant" if row["kind"] == "grant" else "credits"
        spent = awards[fund] - stated(fund)[1]
        assert float(row["spent"]) == pytest.approx(spent, abs=1e-9)
        assert float(row["spent_share"]) == pytest.approx(spent / awards[fund], abs=1e-9)
    by_kind = {each.kind: float(each.amount) for each in left.left(db)}
    held = balances()
    kinds = {"restricted": "grant", "credits": "credits", "unrestricted": "donations",
             "in_kind": "rack"}  # fmt: skip
    assert by_kind == {kind: pytest.approx(held[fund], abs=0.005) for kind, fund in kinds.items()}


def cloud_to_come():
    """The cloud's cost on each day from tomorrow on, on each of 5,000 paths: days × paths.

    The balanced level bootstrap of docs/decisions.md, with its random numbers: the level is the
    mean of three draws from the months since the museum's archive joined, times a drift of 15 % a
    month, times the scatter of twelve months about the level of their own side of that day.
    """
    ends = [TO - pd.DateOffset(months=n) for n in range(12, -1, -1)]
    days = daily("cloud")
    months = np.array([days[a + pd.Timedelta(days=1) : b].mean() for a, b in pairwise(ends)])
    since = sum(end + pd.Timedelta(days=1) >= pd.Timestamp("2026-06-01") for end in ends[:-1])
    before, after = months[:-since], months[-since:]
    scatter = np.concatenate([before / before.mean(), after / after.mean()])
    assert (since, scatter.std() < 0.5) == (3, True)
    paths, ahead = 5000, 24
    of_level, of_drift, of_month = np.random.default_rng(
        [1, int.from_bytes(b"cloud", "little")]
    ).spawn(3)
    draws = np.tile(np.arange(paths * since) % since, (1, 1))
    level = after[of_level.permuted(draws, axis=1).reshape(paths, since)].mean(axis=1)
    half = of_drift.normal(size=(ahead, paths // 2))
    drift = np.exp(np.cumsum(0.15 * np.hstack([half, -half]), axis=0))
    draws = np.tile(np.arange(paths) % len(scatter), (ahead, 1))
    rates = level * drift * scatter[of_month.permuted(draws, axis=1)]
    starts = [AS_OF + pd.DateOffset(months=n) for n in range(ahead + 1)]
    lengths = [(b - a).days for a, b in pairwise(starts)]
    tomorrow = AS_OF + pd.Timedelta(days=1)
    return pd.DataFrame(
        np.repeat(rates, lengths, axis=0), index=pd.date_range(tomorrow, periods=sum(lengths))
    )


def test_lapse_and_extension(db):
    """To the cent, and to the hundredth of a day's months: nothing of it is an estimate here."""
    known = outlooks(db).own
    lapses = {each.fund_id: float(each.lapse) for each in known.funds}
    cloud, held = cloud_to_come(), balances()
    # Credits pay the cloud to 14 November, by rule the donations the rest, and the grant people.
    end = pd.Timestamp("2026-11-14")
    asked = cloud[:end].sum()
    left_of = {"credits": (held["credits"] - asked).clip(lower=0)}
    people = PEOPLE_A_DAY * (pd.Timestamp("2026-12-31") - AS_OF).days
    left_of["grant"] = pd.Series(max(0.0, held["grant"] - people), cloud.columns)
    for fund, ends, beside in (("credits", end, 0), ("grant", "2026-12-31", PEOPLE_A_DAY)):
        end = pd.Timestamp(ends)
        (found,) = [each for each in known.extensions if each.rule.fund_id == fund]
        range_of = left_of[fund].quantile([0.1, 0.5, 0.9]).round(2)
        assert [float(q) for q in found.left] == list(range_of)
        assert lapses[fund] == range_of[0.5]
        months = cloud[end + pd.Timedelta(days=1) : end + pd.DateOffset(months=6)]
        bought = left_of[fund] / (months.mean() + beside)
        in_months = bought.quantile([0.1, 0.5, 0.9]).round(2) / MONTH
        if fund == "credits":
            assert [float(q) for q in found.bought] == pytest.approx(list(in_months), abs=1e-9)
        else:  # an extended grant pays people, and the cloud once the donations are used up
            alone = float(left_of[fund].iloc[0]) / PEOPLE_A_DAY / MONTH
            assert in_months[0.5] + 0.5 < float(found.bought[1]) < alone
