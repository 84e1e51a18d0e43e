"""The report of a fiscal year to a board: all sources, currencies apart, and what is not known."""

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from runway_records import balance, fund, planned
from servers.planting import Planter, person, words_in

import config
from config import ConfigError, House
from share import __main__ as share
from share import board_year
from share.pack import Withheld
from tests.wording import golden
from warehouse.records import (
    Award,
    AwardClaim,
    AwardInterest,
    AwardLine,
    AwardPayment,
    BookedCost,
    BuildInfo,
    FundingSetting,
    IncomeDaily,
    Issue,
    Meeting,
    PendingAward,
    SourceRun,
)

D = Decimal
AS_OF = date(2026, 9, 17)
NOW = datetime(2026, 9, 17, 7)
CALENDAR = (date(2026, 1, 1), date(2026, 12, 31))
FROM_JULY = (date(2025, 7, 1), date(2026, 6, 30))


def spent(day, line, amount, code, currency="USD"):
    return BookedCost(day, "pay", "people", code, line, currency, D(amount), 1, "pay.csv")


INFO = BuildInfo(NOW, AS_OF, "Fernhollow", "USD", "UTC", "dashboard.toml", False, "0")
# A running year: a grant with a budget by line, gifts without one, a grant in euros, and more.
RUNNING = [
    INFO,
    replace(fund("grant", starts=date(2025, 1, 1), ends=date(2026, 12, 31)), awarded=D(100000)),
    Award("grant", "EF-1", codes=["EF-1"]),
    AwardLine("grant", 0, "People", "people", D(90_000), ["5100"], persons=4),
    AwardLine("grant", 1, "Travel", "travel", D(10_000), ["5200"]),
    AwardPayment("grant", D(60_000), "received", date(2025, 1, 20)),
    AwardPayment("grant", D("25000.50"), "received", date(2026, 2, 3)),
    AwardPayment("grant", D("14999.50"), "to_come", date(2026, 11, 30)),
    balance("grant", date(2026, 8, 31), "46899.70"),
    fund("gifts", "donation"),
    Award("gifts", None, codes=["G"]),
    replace(
        fund("euros", currency="EUR", starts=date(2026, 5, 1), ends=date(2027, 4, 30)),
        awarded=D(9000),
    ),
    Award("euros", None, codes=["E"]),
    replace(fund("gone", starts=date(2024, 1, 1), ends=date(2025, 6, 30)), awarded=D(4444)),
    spent(date(2025, 12, 31), "5100", "18000.10", "EF-1"),
    spent(date(2026, 1, 31), "5100", "30000.20", "EF-1"),
    spent(date(2026, 8, 31), "5200", "5100", "EF-1"),
    spent(date(2026, 3, 31), "5200", "70.25", "G"),
    spent(date(2026, 6, 30), "5200", "1200.05", "E", "EUR"),
    spent(date(2026, 7, 31), "5200", "33.33", "nobody's"),
    IncomeDaily(date(2026, 4, 1), "Gifts", "USD", D("500.75"), 1, "oc.csv", "gifts"),
    IncomeDaily(date(2026, 4, 2), "Bank", "USD", D(12), 1, "bank.csv"),
    PendingAward("p", "Second grant", "grant", D(60_000), "USD", 0.5, date(2026, 11, 1)),
    PendingAward("q", "Far grant", "grant", D(50_000), "USD", 0.5, date(2027, 3, 1)),
]  # fmt: skip
# A year from July that is over, with the one before it in the books.
OVER = [
    INFO,
    replace(fund("core", starts=date(2024, 7, 1), ends=date(2026, 12, 31)), awarded=D(50000)),
    Award("core", "C-9", codes=["C-9"]),
    AwardLine("core", 0, "Hosting", "cloud", D(30_000), ["6000"]),
    AwardPayment("core", D(20_000), "received", date(2024, 8, 1)),
    AwardPayment("core", D(30_000), "received", date(2025, 8, 1)),
    balance("core", date(2026, 6, 30), "20000"),
    spent(date(2024, 7, 31), "6000", "9999.99", "C-9"),
    spent(date(2025, 7, 1), "6000", "15000.01", "C-9"),
    spent(date(2026, 6, 30), "7000", "5000", "C-9"),
    spent(date(2026, 7, 1), "6000", "77", "C-9"),  # of the next year
    PendingAward("p", "Second grant", "grant", D(60_000), "USD", 0.5, date(2026, 5, 1)),
]  # fmt: skip


