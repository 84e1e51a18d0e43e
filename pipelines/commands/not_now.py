"""python -m pipelines not-now ALERT --until DATE: puts off something to decide."""

import argparse
import sys
from datetime import date

from config import House, not_now
from config.not_now import NotNow
from metrics.briefing.alerts import alerts
from metrics.briefing.money import money
from metrics.data_quality import sources
from pipelines.ingest import FINE, PERSON
from warehouse.read import NoBuild, open_newest
from wording import briefing_alerts, numbers


def run(house: House, args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `not-now`: a line kept in not_now.csv, or the list of alerts by name."""
    day = house.config.project.as_of or today
    try:
        with open_newest(house.data)[1] as db:
            about, runways = sources.info(db), money(db)
            found = alerts(db, as_of=about.as_of, on=day, money=runways)
    except NoBuild as error:
        return _refuse(f"{error}. Fix: run python -m pipelines")
    decide = {alert.identity: alert for alert in found if alert.tone != "fine"}
    if args.alert is None:
        lines = (f"{name}: {briefing_alerts.item(each).text}" for name, each in decide.items())
        print("\n".join(lines))
        return FINE
    if args.alert not in decide:
        return _refuse(f"{args.alert!r}: nothing of that name. Fix: not-now alone lists the names")
    if args.until is None or args.until <= day:
        return _refuse("--until must be a day to come. Fix: write one like 2027-01-31")
    answer = NotNow(args.alert, args.until, args.because, decide[args.alert].amount)
    file = not_now.keep(house.config, answer)
    print(f"{args.alert}: not now, until {numbers.long_day(args.until)}, kept in {file.name}.")
    return FINE


def _refuse(why: str) -> int:
    print(f"not-now: {why}", file=sys.stderr)
    return PERSON
