"""What is left of AWS credits, by real boto3 over real HTTP on loopback, from its API reference."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import config
from pipelines import SourceError, funds
from pipelines.funds import aws_credits
from tests.servers.scripted import Reply, Scripted, scripted
from warehouse.records import FundBalance, SourceRun

NOW = datetime(2026, 9, 3, 6, 10, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 2, 6, 10, tzinfo=UTC)
UNIT = "aws_credits/123456789012"


def house(folder: Path, api: str, more: str = "") -> config.House:
    file = folder / "dashboard.toml"
    file.write_text(
        '[[funds]]\nid = "aws"\nname = "AWS credits"\nkind = "credits"\n'
        f'[funds.aws_credits]\naccount = "123456789012"\napi = "{api}"\n{more}\n'
    )
    return config.load(file, folder / "data")


def credit(
    name: str, remaining: str, estimated: str | None = None, *, currency: str = "USD", **more: Any
) -> dict[str, Any]:
    def money(amount: str) -> dict[str, str]:
        return {"currencyCode": currency, "currencyAmount": amount}

    left = {} if estimated is None else {"estimatedAmount": money(estimated)}
    return {
        "creditId": name, "accountId": "123456789012", "creditType": "Promotion",
        "initialAmount": money("10000"), "remainingAmount": money(remaining),
        "description": "Research grant", "startDate": at(2026, 1, 1), "endDate": at(2027, 1, 1),
        "creditStatus": "ENABLED", **left, **more,
    }  # fmt: skip


def at(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


def listed(*credits: dict[str, Any]) -> Reply:
    return Reply(json.dumps({"credits": credits}))


def refused(code: str, status: int = 400) -> Reply:
    body = {"__type": f"com.amazonaws.billing#{code}", "message": "key AKIDEXAMPLE is not known"}
    return Reply(json.dumps(body), status)


def ask(
    folder: Path, reply: Reply, more: str = "", now: datetime = NOW
) -> tuple[config.House, list[Any], Scripted]:
    with scripted(reply) as server:
        made = house(folder, server.url, more)
        return made, list(aws_credits.fetch(made, now=now)), server


def told(error: SourceError) -> tuple[str, str, str, bool]:
    return error.unit, error.what, error.remedy, error.passing


def stated(made: config.House) -> list[tuple[date, Decimal | None, bool]]:
    found = [each for each in funds.read(made) if isinstance(each, FundBalance)]
    return [(each.on_day, each.amount, each.confirmed) for each in found]


def run(made: config.House) -> SourceRun:
    return [each for each in funds.read(made) if isinstance(each, SourceRun)][-1]


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))


def test_credits_that_no_open_bill_uses_are_a_confirmed_balance(tmp_path: Path) -> None:
    made, found, server = ask(
        tmp_path, listed(credit("1", "743.21", "743.21"), credit("2", "56.79", "56.79"))
    )
    assert found == [UNIT]
    first = at(2025, 9, 4) + 6 * 3600 + 600  # not more than a year back
    assert json.loads(server.posted[0]) == {
        "accountId": "123456789012", "startDate": first, "payerAccountFlag": False,
    }  # fmt: skip
    assert server.asked[0][1]["X-Amz-Target"] == "AWSBilling.GetCredits"
    assert [each for each in funds.read(made) if isinstance(each, FundBalance)] == [
        FundBalance(
            "aws", date(2026, 9, 3), Decimal("800.00"), True,
            f"{server.url.rstrip('/')} GetCredits, 123456789012, 2026-09-03 06:10 UTC",
        )
    ]  # fmt: skip
    assert run(made) == SourceRun("funds", UNIT, "ok", datetime(2026, 9, 3, 6, 10), 1)


def test_shared_credits_are_asked_of_the_whole_organisation(tmp_path: Path) -> None:
    _, _, server = ask(tmp_path, listed(credit("1", "5", "5")), "shared = true")
    assert json.loads(server.posted[0])["payerAccountFlag"] is True


@pytest.mark.parametrize("estimated", ["600.10", None])
def test_what_open_bills_may_still_take_is_an_estimate_and_not_confirmed(
    tmp_path: Path, estimated: str | None
) -> None:
    made, _, _ = ask(tmp_path, listed(credit("1", "743.21", estimated)))
    assert stated(made) == [(date(2026, 9, 3), Decimal(estimated or "743.21"), False)]


def test_a_credit_that_is_disabled_has_ended_or_not_begun_counts_nothing(tmp_path: Path) -> None:
    made, _, _ = ask(
        tmp_path,
        listed(
            credit("1", "5", "5"), credit("2", "70", "70", creditStatus="DISABLED"),
            credit("3", "70", "70", endDate=at(2026, 9, 3)),
            credit("4", "70", "70", startDate=at(2026, 9, 4)),
        ),
    )  # fmt: skip
    assert stated(made) == [(date(2026, 9, 3), Decimal(5), True)]


def test_a_known_credit_that_a_newer_answer_lacks_is_asked_about_and_is_not_zero(
    tmp_path: Path,
) -> None:
    ask(tmp_path, listed(credit("1", "700", "700"), credit("2", "50", "50")))
    made, _, _ = ask(tmp_path, listed(credit("2", "50", "50")), now=OCTOBER)
    assert stated(made) == [(date(2026, 9, 3), Decimal(750), True)]
    assert run(made) == SourceRun(
        "funds", UNIT, "asked", datetime(2026, 10, 2, 6, 10), 1, passing=False,
        message="a credit that held 700.00 USD (1) is not in the newest answer: the balance "
        "before it counts",
        remedy='if gone indeed, set gone = ["1"] in [funds.aws_credits]; else ask AWS',
    )  # fmt: skip
    answered = house(tmp_path, "http://127.0.0.1:9", 'gone = ["1"]')
    assert stated(answered)[-1] == (date(2026, 10, 2), Decimal(50), True)
    assert run(answered).status == "ok"


@pytest.mark.parametrize("end", [{"endDate": at(2026, 9, 30)}, {"remainingAmount": {
    "currencyCode": "USD", "currencyAmount": "0"}}])  # fmt: skip
def test_a_credit_that_ended_or_was_used_up_may_leave_the_list(
    tmp_path: Path, end: dict[str, Any]
) -> None:
    spent = "0" if "remainingAmount" in end else "70"
    ask(tmp_path, listed(credit("1", "70", spent, **end), credit("2", "50", "50")))
    made, _, _ = ask(tmp_path, listed(credit("2", "40", "40")), now=OCTOBER)
    assert stated(made)[-1] == (date(2026, 10, 2), Decimal(40), True)


def test_an_account_without_any_credit_is_not_known_and_not_zero(tmp_path: Path) -> None:
    made, _, _ = ask(tmp_path, listed())
    assert stated(made) == []
    assert (run(made).status, run(made).message) == (
        "failed", "AWS lists no credit of this account: its balance is not known"
    )  # fmt: skip


def test_credits_in_another_currency_than_the_funds_are_refused(tmp_path: Path) -> None:
    made, _, _ = ask(tmp_path, listed(credit("1", "5", "5", currency="EUR")))
    assert stated(made) == []
    assert run(made).message == "it holds EUR, and the fund 'aws' is in USD: it is not taken"


@pytest.mark.parametrize("odd", [
    credit("1", "-743.21", "-743.21"), credit("1", "much"), {"creditId": "1"},
])  # fmt: skip
def test_a_credit_whose_amount_cannot_be_trusted_is_no_balance(
    tmp_path: Path, odd: dict[str, Any]
) -> None:
    made, found, _ = ask(tmp_path, listed(odd))
    assert "AWS lists the credit 1 in a way that is not known" in found[0].what
    assert (found[0].passing, stated(made)) == (False, [])


@pytest.mark.parametrize(
    ("reply", "what", "remedy", "is_passing"),
    [
        (refused("ThrottlingException"), "AWS answered ThrottlingException", "run again later",
         True),
        (refused("InternalServerException", 500), "AWS answered InternalServerException",
         "run again later", True),
        (refused("AccessDeniedException"), "AWS refuses the keys (AccessDeniedException)",
         "give keys of this account that may call billing:GetCredits", False),
        (refused("ValidationException"), "AWS answered ValidationException",
         "check account and shared in [funds.aws_credits]", False),
    ],
)  # fmt: skip
def test_a_refusal_is_one_line_without_a_key_and_keeps_the_balance_before(
    tmp_path: Path, reply: Reply, what: str, remedy: str, is_passing: bool
) -> None:
    ask(tmp_path, listed(credit("1", "5", "5")))
    made, found, server = ask(tmp_path, reply, now=OCTOBER)
    assert [told(each) for each in found] == [(UNIT, what, remedy, is_passing)]
    assert len(server.posted) == 1
    assert stated(made) == [(date(2026, 9, 3), Decimal(5), True)]


@pytest.mark.parametrize("how", ["truncate", "reset"])
def test_an_answer_that_breaks_off_is_asked_for_again_next_time(tmp_path: Path, how: str) -> None:
    _, found, _ = ask(tmp_path, Reply(listed(credit("1", "5", "5")).body, how=how))
    assert found[0].what.startswith("AWS gave no answer that can be read")
    assert found[0].passing


def test_without_keys_it_says_which_variables_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    _, found, _ = ask(tmp_path, listed())
    assert told(found[0]) == (
        UNIT, "no keys of AWS are set",
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", False,
    )  # fmt: skip
