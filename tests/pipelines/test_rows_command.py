"""Rows that a person copied from a spreadsheet or typed: read by whole columns, or asked."""

import json
import os
import subprocess
import sys

import pytest

import config
from config import HOME
from pipelines.commands import rows

TOML = """\
[project]
name = "Fernhollow"
currency = "USD"
[[funds]]
id = "grant"
name = "Our grant"
kind = "grant"
[[funds]]
id = "stiftung"
name = "Stiftung"
kind = "grant"
currency = "EUR"
[[funds]]
id = "nsf"
name = "Federal award"
kind = "grant"
paid = "reimbursed"
[funding]
balances = "balances.csv"
claims = "claims.csv"
"""


@pytest.fixture
def team(tmp_path):
    (tmp_path / "dashboard.toml").write_text(TOML)
    return config.load(tmp_path / "dashboard.toml").config


def _read(team, text, name="payments", **answers):
    return rows.read(team, name, {"text": text, **answers})


def _amounts(said):
    assert said["mistakes"] == []
    return [row["amount"] for row in said["rows"]]


def test_a_paste_with_names_is_taken_by_its_names(team):
    text = "State\tFund *\tAmount\tOn\nTo come\tOur Grant\t$1,234.50\t31 Aug 2026\n"
    assert _read(team, text) == {
        "rows": [{"state": "to_come", "fund": "grant", "amount": "1234.50", "on": "2026-08-31"}],
        "mistakes": [],
    }


@pytest.mark.parametrize(
    ("name", "names", "row"),
    [
        ("payments", "Fund *\tAmount, in the fund's currency *\tState *\tDay", {
            "fund": "grant", "amount": "1", "state": "received", "on": "2026-08-31",
        }),
        ("claims", "fund\tAmount, USD\tNumber of the claim\tDay sent\tLast day of its costs", {
            "fund": "nsf", "amount": "1", "source": "C-1", "on_day": "2026-08-31",
            "through": "2026-07-31",
        }),
    ],
)  # fmt: skip
def test_a_paste_may_have_the_headings_of_the_page(team, name, names, row):
    text = "\t".join(row.values())
    assert _read(team, f"{names}\n{text}\n", name)["rows"] == [row]


def test_a_paste_without_names_is_taken_in_the_order_of_the_table(team):
    text = 'stiftung\t1.234,50 €\treceived\t31.08.2026\t"two\nlines"\n\n'
    assert _read(team, text)["rows"] == [
        {
            "fund": "stiftung", "amount": "1234.50", "state": "received", "on": "2026-08-31",
            "condition": "two lines",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1,234.50", "12,500"], ["1234.50", "12500"]),
        (["1.234,50", "12.500"], ["1234.50", "12500"]),
        (["1 234,50", "12.500"], ["1234.50", "12500"]),
        (["1'234.50", "$ 5"], ["1234.50", "5"]),
        (["USD 7.5", "40"], ["7.50", "40"]),
    ],
)
def test_the_whole_column_decides_the_decimal_sign(team, cells, read):
    text = "".join(f"grant\t{cell}\treceived\n" for cell in cells)
    assert _amounts(_read(team, text)) == read


def test_brackets_are_a_minus(team):
    text = "name\tcategory\tamount\tstarts on\nRefund\tcloud\t($1,200.50)\t2026-01-01\n"
    assert _amounts(_read(team, text, "planned_costs")) == ["-1200.50"]


def test_a_column_that_can_be_read_in_two_ways_is_asked_with_both_sums(team):
    text = "grant\t12.500\treceived\ngrant\t1.250\treceived\n"
    assert _read(team, text) == {
        "question": "decimal",
        "why": "Amount, in the fund's currency: its amounts can be read in two ways: with a "
        "decimal point they add up to 13.750, with a decimal comma to 13,750",
    }
    assert _amounts(_read(team, text, decimal=",")) == ["12500", "1250"]
    assert _amounts(_read(team, text, decimal=".")) == ["12.50", "1.25"]


def test_days_that_can_be_read_in_two_ways_are_asked_with_both_days(team):
    text = "grant\t5\treceived\t07/08/2026\n"
    said = _read(team, text)
    assert said["question"] == "day_first"
    assert "2026-08-07 or 2026-07-08" in said["why"]
    assert _read(team, text, day_first=True)["rows"][0]["on"] == "2026-08-07"
    assert _read(team, text + "grant\t5\treceived\t31/08/2026\n")["rows"][0]["on"] == "2026-08-07"


def test_a_cell_that_is_not_read_stays_as_it_came_with_its_place_and_reason(team):
    text = "grant\t=1+1\treceived\t31/31/2026\ngrant\t5\tlost\t\n"
    said = _read(team, text)
    assert [(row, key) for row, key, _ in said["mistakes"]] == [
        (1, "amount"), (1, "on"), (2, "state"),
    ]  # fmt: skip
    assert said["rows"][0]["amount"] == "=1+1"
    assert said["rows"][1]["state"] == "lost"


