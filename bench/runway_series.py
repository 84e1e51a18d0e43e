"""Replay the series the forecast was chosen on: python -m bench.runway_series FOLDER

FOLDER holds the CSV files of SERIES; a line per day or month, the day or month first.
"""

import argparse
import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pandas as pd

from metrics.runway.backtest import Months, by_series, month_length, replay, scores
from wording.backtest import text

AHEAD = (1, 3, 6)  # the months ahead of the table by series
# The eight series of the method's own test, and the column that holds their spending.
SERIES = (
    ("mybinder_daily_cost_usd_corrected.csv", "prod"),
    ("mybinder_daily_cost_usd_corrected.csv", "staging"),
    ("mybinder_daily_cost_usd_corrected.csv", "storage"),
    ("radian_aws_accrual_monthly_usd.csv", "aws_cost"),
    ("bahn_guru_monthly_eur.csv", "cloud_cost_eur_incl_vat"),
    ("astro_oc_monthly_usd.csv", "expense_net_refunds"),
    ("hledger_oc_monthly_usd.csv", "expense_net_refunds"),
    ("radian_ledger_monthly_usd.csv", "net_spend"),
)


def read(file: Path, column: str) -> Months:
    """A series of a CSV with days or months in its first column.

    Partial months, and months before the first spending, are left out.
    """
    sums: dict[date, float] = defaultdict(float)
    known: dict[date, int] = defaultdict(int)
    with file.open(encoding="utf-8-sig", newline="") as text:
        for row in csv.DictReader(text):
            day = date.fromisoformat((next(iter(row.values())) + "-01")[:10])
            sums[day.replace(day=1)] += float(row[column] or 0)
            known[day.replace(day=1)] += 1
    daily = max(known.values()) > 1
    first = min(month for month, amount in sums.items() if amount)
    months = [
        m for m in sorted(sums) if m >= first and (not daily or known[m] >= 0.9 * month_length(m))
    ]
    return Months(
        f"{file.stem}: {column}",
        tuple(sums[m] / (known[m] if daily else month_length(m)) for m in months),
        tuple(month_length(m) for m in months),
    )


def main() -> None:
    """Print the backtest of a folder of series."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    known = [(folder / file, column) for file, column in SERIES if (folder / file).is_file()]
    if not known:
        parser.error(f"{folder} holds none of {', '.join(sorted({file for file, _ in SERIES}))}")
    series = [read(file, column) for file, column in known]
    print(text(replay(series)))
    found = [score for months in series for score in scores(months) if score.ahead in AHEAD]
    print(markdown(by_series(found)))


def markdown(table: pd.DataFrame) -> str:
    """The scores by series as a Markdown table; outside its band, a coverage is marked *."""
    lines = [
        "| series | ahead | n | months | coverage | 90 % band | width | interval score | WAPE |"
    ]
    lines.append("| --- " * 2 + "| ---: " * 7 + "|")
    for row in table.to_dict("records"):
        mark = "" if row["least"] <= row["coverage"] <= row["most"] else "*"
        lines.append(
            f"| {row['series']} | {row['ahead']} | {row['n']} | {row['months']} "
            f"| {row['coverage']:.2f}{mark} | {row['least']:.2f}–{row['most']:.2f} "
            f"| {row['width']:,.0f} | {row['interval']:,.0f} | {row['wape']:.2f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
