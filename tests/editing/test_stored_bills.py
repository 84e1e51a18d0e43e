"""A bill is stored under a name of ours, once, with at most one new [[billing]], and undone."""

from datetime import UTC, datetime
from itertools import islice

import pytest

from config import load
from editing import bills, journal
from editing.changes import By
from editing.journal import content_of, digest_of
from editing.save import NotSaved
from editing.toml_text import CannotEdit
from editing.undo import undo
from pipelines import billing
from warehouse.records import BillingFile

BY = By("Ada", datetime(2026, 9, 17, 9, tzinfo=UTC))
SHA = "0123456789abcdef" * 4
TOML = '[project]\nname = "Fernhollow"\n'
BILL = b"day,paid\n2026-07-01,120.50\n2026-08-01,121.50\n"
SETTINGS = {"account": "hosting", "currency": "USD", "columns": {"date": "day", "amount": "paid"}}


@pytest.fixture
def team(tmp_path):
    """(text of dashboard.toml) → its settings, and a bill lying elsewhere."""
    home, dropped = tmp_path / "team", tmp_path / "dropped.csv"
    home.mkdir()
    dropped.write_bytes(BILL)

    def made(text=TOML):
        (home / "dashboard.toml").write_text(text)
        return load(home / "dashboard.toml", home / "data"), dropped

    return made


def stored(house, dropped, **more):
    name = bills.named("August bill.csv", digest_of(dropped))
    return bills.store(house.config, dropped, name, SETTINGS | more, BY)


def files(folder):
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*")
                  if each.is_file() and each.name != ".dashboard.lock")  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/cron.d/evil.csv", "evil-01234567.csv"),
        ("/etc/passwd.csv", "passwd-01234567.csv"),
        ("C:\\Windows\\system.ini.csv", "system-ini-01234567.csv"),
        ("a\0b.csv", "a-b-01234567.csv"),
        ("a\nb\x1b[31m.csv", "a-b-31m-01234567.csv"),
        ("<img src=x onerror=alert(1)>.csv", "img-src-x-onerror-alert-1-01234567.csv"),
        ("....csv", "bill-01234567.csv"),
        (".csv", "bill-01234567.csv"),
        ("-rf.csv.gz", "rf-01234567.csv.gz"),
        ("請求書.XLSX", "bill-01234567.xlsx"),
        ("x" * 300 + ".csv", "x" * 80 + "-01234567.csv"),
    ],
)
def test_of_a_name_nothing_is_left_that_a_path_could_use(name, kept):
    assert bills.named(name, SHA) == kept


@pytest.mark.parametrize("name", ["run.sh", "bill.csv.exe", "bill", "", "x.csv/", "a.py", "b.PDF"])
def test_another_kind_of_file_is_refused(name):
    with pytest.raises(NotSaved, match="not a kind of file"):
        bills.named(name, SHA)


def test_a_name_is_shown_on_one_line():
    assert bills.shown("../a\n\x00b.csv") == "a��b.csv"
    assert len(bills.shown("y" * 300)) == 81


def test_a_new_account_is_one_file_and_one_block(team):
    house, dropped = team()
    found = stored(house, dropped)
    assert found.place == f"bills/hosting/August-bill-{digest_of(dropped)[:8]}.csv"
    home = house.config.folder
    assert (home / found.place).read_bytes() == BILL
    assert (home / found.place).stat().st_mtime_ns == dropped.stat().st_mtime_ns
    text = (home / "dashboard.toml").read_text()
    assert text == TOML + (
        '\n[[billing]]\naccount = "hosting"\ncurrency = "USD"\n'
        'columns = {date = "day", amount = "paid"}\npath = "bills/hosting/*"\n'
    )
    assert [each.key for each in journal.read(home)] == [found.place, "billing[hosting]"]
    assert journal.read(home)[0].inserted == ""  # a bill is not repeated in the journal


def test_two_undos_leave_no_byte(team):
    house, dropped = team()
    home = house.config.folder
    stored(house, dropped)
    undo(home, who="Ada", now=BY.now)
    undo(home, who="Ada", now=BY.now)
    assert files(home) == ["dashboard.toml", "journal.jsonl"]
    assert (home / "dashboard.toml").read_text() == TOML
    assert "121.50" not in (home / "journal.jsonl").read_text()


ACCOUNT = TOML + '[[billing]]\naccount = "hosting"\ncolumns = {{date = "day", amount = "paid"}}\n'


