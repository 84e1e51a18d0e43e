"""python -m pipelines start: three numbers become a first dashboard.toml, and a first answer."""

import argparse
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from config import HOME, load
from editing import private, start
from editing.save import NotSaved
from metrics.calendar import DAYS_PER_MONTH
from metrics.spending.burn import daily_spend
from pipelines import billing
from pipelines.commands import by
from pipelines.ingest import FINE
from warehouse.build import publish
from warehouse.read import connect
from warehouse.records import BuildInfo
from wording import first_answer

LABELS = {"credits": "Cloud credits", "grant": "Our grant", "donation": "Donations"}


def run(args: argparse.Namespace, *, today: date) -> int:
    """The exit code of `start`: two files and the arithmetic, or one line saying what stops it."""
    config = args.folder / "dashboard.toml"
    if args.bill and not (args.folder / args.bill).is_file():
        return by.refuse("start", f"{args.bill}: no such file. Fix: name an exported bill")
    answers = start.Answers(
        args.kind, args.kind, LABELS[args.kind], args.balance, args.currency, args.on or today,
        args.ends, None if args.bill else args.monthly, args.bill or "", is_pinned=bool(args.on),
    )  # fmt: skip
    try:
        start.write(config, answers, by.whoever(args, datetime.now(UTC)))
    except NotSaved as trouble:
        return by.refuse("start", str(trouble))
    print(f"Wrote {config} and {args.folder / start.BALANCES}; git ignores {private.FOLDER}/.")
    monthly = _measured(config) if args.bill else args.monthly
    if monthly is not None:
        three = first_answer.Three(
            args.kind, args.balance, args.currency, answers.on, args.ends, monthly
        )
        print(first_answer.sentence(three))
    else:
        print(f"{args.bill}: a month's cost could not be read from it.")
        print(f"Fix: python -m pipelines preview {args.bill} says why")
    here = "" if config.resolve().parent in (Path.cwd(), HOME) else f"QUARTERDECK_CONFIG={config} "
    print(f"Next: {here}make run (or python -m pipelines, then streamlit run app.py)")
    return FINE


def _measured(config_file: Path) -> Decimal | None:
    """What a month costs by the bill: its last three months, else all it covers."""
    with TemporaryDirectory() as folder:
        house = load(config_file, folder)
        now = datetime.combine(date.today(), time())  # noqa: DTZ011 - a name for a build thrown away
        info = BuildInfo(now, now.date(), "", "USD", "UTC", "", False, "")
        db = connect(publish([*billing.read(house), info], house.data, built_at=now))
        try:
            frame = daily_spend(db.cursor())
        finally:
            db.close()
    by_day = frame.groupby("day")["gross"].sum().sort_index().tail(92)
    return None if by_day.empty else sum(by_day, Decimal(0)) / len(by_day) * DAYS_PER_MONTH