def test_two_spellings_in_one_column_are_never_mixed(team):
    said = _read(team, "grant\t1,234.50\treceived\ngrant\t1.234,50\treceived\n")
    assert [row["amount"] for row in said["rows"]] == ["1234.50", "1.234,50"]
    assert [(row, key) for row, key, _ in said["mistakes"]] == [(2, "amount")]


def test_an_amount_in_another_currency_is_never_taken_for_the_funds_own(team):
    said = _read(team, "grant\t€5\treceived\nstiftung\t$5\treceived\nstiftung\t5 EUR\treceived\n")
    assert said["mistakes"] == [
        (1, "amount", "it is in EUR, the row in USD; currencies are never converted here"),
        (2, "amount", "it is in USD, the row in EUR; currencies are never converted here"),
    ]


def test_a_sign_is_the_currency_of_a_row_that_may_have_any(team):
    head = "name\tcategory\tamount\tcurrency\tstarts on\n"
    said = _read(team, f"{head}Desk\tcloud\t€ 5\t\t2026-01-01\n", "planned_costs")
    assert said["rows"][0]["currency"] == "EUR"
    said = _read(team, f"{head}Desk\tcloud\t€ 5\tUSD\t2026-01-01\n", "planned_costs")
    assert said["mistakes"][0][1] == "amount"


def test_claims_of_a_spreadsheet_are_read_by_the_sign_and_the_order_of_all_their_days(team):
    """No day of `on_day` says which comes first; the days of `through` do."""
    text = "Federal Award\t03/06/2026\t31/05/2026\t$12.500,40\tC-1\n"
    text += "nsf\t07/08/2026\t\t(1.234,50)\t\n"
    assert _read(team, text, "claims") == {
        "rows": [
            {"fund": "nsf", "on_day": "2026-06-03", "through": "2026-05-31", "amount": "12500.40",
             "source": "C-1"},
            {"fund": "nsf", "on_day": "2026-08-07", "through": "", "amount": "-1234.50",
             "source": ""},
        ],
        "mistakes": [],
    }  # fmt: skip


def test_days_of_two_columns_in_two_orders_are_asked_for(team):
    text = "nsf\t13/06/2026\t05/31/2026\t5\t\nnsf\t07/08/2026\t\t6\t\n"
    said = _read(team, text, "claims")
    assert (said["question"], said["why"].split(": ")[0]) == (
        "day_first", "Day sent; Last day of its costs",
    )  # fmt: skip
    answered = _read(team, text, "claims", day_first=True)
    assert answered["rows"][0]["through"] == "2026-05-31"  # it can only be this one
    assert answered["rows"][1]["on_day"] == "2026-08-07"


def test_a_claim_is_in_the_currency_of_its_award_and_never_unknown(team):
    said = _read(team, "nsf\t2026-06-03\t2026-05-31\t€5\t\nnsf\t\t\tunknown\t\n", "claims")
    assert [(row, key) for row, key, _ in said["mistakes"]] == [(1, "amount"), (2, "amount")]
    said = _read(team, "Our grant\t2026-06-03\t2026-05-31\t5\t\n", "claims")
    assert said["mistakes"] == [(1, "fund", "'Our grant' is not known; use nsf")]


def test_an_unknown_balance_is_unknown_and_not_zero(team):
    text = "grant\t2026-08-31\tunknown\tno\tasked\ngrant\t2026-07-31\t5\tconfirmed\tpage 2\n"
    said = _read(team, text, "balances")
    assert [(row["amount"], row["confirmed"]) for row in said["rows"]] == [
        ("unknown", "no"), ("5", "yes"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("fund\tamount\tcolour\ngrant\t5\tred\n", "colour: no column"),
        ("amount\tAmount\n5\t6\n", "a name twice"),
        ("grant\t5\treceived\t\t\tmore\n", "row 1 has 6 cells"),
        ("grant 5 received\n", "no tabs"),
        ("1,234.50\n", "no tabs"),
        (" \n\n", "no row"),
        ("grant\t5\0\n", "no rows of a table"),
        ("grant\t5\n" * 2001, "more than 2,000 rows"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(team, text, why):
    assert why in _read(team, text)["error"]


def test_csv_with_a_line_of_names_is_taken_and_an_apostrophe_before_a_formula_goes(team):
    text = "fund,amount,state,condition\ngrant,-5.00,to_come,'=1+1\ngrant,5,to_come,'s\n"
    said = _read(team, text)
    assert [row["condition"] for row in said["rows"]] == ["=1+1", "'s"]


@pytest.mark.process
def test_the_command_answers_with_one_object(team):
    words = [sys.executable, "-m", "pipelines", "--config", str(team.file), "rows", "payments"]
    for asked, code in (({"text": "grant\t5\treceived"}, 0), ({"text": ""}, 78)):
        ran = subprocess.run(
            words, cwd=HOME, env={**os.environ}, input=json.dumps(asked), text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        assert (ran.returncode, ran.stderr) == (code, "")
        assert ("rows" in json.loads(ran.stdout)) == (code == 0)
