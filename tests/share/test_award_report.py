"""The report of an award: its figures, what it says of its own doubts, and what it never says."""

import io
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from runway_records import balance, fund
from servers.planting import Planter, person, words_in

import config
from config import ConfigError, House
from config.sent import Sent
from metrics.awards.disagreement import Disagreement, disagreements
from metrics.awards.register import Rate
from metrics.awards.reported import Changed, changed
from metrics.briefing.alerts import alerts
from metrics.briefing.money import money
from metrics.briefing.sheet import Decision
from pipelines.funds import sent as pipelines_sent
from share import __main__ as share
from share import report, submitted
from share.pack import Withheld
from share.report import Asked
from tests.wording import golden
from warehouse.records import (
    Award,
    AwardClaim,
    AwardInterest,
    AwardLine,
    AwardPayment,
    AwardReport,
    AwardRevision,
    BookedCost,
    BuildInfo,
    FundingSetting,
    Issue,
    IssueEvent,
    LaunchDaily,
    LineRate,
    LineRateBase,
    Meeting,
    Repo,
    SourceRun,
)
from wording import award as award_words
from wording import award_report as report_words
from wording import sheet

D = Decimal
AS_OF = date(2026, 9, 17)
NOW = datetime(2026, 9, 17, 7)
FIRST, LAST = date(2026, 3, 1), date(2026, 8, 31)
SETTINGS = """
[project]
name = "Fernhollow"
as_of = 2026-09-17

[[funds]]
id = "grant"
name = "The grant"
kind = "grant"
funder = "Estuary Fund"
number = "EF-1"
signer = "Sorrel Quickwater"

[[funds]]
id = "other"
name = "Meadow gift"
kind = "donation"
funder = "Meadow Trust"
"""
WORDS = """
## What was done
Three images moved.
## Remaining work
Six images by 31 January 2027.
## Next steps
The fourth image.
"""


def booked(day, line, amount, code="EF-1"):
    return BookedCost(day, "pay", "people", code, line, "USD", D(amount), 1, "pay.csv")


COSTS = [
    booked(date(2025, 6, 30), "5100", "20000.10"), booked(date(2026, 2, 28), "5200", "1000"),
    booked(date(2026, 3, 31), "5100", "30000.20"), booked(date(2026, 8, 31), "5200", "4000"),
    booked(date(2026, 9, 10), "5100", "9999"),  # after the period
]  # fmt: skip
AWARD = [
    BuildInfo(NOW, AS_OF, "Fernhollow", "USD", "UTC", "dashboard.toml", False, "0"),
    fund("grant", starts=date(2025, 1, 1), ends=date(2026, 12, 31), funder="Estuary Fund"),
    Award("grant", "EF-1", "A hub", "Lark Whitlow", "Sorrel Quickwater", codes=["EF-1"]),
    AwardLine("grant", 0, "People", "people", D(90_000), ["5100"], persons=4),
    AwardLine("grant", 1, "Travel", "travel", D(10_000), ["5200"]),
    AwardRevision("grant", date(2026, 3, 3), "Travel", D(3_000)),
    AwardRevision("grant", date(2026, 3, 3), "People", D(97_000)),
    AwardPayment("grant", D(60_000), "received", date(2025, 1, 20)),
    AwardReport("grant", "Interim report 3", None, FIRST, LAST),
]  # fmt: skip
OTHER = [
    fund("other", "donation", funder="Meadow Trust", ends=date(2027, 5, 5)),
    balance("other", LAST, "77777"),
    booked(date(2026, 5, 31), "5100", "66666", code="other"),
]


def stated(amount):
    """A statement of the funder: what is left of 100,000 at the end of the period."""
    return balance("grant", LAST, amount)


@pytest.fixture
def house(tmp_path):
    (tmp_path / "dashboard.toml").write_text(SETTINGS)
    (tmp_path / "reports" / "grant").mkdir(parents=True)
    return House(config.load(tmp_path / "dashboard.toml").config, tmp_path / "data")


