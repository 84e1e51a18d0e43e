"""The Briefing, the digest and the words of changes in golden files."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import runway_facts
from bill_facts import ARREARS, OVERLAP, REFUSED, REPLACED, UNDATED
from golden import check, plain

from metrics.briefing.alerts import (
    Alert,
    BurnRange,
    CarriedActions,
    FundEnd,
    FundLapse,
    LowRunway,
    OldBalance,
    RefusedMoney,
)
from metrics.briefing.briefing import Briefing
from metrics.briefing.changes import (
    Amount,
    Attendance,
    IssueFlow,
    LaunchCost,
    LaunchCount,
    NoNews,
)
from metrics.briefing.figures import DocsFailing, MoneyEnd, MonthlyBurn, NextEnd, OpenIssues
from metrics.briefing.meeting_pairs import Headline, Pair
from metrics.briefing.money import Money
from metrics.briefing.queue import Waiting
from metrics.briefing.sheet import Deadline, Decision, Promise, Sheet
from metrics.data_quality.arrivals import Cause
from metrics.data_quality.source_rows import BillFile, Statement, Tracker
from metrics.data_quality.sources import Info
from metrics.data_quality.standing import Standing
from metrics.docs.builds import Version
from metrics.funds.due_dates import Due
from metrics.runway.double_counting import CountedTwice
from metrics.runway.outlook import FundOutlook
from metrics.spending.burn import Burn
from metrics.spending.expected_range import Month
from metrics.spending.missing_days import Gap
from wording import briefing, changed_since, digest, sheet
from wording.page import Link
from wording.page import Sheet as Drawn

DAY = date(2026, 9, 17)
TODAY = Pair("monthly", date(2026, 8, 20), DAY, True)
NO_MONEY = Money("USD", (), ())
GRANT = FundOutlook("g", "Estuary Fund grant", "grant", date(2026, 12, 31), Decimal(64_000),
                    Decimal("30123.4"), 0.7)  # fmt: skip
CREDITS = replace(GRANT, name="Our credits", kind="credits")
USED_UP = replace(CREDITS, lapse=Decimal(0), chance_of_lapse=0.2)
MONTH = Month(date(2026, 8, 1), Decimal("6519.7"), Decimal(4120), Decimal(6110), "USD")
SITE = Version(
    "hub", "Hub", "Read the Docs", "latest", True, True, "failing", datetime(2026, 9, 7), 10,
    datetime(2026, 9, 6), 864_000, "sphinx failed", "build", None, None, None, None,
)  # fmt: skip


SILENT = Cause("billing", ("skyhook",), "silent", date(2026, 6, 18), 91)
OLD = Standing(date(2026, 6, 18), "measured", (SILENT,))


def alert(fact: object, tone: str = "watch", kind: str = "x", unit: str = "") -> Alert:
    return Alert(kind, unit, tone, 0, "page", fact)  # type: ignore[arg-type]


ALERTS = {
    "docs fail": alert(SITE, "act"),
    "docs fail, never good": alert(replace(SITE, last_good_at=None, reason=None, days=1), "act"),
    "docs fail since today": alert(replace(SITE, reason=None, days=0), "act"),
    "docs stuck": alert(replace(SITE, state="stuck", reason=None)),
    "a source failed": alert(
        Cause(
            "billing",
            ("2026-08.csv",),
            "failed",
            None,
            None,
            "no format fits",
            "map it",
            is_kept=False,
        ),
        "act",
    ),
    "a question about bills": alert(OVERLAP, "act"),
    "a question about invoices": alert(ARREARS, "act"),
    "a credit without a day": alert(UNDATED),
    "refused money": alert(RefusedMoney(REFUSED), "act"),
    "one refused line": alert(RefusedMoney(REFUSED[1:2]), "act"),
    "a replaced bill": alert(REPLACED),
    "a source is old": alert(
        Cause("github", (), "failed", DAY, 2, "the host allows no more requests", "wait")
    ),
    "a host is down": alert(
        Cause("docs_builds", tuple("abcdefgh"), "failed", DAY, 2, "no answer", "run again later")
    ),
    "bills are silent": alert(SILENT),
    "notes are silent": alert(Cause("notes", ("monthly",), "silent", date(2026, 6, 18), 91)),
    "trackers are silent": alert(Cause("github", ("o/hub",), "silent", date(2026, 6, 18), 91)),
    "docs are silent": alert(
        Cause("docs_builds", ("hub", "guide"), "silent", date(2026, 6, 18), 91)
    ),
    "launches are silent": alert(Cause("launches", ("archive",), "silent", date(2026, 6, 18), 91)),
    "a count is silent": alert(Cause("usage", ("users",), "silent", date(2026, 6, 18), 91)),
    "nobody renewed the build": alert(Cause("build", (), "silent", date(2026, 9, 8), 9)),
    "a bill is missing": alert(Gap("hub", date(2026, 7, 1), date(2026, 8, 31))),
    "one action carried over": alert(CarriedActions(1, 2, date(2026, 8, 6), 42)),
    "three actions": alert(CarriedActions(3, 5, date(2026, 6, 18), 91)),
    "burn above": alert(BurnRange(MONTH, 2)),
    "burn inside": alert(BurnRange(replace(MONTH, spent=Decimal(5000)), 1), "fine"),
    "counted twice": alert(CountedTwice("cloud", Decimal(3900), Decimal(4000), "USD", True)),
    "plan far above bills": alert(CountedTwice("cloud", Decimal(39), Decimal(4000), "USD", False)),
    "a fund ends": alert(FundEnd("City grant", date(2026, 10, 31), 44)),
    "a grant lapses": alert(FundLapse(GRANT, "USD", 105)),
    "credits lapse": alert(FundLapse(replace(CREDITS, ends_on=date(2026, 9, 18)), "USD", 1)),
    "money left behind": alert(FundLapse(replace(GRANT, ends_on=date(2026, 8, 1)), "USD", -47)),
    "a balance never confirmed": alert(OldBalance("Gifts", None, None)),
    "an old balance": alert(OldBalance("Gifts", date(2026, 5, 31), 109)),
    "the money is low": alert(LowRunway(date(2027, 1, 20), DAY, 6)),
}
STATED = (Statement("Estuary Fund grant", "USD", date(2026, 8, 31), Decimal("64000"), "letter"),)
BURN = Burn(3, "USD", date(2026, 6, 16), date(2026, 9, 15), 92, 92, Decimal(214), Decimal(-100),
            Decimal(114))  # fmt: skip
LINE = (1.0, 2.0, 3.0)
FIGURES = (
    MonthlyBurn(
        "gross",
        BURN,
        replace(BURN, gross=Decimal(200), last_on=date(2026, 8, 18)),
        (BillFile("b.csv", 75, 75),),
        LINE,
    ),
    NextEnd(GRANT, date(2026, 12, 31), "USD", STATED, LINE),
    NextEnd(USED_UP, date(2026, 12, 31), "USD", (), LINE),
    NextEnd(replace(GRANT, is_estimated=True), date(2026, 12, 31), "USD", (), LINE),
    OpenIssues(1204, 1197, (Tracker("o/hub", "https://example.org/o/hub/issues"),), LINE),
    OpenIssues(5, 5, (), LINE),
    DocsFailing(1, 0, 5, (SITE,), LINE),
    MonthlyBurn("gross", BURN, BURN, (), LINE, OLD),
    MonthlyBurn("gross", BURN, BURN, (), LINE, Standing(date(2026, 8, 18), "measured")),
    MonthlyBurn(
        "gross",
        BURN,
        replace(BURN, last_on=date(2026, 8, 15)),
        (),
        LINE,
        Standing(date(2026, 9, 15), "partial"),
    ),
    NextEnd(GRANT, date(2026, 12, 31), "USD", (), LINE, replace(OLD, known="estimated")),
    OpenIssues(4, 4, (), LINE, Standing(date(2026, 8, 1), "measured")),
)
CHANGES = (
    Amount("spent", "USD", Decimal("2700.49"), date(2026, 9, 15)),
    Amount("spent", "EUR", Decimal(56)), Amount("received", "USD", Decimal(0)),
    IssueFlow(11, 4, 21.4), IssueFlow(1, 0, None), IssueFlow(0, 9, 60.0),
    Attendance(DAY, 8), Attendance(DAY, None), Attendance(DAY, None, not_read=True),
    LaunchCount(2455, date(2026, 9, 16)), LaunchCost(date(2026, 8, 1), 2.48, 2.21, "USD"),
    NoNews("spent", SILENT),
    NoNews("launches", replace(SILENT, source="launches")),
)  # fmt: skip
DONE = Promise("Wren to close o/hub#5.", ("Wren",), date(2026, 8, 20), 1, True, "o/hub#5", DAY)
OPEN = Promise("Ada will write to the museum", ("Ada", "Wren"), date(2025, 8, 20), 4, False)
NOBODY = Promise("Order badges", (), date(2026, 8, 20), 2, False)
DUE = Due(date(2026, 10, 15), "request", "decide", "g", "Estuary Fund grant", "grant")
SHEET = Sheet(
    silent=SILENT,
    decide=tuple(Decision(each, ("Ada",), DAY, "since") for each in ALERTS.values()),
    promised=(DONE, OPEN, NOBODY),
    deadlines=(
        Deadline(replace(DUE, kind="report"), (), "Interim report 3"),
        Deadline(DUE),
        Deadline(replace(DUE, kind="end", on=date(2027, 1, 31)), ("Ada",)),
    ),
)
NOTHING = Briefing(TODAY, NO_MONEY, None, (), (), ())
FULL = Briefing(
    TODAY, NO_MONEY, None, tuple(ALERTS.values()), FIGURES, CHANGES,
    waiting=Waiting(3, (("USD", Decimal(1240)),), 9),
)  # fmt: skip


def test_the_briefing_in_english(write_golden: bool) -> None:
    past = Pair("cafe", date(2025, 12, 4), date(2026, 1, 8), False)
    low, likely, high = date(2027, 3, 25), date(2027, 4, 14), date(2027, 5, 6)
    headlines = {
        "a range": Headline(date(2026, 1, 8), low, likely, high, "range"),
        "one third of a month": Headline(date(2026, 1, 8), low, low, low, "arithmetic"),
        "open at the end": Headline(date(2026, 1, 8), low, likely, None, "range"),
        "beyond the forecast": Headline(date(2026, 1, 8), None, None, None, "range"),
        "not known": Headline(date(2026, 1, 8), None, None, None, "unknown"),
        "not depleting": Headline(date(2026, 1, 8), None, None, None, "not_depleting"),
    }
    cases = {
        "nothing": briefing.page(NOTHING),
        "everything": briefing.page(FULL),
        "a sheet with too much for it": briefing.page(replace(FULL, sheet=SHEET)),
        "a sheet with little": briefing.page(
            replace(NOTHING, sheet=replace(SHEET, silent=None, decide=SHEET.decide[-1:]))
        ),
        "one thing to decide": briefing.page(replace(NOTHING, alerts=(ALERTS["a fund ends"],))),
        "no meeting known": briefing.page(replace(NOTHING, pair=replace(TODAY, series=None))),
        "a past pair": briefing.page(replace(NOTHING, pair=past)),
        "labels of pairs": "\n".join(map(briefing.pair_label, (TODAY, past))),
    } | {
        f"a past pair, {name}": "\n".join(map(str, (found.claim, found.basis)))
        for name, headline in headlines.items()
        if (found := briefing.past_headline(headline))
    }
    check("briefing", cases, write=write_golden)


def changed(now: str, was: str | None, **more: object) -> str:
    """The row of what changed, from two costs of a day, at two meetings."""
    before = replace(
        BURN, gross=was and Decimal(was), last_on=more.pop("last_on", date(2026, 8, 18))
    )
    bills = MonthlyBurn("gross", replace(BURN, gross=Decimal(now)), before, (), LINE, **more)
    page = briefing.page(replace(NOTHING, figures=(bills,)))
    (made,) = [each for each in page.blocks if isinstance(each, Drawn)]
    ((word, (row,)),) = [(each.word, each.rows) for each in made.sections]
    assert word == "Changed"
    return sheet.line(row)


@pytest.mark.parametrize(
    ("now", "was", "said"),
    [
        ("214", "200", "Bills 6,088 → 6,514 USD a month, +7 % (since 20 Aug)"),
        ("100", "200", "Bills 6,088 → 3,044 USD a month, −50 % (since 20 Aug)"),
        ("200.9", "200", "Bills steady: 6,115 USD a month (since 20 Aug)"),
        ("214", "0", "Bills 0 → 6,514 USD a month (since 20 Aug)"),
        ("0.0653", "0.066", "Bills steady: 2 USD a month (since 20 Aug)"),
        ("0", "0", "Bills steady: 0 USD a month (since 20 Aug)"),
        ("214", None, "Bills 6,514 USD a month; not known before (since 20 Aug)"),
    ],
)
def test_what_changed_is_from_what_to_what_or_that_nothing_did(now, was, said):
    assert changed(now, was) == said


def test_no_change_is_claimed_over_the_same_or_over_old_bills():
    same = changed("214", "200", last_on=BURN.last_on)
    assert same == "Bills 6,514 USD a month; no newer bill (since 20 Aug)"
    old = changed("214", "200", standing=replace(OLD, known="estimated"))
    assert old == "Bills about 6,514 USD a month; not compared (no bill since 18 Jun)"
    partial = changed("214", "200", standing=replace(OLD, known="partial", causes=()))
    assert partial == "Bills about 6,088 → 6,514 USD a month, +7 % (since 20 Aug)"


STEADY = MonthlyBurn(
    "gross", BURN, replace(BURN, last_on=date(2026, 8, 18)), (BillFile("b.csv", 75, 75),), LINE
)
BROKE = DocsFailing(1, 0, 5, (SITE,), LINE, broke=(SITE,))
REPAIRED = DocsFailing(0, 1, 5, (), LINE, repaired=(replace(SITE, name="Guide"),))
GREW = OpenIssues(107, 100, (), LINE)
DEARER = LaunchCost(date(2026, 8, 1), 2.48, 2.21, "USD")


@pytest.mark.parametrize(
    ("figures", "changes", "said"),
    [
        # little: nothing moved, or by too little to be worth a word
        ((STEADY,), (), "Bills steady: 6,514 USD a month (since 20 Aug)"),
        ((STEADY, OpenIssues(104, 100, (), LINE)), (),
         "Bills steady: 6,514 USD a month (since 20 Aug)"),
        ((STEADY, OpenIssues(3, 1, (), LINE)), (),
         "Bills steady: 6,514 USD a month (since 20 Aug)"),
        ((STEADY,), (replace(DEARER, each=2.42),),
         "Bills steady: 6,514 USD a month (since 20 Aug)"),
        # one thing, with and without bills
        ((STEADY, BROKE), (),
         "Hub docs broke on 7 Sep · bills steady: 6,514 USD/month (since 20 Aug)"),
        ((BROKE,), (), "Hub docs broke on 7 Sep (since 20 Aug)"),
        ((REPAIRED,), (), "Guide docs repaired (since 20 Aug)"),
        ((GREW,), (), "+7 open issues (since 20 Aug)"),
        ((OpenIssues(94, 100, (), LINE),), (), "−6 open issues (since 20 Aug)"),
        ((), (DEARER,), "A launch costs 12 % more (since 20 Aug)"),
        ((), (replace(DEARER, each=1.8),), "A launch costs 19 % less (since 20 Aug)"),
        # much: docs first, then what moved furthest beyond its threshold
        ((STEADY, GREW, BROKE), (DEARER,),
         "Hub docs broke on 7 Sep · +7 open issues · bills steady: 6,514 USD/month "
         "(since 20 Aug)"),
        ((STEADY, replace(GREW, now=106), BROKE), (replace(DEARER, each=3.1),),
         "Hub docs broke on 7 Sep · a launch costs 40 % more · bills steady: 6,514 USD/month "
         "(since 20 Aug)"),
        ((replace(BROKE, broke=(SITE, replace(SITE, name="Guide")),
                  repaired=(replace(SITE, name="Kit"),)),), (),
         "Hub and Guide docs broke · Kit docs repaired (since 20 Aug)"),
        ((replace(BROKE, broke=(SITE,) * 4),), (), "Docs of 4 sites broke (since 20 Aug)"),
        # what broke may have failed before we knew it; silent sources say nothing
        ((replace(BROKE, broke=(replace(SITE, last_good_at=None),)),), (),
         "Hub docs failing since 7 Sep (since 20 Aug)"),
        ((STEADY, replace(BROKE, standing=OLD), replace(GREW, standing=OLD)), (),
         "Bills steady: 6,514 USD a month (since 20 Aug)"),
    ],
)  # fmt: skip
def test_the_row_of_changes_says_what_changed_most_in_one_line(figures, changes, said):
    page = briefing.page(replace(NOTHING, figures=figures, changes=changes))
    (made,) = [each for each in page.blocks if isinstance(each, Drawn)]
    ((word, (row,)),) = [(each.word, each.rows) for each in made.sections]
    assert (word, sheet.line(row)) == ("Changed", said)
    assert len(said) <= 125
    pages = [each.address for each in row.words if isinstance(each, Link)]
    assert len(pages) == said.count("docs") + said.count("Docs") + ("open issue" in said) + (
        "aunch costs" in said
    )
    assert set(pages) <= {"docs", "issues", "launches"}


def test_a_decision_takes_the_place_of_days_in_the_row_of_changes():
    (row,) = changed_since.rows(replace(NOTHING, figures=(STEADY, BROKE)), is_terse=True)
    assert sheet.line(row) == "Hub docs broke · bills steady: 6,514 USD/month"
    (alone,) = changed_since.rows(replace(NOTHING, figures=(STEADY,)), is_terse=True)
    assert sheet.line(alone) == "Bills steady: 6,514 USD a month (since 20 Aug)"


REPAIR = Decision(ALERTS["docs fail"], (), date(2026, 9, 7), "since")
USE = Decision(ALERTS["a fund ends"], ("Ada",), date(2026, 10, 31), "by")
SOON = (Deadline(replace(DUE, on=date(2026, 9, 30))), Deadline(DUE))


@pytest.mark.parametrize(
    ("decide", "deadlines", "said"),
    [
        ((), (), ""),
        ((), SOON, "Nothing to decide; next deadline 30 Sep."),
        ((REPAIR,), SOON[1:], "1 to decide, without an owner; next deadline 15 Oct."),
        ((USE,), (), "1 to decide."),
        ((REPAIR, REPAIR, USE), SOON, "3 to decide, 2 without an owner; next deadline 30 Sep."),
        ((USE, USE), (Deadline(replace(DUE, on=date(2027, 1, 5))),),
         "2 to decide; next deadline 5 Jan 2027."),
    ],
)  # fmt: skip
def test_a_phone_reads_above_the_rows_how_much_is_to_be_decided(decide, deadlines, said):
    found = replace(NOTHING, sheet=Sheet(decide=decide, deadlines=deadlines))
    in_short = sheet.in_short(found)
    assert plain(in_short).replace(" ;", ";").replace(" .", ".") == said
    assert ('href="#sheet-decide"' in in_short, 'href="#sheet-next"' in in_short) == (
        bool(decide), bool(deadlines),
    )  # fmt: skip
    past = replace(found, pair=replace(TODAY, is_open=False), sheet=Sheet(decide=decide))
    assert sheet.in_short(past) == ""


def test_the_line_of_a_phone_takes_no_words_from_the_sheet_of_a_desk():
    found = replace(FULL, sheet=replace(SHEET, silent=None))
    page = briefing.page(found)
    (made,) = [each for each in page.blocks if isinstance(each, Drawn) and each.key == "sheet"]
    spoken = f"Monthly meeting, 17 September {page.answer.claim} {plain(page.answer.basis)}"
    phone = plain(sheet.in_short(found))
    assert phone in spoken
    assert sheet.word_count(spoken) - sheet.word_count(phone) + sheet.words_of_sheet(made) <= 120


ENDING = runway_facts.answer(
    runway_facts.inputs(
        runway_facts.fund("Grant", 40000), bills=[("cloud", (95, 105, 98, 110, 101, 99) * 2)]
    )
)


@pytest.mark.parametrize(
    ("days", "changes", "said"),
    [
        (21, {}, "3 weeks later than on 20 Aug. 80 % likely: "),
        (-7, {}, "1 week earlier than on 20 Aug. 80 % likely: "),
        (-6, {}, "80 % likely: "),  # each day of bills moves it by as much
        (None, {}, "80 % likely: "),  # nothing was published then
        (21, {"standing": OLD}, "80 % likely: "),  # no bill has come since
    ],
)
def test_the_second_line_says_by_how_much_the_end_of_the_money_moved(days, changes, said):
    then = days is not None and ENDING.likely - timedelta(days=days)
    before = Headline(TODAY.since, then, then, then, "range") if then else None
    end = MoneyEnd(ENDING, before, (), (), **changes)
    money = Money("USD", (), (ENDING,))
    found = briefing.answer(replace(NOTHING, money=money, figures=(end,)))
    assert found.basis.startswith(said)
    on_a_call = replace(NOTHING, money=money, figures=(), is_public=True)
    assert briefing.answer(on_a_call).basis.startswith("80 % likely: ")


def test_the_digest_in_english(write_golden: bool) -> None:
    about = Info(datetime(2026, 9, 17, 6), DAY, "Fernhollow", "USD", "UTC", "d.toml", False, "0")
    known = [digest.known(each) for each in ALERTS.values() if each.tone != "fine"]
    cases = {
        "new and settled": digest.message(about, NO_MONEY, known[:3], known[3:4], 7),
        "more than fits": digest.message(about, NO_MONEY, known, [], 0),
    }
    check("digest", cases, write=write_golden)