@pytest.fixture
def house(tmp_path, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "none")
    (tmp_path / "dashboard.toml").write_text('[project]\nname = "Fernhollow"\n')
    return House(config.load(tmp_path / "dashboard.toml").config, tmp_path / "data")


def from_july(house):
    house.config.file.write_text('[project]\nname = "Fernhollow"\nfiscal_year_starts = 7\n')
    return House(config.load(house.config.file).config, house.data)


@pytest.fixture
def made(house, build):
    def make(records, period=CALENDAR, house=house):
        files, _ = board_year.make(
            build(records).cursor(), house, period, template=None, words=None, now=NOW
        )
        return files

    return make


def text_of(files):
    return files["report.md"].decode()


def tables(text):
    """Every table of a report as lists of cells, without its rule."""
    found, rows = [], []
    for line in [*text.splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip().strip("*") for cell in line.strip("|").split("|")])
        elif rows:
            found.append([row for row in rows if not row[0].startswith(":-")])
            rows = []
    return found


def test_a_running_year_has_every_source_in_its_currency_and_the_rest_apart(made):
    text = text_of(made(RUNNING))
    dollars, lines, euros, of_euros, pending = tables(text)
    assert dollars == [
        ["Source", "Received to 17 Sep 2026", "Spent to 17 Sep 2026",
         "To come by 31 Dec 2026, expected", "To spend by 31 Dec 2026, projected",
         "Received, year before", "Spent, year before", "Not explained"],
        ["The grant", "25,000.50", "35,100.20", "14,999.50", "not known", "60,000.00", "not known",
         "0.00"],
        ["The gifts", "500.75", "70.25", *["not known"] * 5],
        ["All sources", "25,501.25", "35,170.45", *["not known"] * 5],
        ["In no source", "12.00", "33.33", "", "", "", "", ""],
    ]  # fmt: skip
    assert lines == [
        ["Source", "Line", "Budget", "Before the year", "In the year", "To date", "Remaining",
         "Spent"],
        ["The grant", "People", "90,000.00", "18,000.10", "30,000.20", "48,000.30", "41,999.70",
         "53 %"],
        ["", "Travel", "10,000.00", "0.00", "5,100.00", "5,100.00", "4,900.00", "51 %"],
        ["With a budget", "", "100,000.00", "18,000.10", "35,100.20", "53,100.30", "46,899.70",
         "53 %"],
        ["The gifts", "All", "", "0.00", "70.25", "70.25", "", ""],
        ["Without a budget", "", "", "0.00", "70.25", "70.25", "", ""],
        ["All sources", "", "", "18,000.10", "35,170.45", "53,170.55", "", ""],
    ]  # fmt: skip
    assert euros[1:] == [
        [name, "not known", "1,200.05", *["not known"] * 3, "0.00", "not known"]
        for name in ("The euros", "All sources")
    ]
    assert of_euros[1:] == [
        ["The euros", "All", "9,000.00", "0.00", "1,200.05", "1,200.05", "7,799.95", "13 %"],
        ["All sources", "", "9,000.00", "0.00", "1,200.05", "1,200.05", "7,799.95", "13 %"],
    ]
    assert pending[1:] == [
        ["Second grant", "60,000.00", "USD", "as likely as not (5 in 10)", "1 Nov 2026",
         "not known"],
    ]  # fmt: skip
    assert "# 35,203.78 USD and 1,200.05 EUR spent in the year to 17 September 2026." in text
    assert "A code of the books that no fund has: 33.33 USD." in text
    assert "Provisional: no statement confirms what The gifts and The euros paid." in text
    assert "The gone" not in text