@pytest.fixture
def made(house, build, monkeypatch):
    """Records and the team's words → the report, without a Chrome."""
    monkeypatch.setenv("BROWSER_PATH", "none")

    def make(records, words=WORDS, first=FIRST, last=LAST, **more):
        file = report.words_of(house, "grant", first, last)
        file.write_text(words)
        own = [record for record in records if _is_own(record)]
        known = [record for record in AWARD if not (own and _is_own(record))]
        awarded = [
            record if not hasattr(record, "awarded") or record.fund_id != "grant"
            else type(record)(**{**_fields(record), "awarded": D(100_000)})
            for record in [*known, *OTHER, *records]
        ]  # fmt: skip
        db = build(awarded).cursor()
        return report.make(db, house, Asked("grant", first, last, **more), now=NOW)

    return make


def _is_own(record):
    return isinstance(record, Award) and record.fund_id == "grant"


def _fields(record):
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}


def text_of(found):
    return found.files["report.md"].decode()


def rows_of(text):
    """The table of lines as lists of cells."""
    table = "| Line |" + text.split("| Line |")[1].split("\n\n")[0]
    lines = [line for line in table.splitlines() if not line.startswith("|:")]
    return [[cell.strip().strip("*") for cell in line.strip("|").split("|")] for line in lines]


VARIED = WORDS + "## Variances\n- travel: The field school was abroad.\n"


def test_a_report_has_the_lines_of_its_award_in_its_period(made):
    found = made([*COSTS, stated("44999.70")], VARIED)
    text = text_of(found)
    assert rows_of(text) == [
        ["Line", "Budget, revision 1 of 3 Mar 2026", "Before", "This period", "To date",
         "Remaining", "Spent"],
        ["People", "97,000.00", "20,000.10", "30,000.20", "50,000.30", "46,999.70", "52 %"],
        ["Travel", "3,000.00", "1,000.00", "4,000.00", "5,000.00", "−2,000.00", "167 %"],
        ["Total", "100,000.00", "21,000.10", "34,000.20", "55,000.30", "44,999.70", "55 %"],
        ["Not explained", "", "", "", "0.00", "", ""],
    ]  # fmt: skip
    assert "**Travel:** The field school was abroad." in text
    assert "Interim report 3 to Estuary Fund, award EF-1" in text
    assert "# 55 % of the award was spent by 31 August 2026." in text
    assert "Received: 60,000.00 USD. Interest earned: not known." in text
    assert "equal." in text
    assert "Provisional" not in text
    assert "## What got worse\n\nNothing reported." in text
    assert found.blanks == ()


def test_why_a_report_cannot_be_made_stands_in_its_place(house, build, monkeypatch):
    monkeypatch.setenv("QUARTERDECK_CONFIG", str(house.config.file))
    found = report.offered(build(AWARD).cursor(), asked=Asked("nobody", FIRST, LAST), state="")
    assert found == report.Offered(
        b"", (), ("nobody: not in this build. Fix: run python -m pipelines",)
    )


def test_no_date_and_no_amount_of_another_fund_is_in_any_file(made):
    found = made([*COSTS, stated("44999.70")], VARIED)
    for name, content in found.files.items():
        said = content.decode("utf-8", "replace")
        for foreign in ("77,777", "77777", "66,666", "66666", "2027", "Meadow", "gift"):
            assert foreign not in said.replace("31 January 2027", ""), (name, foreign)


def test_a_line_far_over_its_budget_asks_for_a_reason_and_without_it_is_a_draft(made):
    found = made([*COSTS, stated("44999.70")])
    assert found.blanks == ("why Travel is 67 % over its budget",)
    assert text_of(found).startswith("> **Draft.**")


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (None, None, "whole award"), (date(2025, 1, 1), None, "from 1 Jan 2025"),
        (None, date(2025, 6, 30), "to 30 Jun 2025"),
        (date(2025, 1, 1), date(2025, 6, 30), "1 Jan 2025 – 30 Jun 2025"),
    ],
)  # fmt: skip
def test_the_days_of_a_rate_are_in_words(first, last, said):
    found = Rate("Fringe", D("0.2"), {"People": None}, first, last, "letter", None)
    assert report_words.rate(found) == ["Fringe", "20 %", "People", said, "letter"]


MET = Meeting("m1", "team", date(2026, 5, 2), None, None, False, True, "notes/a.md", 1)


