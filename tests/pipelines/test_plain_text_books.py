"""Plain-text books as hledger, ledger and bean-query read them."""

import re
import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import config
from bench import SHARED
from pipelines import funds
from pipelines.funds import programs
from tests.servers.programs import need
from warehouse.records import BookedCost, Reject, SourceRun

BOOKS = Path(__file__).resolve().parents[1] / "data" / "books"
D = Decimal
FUNDS = """
[[funds]]
id = "one"
name = "One"
kind = "grant"
codes = ["EF-1"]
[[funds]]
id = "two"
name = "Two"
kind = "grant"
codes = ["EF-2"]
"""


@pytest.fixture
def read(tmp_path):
    """What a book of this name and text, or of tests/data/books, becomes."""

    def reading(name, *keys, text=None):
        if text is None:
            shutil.copy(BOOKS / name, tmp_path / name)
        else:
            (tmp_path / name).write_text(text)
        entry = ", ".join(
            (f'path = "{name}", name = "Books", category = "all", books = true', *keys)
        )
        (tmp_path / "dashboard.toml").write_text(
            f"[project]\nas_of = 2026-09-17\n[funding]\nledgers = [{{{entry}}}]\n{FUNDS}"
        )
        there = sorted(tmp_path.iterdir())
        found = list(funds.read(config.load(tmp_path / "dashboard.toml")))
        assert sorted(tmp_path.iterdir()) == there
        return lambda kind: [each for each in found if type(each) is kind]

    return reading


def booked(day, code, line, currency, amount, *converted):
    return BookedCost(
        date(2026, 7, day), "Books", "all", code, line, currency, D(amount), 1, "", *converted
    )


def costs(found):
    rows = [
        BookedCost(*(getattr(each, name) for name in each.__slots__[:8]), "", each.converted,
                   each.converted_currency)
        for each in found(BookedCost)
    ]  # fmt: skip
    return sorted(rows, key=lambda each: (each.day, each.line))


@pytest.fixture
def hledger():
    need("hledger", "hledger", "it reads plain-text books of the tests")


@pytest.fixture
def ledger():
    need("ledger", "ledger", "it reads plain-text books of the tests")


def test_hledger_says_day_account_amount_and_tag_and_a_price_is_the_converted_amount(read, hledger):
    assert costs(read("trips.journal", 'code = "award"')) == [
        booked(1, "EF-2", "travel:hotel", "USD", "310.25"),
        booked(1, "EF-1", "travel:rail", "USD", "1250.50"),
        booked(3, None, "hosting", "EUR", "100.00", D("110.00"), "USD"),
    ]


def test_an_amount_with_a_decimal_comma_is_read_as_hledger_reads_it(read, hledger):
    assert costs(read("comma.journal")) == [
        booked(2, None, "travel:EF-1", "EUR", "1234.56"),
        booked(5, None, "travel:EF-1", "EUR", "-34.56"),
    ]


def test_ledger_gives_a_posting_its_own_tag_before_that_of_its_transaction(read, ledger):
    assert costs(read("trips.ledger", 'code = "award"')) == [
        booked(1, "EF-2", "travel:hotel", "USD", "483.51"),
        booked(1, "EF-1", "travel:rail", "USD", "8778.00"),
        booked(3, None, "hosting", "EUR", "100.00", D("110.00"), "USD"),
        booked(31, None, "travel:rail", "USD", "-20.25"),
    ]


def test_without_a_named_tag_the_one_that_a_fund_has_as_its_code_decides(read, ledger):
    found = costs(read("trips.ledger"))
    assert [(each.line, each.code) for each in found] == [
        ("travel:hotel", "EF-2"), ("travel:rail", "EF-1"), ("hosting", "ef-1"),
        ("travel:rail", None),
    ]  # fmt: skip


def test_hours_are_no_money_and_are_refused_with_their_line(read, ledger):
    found = read("shares.ledger")
    assert costs(found) == [booked(4, None, "print", "USD", "12.34")]
    assert [(each.source_line, each.reason) for each in found(Reject)] == [
        (3, '"HOURS" is no currency; write its code, as USD')
    ]


def test_bean_query_says_what_a_posting_weighs_and_the_metadata_of_each(read):
    assert costs(read("hub.beancount", 'code = "award"')) == [
        booked(3, "EF-2", "Travel:Hotel", "EUR", "81.60"),
        booked(3, "EF-1", "Travel:Rail", "EUR", "1118.40", D("1230.24"), "USD"),
    ]