def test_a_year_from_july_that_is_over_has_the_year_before_and_nothing_to_come(made, house):
    text = text_of(made(OVER, FROM_JULY, from_july(house)))
    assert tables(text) == [
        [
            ["Source", "Received to 30 Jun 2026", "Spent to 30 Jun 2026", "Received, year before",
             "Spent, year before", "Not explained"],
            ["The core", "30,000.00", "20,000.01", "20,000.00", "9,999.99", "0.00"],
            ["All sources", "30,000.00", "20,000.01", "20,000.00", "9,999.99", "0.00"],
        ],
        [
            ["Source", "Line", "Budget", "Before the year", "In the year", "To date", "Remaining",
             "Spent"],
            ["The core", "Hosting", "30,000.00", "9,999.99", "15,000.01", "25,000.00", "5,000.00",
             "83 %"],
            ["With a budget", "", "30,000.00", "9,999.99", "15,000.01", "25,000.00", "5,000.00",
             "83 %"],
            ["The core", "In no line of the budget", "", "0.00", "5,000.00", "5,000.00", "", ""],
            ["Without a budget", "", "", "0.00", "5,000.00", "5,000.00", "", ""],
            ["All sources", "", "", "9,999.99", "20,000.01", "30,000.00", "", ""],
        ],
    ]  # fmt: skip
    assert "projected" not in text
    assert "Second grant" not in text
    assert "Provisional" not in text


def test_a_year_before_that_the_books_do_not_reach_is_not_known(made, house):
    late = [each for each in OVER if getattr(each, "day", None) != date(2024, 7, 31)]
    late.append(spent(date(2024, 8, 31), "6000", "9999.99", "C-9"))  # a month after it began
    (sources, _) = tables(text_of(made(late, FROM_JULY, from_july(house))))
    assert sources[1] == ["The core", "30,000.00", "20,000.01", "20,000.00", "not known", "0.00"]


CLAIMED = [
    FundingSetting(24, None, None, [], claims="claims.csv"),
    SourceRun("funds", "claims.csv", "ok", NOW, 2, 0),
]


def paid_back(records, fund_id="grant"):
    """The records in which an award pays costs back."""
    return [
        replace(each, paid="reimbursed") if isinstance(each, Award) and each.fund_id == fund_id
        else each for each in records
    ]  # fmt: skip


def sent(on, through, amount, fund_id="grant"):
    return AwardClaim(fund_id, on, through, D(amount), "C-1")


def receipts(text):
    """The table of claims and interest, and the lines below it."""
    below = text.split("### Claims and interest, Money, USD")[1].split("## Money, EUR")[0]
    return tables(below)[0][1:], [each[2:] for each in below.splitlines() if each[:2] == "- "]


def test_claims_and_interest_of_the_year_are_a_table_of_their_own(made):
    """To claim: 53,100.30 charged by 17 September, less 48,000 that three claims come to."""
    records = [
        *paid_back(RUNNING), *CLAIMED, sent(date(2025, 12, 30), date(2025, 11, 30), "18000"),
        sent(date(2026, 3, 1), date(2026, 2, 28), "30500"),
        sent(date(2026, 9, 2), date(2026, 8, 31), "-500"),
        AwardInterest("gifts", date(2025, 12, 31), D("9.10"), "USD"),
        AwardInterest("gifts", date(2026, 6, 30), D("12.25"), "USD"),
    ]  # fmt: skip
    records = [
        replace(each, amount=D(100)) if isinstance(each, AwardPayment) else each for each in records
    ]
    files = made(records)
    rows, lines = receipts(text_of(files))
    assert rows == [
        ["The grant", "30,000.00", "48,000.00", "5,100.30", "", ""],
        ["The gifts", "", "", "", "12.25", "not known"],
    ]
    assert lines == [
        "To claim: charged by 17 September 2026 and not claimed. What was paid is what was "
        "received."
    ]
    book = load_workbook(io.BytesIO(files["report.xlsx"]))["Claims and interest"]
    assert [list(each) for each in book.values] == [
        ["Means", "Currency", "Source", "Claimed in the year", "Claimed to date", "To claim",
         "Interest in the year", "To return, at least"],
        ["Money", "USD", "The grant", 30000, 48000, 5100.3, None, None],
        ["Money", "USD", "The gifts", None, None, None, 12.25, "not known"],
    ]  # fmt: skip


