from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import config
from pipelines import funds
from pipelines.commands import main
from warehouse.records import Fund, FundBalance, PlannedCost

THREE_NUMBERS = ["start", "--balance", "26000", "--monthly", "4000", "--ends", "2020-10-01"]


def _start(folder, *more):
    return main(
        [*THREE_NUMBERS, "--folder", str(folder), *more],
        now=lambda: datetime(2020, 7, 21, 9, tzinfo=UTC),
    )


def test_three_numbers_say_what_ends_first_and_what_would_lapse(tmp_path, capsys):
    assert _start(tmp_path) == 0
    said = capsys.readouterr().out
    assert "the credits end first, on 1 October 2020; about 16,500 USD would lapse" in said
    assert "Without that date it would last 6.5 months." in said
    assert "arithmetic, not a forecast" in said


def test_what_start_writes_is_read_back_as_the_same_three_numbers(tmp_path):
    _start(tmp_path)
    house = config.load(tmp_path / "dashboard.toml")
    records = list(funds.read(house))
    fund = next(r for r in records if isinstance(r, Fund))
    assert (fund.kind, fund.ends_on, fund.pays_for) == ("credits", date(2020, 10, 1), ["cloud"])
    assert [r for r in records if isinstance(r, FundBalance)] == [
        FundBalance("credits", date(2020, 7, 21), Decimal(26000), False, "stated at the start")
    ]
    assert [r for r in records if isinstance(r, PlannedCost)] == [
        PlannedCost(
            "Cloud, as stated",
            "cloud",
            Decimal(4000),
            "month",
            "USD",
            date(2020, 7, 21),
            None,
            until_billed=True,
        )
    ]
    assert house.config.project.as_of is None


def test_a_balance_of_an_earlier_day_pins_the_dashboard_to_it(tmp_path, capsys):
    _start(tmp_path, "--on", "2020-07-01")
    assert config.load(tmp_path / "dashboard.toml").config.project.as_of == date(2020, 7, 1)
    assert "about 13,900 USD would lapse" in capsys.readouterr().out


def test_start_never_overwrites_what_a_team_wrote(tmp_path, capsys):
    (tmp_path / "balances.csv").write_text("fund,on_day,amount,confirmed,source\n")
    assert _start(tmp_path) == 78
    assert "balances.csv exists. Fix: edit it, or move it away" in capsys.readouterr().err
    assert not (tmp_path / "dashboard.toml").exists()


def test_an_end_in_the_past_asks_for_the_day_of_the_balance(tmp_path, capsys):
    _start(tmp_path, "--on", "2021-01-01")
    said = capsys.readouterr().out
    assert "ended on 1 October 2020, so all of it has lapsed" in said
    assert "--on DATE" in said


def test_money_that_is_used_up_first_lapses_nothing(tmp_path, capsys):
    numbers = ["--balance", "4000", "--monthly", "4000", "--ends", "2020-10-01"]
    main(
        ["start", *numbers, "--kind", "grant", "--folder", str(tmp_path)],
        now=lambda: datetime(2020, 7, 21, tzinfo=UTC),
    )
    said = capsys.readouterr().out
    assert "used up after 20 August 2020; nothing lapses on 1 October 2020" in said


def test_a_word_is_no_amount(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["start", "--balance", "plenty", "--monthly", "1", "--ends", "2020-10-01"])
    assert "'plenty' is no amount" in capsys.readouterr().err


def test_a_bill_in_place_of_the_monthly_cost_is_measured(tmp_path, capsys):
    days = [f"2020-{month:02d}-{day:02d}" for month in (4, 5, 6) for day in range(1, 31)]
    header = (
        "ChargePeriodStart,ChargePeriodEnd,BilledCost,BillingCurrency,ChargeCategory,ServiceName"
    )
    rows = [f"{day}T00:00:00Z,{day}T23:59:59Z,100.00,USD,Usage,Compute" for day in days]
    (tmp_path / "bill.csv").write_text("\n".join([header, *rows]) + "\n")
    numbers = ["--balance", "26000", "--bill", "bill.csv", "--ends", "2020-10-01"]
    code = main(
        ["start", *numbers, "--on", "2020-07-21", "--folder", str(tmp_path)],
        now=lambda: datetime(2020, 7, 21, tzinfo=UTC),
    )
    assert code == 0
    said = capsys.readouterr().out
    assert "3,044 USD a month" in said
    assert "about 18,800 USD would lapse" in said


def test_the_folder_is_made_where_there_is_none(tmp_path):
    assert _start(tmp_path / "new" / "team") == 0
    assert (tmp_path / "new" / "team" / "dashboard.toml").is_file()


def test_a_month_that_costs_nothing_is_said_as_zero(tmp_path, capsys):
    numbers = ["--balance", "26000", "--monthly", "0", "--ends", "2020-10-01"]
    main(
        ["start", *numbers, "--folder", str(tmp_path)],
        now=lambda: datetime(2020, 7, 21, tzinfo=UTC),
    )
    said = capsys.readouterr().out
    assert "0 USD a month: the credits end first, on 1 October 2020; about 26,000 USD" in said


@pytest.mark.parametrize(
    ("option", "typed", "told"),
    [
        ("--balance", "9.500,50", "'9.500,50' is no amount; write one like 12500.40"),
        ("--ends", "31.3.2027", "'31.3.2027' is no day; write one like 2026-10-01"),
        ("--currency", "usd", "'usd' is no currency; write three capitals like USD"),
    ],
)
def test_what_could_be_misread_is_asked_for_again(tmp_path, capsys, option, typed, told):
    with pytest.raises(SystemExit):
        _start(tmp_path, option, typed)
    assert told in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_what_comes_next_names_a_config_that_is_elsewhere(tmp_path, capsys, monkeypatch):
    _start(tmp_path / "team")
    file = tmp_path / "team" / "dashboard.toml"
    assert f"Next: QUARTERDECK_CONFIG={file} make run" in capsys.readouterr().out
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    main([*THREE_NUMBERS], now=lambda: datetime(2020, 7, 21, 9, tzinfo=UTC))
    assert "Next: make run" in capsys.readouterr().out