@pytest.mark.parametrize(
    ("words", "records", "said", "blanks"),
    [
        ("", [], "[not known: what was done]", ("what was done",)),
        ("", [MET], "- 1 meeting held", ()),
    ],
)  # fmt: skip
def test_what_was_done_is_counted_or_asked_for(made, words, records, said, blanks):
    without = words + VARIED.split("moved.")[1]
    found = made([*COSTS, stated("44999.70"), *records], without)
    assert text_of(found).split("## What was done\n\n")[1].startswith(said)
    assert found.blanks == blanks


@pytest.mark.parametrize(
    ("second", "cells"),
    [("40000", ["60,000", "40,000"]), ("43275.01", ["60,000.00", "43,275.01"])],
)
def test_payments_are_to_the_cent_where_one_of_them_has_cents(made, second, cells):
    more = AwardPayment("grant", D(second), "to_come", date(2026, 11, 1))
    found = made([*COSTS, stated("44999.70"), more], VARIED, template="foundation-interim")
    rows = text_of(found).split("## Payments, USD\n\n")[1].split("\n\n")[0].splitlines()[2:]
    assert [row.split(" | ")[2] for row in rows] == cells


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("44899.70", None),  # 100.00 of 55,100.30 are not explained: neither above 1 % nor 100
        ("44899.69", "100.01 USD more was spent"),
        ("45999.70", "1,000.00 USD less was spent"),
        (None, "no statement of the funder confirms"),
    ],
)
def test_what_is_not_explained_makes_a_report_provisional_on_its_first_page(made, left, said):
    text = text_of(made([*COSTS, *([stated(left)] if left else [])], VARIED))
    first_page = text.split("## Budget")[0]
    assert ("Provisional" in first_page) is bool(said)
    if said:
        assert said in first_page
        assert "% of the award was spent by" not in first_page


def test_the_workbook_has_the_totals_of_the_report(made):
    found = made([*COSTS, stated("44999.70")], VARIED)
    sheet = load_workbook(io.BytesIO(found.files["report.xlsx"])).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    lines, total, gap = rows[:2], rows[2], rows[3]
    assert total[0] == "Total"
    for column in range(1, 7):
        assert round(sum(row[column] for row in lines), 2) == round(total[column], 2)
    assert (total[5], gap[0], gap[5]) == (55000.3, "Not explained", 0)


ALL_WORDS = (
    VARIED
    + """## What got worse
Builds are *slower*.
## Changes that need your approval
None.
## Unspent amount
It goes back.
## What lasts after the award
The handbook.
## Interest
12.50 USD.
"""
)
RATED = [
    AwardLine("grant", 2, "Fringe", "fringe", D(12_000)),
    LineRate(1, "grant", "Fringe", D("0.2"), date(2025, 1, 1), None, "the letter", AS_OF),
    LineRateBase(1, "People"),
    AwardPayment("grant", D(40_000), "to_come", date(2026, 11, 1), "report 3 accepted"),
    AwardPayment("grant", D("0.50"), "awarded"),
    booked(date(2026, 5, 31), "5900", "70"),  # on no line
]  # fmt: skip


def issue(number, opened, closed):
    return Issue(1, number, False, "t", None, False, "closed", None, [], 0, opened, closed, closed,
                 None, None, True, None, None)  # fmt: skip


# On the first and the last day of January 2025 to February 2026, and on the days around them.
EDGES = [date(2024, 12, 31), date(2025, 1, 1), date(2026, 2, 28), date(2026, 3, 1)]
RAN = [
    Repo(1, "o/hub", False, False, 0, None, None, True, [], None),
    *(issue(n, datetime(2024, 12, 30), datetime.combine(day, NOW.time()))
      for n, day in enumerate(EDGES)),
    *(issue(n, datetime.combine(day, NOW.time()), NOW) for n, day in enumerate(EDGES[1:], 10)),
    *(IssueEvent(1, n, "closed", datetime.combine(day, NOW.time()), NOW)
      for n, day in enumerate(EDGES)),
    *(LaunchDaily(day, day, "hub", "GitHub", 10**n, "e") for n, day in enumerate(EDGES)),
    *(Meeting(f"e{n}", "team", day, None, None, False, True, "notes/a.md", n)
      for n, day in enumerate(EDGES)),
]  # fmt: skip