def test_claims_that_may_be_missing_are_not_known_with_the_reason(made):
    rows, lines = receipts(text_of(made(paid_back(RUNNING))))
    assert rows == [["The grant", *["not known"] * 3, "", ""]]
    assert lines[1:] == [
        "The grant: no file of claims is kept.",
        "Interest of The gifts: not known.",
    ]


def test_a_year_that_is_over_has_the_claims_of_its_own_days_and_nothing_to_claim_now(made, house):
    """What was claimed since goes beyond the year, so that what was to be claimed is not known."""
    records = [
        *paid_back(OVER, "core"), *CLAIMED,
        sent(date(2025, 9, 1), date(2025, 8, 31), "60000", "core"),
        sent(date(2026, 7, 9), date(2026, 7, 1), "7", "core"),
    ]  # fmt: skip
    files = made(records, FROM_JULY, from_july(house))
    (row,), lines = receipts(text_of(files))
    assert row == ["The core", "60,000.00", "60,000.00", "not known", "", ""]
    assert lines[1:] == ["The core: a claim goes beyond that day."]


def few(line="Travel", **more):
    """A running year whose grant has one person's line, and a line of travel as the tests want."""
    lead = AwardLine("grant", 0, "Lead", "people", D(90_000), ["5100"], persons=1)
    kept = [e for e in RUNNING if not isinstance(e, AwardLine) or e.name == line]
    return [*(replace(e, **more) if isinstance(e, AwardLine) else e for e in kept), lead]


GIFTS = [  # as much of every kind as the grant has
    spent(date(2025, 2, 28), "5200", "300.40", "G"),
    AwardPayment("gifts", D(100), "received", date(2025, 2, 1)),
    AwardPayment("gifts", D(100), "received", date(2026, 2, 1)),
    AwardPayment("gifts", D(7), "to_come", date(2026, 12, 1)),
    AwardLine("gifts", 0, "Guests", "travel", D(1000), ["5200"]),
]
EARLIER = spent(date(2025, 6, 30), "5200", "250", "EF-1")


def test_a_line_of_few_people_is_one_row_with_another(made):
    files = made([*few(), EARLIER])
    assert tables(text_of(files))[1][1] == [
        "The grant", "People, and another line", "100,000.00", "18,250.10", "35,100.20",
        "53,350.30", "46,649.70", "53 %",
    ]  # fmt: skip
    for row in load_workbook(io.BytesIO(files["report.xlsx"]))["Budget by line"].values:
        assert "Lead" not in row


@pytest.mark.parametrize(
    ("records", "budget"), [(few("none"), "91,000.00"), (few(), "101,000.00")],
    ids=["one line", "travel began later"],
)  # fmt: skip
def test_an_award_of_few_people_is_one_row_with_another_source(made, records, budget):
    """Nothing of the grant hides its one person: its total is as private as its line."""
    files = made([*records, *GIFTS])
    dollars, lines = tables(text_of(files))[:2]
    both = "The grant and The gifts"
    assert [row[0] for row in dollars[1:]] == [both, "All sources", "In no source"]
    assert dollars[1][1:3] == ["25,100.50", "35,170.45"]
    assert [row[:6] for row in lines[1:]] == [
        [name, of, budget, "18,300.50", "35,170.45", "53,470.95"]
        for name, of in ((both, "All"), ("All sources", ""))
    ]
    assert no_figure_of_the_grant(files)


