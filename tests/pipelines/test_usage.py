"""A CSV of any count of use, into records."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import config
from pipelines import usage
from warehouse.records import Reject, SourceRun, UsageBasis, UsageDaily, UsageGap


def house(tmp_path: Path, text: str, more: str = "") -> config.House:
    (tmp_path / "downloads.csv").write_text(text, encoding="utf-8")
    file = tmp_path / "dashboard.toml"
    file.write_text(
        '[[usage]]\nname = "downloads"\npath = "downloads.csv"\nunit = "download"\n' + more
    )
    return config.load(file, tmp_path / "data")


def test_every_line_is_a_count_or_a_reject_with_its_place(tmp_path: Path):
    text = (
        "\ufeffdate,count,label\n2026-09-01,12,3.1\n2026-09-02,n/a,\n2.9.2026,4,\n2026-09-03,7,\n"
        "soon,1,\n"
    )
    gap = 'gaps = [{ starts_on = 2026-08-01, ends_on = 2026-08-31, note = "not counted" }]'

    assert list(usage.read(house(tmp_path, text, gap))) == [
        UsageBasis("downloads", "download", [], [], "bills", "UTC", "downloads, paid by all bills"),
        UsageGap("downloads", date(2026, 8, 1), date(2026, 8, 31), "not counted"),
        UsageDaily("downloads", date(2026, 9, 1), "3.1", Decimal(12), "downloads.csv", 2),
        Reject("usage", "downloads.csv", 3, "2026-09-02,n/a,", usage.WANTED),
        UsageDaily("downloads", date(2026, 9, 2), None, Decimal(4), "downloads.csv", 4),
        UsageDaily("downloads", date(2026, 9, 3), None, Decimal(7), "downloads.csv", 5),
        Reject("usage", "downloads.csv", 6, "soon,1,", usage.WANTED),
        SourceRun("usage", "downloads", "ok", datetime(2026, 9, 3), 3, 2),
    ]


def test_columns_may_have_other_names_and_the_bills_that_pay_are_named(tmp_path: Path):
    more = (
        'columns = { date = "day", count = "sessions" }\naccounts = ["cloud"]\n'
        'basis = "sessions over the cloud bill"\n'
    )
    found = list(usage.read(house(tmp_path, "day,sessions\n2026-09-01,3\n", more)))

    assert found[0].accounts == ["cloud"]
    assert found[0].basis == "sessions over the cloud bill"
    assert found[1] == UsageDaily(
        "downloads", date(2026, 9, 1), None, Decimal(3), "downloads.csv", 2
    )


def test_a_missing_column_or_file_is_for_a_person_to_fix(tmp_path: Path):
    made = house(tmp_path, "day,sessions\n2026-09-01,3\n")
    remedy = "correct path or columns of this [[usage]]"
    assert list(usage.read(made))[-1] == SourceRun(
        "usage", "downloads", "failed", message="downloads.csv: there is no column date, count",
        remedy=remedy, passing=False,
    )  # fmt: skip

    (tmp_path / "downloads.csv").unlink()
    assert list(usage.read(made))[-1] == SourceRun(
        "usage", "downloads", "failed", message="downloads.csv: No such file or directory",
        remedy=remedy, passing=False,
    )  # fmt: skip


def test_nothing_set_up_is_a_state_of_its_own(tmp_path: Path):
    file = tmp_path / "dashboard.toml"
    file.write_text("")

    assert list(usage.read(config.load(file, tmp_path / "data"))) == [
        SourceRun("usage", "", "not_set_up")
    ]