def workbook_of(found):
    """Every cell of every sheet; bold ones in asterisks."""
    book = load_workbook(io.BytesIO(found.files["report.xlsx"]))
    return "\n".join(
        f"{sheet.title}: " + " | ".join(
            f"*{cell.value}*" if cell.font.bold else str(cell.value) for cell in row
        )
        for sheet in book for row in sheet.iter_rows()
    )  # fmt: skip


def test_a_report_is_whole_as_its_template_writes_it(made, house, write_golden):
    stands, whole = stated("34929.64"), {}
    for template in report.TEMPLATES:
        found = made([*COSTS, *RATED, MET, stands], ALL_WORDS, template=template)
        whole[template] = text_of(found)
    whole["workbook"] = workbook_of(found)
    whole["what is kept"] = json.dumps(found.facts, indent=1, default=str)
    paid_back = [*COSTS, *CLAIMED, AwardClaim("grant", LAST, LAST, D("61321.25"), "7")]
    found = made([*paid_back, stated("44999.70")], VARIED)
    whole |= {"paid back": text_of(found), "paid back, workbook": workbook_of(found)}
    earned = AwardInterest("grant", LAST, D("77.75"), "USD", "b.csv")
    found = made([*COSTS, earned, stated("44999.70")], VARIED, ticks=())
    whole |= {"interest": text_of(found), "interest, workbook": workbook_of(found)}
    found = made([], "")
    whole |= {"nothing known": text_of(found), "nothing known, workbook": workbook_of(found)}
    assert found.drawn == "no Chrome was found"
    early = made([*COSTS, *RAN, EARLY_STATED], **{**SENT, "words": ""})
    whole["of two years, in counts"] = text_of(early)
    sent(house, made([*COSTS, EARLY_STATED], **SENT))
    late = [booked(date(2025, 12, 31), "5100", "500"), booked(date(2025, 11, 30), "5900", "7.5")]
    found = made([*COSTS, *late, stated("44492.20")], VARIED)
    whole |= {"adjusted": text_of(found), "adjusted, workbook": workbook_of(found)}
    golden.check("reports", whole, write=write_golden, folder=Path(__file__).with_name("golden"))


def test_the_share_that_was_spent_is_of_the_award_though_its_lines_come_to_another_sum(made):
    """65,070.36 of 100,000; the lines come to 112,000, of which it is 58 %."""
    text = text_of(made([*COSTS, *RATED, stated("34929.64")], VARIED))
    assert "# 65 % of the award was spent by 31 August 2026." in text
    assert "| charged, 65 % of the award |" in text
    assert "| **65,070.36** | **46,929.64** | **58 %** |" in text  # of the budget, in its table


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-01..2026-06", (date(2026, 1, 1), date(2026, 6, 30))),
        ("2026-02", (date(2026, 2, 1), date(2026, 2, 28))),
        ("2024-02..2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2026-03..2026-02", None), ("2026..2027", None), ("", None),
    ],
)  # fmt: skip
def test_a_period_is_whole_months(text, days):
    if days:
        assert report.months_of(text) == days
    else:
        with pytest.raises(ValueError):
            report.months_of(text)


def test_a_template_is_one_of_ours_or_a_file_of_the_team(tmp_path):
    own = tmp_path / "own.md.j2"
    own.write_text("# {{ answer }}\n")
    assert [report.template_of(name) for name in ("plain", str(own))] == ["plain", own]
    for name, fix in (("board-year", "leave --award out"), ("nonesuch", "or a file")):
        with pytest.raises(ConfigError, match=fix):
            report.template_of(name)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("## Variances\n- Boats: Two.\n", "Variances: no line is called 'Boats'"),
        ("## Interest\n12 USD\n", "Interest: it is in dashboard.toml or in the books, too"),
    ],
)
def test_words_that_contradict_the_books_are_refused(made, words, said):
    earned = AwardInterest("grant", LAST, D("77.75"), "USD", "b.csv")
    with pytest.raises(ConfigError, match=said):
        made([*COSTS, earned], WORDS + words)


def test_a_period_after_the_data_is_refused(made):
    with pytest.raises(ConfigError, match="after the data, 2026-09-17"):
        made(COSTS, last=date(2026, 9, 30))


# ── What was sent ──────────────────────────────────────────────────────────────────────────────

