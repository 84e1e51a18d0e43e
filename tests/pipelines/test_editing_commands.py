"""add, ask and undo as a person types them."""

from datetime import UTC, datetime

import pytest

from config import load
from pipelines.commands import main

NOW = datetime(2026, 9, 17, 9, tzinfo=UTC)
TOML = """\
[project]
name = "Fernhollow"

[[funds]]
id = "gift"
name = "Donations"
kind = "donation"
ask = "@treasurer"

[funding]
balances = "balances.csv"
"""


def _run(folder, *words):
    return main(["--config", str(folder / "dashboard.toml"), *words], now=lambda: NOW)


def test_a_fund_and_notes_are_added_and_undone(tmp_path, capsys):
    file = tmp_path / "dashboard.toml"
    file.write_text(TOML)
    words = ["--id", "grant", "--name", "Our grant", "--kind", "grant", "--ends", "2027-12-31"]
    assert _run(tmp_path, "add", "fund", *words, "--who", "Ada", "--why", "award letter") == 0
    assert [fund.id for fund in load(file).config.funds] == ["gift", "grant"]
    assert _run(tmp_path, "add", "notes", "--series", "team", "--path", "notes") == 0
    assert _run(tmp_path, "undo", "--list") == 0
    listed = capsys.readouterr().out
    assert 'Ada  funds[grant]: nothing → {id = "grant", name = "Our grant"' in listed
    assert "(award letter)" in listed
    assert _run(tmp_path, "undo") == 0
    assert _run(tmp_path, "undo") == 0
    assert "as it was before, to the byte." in capsys.readouterr().out
    assert file.read_text() == TOML


def test_a_fund_twice_is_refused_with_the_sentence_of_the_settings(tmp_path, capsys):
    (tmp_path / "dashboard.toml").write_text(TOML)
    words = ["--id", "gift", "--name", "Again", "--kind", "grant"]
    assert _run(tmp_path, "add", "fund", *words) == 78
    assert "id 'gift' is used twice" in capsys.readouterr().err
    assert (tmp_path / "dashboard.toml").read_text() == TOML


def test_a_balance_is_asked_for_once_a_week(tmp_path, capsys):
    (tmp_path / "dashboard.toml").write_text(TOML)
    assert _run(tmp_path, "add", "balance", "gift", "30100", "--on", "2026-05-31") == 0
    capsys.readouterr()
    assert _run(tmp_path, "ask", "gift") == 0
    assert capsys.readouterr().out == (
        "What is left on Donations at 31 August 2026?\n"
        "Last known: 30,100 USD on 31 May 2026. Three words back are enough.\n"
        "Next: send these two lines to @treasurer\n"
    )
    assert _run(tmp_path, "ask", "gift") == 0
    assert capsys.readouterr().out == (
        "Asked @treasurer on 17 September 2026. --again asks once more.\n"
    )
    asked = (tmp_path / "asked.csv").read_text().splitlines()
    assert asked == ["fund,asked_on,whom,as_of", "gift,2026-09-17,@treasurer,2026-08-31"]


def test_a_balance_keeps_the_columns_and_the_signs_of_the_file(tmp_path):
    (tmp_path / "dashboard.toml").write_text(TOML)
    table = tmp_path / "balances.csv"
    table.write_bytes(b"on_day;fund;amount;confirmed\r\n2026-05-31;gift;30100,40;yes")
    assert _run(tmp_path, "balance", "gift", "18000.50", "--on", "2026-08-31", "--stated") == 0
    assert table.read_bytes() == (
        b"on_day;fund;amount;confirmed\r\n2026-05-31;gift;30100,40;yes\r\n"
        b"2026-08-31;gift;18000,50;no\r\n"
    )


@pytest.mark.slow
def test_a_bill_is_stored_under_its_own_name_and_set_up(tmp_path, capsys):
    (tmp_path / "dashboard.toml").write_text(TOML)
    bill = tmp_path / "elsewhere" / "Invoice lines.csv"
    bill.parent.mkdir()
    bill.write_text(
        "Date,Service,Cost (USD)\n2026-07-01,Rack,120.50\n2026-08-01,Rack,121.50\n"
        "2026-08-02,Uplink,20.00\n"
    )
    assert _run(tmp_path, "add", "bill", str(bill), "--account", "hosting", "--yes") == 0
    (entry,) = load(tmp_path / "dashboard.toml").config.billing
    assert (entry.account, entry.path) == ("hosting", "bills/hosting/*")
    (stored,) = (tmp_path / "bills" / "hosting").iterdir()
    assert stored.name.startswith("Invoice-lines-")
    assert stored.read_bytes() == bill.read_bytes()
    assert _run(tmp_path, "add", "bill", str(bill), "--account", "hosting", "--yes") == 0
    assert "is the same file: nothing was added." in capsys.readouterr().out
