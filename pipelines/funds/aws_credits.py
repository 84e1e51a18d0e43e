"""AWS credits: what is left of them, by GetCredits of the AWS Billing API, through boto3.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_billing_GetCredits.html
asks for the account and a first day at most a year back; keys come from the environment, as boto3
finds them, and need billing:GetCredits. A credit that is disabled, has ended or has not begun
counts nothing. `estimatedAmount` is what is left after the bills that are still open: where it is
another amount than `remainingAmount`, it counts, and is not confirmed.

    data/raw/funds/aws_credits/<account>/answers.jsonl    the credits of each answer (answers.py)
"""

import importlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

from config import AwsCredits, Fund, House
from pipelines import SourceError, raw, unit
from pipelines.funds import answers
from pipelines.funds.answers import NAME
from pipelines.http import bare
from warehouse.records import FundBalance, SourceRun

REGION = "us-east-1"
BACK = timedelta(days=364)  # AWS refuses a first day that is more than a year ago
PASSING = ("Throttl", "TooManyRequests", "RequestLimitExceeded", "InternalServer", "Unavailable")
REFUSED = ("AccessDenied", "Unauthorized", "UnrecognizedClient", "InvalidClientTokenId",
           "SignatureDoesNotMatch", "ExpiredToken", "InvalidSignature")  # fmt: skip
AGAIN = "run again later"
Credit = dict[str, Any]


def fetch(house: House, *, now: datetime) -> Iterator[SourceError | str]:
    """Ask about the credits of every account; yields its unit, or what went wrong."""
    for _, set_up in _accounts(house):
        name = _unit(set_up)
        try:
            found = unit.fetched(NAME, name, partial(_ask, house, set_up, now), (SourceError,))
        except SourceError as error:
            yield error
        else:
            yield found if isinstance(found, SourceError) else name


def read(house: House) -> Iterator[Any]:
    """The balances of every account, and one SourceRun each."""
    for fund, set_up in _accounts(house):
        yield from unit.rows(
            NAME, _unit(set_up), partial(_read, house, fund, set_up), raw.as_before
        )


def _accounts(house: House) -> Iterator[tuple[Fund, AwsCredits]]:
    for fund in house.config.funds:
        if fund.aws_credits:
            yield fund, fund.aws_credits


def _unit(set_up: AwsCredits) -> str:
    return f"aws_credits/{set_up.account}"


def _folder(house: House, set_up: AwsCredits) -> Path:
    return house.raw / NAME / "aws_credits" / set_up.account


def _ask(house: House, set_up: AwsCredits, now: datetime) -> None:
    """Keep today's credits of an account. Raises SourceError."""
    failed = partial(SourceError, NAME, unit=_unit(set_up))
    try:
        boto3, botocore = (importlib.import_module(each) for each in ("boto3", "botocore.config"))
        errors = importlib.import_module("botocore.exceptions")
    except ImportError:
        remedy = "install it with .venv/bin/python -m pip install boto3 (the extra aws)"
        raise failed("boto3 is not installed", remedy=remedy, passing=False) from None
    patience = botocore.Config(
        connect_timeout=10, read_timeout=20, retries={"total_max_attempts": 1}
    )
    try:
        client = boto3.Session().client(  # the one that boto3 shares remembers keys
            "billing", region_name=REGION, endpoint_url=set_up.api, config=patience
        )
        found = client.get_credits(
            accountId=set_up.account, startDate=now.astimezone(UTC) - BACK,
            payerAccountFlag=set_up.shared,
        )  # fmt: skip
    except AttributeError:
        remedy = "install a newer one with .venv/bin/python -m pip install -U boto3"
        raise failed("this boto3 has no GetCredits", remedy=remedy, passing=False) from None
    except errors.ClientError as error:
        code = str(error.response.get("Error", {}).get("Code"))
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        raise _refusal(set_up, code, status) from None
    except (
        errors.NoCredentialsError, errors.PartialCredentialsError, errors.ProfileNotFound
    ):  # fmt: skip
        remedy = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        raise failed("no keys of AWS are set", remedy=remedy, passing=False) from None
    except (errors.BotoCoreError, errors.HTTPClientError) as error:
        what = f"AWS gave no answer that can be read ({type(error).__name__})"
        raise failed(what, remedy=AGAIN) from None
    if "credits" not in found:  # an answer that broke off is one without any key to botocore
        raise failed("AWS gave no answer that can be read", remedy=AGAIN)
    credits = [_credit(set_up, each) for each in found["credits"]]
    answers.add(_folder(house, set_up), {"credits": credits}, now)


def _refusal(set_up: AwsCredits, code: str, status: int) -> SourceError:
    """What an error of AWS means; its text may quote a key and is not repeated."""
    failed = partial(SourceError, NAME, unit=_unit(set_up))
    if code.startswith(PASSING) or status >= 500 or status == 429:
        return failed(f"AWS answered {code}", remedy=AGAIN)
    if code.startswith(REFUSED):
        remedy = "give keys of this account that may call billing:GetCredits"
        return failed(f"AWS refuses the keys ({code})", remedy=remedy, passing=False)
    remedy = "check account and shared in [funds.aws_credits]"
    return failed(f"AWS answered {code}", remedy=remedy, passing=False)