EARLY = {"first": date(2025, 1, 1), "last": date(2026, 2, 28)}
SENT = {**EARLY, "words": WORDS}


def sent(house, found, first=EARLY["first"], last=EARLY["last"]):
    return report.submit(house, Asked("grant", first, last), found, by=None, today=AS_OF)


EARLY_STATED = balance("grant", date(2026, 2, 28), "78999.90")


def test_what_was_sent_is_kept_with_figures_sources_hash_day_and_name(house, made):
    file = sent(house, made([*COSTS, EARLY_STATED], **SENT))
    assert file == house.config.folder / "reports" / "grant" / "2025-01-to-2026-02.json"
    kept = json.loads(file.read_text())
    assert kept["lines"] == {"People": "20000.10", "Travel": "1000.00"}
    assert (kept["by"], kept["submitted_on"]) == ("Sorrel Quickwater", "2026-09-17")
    assert kept["statement"]["amount"] == "78999.90"
    assert set(kept["sha256_of_files"]) == {"report.html", "report.md", "report.xlsx"}
    with pytest.raises(ConfigError, match="was sent on 2026-09-17 by Sorrel Quickwater"):
        sent(house, made([*COSTS, EARLY_STATED], **SENT))


def test_a_later_change_is_an_adjustment_of_the_next_report_and_the_sent_one_stays(house, made):
    sent(house, made([*COSTS, EARLY_STATED], **SENT))
    late = booked(date(2025, 12, 31), "5100", "500")
    text = text_of(made([*COSTS, late, stated("44499.70")], VARIED))
    assert rows_of(text) == [
        ["Line", "Budget, revision 1 of 3 Mar 2026", "Before, as sent 17 Sep 2026", "Adjusted",
         "This period", "To date", "Remaining", "Spent"],
        ["People", "97,000.00", "20,000.10", "500.00", "30,000.20", "50,500.30", "46,499.70",
         "52 %"],
        ["Travel", "3,000.00", "1,000.00", "0.00", "4,000.00", "5,000.00", "−2,000.00", "167 %"],
        ["Total", "100,000.00", "21,000.10", "500.00", "34,000.20", "55,500.30", "44,499.70",
         "56 %"],
        ["Not explained", "", "", "", "", "0.00", "", ""],
    ]  # fmt: skip
    assert "| People | December 2025 | 0.00 | 500.00 | 500.00 |" in text


def test_without_a_change_nothing_is_adjusted(house, made):
    sent(house, made([*COSTS, EARLY_STATED], **SENT))
    text = text_of(made([*COSTS, stated("44999.70")], VARIED))
    assert "Adjusted" not in text
    assert "Prior-period" not in text


def test_a_report_begins_where_the_last_one_ended(house, made):
    sent(house, made([*COSTS, EARLY_STATED], **SENT))
    with pytest.raises(ConfigError, match="begin it on the day after"):
        made(COSTS, first=date(2026, 4, 1))


def test_a_file_of_what_was_sent_that_was_changed_by_hand_is_refused(house, made):
    file = sent(house, made([*COSTS, EARLY_STATED], **SENT))
    file.write_text(file.read_text().replace("20000.10", "20000.11"))
    with pytest.raises(ConfigError, match="changed since it was sent"):
        submitted.submissions(house, "grant")


def told(house, build, *more):
    """What disagrees with the reports of the house, in a build with more records."""
    records = [*AWARD, *OTHER, *COSTS, *more, *pipelines_sent.read(house)]
    return disagreements(build(records).cursor())


def test_a_report_whose_figures_hold_disagrees_with_nothing(house, made, build):
    sent(house, made([*COSTS, EARLY_STATED], **SENT))
    assert told(house, build, booked(date(2026, 3, 31), "5100", "9")) == []  # after its last day


def test_a_later_cost_of_a_reported_month_is_told_with_its_amount_and_remedy(house, made, build):
    sent(house, made([*COSTS, EARLY_STATED], **SENT))
    (found,) = told(house, build, booked(date(2025, 12, 31), "5100", "500"))
    assert found == Disagreement(
        "grant", "The grant", "USD", EARLY["first"], EARLY["last"], AS_OF,
        (Changed("People", date(2025, 12, 1), D(0), D(500)),),
    )  # fmt: skip
    assert award_words.disagrees(found) == (
        "The report of the grant sent on 17 September 2026 no longer agrees: 500.00 USD more is "
        "charged now",
        "The next report has it as an adjustment of December 2025.",
    )


