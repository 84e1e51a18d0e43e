"""What every part of a pack is made from, and how much of it a preset lets through."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from config import Preset
from metrics.runway.outlook import Outlook, outlook
from metrics.spending import burn, whole_months
from share.amounts import told
from share.audience import allowed


@dataclass(frozen=True)
class Given:
    """What every part is made from; first and last are the period's days."""

    db: DuckDBPyConnection
    preset: Preset
    as_of: date
    first: date
    last: date
    currency: str
    outlook: Outlook

    @property
    def unit(self) -> str:
        """What amounts are in, for headings: a currency, or the index."""
        indexed = self.preset.amounts == "indexed"
        return "first month = 100" if indexed else self.currency

    def shown(self, frame: pd.DataFrame, part: str) -> pd.DataFrame:
        """The frame as this preset may show it."""
        return told(allowed(frame, self.preset.audience, part), self.preset)


def given(db: DuckDBPyConnection, preset: Preset, as_of: date) -> Given:
    """What the parts of one pack are made from."""
    first, last = whole_months.period(as_of, preset.months)
    return Given(db, preset, as_of, first, last, burn.main_currency(db), outlook(db))


def within(frame: pd.DataFrame, given: Given, column: str) -> pd.DataFrame:
    """The rows of the period's months; unknown is None, months are dates."""
    told = frame.astype(object).where(frame.notna(), None)
    told[column] = [pd.Timestamp(day).date() for day in frame[column]]
    inside = [given.first <= day <= given.last for day in told[column]]
    return told.loc[inside].reset_index(drop=True)
