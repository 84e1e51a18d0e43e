"""A claim as it leaves: its rows, the line for the file of claims, and what a report says of it."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from runway_records import fund
from servers.planting import Planter, person

import config
from config import House
from share import __main__ as share
from share import report
from share.report import Asked
from warehouse.records import (
    Award,
    AwardClaim,
    AwardInterest,
    AwardLine,
    AwardPayment,
    BookedCost,
    BuildInfo,
    Fund,
    FundingSetting,
    Issue,
    Meeting,
    SourceRun,
)

D = Decimal
AS_OF, MAY = date(2026, 9, 17), date(2026, 5, 31)
NOW = datetime(2026, 9, 17, 7)
SETTINGS = """
[project]
name = "Fernhollow"
as_of = 2026-09-17

[[funds]]
id = "nsf"
name = "Federal award"
kind = "grant"
number = "NSF-1"
paid = "reimbursed"

[funding]
claims = "claims.csv"
"""


def booked(day, line, amount):
    return BookedCost(day, "books", "travel", "NSF", line, "USD", D(amount), 1, "books.csv")


BACK = [
    BuildInfo(NOW, AS_OF, "Fernhollow", "USD", "UTC", "dashboard.toml", False, "0"),
    fund("nsf", starts=date(2026, 1, 1), ends=date(2027, 12, 31)),
    Award("nsf", "NSF-1", codes=["NSF"], paid="reimbursed"),
    AwardLine("nsf", 1, "Travel", "travel", D(90_000), ["5200"]),
    AwardPayment("nsf", D(80), "received", date(2026, 7, 1)),
    AwardClaim("nsf", date(2026, 6, 3), MAY, D("90.10"), "C-1"),
    FundingSetting(24, None, None, [], claims="claims.csv"),
    SourceRun("funds", "claims.csv", "ok", NOW, 1, 0),
    booked(date(2026, 4, 2), "5200", "100.10"), booked(date(2026, 7, 9), "=5300", "20.05"),
    booked(date(2026, 9, 12), "5200", "3"),
]  # fmt: skip


@pytest.fixture
def command(tmp_path, build, capsys, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "none")
    (tmp_path / "dashboard.toml").write_text(SETTINGS)

    def run(*asked, records=BACK):
        build(records)
        where = ["--config", str(tmp_path / "dashboard.toml"), "--data", str(tmp_path / "data")]
        code = share.main([*where, "claim", *asked], now=lambda: NOW)
        said = capsys.readouterr()
        return code, said.out.replace(str(tmp_path), "HERE"), said.err

    return run


def rows_of(file):
    lines = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    return [line[:-2] for line in lines]  # without the age


def test_the_file_has_the_rows_of_the_claim_and_no_formula(command, tmp_path):
    code, said, err = command("--award", "nsf-1", "--to", "2026-08-31")
    assert (err, code) == ("", 0)
    assert said.splitlines() == [
        "HERE/data/claims/nsf/2026-08-31.csv: 30.05 USD in 2 rows, costs to 31 August 2026",
        "once it is sent, add to claims.csv: nsf,2026-09-17,2026-08-31,30.05,NUMBER",
    ]
    late = "charged since, for days already claimed"
    assert rows_of(tmp_path / "data/claims/nsf/2026-08-31.csv") == [
        ["Day", "Budget line", "What", "How we know", "Amount", "Currency"],
        ["2026-05-31", "", "", late, "10.00", "USD"],
        ["2026-07-09", "", "'=5300", "booked", "20.05", "USD"],
    ]


@pytest.mark.parametrize(
    ("more", "asked", "said"),
    [
        ([AwardClaim("nsf", AS_OF, AS_OF, D(100))], [], "66.95 USD more is claimed than is charged "
         "by 17 September 2026. Fix: correct a claim, or add the cost that is missing"),
        ([AwardClaim("nsf", AS_OF, AS_OF, D("33.05"))], [],
         "nothing is to be claimed for costs to 17 September 2026. Fix: a later --to"),
        ([], ["--to", "2026-05-30"], "what to claim is not known: a claim goes beyond that day. "
         "Fix: take a later day"),
        ([], ["--to", "2026-09-18"], "--to 2026-09-18 is after the data, 2026-09-17. "
         "Fix: an earlier day"),
        ([AwardPayment("nsf", D(20), "received", MAY)], [],
         "what to claim is not known: more was paid, or is entered as claimed, than the claims "
         "come to. Fix: add the claim that is missing to the file of claims"),
    ],
)  # fmt: skip
def test_what_cannot_be_claimed_is_refused_with_the_reason_and_no_file(
    command, tmp_path, more, asked, said
):
    code, out, err = command("--award", "nsf", *asked, records=[*BACK, *more])
    assert (code, out) == (78, "")
    assert said in err
    assert not (tmp_path / "data" / "claims").exists()


def test_a_private_word_means_no_file(command):
    signed = Meeting("m1", "team", date(2026, 5, 2), None, None, False, True, "notes/a.md", 1)
    ours = booked(date(2026, 7, 10), "travel of Hazel Fenwick", "5")
    records = [*BACK, ours, signed, person("Hazel Fenwick", "hazel-f")]
    code, out, err = command("--award", "nsf", records=records)
    assert (code, out) == (78, "")
    assert "no file was written" in err


def test_no_claim_holds_any_of_three_hundred_planted_strings(command, tmp_path):
    planter = Planter(seed=20260917)
    mine = {type(each).__name__ for each in BACK} - {"BookedCost", "SourceRun"}
    planted = [each for each in planter.every() if type(each).__name__ not in mine]
    numbers = iter(range(2, 1000))
    while len(planter.planted) < 300:
        planted.append(planter.record(Issue, repo_id=1, number=next(numbers)))
    code, out, err = command("--award", "nsf", records=[*BACK, *planted])
    assert (err, code) == ("", 0)
    file = tmp_path / "data/claims/nsf/2026-09-17.csv"
    written = (out + err + file.read_text("utf-8-sig")).casefold()
    assert [word for word in planter.planted if word.casefold() in written] == []
    assert "c-1" not in written
    assert "5300" in written


def receipts(tmp_path, build, records, words=""):
    text = made(tmp_path, build, records, words).files["report.md"].decode()
    return next(line for line in text.splitlines() if line.startswith(("Received", "Spent")))


def head(files):
    """(value, what it is) of the figures above the lines, as the Markdown has them."""
    rows = [line for line in files["report.md"].decode().splitlines() if line.startswith("|")]
    cells = [[each.strip() for each in row.strip("|").split("|")] for row in (rows[0], rows[2])]
    return list(zip(*cells, strict=True))


def made(tmp_path, build, records, words=""):
    last = date(2026, 8, 31)
    (tmp_path / "dashboard.toml").write_text(SETTINGS)
    house = House(config.load(tmp_path / "dashboard.toml").config, tmp_path / "data")
    file = report.words_of(house, "nsf", date(2026, 3, 1), last)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(words)
    asked = Asked("nsf", date(2026, 3, 1), last)
    return report.make(build(records).cursor(), house, asked, now=NOW)


def test_a_report_of_a_reimbursed_award_says_spent_claimed_paid_and_to_claim(
    tmp_path, build, monkeypatch
):
    monkeypatch.setenv("BROWSER_PATH", "none")
    assert receipts(tmp_path, build, BACK) == (
        "Spent 120.15 USD, claimed 90.10 USD, paid 80.00 USD. "
        "To claim for costs to 31 August 2026: 30.05 USD."
    )
    later = AwardClaim("nsf", AS_OF, AS_OF, D("33.05"))
    assert receipts(tmp_path, build, [*BACK, later]) == (
        "Spent 120.15 USD, claimed 123.15 USD, paid 80.00 USD."
    )


ADVANCE = Award("nsf", "NSF-1", codes=["NSF"], paid="advance", interest_kept=D(500))
EARNED = AwardInterest("nsf", date(2026, 6, 30), D("620.25"), "USD")
AUGUST = datetime(2026, 8, 31)


def paid(award, *more):
    """The records with other terms of the award, of which 1,000 were awarded."""
    kept = [each for each in BACK if not isinstance(each, Award | Fund)]
    return [replace(BACK[1], awarded=D(1000)), award, *kept, *more]


def test_the_head_of_a_report_has_what_was_received_and_its_interest_in_every_file(
    tmp_path, build, monkeypatch
):
    monkeypatch.setenv("BROWSER_PATH", "none")
    files = made(tmp_path, build, paid(ADVANCE, EARNED)).files
    assert head(files) == [
        ("1,000.00", "USD awarded"), ("80.00", "received"), ("620.25", "interest earned"),
        ("120.15", "charged"), ("879.85", "unexpended"), ("33 %", "of its time elapsed"),
    ]  # fmt: skip
    page = files["report.html"].decode()
    for value, what in head(files):
        assert f">{value}</th>" in page
        assert f">{what}</td>" in page
    award = load_workbook(io.BytesIO(files["report.xlsx"]))["Award"]
    assert [list(each) for each in award.values] == [
        ["Item", "Amount", "Currency", "To"],
        ["Awarded", 1000, "USD", None],
        ["Received", 80, "USD", AUGUST],
        ["Interest earned", 620.25, "USD", AUGUST],
        ["Charged", 120.15, "USD", AUGUST],
        ["Unexpended", 879.85, "USD", AUGUST],
        ["Share of its time elapsed", 0.3329, None, AUGUST],
        ["To return, at least", 120.25, "USD", AUGUST],
    ]


@pytest.mark.parametrize(
    ("words", "cell"),
    [("", "not known"), ("## Interest\nnone\n", "none"),
     ("## Interest\nNone, the account pays nothing.\n", "see below")],
)  # fmt: skip
def test_interest_in_the_teams_own_words_is_in_the_head_where_it_is_short(
    tmp_path, build, monkeypatch, words, cell
):
    monkeypatch.setenv("BROWSER_PATH", "none")
    files = made(tmp_path, build, paid(ADVANCE), words).files
    assert head(files)[2] == (cell, "interest earned")
    sheet = load_workbook(io.BytesIO(files["report.xlsx"]))["Award"]
    whole = words.removeprefix("## Interest").strip().rstrip(".") or "not known"
    assert sheet["B4"].value == whole


def test_credits_have_no_interest_in_the_head(tmp_path, build, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "none")
    records = [replace(e, kind="credits") if isinstance(e, Fund) else e for e in paid(ADVANCE)]
    files = made(tmp_path, build, records).files
    assert [what for _, what in head(files)] == [
        "USD awarded", "received", "charged", "unexpended", "of its time elapsed",
    ]  # fmt: skip


def test_the_head_of_an_award_that_pays_back_has_claims_and_payments_and_no_guess(
    tmp_path, build, monkeypatch
):
    monkeypatch.setenv("BROWSER_PATH", "none")
    back = Award("nsf", "NSF-1", codes=["NSF"], paid="reimbursed")
    assert head(made(tmp_path, build, paid(back)).files)[1:3] == [
        ("90.10", "claimed so far"), ("80.00", "paid so far"),
    ]  # fmt: skip
    more = AwardPayment("nsf", D(20), "received", date(2026, 7, 2))  # more than was claimed
    files = made(tmp_path, build, paid(back, more)).files
    assert head(files)[1:3] == [("not known", "claimed so far"), ("100.00", "paid so far")]
    award = load_workbook(io.BytesIO(files["report.xlsx"]))["Award"]
    assert [list(each) for each in award.values][-1] == ["To claim", "not known", "USD", AUGUST]


def test_a_report_says_what_interest_was_earned_and_what_of_it_goes_back(
    tmp_path, build, monkeypatch
):
    monkeypatch.setenv("BROWSER_PATH", "none")
    advance = [each for each in BACK if type(each) is not Award]
    ours, earned = ADVANCE, EARNED
    assert receipts(tmp_path, build, [*advance, ours, earned]) == (
        "Received: 80.00 USD. Interest earned: 620.25 USD, of which at least 120.25 USD is to be "
        "returned (more than 500 USD a year)."
    )
    assert receipts(tmp_path, build, [*advance, ours], "## Interest\nnone\n") == (
        "Received: 80.00 USD. Interest earned: none."
    )
    with pytest.raises(config.ConfigError, match="Interest: it is in"):
        receipts(tmp_path, build, [*advance, ours, earned], "## Interest\nnone\n")