def test_money_that_only_changed_its_line_is_told_without_an_amount(house, made, build):
    sent(house, made([*COSTS, EARLY_STATED], **SENT))
    moved = [booked(date(2026, 2, 28), "5200", "-40"), booked(date(2026, 2, 28), "5100", "40")]
    (found,) = told(house, build, *moved)
    assert (found.difference, award_words.moved(found)) == (
        0, "the same total, on other lines or months",
    )  # fmt: skip


def test_the_briefing_has_one_row_for_it_and_on_a_call_no_amount(house, made, build):
    sent(house, made([*COSTS, EARLY_STATED], **SENT))
    db = build([*AWARD, *COSTS, booked(date(2025, 12, 31), "5100", "500"),
                *pipelines_sent.read(house)]).cursor()  # fmt: skip
    found = alerts(db, as_of=AS_OF, on=AS_OF, money=money(db))
    (alert,) = [each for each in found if each.kind == "report_changed"]
    assert (alert.unit, alert.tone, alert.page, alert.query) == (
        "grant", "watch", "award", "of=grant",
    )  # fmt: skip
    row = Decision(alert, (), AS_OF, "since")
    shown, on_call = (
        sheet.line(sheet._decision(row, AS_OF, with_amounts=is_shown, is_terse=False))
        for is_shown in (True, False)
    )
    assert shown.startswith("Adjust the next report of the grant, 500.00 USD more is charged now")
    assert "500" not in on_call


def test_what_was_sent_and_is_damaged_compares_no_report_of_its_fund(house, made, build):
    file = sent(house, made([*COSTS, EARLY_STATED], **SENT))
    file.write_text(file.read_text().replace("20000.10", "20000.11"))
    (run,) = pipelines_sent.read(house)
    assert (run.status, run.message) == (
        "failed",
        "reports/grant/2025-01-to-2026-02.json: not as it was sent; no report of grant is compared",
    )
    assert told(house, build, booked(date(2025, 12, 31), "5100", "500")) == []


def test_who_sends_a_report_is_asked_for_where_no_signer_of_its_own_fund_is_known(house, made):
    found = made([*COSTS, EARLY_STATED], **SENT)
    funds = [fund.model_copy(update={"signer": None}) for fund in house.config.funds[:1]]
    funds.append(house.config.funds[1].model_copy(update={"signer": "Hazel Fenwick"}))
    unsigned = House(house.config.model_copy(update={"funds": funds}), house.data)
    with pytest.raises(ConfigError, match="grant: who sends it"):
        sent(unsigned, found)
    asked = Asked("grant", EARLY["first"], EARLY["last"])
    file = report.submit(unsigned, asked, found, by="Wren Dale", today=AS_OF)
    assert json.loads(file.read_text())["by"] == "Wren Dale"


def test_a_draft_is_not_sent(house, made):
    found = made([*COSTS, stated("44999.70")])
    with pytest.raises(ConfigError, match="a draft is not sent"):
        sent(house, found, FIRST, LAST)


def test_a_month_changes_only_up_to_the_last_day_that_was_reported():
    month = date(2026, 2, 1)
    then = Sent(date(2026, 2, 28), {"A": D(5)}, {"A": {month: D(5)}, "B": {month: D(1)}})
    now = {"A": {month: D(5), date(2026, 3, 1): D(9)}, "C": {month: D(2)}}
    assert changed(now, then) == [
        Changed("B", month, D(1), D(0)),
        Changed("C", month, D(0), D(2)),
    ]


# ── What must not leave ────────────────────────────────────────────────────────────────────────


CLAIMED = [
    Award("grant", "EF-1", "A hub", "Lark Whitlow", "Sorrel Quickwater", codes=["EF-1"],
          paid="reimbursed"),
    FundingSetting(24, None, None, [], claims="claims.csv"),
    SourceRun("funds", "claims.csv", "ok", NOW, 1, 0),
]  # fmt: skip


