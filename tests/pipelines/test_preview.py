"""What a bill would become, told before it is set up."""

import gzip
from pathlib import Path

import pytest

from pipelines.commands import main

BILLS = Path(__file__).resolve().parents[1] / "data" / "billing"


def preview(tmp_path, *arguments):
    toml = tmp_path / "dashboard.toml"
    toml.write_text(
        '[[billing]]\naccount = "us"\npath = "b"\ncolumns = {date = "day", amount = "paid"}\n'
    )
    return main(["--config", str(toml), "--data", str(tmp_path), "preview", *map(str, arguments)])


def test_a_recognised_bill_is_told_with_its_total_and_first_rows(tmp_path, capsys):
    assert preview(tmp_path, BILLS / "azure_cost_details_v2.csv") == 0
    block, _, rest = capsys.readouterr().out.partition("\n\n")
    assert block.startswith('[[billing]]\naccount = "azure"\npath = ')
    assert rest.splitlines() == [
        "format    azure_cost_details: Azure cost details: Microsoft Customer Agreement, and Enterprise Agreement v2",  # noqa: E501
        "lines     2 = 2 kept + 0 left out; 0 total rows",
        "month     the export does not say whether it is final",
        "2024-02   9.000000000000000001 EUR, 2 lines on 2 days",
        "total     -1 EUR Adjustment, 2024-02-29 to 2024-02-29",
        "total     10.000000000000000001 EUR Usage, 2024-02-28 to 2024-02-28",
        "first rows (day, project, service, charge, currency, amount, lines)",
        "  2024-02-28 | 0001 | Storage | Usage | EUR | 10.000000000000000001 | 1",
        "  2024-02-29 | 0001 | Storage | Adjustment | EUR | -1 | 1",
    ]


@pytest.mark.slow
def test_a_mapping_of_an_account_shows_what_it_leaves_out(tmp_path, capsys):
    bill = tmp_path / "b.csv"
    bill.write_text("day,paid\n2024-05-01,1\n2024-05-02,free\n")

    assert preview(tmp_path, bill, "--account", "us") == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        'left out  line 3: "free" is not a number: 2024-05-02,free'
    )


def test_an_unknown_bill_says_its_columns_and_what_to_do(tmp_path, capsys):
    bill = tmp_path / "b.csv"
    bill.write_text("dish,paid\nsoup,1\n")

    assert preview(tmp_path, bill) == 78
    assert "no export has these columns: dish, paid; and no column" in capsys.readouterr().err
    assert preview(tmp_path, tmp_path / "none.csv") == 78
    assert preview(tmp_path, bill, "--account", "them") == 78


def test_a_bill_that_an_account_reads_is_previewed_with_its_mapping(tmp_path, capsys):
    (tmp_path / "b").mkdir()
    bill = tmp_path / "b" / "may.csv"
    bill.write_text("day,paid\n2024-05-01,1\n")
    assert preview(tmp_path, bill) == 0
    assert "lines     1 = 1 kept + 0 left out; 0 total rows" in capsys.readouterr().out


def test_a_folder_is_no_bill(tmp_path, capsys):
    assert preview(tmp_path, tmp_path) == 78
    assert capsys.readouterr().err == f"{tmp_path}: a folder. Fix: name one bill in it\n"


def test_a_file_that_cannot_be_read_is_told_with_its_own_remedy_alone(tmp_path, capsys):
    whole = gzip.compress(b"day,paid\n" + b"2024-05-01,1\n" * 5_000)
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) // 2])
    assert preview(tmp_path, tmp_path / "cut.csv.gz") == 78
    assert capsys.readouterr().err == (
        f"{tmp_path}/cut.csv.gz: the gzip file is cut short or damaged. Copy it again\n"
    )


@pytest.mark.slow
def test_a_bill_of_one_line_a_month_says_how_to_spread_it(tmp_path, capsys):
    bill = tmp_path / "b.csv"
    bill.write_text("day,paid\n2026-08-31,3900\n2026-09-30,3900\n2026-10-31,3900\n")

    assert preview(tmp_path, bill, "--account", "us") == 0
    assert (
        "note      it has one line a month, and each counts on the days of the month of its date: "
        'if it is for that day alone, say period = "day"' in capsys.readouterr().out.splitlines()
    )

    bill.write_text("day,paid\n2026-08,3900\n2026-09,3900\n")
    assert preview(tmp_path, bill, "--account", "us") == 0
    assert "one line a month" not in capsys.readouterr().out


def test_dates_that_could_begin_with_the_day_or_the_month_are_asked(tmp_path, capsys):
    bill = tmp_path / "b.csv"
    bill.write_text("day,paid\n02/03/2026,5\n04/05/2026,6\n")

    assert preview(tmp_path, bill, "--account", "us") == 78
    assert capsys.readouterr().err == (
        f'{bill}: its days can be read in two ways: "02/03/2026" is 2026-03-02 or 2026-02-03 '
        "(YYYY-MM-DD). Say which in its [[billing]]: day_first = true or day_first = false\n"
    )


@pytest.mark.slow
def test_a_mapping_without_an_amount_keeps_nothing(tmp_path, capsys):
    toml = tmp_path / "dashboard.toml"
    toml.write_text('[[billing]]\naccount = "us"\npath = "b"\ncolumns = {date = "day"}\n')
    bill = tmp_path / "b.csv"
    bill.write_text("day,paid\n2024-05-01,1\n")

    assert main(["--config", str(toml), "preview", str(bill), "--account", "us"]) == 0
    assert "0 kept + 1 left out" in capsys.readouterr().out


@pytest.mark.slow
def test_an_export_of_income_is_previewed_as_the_ledger_it_is(tmp_path, capsys):
    file = tmp_path / "activity.csv"
    file.write_text(
        "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC)\n"
        "t1,charge,c,100.00,3.20,96.80,usd,2026-05-01 12:00,2026-05-03 00:00\n"
        "t2,stripe_fee,,-2.00,0.00,-2.00,usd,2026-05-03 08:30,2026-05-05 00:00\n"
        "t3,payout,p,-14.80,0.00,-14.80,usd,2026-05-06 08:30,2026-05-06 00:00\n"
    )
    assert preview(tmp_path, file) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[:4] == [
        "[[funding.ledgers]]", 'path = "activity.csv"', 'name = "activity"', 'category = "people"',
    ]  # fmt: skip
    assert "2026-05   96.8 USD received, 2 spent; 1 lines count nothing" in printed
    assert "unsure    as a [[billing]] with this path its costs alone would count" in printed