@pytest.mark.parametrize("records", [few("none"), few()], ids=["one line", "travel began later"])
def test_an_award_of_few_people_that_nothing_hides_has_no_amount(made, records):
    files = made([*records])
    text = text_of(files)
    dollars, lines, euros = tables(text)[:3]
    assert [set(row[1:]) for row in dollars[1:4]] == [{"for editors"}] * 3
    assert dollars[4][:3] == ["In no source", "12.00", "33.33"]
    assert {cell for row in lines[1:] for cell in row[2:7]} == {"for editors"}
    assert euros[1][2] == "1,200.05"
    assert "# 1,200.05 EUR spent in the year to 17 September 2026." in text
    assert "no other source hides it: the amounts are for editors." in text
    assert no_figure_of_the_grant(files)


def no_figure_of_the_grant(files):
    """Neither what its person was paid nor a difference of two figures that is it."""
    book = load_workbook(io.BytesIO(files["report.xlsx"]))
    private = {D("30000.20"), D("18000.10"), D("48000.30"), D("35100.20"), D("53100.30")}
    for sheet in ("Sources", "Budget by line"):
        for column in zip(*(row[3:] for row in book[sheet].values), strict=True):
            known = {D(str(v)) for v in column if isinstance(v, int | float)}
            apart = {abs(one - other) for one in known for other in known}
            assert not (known | apart) & private
    return not any(f"{each:,}" in text_of(files) for each in private)


@pytest.mark.parametrize(("records", "period"), [(RUNNING, CALENDAR), (OVER, FROM_JULY)])
def test_the_parts_of_the_workbook_add_up_to_their_totals_to_the_cent(made, house, records, period):
    files = made(records, period, house if period == CALENDAR else from_july(house))
    book = load_workbook(io.BytesIO(files["report.xlsx"]))
    assert book.sheetnames == ["Sources", "Budget by line", "Claims and interest", "Pending"]
    sources, lines = list(book["Sources"].values), list(book["Budget by line"].values)
    for group in dict.fromkeys(row[:2] for row in lines[1:]):
        every = [row for row in lines[1:] if row[:2] == group]
        (total,) = [row for row in every if row[2] == "All sources"]
        parts = [row for row in every if row[3]]
        for at in (5, 6, 7):
            assert sum(D(str(row[at])) for row in parts) == D(str(total[at]))
        (spent_by,) = [row for row in sources if row[:2] == group and row[2] == "All sources"]
        assert D(str(spent_by[4])) == D(str(total[6]))


def test_what_the_plan_draws_is_projected_and_in_no_actual(made):
    dollars = tables(text_of(made([*RUNNING, planned(100, date(2026, 10, 1))])))[0]
    assert [row[2] for row in dollars[1:3]] == ["35,100.20", "70.25"]
    assert [row[4] for row in dollars[1:3]] == [
        "302.00",
        "not known",
    ]  # 92 days of 100 a mean month


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ((date(2026, 1, 1), date(2026, 6, 30)), "2026-01..2026-12"),
        ((date(2025, 7, 1), date(2026, 6, 30)), "2025-01..2025-12"),
        ((date(2027, 1, 1), date(2027, 12, 31)), "after the data, 2026-09-17"),
    ],
)
def test_what_is_no_fiscal_year_of_the_data_is_refused_with_one_that_is(made, period, said):
    with pytest.raises(ConfigError, match=said):
        made(RUNNING, period)


def test_no_file_holds_any_of_three_hundred_planted_strings(made):
    planter = Planter(seed=20261130)
    named = ("Meeting", "Fund", "FundBalance", "Award", "AwardLine", "AwardRevision",
             "AwardPayment", "AwardReport", "PendingAward")  # fmt: skip
    planted = [each for each in planter.every() if type(each).__name__ not in named]
    meeting = Meeting("m1", "team", date(2026, 5, 2), None, None, False, True, "notes/a.md", 1)
    numbers = iter(range(2, 1000))
    while len(planter.planted) < 300:
        planted.append(person(planter.word(), planter.word()))
        planted.append(planter.record(Issue, repo_id=1, number=next(numbers)))
    receipts = [
        *CLAIMED, AwardClaim("grant", AS_OF, date(2026, 8, 31), D("90000.25"), planter.word()),
        AwardInterest("gifts", date(2026, 8, 31), D("77.75"), "USD", planter.word()),
    ]  # fmt: skip
    files = made([*paid_back(RUNNING), meeting, *planted, *receipts])
    said = words_in(files)
    assert [word for word in planter.planted if word in said] == []
    for shown in ("the grant", "claims and interest", "90,000.25", "77.75"):
        assert shown in said