def test_accounts_that_nobody_knows_are_asked_for_and_said_in_the_settings(read):
    asked = read("german.beancount", 'accounts = {"Aktiva" = "assets"}')
    said = 'accounts = {"Ausgaben:Reise" = "costs", "Aktiva" = "assets"}'
    assert costs(read("german.beancount", said)) == [booked(3, "ef-1", "Reise", "EUR", "118.40")]
    assert costs(asked) == [booked(3, "ef-1", "Reise", "EUR", "118.40")]
    odd = (BOOKS / "german.beancount").read_text().replace("Ausgaben", "Projekte")
    run = read("odd.beancount", text=odd)(SourceRun)[0]
    assert (run.status, run.message, run.remedy) == (
        "failed", "odd.beancount: nobody said whether Projekte are costs, income or assets",
        'say it in its [[funding.ledgers]]: accounts = {"Projekte" = "costs"}',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("a.journal", "include /etc/passwd\n", "include"),
        ("a.journal", "  !include x\n", "!include"),
        ("a.ledger", "python\n  open('x', 'w')\n", "python"),
        ("a.ledger", "@import os\n", "@import"),
        ("a.beancount", 'include "b.beancount"\n', "include"),
        ("a.beancount", 'plugin  "os"\n', "plugin"),
        ("a.beancount", 'option "insert_pythonpath" "True"\n', "option"),
    ],
)
def test_a_book_that_leads_to_another_file_or_runs_code_reaches_no_program(
    read, monkeypatch, name, text, word
):
    monkeypatch.setattr(programs, "LIMITED", "raise SystemExit('started')")
    run = read(name, text=text)(SourceRun)[0]
    assert (run.status, run.message) == (
        "failed", f'{name}: line 1, "{word} …", leads out of the file and is not followed'
    )  # fmt: skip
    assert run.remedy is not None and run.remedy.startswith("write the book as one file: ")


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("-off.beancount", '2026-07-09 * "Ada Fenwick"\n  Expenses:A  10 USD\n  Assets:B  -9 USD\n',
         "bean-query finds it wrong at line 1"),
        ("--off.ledger", "\n2026-07-09 Ada Fenwick\n  expenses:a  $10\n  assets:b  $-9\n",
         "ledger finds it wrong at line 4"),
        ("off; true.journal", "2026-07-09 Ada Fenwick\n  expenses:a  $10\n  assets:b  $-9\n",
         "hledger finds it wrong at line 1"),
    ],
)  # fmt: skip
def test_a_book_that_does_not_balance_is_refused_by_its_program_and_quoted_nowhere(
    read, hledger, ledger, name, text, where
):
    run = read(name, text=text)(SourceRun)[0]
    assert (run.status, run.message) == ("failed", f"{name}: {where}")
    assert "Ada" not in f"{run.message}{run.remedy}"


def test_a_missing_program_is_one_sentence_with_the_way_out(read, monkeypatch):
    monkeypatch.setattr(programs.shutil, "which", lambda *_, **__: None)
    run = read("trips.journal")(SourceRun)[0]
    assert (run.message, run.remedy) == (
        "trips.journal: hledger is not installed: it reads this book",
        'install it: your system\'s package (Debian: hledger); or say format = "journal" to have '
        "its plain transactions read without it",
    )
    assert costs(read("comma.journal", 'format = "journal"')) == [
        booked(2, None, "travel:EF-1", "EUR", "1234.56"),
        booked(5, None, "travel:EF-1", "EUR", "-34.56"),
    ]


def test_a_program_that_writes_or_works_too_much_is_ended(read, monkeypatch, ledger):
    monkeypatch.setattr(programs, "MOST", 100)
    run = read("trips.ledger")(SourceRun)[0]
    assert run.message == "trips.ledger: ledger did not end within 60 s and 0 MB"


def test_a_program_is_started_without_the_secrets_of_the_ingest(read, monkeypatch, ledger):
    monkeypatch.setenv("GITHUB_TOKEN", "s3cret")
    monkeypatch.setenv("LEDGER_FILE", "/nowhere")
    seen = []
    started = programs.subprocess.run
    monkeypatch.setattr(
        programs.subprocess, "run", lambda *a, **k: (seen.append(k["env"]), started(*a, **k))[1]
    )
    assert costs(read("trips.ledger"))
    assert [sorted(each) for each in seen] == [
        ["BEANCOUNT_DISABLE_LOAD_CACHE", "HOME", "LC_ALL", "PATH"]
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason="it reads a council's real books (../shared)")
def test_a_council_s_books_come_to_the_balances_that_ledger_states(read, ledger):
    folder = SHARED / "data" / "ledgers"
    stated = re.findall(
        r"\$([\d,.]+)\s+expenses:(\S+)", (folder / "truth-balances.txt").read_text()
    )
    text = (folder / "council-budget.ledger").read_text()
    found = read("council.ledger", text=text)
    sums: Counter[str] = Counter()
    for each in found(BookedCost):
        sums[each.line] += each.amount
    assert sums == {line: D(amount.replace(",", "")) for amount, line in stated}
    assert (len(sums), sum(sums.values()), found(Reject)) == (7, D("580569.08"), [])


@pytest.mark.parametrize(
    ("name", "written", "amount"),
    [
        ("a.journal", "$8,778", None), ("a.journal", "$8,778.00", "8778"),
        ("a.ledger", "1.234 EUR", None), ("a.ledger", "1.234,00 EUR", "1234"),
        ("a.ledger", "$8,778", "8778"),
    ],
)  # fmt: skip
def test_thousands_that_a_program_takes_for_a_fraction_are_asked_and_never_counted(
    read, hledger, ledger, name, written, amount
):
    found = read(name, text=f"2026-07-31 Invoice\n  expenses:pm  {written}\n  assets:pm\n")
    if amount:
        assert [each.amount for each in found(BookedCost)] == [D(amount)]
        return
    run = found(SourceRun)[0]
    program, word = "ledger" if "ledger" in name else "hledger", written.strip("$ EUR")
    assert (run.message, run.remedy, found(BookedCost)) == (
        f"{name}: line 2: {word} may be thousands, and {program} takes it, or an amount like it, "
        "for a fraction", "write its cents, as 8,778.00", [],
    )  # fmt: skip