@pytest.mark.parametrize("template", report.TEMPLATES)
@pytest.mark.parametrize("paid", ["reimbursed", "advance"])
def test_no_report_holds_any_of_three_hundred_planted_strings(made, template, paid):
    """The numbers of claims and where interest was read are the team's, too."""
    planter = Planter(seed=20260917)
    mine = ("Meeting", "Fund", "FundBalance", "Award", "AwardLine", "AwardRevision",
            "AwardPayment", "AwardReport")  # fmt: skip
    planted = [each for each in planter.every() if type(each).__name__ not in mine]
    planted += [
        AwardClaim("grant", AS_OF, LAST, D("61321.25"), planter.word()),
        AwardInterest("grant", LAST, D("77.75"), "USD", planter.word()),
    ]
    if paid == "reimbursed":
        planted += CLAIMED
    meeting = Meeting("m1", "team", date(2026, 5, 2), None, None, False, True, "notes/a.md", 1)
    numbers = iter(range(2, 1000))
    while len(planter.planted) < 300:
        planted.append(person(planter.word(), planter.word()))
        planted.append(planter.record(Issue, repo_id=1, number=next(numbers)))
    words = f"{VARIED}## Unspent amount\nNone.\n## What lasts after the award\nAll.\n"
    found = made([*COSTS, stated("44999.70"), meeting, *planted], words, template=template)
    said = words_in(found.files)
    assert [word for word in planter.planted if word in said] == []
    assert "interim report 3" in said
    for shown in (
        ("61,321.25", "to claim") if paid == "reimbursed" else ("interest earned", "77.75")
    ):
        assert said.count(shown) >= 2  # in words and in the workbook


@pytest.mark.parametrize("place", ["words", "template"])
def test_a_private_word_of_the_team_or_its_template_means_no_report(made, tmp_path, place):
    meeting = Meeting("m1", "team", date(2026, 5, 2), None, None, False, True, "notes/a.md", 1)
    signed = [meeting, person("Hazel Fenwick", "hazel-f")]
    own = tmp_path / "own.md.j2"
    own.write_text("# {{ answer }}\n\n{{ done }}\n\nThanks to Hazel Fenwick.\n")
    with pytest.raises(Withheld) as withheld:
        if place == "words":
            made(signed, WORDS.replace("Three images", "Hazel Fenwick's images"))
        else:
            made(signed, template=own)
    assert "Hazel Fenwick" in str(withheld.value.leaks[0]).replace("fenwick", "Fenwick")


@pytest.mark.parametrize("words", ["Ask Fern Marsh.", "As for MT-77.", "Signed by Wren Dale."])
def test_who_deals_with_another_award_and_its_number_do_not_leave(made, words):
    other = Award("other", "MT-77", None, "Fern Marsh, trustee", "Wren Dale")
    with pytest.raises(Withheld):
        made([*COSTS, other], VARIED.replace("Three images moved.", words))


def test_a_template_of_the_team_with_a_mistake_is_named_with_its_line(made, tmp_path):
    own = tmp_path / "own.md.j2"
    own.write_text("# Report\n\n{% if %}\n")
    with pytest.raises(ConfigError, match=r"own\.md\.j2, line 3"):
        made(COSTS, template=own)


@pytest.mark.parametrize("template", report.TEMPLATES)
def test_every_template_fills_in_from_the_same_figures(made, template):
    text = text_of(made([*COSTS, stated("44999.70")], VARIED, template=template))
    assert rows_of(text)[-2][4] == "55,000.30"


def test_the_command_writes_four_files_and_keeps_what_is_sent(
    house, build, capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("BROWSER_PATH", "none")
    build([*AWARD, *OTHER, *COSTS, stated("44999.70")])
    where = ["--config", str(house.config.file), "--data", str(house.data)]
    asked = ["report", "--award", "ef-1", "--period", "2026-03..2026-08"]
    assert share.main([*where, *asked], now=lambda: NOW) == 0
    assert "not known: the remaining work" in capsys.readouterr().err
    assert share.main([*where, *asked, "--submit"], now=lambda: NOW) == 78
    report.words_of(house, "grant", FIRST, LAST).write_text(VARIED)
    assert share.main([*where, *asked, "--submit"], now=lambda: NOW) == 0
    assert (tmp_path / "reports" / "grant" / "2026-03-to-2026-08.json").is_file()
    assert share.main([*where, *asked, "--template", "nonesuch"], now=lambda: NOW) == 78
