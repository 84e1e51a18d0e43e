"""python -m pipelines ask FUND: the two-line message that asks somebody for a balance."""

import argparse
from datetime import UTC, date, datetime

from config import House
from editing import balances, changes
from editing.balances import Asked
from editing.save import NotSaved
from pipelines.commands import by
from pipelines.ingest import FINE
from wording import editing as wording
from wording import numbers


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `ask`: the message printed and the request kept, or why it is too early."""
    fund = next((each for each in house.config.funds if each.id == args.fund), None)
    if fund is None:
        known = " or ".join(each.id for each in house.config.funds) or "[[funds]] first"
        return by.refuse("ask", f"{args.fund!r} is no fund of dashboard.toml. Fix: use {known}")
    stated = balances.known(house.config, fund.id, today)
    on = args.on or balances.prefilled([day for day, _ in stated], today)
    currency = fund.currency or house.config.project.currency
    whom = args.whom or fund.ask or ""
    try:
        before = balances.asked(house.config).get(fund.id)
        if before and before.is_quiet(today) and not args.again:
            day = numbers.long_day(before.asked_on)
            print(f"Asked {before.whom} on {day}. --again asks once more.".replace("  ", " "))
            return FINE
        print(wording.request(fund.name, on, stated[-1] if stated else None, currency))
        line = balances.asked_line(house.config, Asked(fund.id, today, whom, on))
        saved = changes.save_line(house.config, line, by.whoever(args, datetime.now(UTC)))
    except NotSaved as trouble:
        return by.refuse("ask", str(trouble))
    return by.said(saved, then=f"send these two lines{f' to {whom}' if whom else ''}")