def test_a_year_without_an_award_has_what_no_source_paid_and_no_lines(made):
    sources, *rest = tables(text_of(made([INFO, spent(date(2026, 1, 31), "5100", "10", "x")])))
    assert [row[:3] for row in sources[1:]] == [["In no source", "", "10.00"]]
    assert [table[1:] for table in rest] == []


def workbook_of(files):
    """Every row of every sheet."""
    book = load_workbook(io.BytesIO(files["report.xlsx"]))
    rows = [(sheet.title, *row) for sheet in book for row in sheet.values]
    return "\n".join(" | ".join(map(str, row)) for row in rows)


def test_a_year_is_whole_in_words_and_in_its_workbook(made, house, write_golden):
    words = house.config.folder / "reports" / "board-year" / "2026-01-to-2026-12.md"
    words.parent.mkdir(parents=True)
    words.write_text("## What was done\n*All*.\n## What got worse\nSpeed.\n## Next steps\nGo.\n")
    interest = AwardInterest("gifts", date(2026, 8, 31), D("77.75"), "USD", "b.csv")
    claimed = AwardClaim("grant", AS_OF, date(2026, 8, 31), D("90000.25"), "C-1")
    whole = {}
    for name, files in {
        "running": made(RUNNING),
        "claims and interest": made([*paid_back(RUNNING), *CLAIMED, claimed, interest]),
        "over": made(OVER, (date(2025, 7, 1), date(2026, 6, 30)), from_july(house)),
        "nothing": made([INFO]),
    }.items():
        assert set(files) == {"report.md", "report.html", "report.xlsx"}
        whole |= {name: text_of(files), f"{name}, workbook": workbook_of(files)}
    golden.check("board_year", whole, write=write_golden, folder=Path(__file__).with_name("golden"))


def test_a_private_word_of_the_team_means_no_report(made, house):
    meeting = Meeting("m1", "team", date(2026, 5, 2), None, None, False, True, "notes/a.md", 1)
    file = house.config.folder / "reports" / "board-year" / "2026-01-to-2026-12.md"
    file.parent.mkdir(parents=True)
    file.write_text("## Next steps\nAsk Hazel Fenwick.\n")
    with pytest.raises(Withheld):
        made([*RUNNING, meeting, person("Hazel Fenwick", "hazel-f")])


def test_the_command_needs_no_award_and_says_what_else_does(house, build, capsys):
    build(RUNNING)
    where = ["--config", str(house.config.file), "--data", str(house.data), "report"]
    year = [*where, "--period", "2026-01..2026-12"]
    assert share.main([*year, "--template", "board-year"], now=lambda: NOW) == 0
    folder = house.data / "reports" / "board-year" / "2026-01-to-2026-12"
    assert sorted(each.name for each in folder.iterdir()) == [
        "report.html", "report.md", "report.xlsx",
    ]  # fmt: skip
    assert b"<table" in (folder / "report.html").read_bytes()
    assert share.main(year, now=lambda: NOW) == 78
    assert "plain: a report of which award? Fix: --award ID" in capsys.readouterr().err
    board = [*year, "--template", "board-year"]
    assert share.main([*board, "--submit"], now=lambda: NOW) == 78
    house.config.file.write_text('[[funds]]\nid = "grant"\nname = "The grant"\nkind = "grant"\n')
    assert share.main([*board, "--award", "grant"], now=lambda: NOW) == 78
    assert "of all sources. Fix: leave --award out" in capsys.readouterr().err