def _credit(set_up: AwsCredits, given: Any) -> Credit:
    """One credit as it is kept: amounts as text, days as text. Raises SourceError."""
    try:
        money = {name: given[f"{name}Amount"] for name in ("initial", "remaining")}
        money["estimated"] = given.get("estimatedAmount") or money["remaining"]
        amounts = {name: Decimal(each["currencyAmount"]) for name, each in money.items()}
        if len({each["currencyCode"] for each in money.values()}) != 1 or not all(
            amount.is_finite() and amount >= 0 for amount in amounts.values()
        ):
            raise ValueError("its amounts are below zero, or in two currencies")
        days = {name: given.get(f"{name}Date") for name in ("start", "end", "exhaust")}
        return {
            "id": str(given["creditId"]), "currency": money["remaining"]["currencyCode"],
            **{name: str(amount) for name, amount in amounts.items()},
            "is_estimated": "estimatedAmount" in given,
            **{name: day and day.astimezone(UTC).date().isoformat() for name, day in days.items()},
            "is_disabled": given.get("creditStatus") == "DISABLED",
        }  # fmt: skip
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        said = str(error) if type(error) is ValueError else "it lacks a field"
        number = given.get("creditId") if isinstance(given, dict) else None
        what = f"AWS lists the credit {number} in a way that is not known: {said}"
        raise SourceError(
            NAME, what, remedy="report it, and state this balance by hand until then",
            unit=_unit(set_up), passing=False,
        ) from None  # fmt: skip


def _read(house: House, fund: Fund, set_up: AwsCredits) -> Iterator[Any]:
    held, name = answers.of(_folder(house, set_up)), _unit(set_up)
    if not held:
        yield answers.not_asked(name)
        return
    if not any(each["credits"] for each in held):
        yield SourceRun(
            NAME, name, "failed", answers.moment(held[-1]), passing=False,
            message="AWS lists no credit of this account: its balance is not known",
            remedy="check account; for credits of the whole organisation, name its management "
            "account and set shared = true",
        )  # fmt: skip
        return
    own = answers.currency(house, fund)
    if others := sorted({each["currency"] for each in held[-1]["credits"]} - {own}):
        yield answers.other_currency(name, fund, own, others[0])
        return
    shown = [each for each in answers.last_of_months(held) if not _missing(set_up, held, each)]
    for answer in shown:
        yield from _balance(fund, set_up, own, answer)
    yield _run(set_up, held, len(shown), own)


def _run(set_up: AwsCredits, held: list[dict[str, Any]], rows: int, own: str) -> SourceRun:
    """How the newest answer is: good, or without a credit that was there before."""
    newest, name = held[-1], _unit(set_up)
    lost = _missing(set_up, held, newest)
    if not lost:
        return SourceRun(NAME, name, as_of=answers.moment(newest), rows=rows)
    ids = [each["id"] for each in lost]
    left = sum(Decimal(each["estimated"]) for each in lost)
    many = f"{len(ids)} credits" if ids[1:] else "a credit"
    listed = ", ".join(f'"{each}"' for each in [*set_up.gone, *ids])
    return SourceRun(
        NAME, name, "asked", answers.moment(newest), rows, passing=False,
        message=f"{many} that held {left:,.2f} {own} ({', '.join(ids)}) "
        f"{'are' if ids[1:] else 'is'} not in the newest answer: the balance before it counts",
        remedy=f"if gone indeed, set gone = [{listed}] in [funds.aws_credits]; else ask AWS",
    )  # fmt: skip


def _missing(
    set_up: AwsCredits, held: list[dict[str, Any]], answer: dict[str, Any]
) -> list[Credit]:
    """Credits with money in them that an earlier answer has and this one has not."""
    day = answers.day(answer)
    before = {
        credit["id"]: credit
        for each in held if each["asked_at"] < answer["asked_at"]
        for credit in each["credits"]
    }  # fmt: skip
    here = {each["id"] for each in answer["credits"]} | set(set_up.gone)
    return [
        each for number, each in sorted(before.items())
        if number not in here and _counts(each, day) and Decimal(each["estimated"])
    ]  # fmt: skip


def _counts(credit: Credit, day: date) -> bool:
    """Whether a credit can pay after a day: it has begun, has not ended and is not disabled."""
    starts, ends = (credit[key] and date.fromisoformat(credit[key]) for key in ("start", "end"))
    return (
        not credit["is_disabled"] and not (starts and starts > day) and not (ends and ends <= day)
    )


def _balance(
    fund: Fund, set_up: AwsCredits, own: str, answer: dict[str, Any]
) -> Iterator[FundBalance]:
    if any(each["currency"] != own for each in answer["credits"]):
        return
    counted = [each for each in answer["credits"] if _counts(each, answers.day(answer))]
    left = sum((Decimal(each["estimated"]) for each in counted), Decimal(0))
    is_sure = all(
        each["is_estimated"] and Decimal(each["estimated"]) == Decimal(each["remaining"])
        for each in counted if Decimal(each["remaining"])
    )  # fmt: skip
    address = bare(set_up.api).rstrip("/") if set_up.api else f"billing.{REGION}.api.aws"
    said = answers.reference(f"{address} GetCredits", set_up.account, answer)
    if not is_sure:
        said += ", AWS's estimate while bills are open"
    yield FundBalance(fund.id, answers.day(answer), round(left, 2), is_sure, said)
