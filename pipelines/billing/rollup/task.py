"""What is asked of a roll-up and what comes back: plain values that any process can carry."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal


@dataclass(frozen=True)
class Rules:
    """The settings of one [[billing]] or ledger that shape a roll-up; pairs are (key, value).

    where      column → the cells a line must have one of
    decimal    the decimal sign of its amounts, where their column does not decide it
    day_first  whether the day comes first in 07/08/2026, where the column does not decide it
    sheets     of a workbook, those that count
    negate     whether amounts count with the other sign; None: as written, where most have no minus
    period     whether a mapped line stands for its month or its day; None: the bill shows it
    through    the last day that the rows of its month reach to, as 2026-09-10
    named      the days in the file's name: a console's table may state them nowhere else
    arrears    whether a bill of one line a month pays for the month before its date; None: its days
               show it, else it does where the service is metered
    ledger     whether income is kept, and what moved nothing; a bill holds costs only
    """

    currency: str | None = None
    timezone: str = "UTC"
    columns: tuple[tuple[str, str], ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tags: tuple[str, ...] = ()
    format: str | None = None
    decimal: Literal[".", ","] | None = None
    day_first: bool | None = None
    negate: bool | None = None
    period: Literal["day", "month"] | None = None
    through: str | None = None
    arrears: bool | None = None
    metered: bool = True
    named: str | None = None
    sheets: tuple[str, ...] = ()
    ledger: bool = False

    @property
    def section(self) -> str:
        """Where these settings stand in dashboard.toml."""
        return "[[funding.ledgers]]" if self.ledger else "[[billing]]"


@dataclass(frozen=True)
class Task:
    """One piece of work: a bill's file, or some rows of a large Parquet file.

    key      what the result is called in the cache; the same key is the same result
    address  a path of this machine, or an object of a bucket (s3://…)
    rows     first and last record of a Parquet file, counted from 0; None: all of it
    mark     what the bucket's listing said of the object: if it changed since, it is not read
    """

    key: str
    address: str
    rules: Rules
    rows: tuple[int, int] | None = None
    mark: str | None = None


@dataclass
class Summary:
    """How a file's lines were accounted for, and what the file says of itself.

    own_total  the file's own total (per its only currency), None where it states none
    basis      "amortised" where reservations are spread over their use, else None
    streams    what it speaks for, a list for each billing account and invoice period: provider,
               account, period, first and last day, sub-accounts, money charged, rows
    refused    [currency, reason, lines, amount, amount without signs] of lines that are not kept
    readable   currency → amount without signs of the lines that are kept
    states_period  whether its columns state the invoice period; None: read before this was noted
    rejects    (line, text, reason), the first thousand
    sha256     of the bytes that were copied from a bucket, else None
    not_asked_for  lines that `where` leaves out, counted where it leaves none
    tilt       lines of charges above 0 less those below, credits and adjustments left out
    before     whether its lines of one a month are assumed to pay for the month before their date;
               None: they state their days, or their days show it
    """

    format: str | None = None
    lines_read: int = 0
    lines_kept: int = 0
    lines_rejected: int = 0
    total_lines: int = 0
    final: bool | None = None
    basis: str | None = None
    own_total: str | None = None
    billed: str | None = None
    notes: list[str] = field(default_factory=list)
    rejects: list[tuple[int | None, str, str]] = field(default_factory=list)
    streams: list[list[Any]] = field(default_factory=list)
    sha256: str | None = None
    states_period: bool | None = None
    refused: list[list[Any]] = field(default_factory=list)
    readable: dict[str, str] = field(default_factory=dict)
    not_asked_for: int = 0
    before: bool | None = None
    tilt: int = 0

    def add(self, other: "Summary") -> None:
        """Count what another part of the same bill says."""
        self.format = other.format or self.format
        self.lines_read += other.lines_read
        self.lines_kept += other.lines_kept
        self.lines_rejected += other.lines_rejected
        self.total_lines += other.total_lines
        self.not_asked_for += other.not_asked_for
        self.tilt += other.tilt
        if other.final is not None:
            self.final = other.final and self.final is not False
        self.basis = other.basis or self.basis
        self.states_period = other.states_period or self.states_period
        self.own_total = other.own_total or self.own_total
        self.notes += other.notes
        self.rejects += other.rejects
        self.refused += other.refused
        for currency, amount in other.readable.items():
            had = Decimal(self.readable.get(currency, "0"))
            self.readable[currency] = str(had + Decimal(amount))


@dataclass(frozen=True)
class Rolled:
    """A roll-up: its rows as the bytes of a Parquet file, and its summary."""

    rows: bytes
    summary: Summary


@dataclass(frozen=True)
class Refused:
    """Why a file's content gives no roll-up, in a sentence."""

    sentence: str
