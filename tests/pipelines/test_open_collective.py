"""A collective's balance and transactions, over real HTTP on loopback, written from the schema."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import config
from metrics.funds.holdings import holdings
from metrics.runway.inputs.gather import inputs
from pipelines import SourceError, funds, raw
from pipelines.funds import open_collective
from pipelines.http import Clock
from tests.runway_records import info
from tests.servers.scripted import Reply, Scripted, scripted
from warehouse.records import CostDaily, Fund, FundBalance, IncomeDaily, SourceRun

NOW = datetime(2026, 9, 3, 6, 10, tzinfo=UTC)
UNIT, LEDGER = "open_collective/marram", "open_collective/marram/transactions"


class Ticking:
    """A clock that only moves when somebody sleeps."""

    at = 1_000_000.0

    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep)

    def sleep(self, seconds: float) -> None:
        self.at += seconds


def house(folder: Path, api: str, more: str = "") -> config.House:
    file = folder / "dashboard.toml"
    file.write_text(
        '[[funds]]\nid = "gifts"\nname = "Gifts"\nkind = "donation"\n'
        f'[funds.open_collective]\nslug = "marram"\napi = "{api}"\n{more}\n'
    )
    return config.load(file, folder / "data")


def balance(
    cents: int = 1_234_056, currency: str = "USD", unpaid: tuple[Any, ...] = (), held: int = 0
) -> Reply:
    sums = [{"valueInCents": each, "currency": code} for each, code in unpaid]
    return said({
        "account": {
            "slug": "marram",
            "stats": {"balance": {"valueInCents": cents, "currency": currency}},
        },
        "unpaid": {"totalCount": len(sums), "totalAmount": {"amountsByCurrency": sums}},
        "held": {"totalCount": held},
    })  # fmt: skip


def page(total: int, *nodes: dict[str, Any]) -> Reply:
    return said({"transactions": {"totalCount": total, "nodes": list(nodes)}})


def moved(name: str, at: str, cents: int, kind: str, *, is_refund: bool = False) -> dict[str, Any]:
    return {
        "id": name, "type": "CREDIT" if cents > 0 else "DEBIT", "kind": kind, "createdAt": at,
        "isRefund": is_refund, "netAmount": {"valueInCents": cents, "currency": "USD"},
    }  # fmt: skip


def said(data: dict[str, Any]) -> Reply:
    return Reply(json.dumps({"data": data}))


GIFT = moved("aa", "2026-08-02T10:00:00.000Z", 5_000, "CONTRIBUTION")
FEE = moved("ab", "2026-08-02T10:00:00.001Z", -500, "HOST_FEE")
PAID = moved("ac", "2026-08-09T08:30:00.000Z", -12_000, "EXPENSE")
BACK = moved("ad", "2026-08-11T08:30:00.000Z", 2_000, "EXPENSE", is_refund=True)


def ask(
    folder: Path, *replies: Reply, more: str = "", now: datetime = NOW
) -> tuple[config.House, list[Any], Scripted]:
    """One fetch, what it said, and what was asked."""
    with scripted(*replies) as server:
        made = house(folder, server.url, more)
        return made, list(open_collective.fetch(made, now=now, clock=Ticking().clock())), server


def told(error: SourceError) -> tuple[str, str, str, bool]:
    return error.unit, error.what, error.remedy, error.passing


def records(made: config.House, *kinds: type) -> list[Any]:
    return [each for each in funds.read(made) if isinstance(each, kinds)]


@pytest.fixture(autouse=True)
def no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPEN_COLLECTIVE_TOKEN", raising=False)


def test_the_balance_of_an_answer_is_confirmed_with_its_address_and_time(tmp_path: Path) -> None:
    made, found, server = ask(tmp_path, balance())
    assert found == [UNIT]
    asked = json.loads(server.posted[0])
    assert asked["variables"] == {"slug": "marram", "account": {"slug": "marram"}}
    assert "status: [APPROVED, SCHEDULED_FOR_PAYMENT, PROCESSING, ERROR]" in asked["query"]
    assert "Personal-Token" not in server.asked[0][1]
    said_by = f"{server.url.rstrip('/')}/graphql/v2, marram, 2026-09-03 06:10 UTC"
    assert records(made, FundBalance) == [
        FundBalance("gifts", date(2026, 9, 3), Decimal("12340.56"), True, said_by, Decimal(0))
    ]
    assert records(made, SourceRun)[-1] == SourceRun(
        "funds", UNIT, "ok", datetime(2026, 9, 3, 6, 10), 1
    )


def test_what_is_approved_and_not_paid_is_encumbered_in_its_own_currency(tmp_path: Path) -> None:
    unpaid = ((120_050, "USD"), (9_900, "EUR"), (1_000_000, "XAF"))
    made, found, _ = ask(tmp_path, balance(unpaid=unpaid, held=2))
    assert found == [UNIT]
    (stated,) = records(made, FundBalance)
    assert (stated.amount, stated.encumbered) == (Decimal("12340.56"), Decimal("1200.50"))
    assert records(made, SourceRun)[-1] == SourceRun(
        "funds", UNIT, "ok", datetime(2026, 9, 3, 6, 10), 1,
        message="approved expenses of 99.00 EUR and 10,000.00 XAF are not encumbered: the fund is "
        "in USD; 2 expenses on hold are not encumbered",
    )  # fmt: skip


def test_what_is_available_is_the_balance_less_both_kinds_of_encumbrances(
    tmp_path: Path, build: Any
) -> None:
    ask(tmp_path, balance(unpaid=((99_999, "USD"),)), now=datetime(2026, 8, 1, tzinfo=UTC))
    made, _, _ = ask(tmp_path, balance(unpaid=((120_050, "USD"),)))
    read = [each for each in funds.read(made) if not isinstance(each, SourceRun)]
    committed = [
        replace(each, encumbered=Decimal(40)) if isinstance(each, Fund) else each for each in read
    ]
    db = build([*committed, info(date(2026, 9, 17))]).cursor()
    (held,) = holdings(db)
    assert (held.stated, held.encumbered) == (Decimal("12340.56"), Decimal("1240.50"))
    assert held.available == Decimal("11100.06")
    (fund,) = inputs(db).case.funds
    assert (fund.balance, fund.available) == (Decimal("12340.56"), Decimal("11100.06"))


@pytest.mark.parametrize("lacking", ["unpaid", "held", "sum"])
def test_an_answer_without_its_expenses_is_no_balance_with_nothing_encumbered(
    tmp_path: Path, lacking: str
) -> None:
    data = json.loads(str(balance(unpaid=((5, "USD"),)).body))["data"]
    if lacking == "sum":
        data["unpaid"]["totalAmount"]["amountsByCurrency"] = []
    else:
        del data[lacking]
    ask(tmp_path, balance(100), now=datetime(2026, 8, 1, tzinfo=UTC))
    made, found, _ = ask(tmp_path, said(data))
    assert isinstance(found[0], SourceError)
    assert [each.amount for each in records(made, FundBalance)] == [Decimal(1)]


def test_answers_from_before_expenses_were_asked_for_encumber_nothing(tmp_path: Path) -> None:
    made, _, _ = ask(tmp_path, balance(300))
    file = made.raw / "funds/open_collective/marram/answers.jsonl"
    old = {"asked_at": "2026-08-03T06:10:00Z", "valueInCents": 100, "currency": "USD"}
    raw.save_lines(file, [old, *raw.lines(file)])
    assert [(each.amount, each.encumbered) for each in records(made, FundBalance)] == [
        (Decimal(1), None), (Decimal(3), Decimal(0)),
    ]  # fmt: skip


def test_a_token_goes_into_the_header_that_the_host_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPEN_COLLECTIVE_TOKEN", "sesame")
    _, _, server = ask(tmp_path, balance())
    headers = server.asked[0][1]
    assert headers["Personal-Token"] == "sesame"
    assert "Authorization" not in headers


def test_of_each_month_the_newest_answer_is_a_statement_and_of_each_day_one_is_kept(
    tmp_path: Path,
) -> None:
    for day, hour, cents in ((30, 5, 100), (31, 5, 200), (31, 9, 300)):
        ask(tmp_path, balance(cents), now=datetime(2026, 8, day, hour, tzinfo=UTC))
    made, _, _ = ask(tmp_path, balance(400))
    kept = (made.raw / "funds/open_collective/marram/answers.jsonl").read_text().splitlines()
    assert [json.loads(line)["valueInCents"] for line in kept] == [100, 300, 400]
    stated = [(each.on_day, each.amount) for each in records(made, FundBalance)]
    assert stated == [(date(2026, 8, 31), Decimal(3)), (date(2026, 9, 3), Decimal(4))]


def test_after_an_outage_the_balance_before_stays_and_is_marked(tmp_path: Path) -> None:
    ask(tmp_path, balance())
    made, found, _ = ask(tmp_path, Reply("<h1>Bad gateway</h1>", 502))
    (error,) = found
    assert (error.unit, error.passing, error.remedy) == (UNIT, True, "run again later")
    assert "answered 502" in error.what
    assert [each.amount for each in records(made, FundBalance)] == [Decimal("12340.56")]


@pytest.mark.parametrize("token", ["", "sesame"])
def test_a_limit_names_the_token_only_where_it_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("OPEN_COLLECTIVE_TOKEN", token)
    late = Reply("{}", 429, {"Retry-After": "86400", "Date": "Thu, 03 Sep 2026 06:10:00 GMT"})
    _, found, server = ask(tmp_path, late)
    assert len(server.asked) == 1  # a day is longer than anybody waits
    (error,) = found
    assert "rate limit reached; it resets at 06:10 UTC on 4 September" in error.what
    hint = "; a personal token in OPEN_COLLECTIVE_TOKEN makes it 100 questions a minute, not 10"
    assert error.remedy == "run again after that" + ("" if token else hint)


def test_a_short_limit_is_waited_for(tmp_path: Path) -> None:
    _, found, server = ask(tmp_path, Reply("{}", 429, {"Retry-After": "20"}), balance())
    assert (found, len(server.asked)) == ([UNIT], 2)


def test_a_wrong_token_is_one_line_that_asks_for_no_faster_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPEN_COLLECTIVE_TOKEN", "stale")
    refused = Reply(json.dumps({"error": {"code": 401, "message": "Invalid token"}}), 401)
    _, found, server = ask(tmp_path, refused)
    assert [told(each) for each in found] == [(
        UNIT, "Open Collective refuses the token",
        "set a valid one in OPEN_COLLECTIVE_TOKEN, or none: a public collective needs no token",
        False,
    )]  # fmt: skip
    assert len(server.asked) == 1


def test_an_unknown_collective_is_a_slug_to_correct(tmp_path: Path) -> None:
    unknown = Reply(json.dumps({"errors": [{"message": "No collective found with slug marram"}]}))
    for reply in (unknown, said({"account": None})):
        _, found, _ = ask(tmp_path, reply)
        assert [(each.remedy, each.passing) for each in found] == [
            ("correct slug in [funds.open_collective]", False)
        ]


def test_another_currency_than_the_funds_is_refused_with_the_two_remedies(tmp_path: Path) -> None:
    made, _, _ = ask(tmp_path, balance(100, "EUR"))
    assert records(made, FundBalance) == []
    assert records(made, SourceRun)[-1] == SourceRun(
        "funds", UNIT, "failed",
        message="it holds EUR, and the fund 'gifts' is in USD: it is not taken",
        remedy='set currency = "EUR" in that [[funds]] if this is right, else correct the account '
        "that it names",
        passing=False,
    )  # fmt: skip


@pytest.mark.parametrize("cut", ["body", "field"])
def test_an_answer_that_is_cut_or_lacks_the_amount_is_never_a_balance(
    tmp_path: Path, cut: str
) -> None:
    whole = balance()
    lacking = said({"account": {"stats": {"balance": {"currency": "USD"}}}})
    bad = Reply(whole.body, how="truncate") if cut == "body" else lacking
    made, found, _ = ask(tmp_path, bad)
    assert isinstance(found[0], SourceError)
    assert found[0].passing
    assert records(made, FundBalance) == []


def test_transactions_are_a_ledger_of_costs_by_kind_and_of_the_funds_income(
    tmp_path: Path,
) -> None:
    replies = (balance(), page(4, GIFT, FEE), page(4, PAID, BACK))
    made, found, server = ask(tmp_path, *replies, more="ledger = true")
    assert found == [UNIT, LEDGER]
    asked = [json.loads(each)["variables"] for each in server.posted[1:]]
    assert [(each["from"], each["offset"]) for each in asked] == [(None, 0), (None, 2)]
    costs = [(c.day, c.account, c.category, c.service, c.billed) for c in records(made, CostDaily)]
    assert sorted(costs) == [
        (date(2026, 8, 2), "marram", "people", "HOST_FEE", Decimal(5)),
        (date(2026, 8, 9), "marram", "people", "EXPENSE", Decimal(120)),
        (date(2026, 8, 11), "marram", "people", "EXPENSE", Decimal(-20)),
    ]
    assert records(made, IncomeDaily) == [
        IncomeDaily(date(2026, 8, 2), "marram", "USD", Decimal(50), 1, LEDGER, "gifts")
    ]


def test_a_run_goes_on_where_the_last_one_broke_off_and_then_asks_for_new_ones_only(
    tmp_path: Path,
) -> None:
    first = (balance(), page(4, GIFT, FEE), Reply("{}", 403))
    made, found, _ = ask(tmp_path, *first, more="ledger = true")
    assert [each if isinstance(each, str) else each.unit for each in found] == [UNIT, LEDGER]
    assert isinstance(found[1], SourceError)
    file = made.raw / "funds/open_collective/marram/transactions.jsonl"
    assert [json.loads(line)["id"] for line in file.read_text().splitlines()] == ["aa", "ab"]
    _, found, server = ask(
        tmp_path, balance(), page(3, FEE, PAID, BACK), more="ledger = true",
        now=datetime(2026, 9, 4, tzinfo=UTC),
    )  # fmt: skip
    assert found == [UNIT, LEDGER]
    assert json.loads(server.posted[1])["variables"]["from"] == FEE["createdAt"]
    held = [json.loads(line) for line in file.read_text().splitlines()]
    assert held == [GIFT, FEE, PAID, BACK]


def test_a_page_that_is_shorter_than_the_answer_says_is_said_and_asked_for_again(
    tmp_path: Path,
) -> None:
    replies = (balance(), page(3, GIFT), page(3))
    _, found, _ = ask(tmp_path, *replies, more="ledger = true")
    assert told(found[1]) == (
        LEDGER, "Open Collective sent 1 of 3 new transactions", "run again later", True
    )  # fmt: skip


def test_a_transaction_that_lacks_its_amount_stops_the_ledger_before_it_is_passed_by(
    tmp_path: Path,
) -> None:
    odd = {key: value for key, value in PAID.items() if key != "netAmount"}
    made, found, _ = ask(tmp_path, balance(), page(2, GIFT, odd), more="ledger = true")
    assert isinstance(found[1], SourceError)
    assert "transaction ac: answer lacks `netAmount`" in found[1].what
    assert not (made.raw / "funds/open_collective/marram/transactions.jsonl").exists()


def test_a_collective_of_two_funds_is_a_mistake_of_the_settings(tmp_path: Path) -> None:
    one = '[[funds]]\nid = "{}"\nname = "F"\nkind = "grant"\n[funds.open_collective]\nslug = "m"\n'
    file = tmp_path / "dashboard.toml"
    file.write_text(one.format("a") + one.format("b"))
    with pytest.raises(config.ConfigError, match="open_collective 'm' is of two funds"):
        config.load(file)