@pytest.mark.parametrize("path", ["bills", "bills/*.csv", "bills/*"])
def test_a_folder_that_an_account_reads_takes_the_file_and_no_line_is_added(team, path):
    house, dropped = team(ACCOUNT.format() + f'path = "{path}"\n')
    (house.config.folder / "bills").mkdir()
    found = stored(house, dropped)
    assert (found.place.rpartition("/")[0], found.saved.entry.file) == ("bills", found.place)
    read = [each for each in billing.read(house) if isinstance(each, BillingFile)]
    assert [(each.source_file, each.lines_kept) for each in read] == [(found.place, 2)]


@pytest.mark.parametrize("path", ["august.csv", "s3://bucket/bills/", "/elsewhere/*.csv", "*.csv"])
def test_what_takes_no_more_files_gets_a_block_next_to_it(team, path):
    house, dropped = team(ACCOUNT.format() + f'path = "{path}"\n')
    assert stored(house, dropped).place.startswith("bills/hosting/")
    again = load(house.config.file).config
    assert [(each.account, each.path) for each in again.billing] == [
        ("hosting", path), ("hosting", "bills/hosting/*"),
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["bills", "bills/**/*.csv", "bills/*/*.csv"])
def test_no_new_bill_is_put_where_another_account_would_read_it_too(team, path):
    house, dropped = team(ACCOUNT.format().replace("hosting", "cloud") + f'path = "{path}"\n')
    (house.config.folder / "bills").mkdir()
    assert stored(house, dropped).place.startswith("bills-hosting/")


def test_the_same_file_is_stored_once(team):
    house, dropped = team()
    first = stored(house, dropped)
    with pytest.raises(NotSaved, match="is there already"):
        stored(load(house.config.file), dropped)
    assert len(files(house.config.folder / "bills")) == 1
    assert first.saved.entry.number == 2


def test_a_bill_whose_block_alone_was_taken_back_gets_it_again(team):
    house, dropped = team()
    first = stored(house, dropped)
    undo(house.config.folder, who="Ada", now=BY.now)
    assert stored(load(house.config.file), dropped).place == first.place
    assert [each.account for each in load(house.config.file).config.billing] == ["hosting"]
    assert len(files(house.config.folder / "bills")) == 1


def test_what_cannot_be_proven_stores_no_file(team):
    house, dropped = team('[[notes]]\nseries = "a"\npath = "a"\n[github]\nrepositories = ["a/b"]\n'
                          '[[notes]]\nseries = "b"\npath = "b"\n')  # fmt: skip
    with pytest.raises(CannotEdit):
        stored(house, dropped)
    assert files(house.config.folder) == ["dashboard.toml"]


def test_a_file_that_changed_since_it_was_looked_at_is_not_stored(team):
    house, dropped = team()
    name = bills.named("a.csv", digest_of(dropped))
    dropped.write_bytes(BILL + b"2026-09-01,9000\n")
    with pytest.raises(NotSaved, match="has changed since it was looked at"):
        bills.store(house.config, dropped, name, SETTINGS, BY)
    assert files(house.config.folder) == ["dashboard.toml"]


def test_a_block_that_is_not_saved_takes_its_file_back(team, monkeypatch):
    house, dropped = team()
    file, text = house.config.file, TOML + "# by hand, meanwhile\n"
    copy = bills.save_copy

    def then_somebody_edits(*given):
        entry = copy(*given)
        file.write_text(text)
        return entry

    monkeypatch.setattr(bills, "save_copy", then_somebody_edits)
    with pytest.raises(NotSaved, match="has changed since this was opened"):
        stored(house, dropped)
    assert file.read_text() == text
    assert files(house.config.folder) == ["dashboard.toml", "journal.jsonl"]


@pytest.mark.slow
def test_a_bill_whose_storing_was_undone_counts_no_longer_and_a_lost_one_does(team):
    house, dropped = team(ACCOUNT.format() + 'path = "bills"\n')
    (house.config.folder / "bills").mkdir()
    found = stored(house, dropped)

    def kept():
        return [each.source_file for each in billing.read(house) if isinstance(each, BillingFile)]

    assert kept() == [found.place]
    content = content_of(house.config.folder / found.place)
    (house.config.folder / found.place).unlink()
    assert kept() == [found.place]  # lost: its last roll-up counts
    (house.config.folder / found.place).write_bytes(content)
    undo(house.config.folder, who="Ada", now=BY.now)
    assert kept() == []


def test_a_process_killed_in_the_middle_leaves_no_half_bill(team, monkeypatch):
    house, dropped = team(ACCOUNT.format() + 'path = "bills/*"\n')
    home = house.config.folder
    (home / "bills").mkdir()
    half = home / "bills" / ".August-bill.csv.1.writing"
    half.write_bytes(BILL[:20])
    assert not [each for each in billing.read(house) if isinstance(each, BillingFile)]
    found = stored(house, dropped)
    assert files(home / "bills") == [found.place.removeprefix("bills/")]
    assert len(list(islice(journal.read(home), 2))) == 1
