"""A reimbursed award from files: books → claim → its line in claims.csv → payment → report."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from award_team import HEAD, Team, books, costs, line, row
from openpyxl import load_workbook

import config
from editing import changes, grids
from editing.changes import By
from editing.grids import Kept
from pipelines.commands import rows
from share import __main__ as share

D = Decimal
JUNE, SEPTEMBER = datetime(2026, 6, 15, 9), datetime(2026, 9, 17, 9)
SETTINGS = (
    """
[project]
name = "Rookery"
currency = "USD"
as_of = 2026-06-15

[[funds]]
id = "nsf"
name = "Sturdier servers"
kind = "grant"
funder = "A federal agency"
number = "NSF-7"
awarded = 60000
starts_on = 2026-01-01
ends_on = 2027-12-31
paid = "reimbursed"
codes = ["NSF-7"]

[funding]
balances = "balances.csv"
claims = "claims.csv"
"""
    + books("Payroll", "people", "payroll.csv")
    + books("Travel", "travel", "travel.csv")
    + line("nsf", "People", "people", 30000, "5100", "persons = 4")
    + line("nsf", "Travel", "travel", 18000, "5200")
    + line("nsf", "Indirect", "indirect", 12000)
    + '[[line_rates]]\nfund = "nsf"\nline = "Indirect"\nrate = 0.25\nbase = ["People", "Travel"]\n'
)
PAY = [("2026-02-28", "5100", "NSF-7", "8000.10"), ("2026-04-30", "5100", "NSF-7", "8000.10")]
TRIP = ("2026-03-12", "5200", "NSF-7", "400.25")
PAYMENT = '[[payments]]\nfund = "nsf"\namount = 20000\nstate = "received"\non = 2026-07-20\n'
COLUMNS = ["Day", "Budget line", "What", "How we know", "Amount", "Currency"]
LATE = "charged since, for days already claimed"


@pytest.fixture
def rookery(tmp_path, monkeypatch):
    """Costs to April in the books, and a file of claims without one."""
    monkeypatch.setenv("BROWSER_PATH", "none")
    team = Team(tmp_path, "USD")
    team.write(
        dashboard__toml=SETTINGS, payroll__csv=costs(*PAY), travel__csv=costs(TRIP),
        balances__csv="fund,on_day,amount,confirmed,source\nnsf,2026-08-31,29449.62,yes,portal\n",
        claims__csv="fund,on_day,through,amount,source\n",
    )  # fmt: skip
    return team


def claim(team, to, now):
    """The exit code of the command, and the rows of the file without their age."""
    file = team.folder / f"claim-{to}.csv"
    asked = [*team.where(), "claim", "--award", "NSF-7", "--to", to, "--out", str(file)]
    code = share.main(asked, now=lambda: now)
    if not file.is_file():
        return code, []
    return code, [each[:-2] for each in csv.reader(file.read_text("utf-8-sig").splitlines())]


def paste(team, text):
    """Rows pasted into the table of claims on Setup, and saved."""
    settings = config.load(team.folder / "dashboard.toml").config
    said = rows.read(settings, "claims", {"text": text})
    assert said["mistakes"] == []
    opened = grids.opened(settings, "claims")
    wanted = [Kept(at, each) for at, each in enumerate(opened.rows)]
    wanted += [Kept(None, each) for each in said["rows"]]
    change = grids.change(settings, "claims", opened, wanted, today=date(2026, 6, 15))
    changes.save_change(settings, change, By("Ada", JUNE.replace(tzinfo=UTC)))


def test_costs_are_claimed_paid_back_and_what_comes_late_is_in_the_next_claim(rookery, capsys):
    """Worked by hand.

    To May       people 2 × 8,000.10 = 16,000.20, travel 400.25, indirect a quarter of both,
                 4,100.1125: in all 20,500.56, which is claimed on 15 June.
    To August    people 24,000.30; travel 400.25 + 100.00 that came late - 60.25 given back =
                 440.00; indirect 6,110.075: in all 30,550.38. 20,000.00 are paid.
    To claim     30,550.38 - 20,500.56 = 10,049.82, of it 125.00 for what came late with its
                 indirect costs.
    """
    assert rookery.ingest() == {}
    code, first = claim(rookery, "2026-05-31", JUNE)
    assert (code, first) == (0, [
        COLUMNS,
        ["2026-02-28", "People", "5100", "booked", "8000.10", "USD"],
        ["2026-02-28", "Indirect", "Indirect", "by rule", "2000.03", "USD"],
        ["2026-03-12", "Travel", "5200", "booked", "400.25", "USD"],
        ["2026-03-12", "Indirect", "Indirect", "by rule", "100.06", "USD"],
        ["2026-04-30", "People", "5100", "booked", "8000.10", "USD"],
        ["2026-04-30", "Indirect", "Indirect", "by rule", "2000.02", "USD"],
    ])  # fmt: skip
    said = capsys.readouterr().out
    assert "add to claims.csv: nsf,2026-06-15,2026-05-31,20500.56,NUMBER" in said

    paste(rookery, "Sturdier servers\t15/06/2026\t31/05/2026\t$20,500.56\tC-1\n")
    assert (rookery.folder / "claims.csv").read_text().splitlines()[1:] == [
        "nsf,2026-06-15,2026-05-31,20500.56,C-1"
    ]
    rookery.ingest()
    assert claim(rookery, "2026-05-31", JUNE)[0] == 78
    assert "nothing is to be claimed for costs to 31 May 2026" in capsys.readouterr().err

    late, back = ("2026-04-20", "5200", "NSF-7", "100"), ("2026-06-30", "5200", "NSF-7", "-60.25")
    rookery.write(
        dashboard__toml=SETTINGS.replace("2026-06-15", "2026-09-17") + PAYMENT,
        payroll__csv=costs(*PAY, ("2026-07-31", "5100", "NSF-7", "8000.10")),
        travel__csv=costs(TRIP, late, back),
    )
    assert rookery.ingest() == {}
    assert claim(rookery, "2026-08-31", SEPTEMBER) == (0, [
        COLUMNS,
        ["2026-05-31", "", "", LATE, "125.00", "USD"],
        ["2026-06-30", "Travel", "5200", "booked", "-60.25", "USD"],
        ["2026-06-30", "Indirect", "Indirect", "by rule", "-15.06", "USD"],
        ["2026-07-31", "People", "5100", "booked", "8000.10", "USD"],
        ["2026-07-31", "Indirect", "Indirect", "by rule", "2000.03", "USD"],
    ])  # fmt: skip

    found, text = rookery.report("nsf", "2026-01..2026-08", "federal-worksheet", SEPTEMBER)
    assert found == [
        HEAD,
        row("People", 30000, 0, 0, "24000.3", "24000.3", "5999.7", "0.8"),
        row("Travel", 18000, 0, 0, 440, 440, 17560, "0.0244"),
        row("Indirect", 12000, 0, 0, "6110.08", "6110.08", "5889.92", "0.5092"),
        row("Total", 60000, 0, 0, "30550.38", "30550.38", "29449.62", "0.5092"),
        row("Not explained", None, None, None, None, 0, None, None),
    ]  # fmt: skip
    assert (
        "Spent 30,550.38 USD, claimed 20,500.56 USD, paid 20,000.00 USD. To claim for costs to "
        "31 August 2026: 10,049.82 USD."
    ) in text
    august = datetime(2026, 8, 31)
    award = load_workbook(rookery.folder / "out" / "report.xlsx")["Award"]
    assert [list(each) for each in award.values] == [
        ["Item", "Amount", "Currency", "To"],
        ["Awarded", 60000, "USD", None],
        ["Claimed so far", 20500.56, "USD", None],
        ["Paid so far", 20000, "USD", None],
        ["Charged", 30550.38, "USD", august],
        ["Unexpended", 29449.62, "USD", august],
        ["Share of its time elapsed", 0.3329, None, august],
        ["To claim", 10049.82, "USD", august],
    ]

    board = [*rookery.where(), "report", "--template", "board-year", "--period", "2026-01..2026-12"]
    assert share.main([*board, "--out", str(rookery.folder / "board")], now=lambda: SEPTEMBER) == 0
    book = load_workbook(rookery.folder / "board" / "report.xlsx")
    assert [list(each) for each in book["Claims and interest"].values][1:] == [
        ["Money", "USD", "Sturdier servers", 20500.56, 20500.56, 10049.82, None, None]
    ]
