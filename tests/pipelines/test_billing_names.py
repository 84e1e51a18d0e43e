"""The name of a bill's file: the days it covers, its day of download, which download it is."""

import json
from pathlib import Path

import pytest

import config
from pipelines.billing.files.find import contents
from pipelines.billing.supersede.names import name_of
from pipelines.billing.supersede.verdicts import _to_the_second

JULY = ("2026-07-01", "2026-07-31")


@pytest.mark.parametrize(
    ("name", "covers", "made", "number"),
    [
        ("bills/do-2026-07.csv", JULY, "", 0),
        ("bills/invoice_202607.csv.gz", JULY, "", 0),
        ("bills/July 2026.csv", JULY, "", 0),
        ("bills/07-2026.csv", JULY, "", 0),
        ("bills/GitHub_Usage_hub-org_2026-07 (2).csv", JULY, "", 2),
        ("bills/2026-07/costs(1).csv", JULY, "", 1),
        ("bills/x_Cost table, 2026-07-01 — 2026-07-31.csv", JULY, "", 0),
        ("bills/x 2026-07-01 to 2026-07-01.csv", ("2026-07-01", "2026-07-01"), "", 0),
        ("bills/x 2026-07-31 to 2026-07-01.csv", None, "", 0),
        ("bills/x 2026-07-01 to 2026-07-32.csv", None, "", 0),
        ("bills/x 2026-07-02 to 2026-08-01.csv", ("2026-07-02", "2026-08-01"), "", 0),
        ("bills/x 20260701-20260801.csv", JULY, "", 0),
        ("bills/2026 July.csv", JULY, "", 0),
        ("bills/2026-08-01 2026-08-03.csv", ("2026-08-01", "2026-08-03"), "", 0),
        ("bills/costs 20260801 of 20260803.csv", None, "20260803000000", 0),
        ("cur/20260701-20260801/20260803T0102Z/hub.csv", None, "20260803010200", 0),
        ("bills/usage-2026-08-01.csv", None, "20260801000000", 0),
        ("bills/costs 01.08.2026.csv", None, "20260801000000", 0),
        ("bills/costs-202605030600.csv", None, "20260503060000", 0),
        ("bills/2026-06 to 2026-07.csv", None, "", 0),
        ("bills/invoice-1234.csv", None, "", 0),
    ],
)
def test_a_name_states_a_month_a_range_a_day_or_a_number(name, covers, made, number):
    read = name_of(name)

    assert (read.covers, read.made, read.number) == (covers, made, number)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bills/costs.csv", "bills/costs (1).csv"),
        ("bills/costs.csv", "bills/costs(12).csv"),
        ("bills/costs.csv", "bills/Copy of costs.csv"),
        ("bills/costs.csv", "bills/costs - Kopie.csv"),
        ("bills/costs.csv", "bills/costs copy 2.csv"),
        ("bills/usage-2026-07-16.csv", "bills/usage-2026-08-01.csv"),
        ("bills/20240503T0000Z/cur.csv", "bills/20240506T0000Z/cur.csv"),
    ],
)
def test_second_downloads_share_a_base(one, other):
    assert name_of(one).base == name_of(other).base


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bills/do-2026-06.csv", "bills/do-2026-07.csv"),
        ("team-a/costs.csv", "team-b/costs.csv"),
        ("bills/hub-org.csv", "bills/tools-org.csv"),
    ],
)
def test_other_months_and_other_teams_do_not(one, other):
    assert name_of(one).base != name_of(other).base


def test_a_family_is_the_same_in_every_month():
    assert (
        len({name_of(f"bills/do-{m}.csv").family for m in ("2026-06", "2026-07", "aug 2026")}) == 1
    )
    assert name_of("bills/hub-2026-06.csv").family != name_of("bills/tool-2026-06.csv").family


@pytest.mark.parametrize(
    ("made", "decides"),
    [
        (("20260803010200", "20260803020200"), True),
        (("20260803010200", "20260803010200"), False),
        (("20260803000000", "20260803020200"), False),
        (("", "20260803020200"), False),
    ],
)
def test_two_names_of_one_day_say_which_is_newer_where_both_have_a_moment(made, decides):
    assert _to_the_second(made) is decides


def test_what_a_file_holds_is_named_as_its_roll_up_and_as_last_read_where_none_counts(
    tmp_path: Path,
) -> None:
    kept = {
        "bills/counts.csv": {"sha256": "a" * 64, "last_read": "b" * 64},
        "bills/damaged.csv": {"sha256": "c" * 64, "last_read": "d" * 64},
    }
    (tmp_path / "dashboard.toml").write_text("")
    house = config.load(tmp_path / "dashboard.toml", tmp_path / "data")
    index = house.data / "raw" / "billing" / "bills.json"
    index.parent.mkdir(parents=True)
    index.write_text(json.dumps(kept))
    assert contents(house, {"a" * 32}) == {"a" * 32, "c" * 32, "d" * 32}
