"""Reports that were sent to funders, so that the build knows what they said."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from config import ConfigError, House, sent
from config.sent import Submission
from warehouse.records import SentAmount, SentReport, SourceRun

NAME = "funds"


def read(house: House) -> Iterator[Any]:
    """SentReport and SentAmount records; of a fund with a damaged report none, and a SourceRun.

    Without the newest report an older one would disagree with what was corrected since.
    """
    from pipelines import unit  # noqa: PLC0415 - brings DuckDB and pyarrow with it

    for fund in house.config.funds:
        yield from unit.rows(NAME, f"reports/{fund.id}", partial(_of_fund, house, fund.id))


def _of_fund(house: House, fund: str) -> Iterator[Any]:
    reports = []
    for file in sorted(sent.folder(house.config, fund).glob("*.json")):
        place = house.config.place(file)
        try:
            reports.append((place, sent.read(file)))
        except ConfigError:
            yield SourceRun(
                NAME, place, "failed", passing=False,
                message=f"{place}: not as it was sent; no report of {fund} is compared",
                remedy="bring back the file as it was",
            )  # fmt: skip
            return
    for place, found in reports:
        yield from _records(fund, place, found)


def _records(fund: str, place: str, found: Submission) -> Iterator[SentReport | SentAmount]:
    """The records of one report; who sent it stays in its file."""
    yield SentReport(fund, found.first, found.last, found.on, place)
    for line, months in found.sent.months.items():
        for month, amount in months.items():
            yield SentAmount(fund, found.last, line, month, amount)
