"""A few lines for a phone when something changed, and silence while nothing did."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from config import Alerts, House
from config.files import replace_file
from config.not_now import answers
from metrics.briefing.alerts import Alert, LowRunway, alerts, parted
from metrics.briefing.money import Money, money
from metrics.data_quality import sources
from metrics.runway.outlook import Outlook
from wording import digest as wording


@dataclass(frozen=True)
class Digest:
    """The message to send, and the state to remember once it is sent.

    text     None while there is no news
    state    identity of each alert → its tone and its line
    subject  of the mail
    runway   for the chart of the mail; None where it is not known
    """

    text: str | None
    state: dict[str, wording.Known]
    subject: str = ""
    runway: Outlook | None = None


def digest(db: DuckDBPyConnection, house: House, *, on: date) -> Digest:
    """The news since the last digest: new or worse alerts first, then those that are settled.

    Alerts are compared by kind, unit and tone, without their figures: a site that fails for 11
    days instead of 10 is no news. `on` is the day of looking.
    What the team answered "not now" to is neither news nor settled; it is news when it is back.
    """
    about, runways = sources.info(db), money(db)
    listed = worth_sending(db, house.config.alerts, runways, on=on)
    shown, put_off = parted(listed, answers(house.config), on=on)
    now = {alert.identity: wording.known(alert) for alert in shown}
    resting = {alert.identity for alert, _ in put_off}
    before = remembered(house)
    new = [now[name] for name in now if wording.is_news(now[name], before.get(name))]
    settled = [before[name] for name in before if name not in now and name not in resting]
    if not (new or settled):
        return Digest(None, now)
    text = wording.message(about, runways, new, settled, len(now) - len(new))
    return Digest(text, now, wording.subject(about, len(new), len(settled)), runways.team)


def worth_sending(db: DuckDBPyConnection, rule: Alerts, runways: Money, *, on: date) -> list[Alert]:
    """The alerts that pass the thresholds of [alerts], those about the end of the money first."""
    found = alerts(db, as_of=sources.info(db).as_of, on=on, money=runways)
    late_docs = rule.docs_days
    return [
        *_low_runway(rule, runways),
        *(
            alert
            for alert in found
            if alert.tone in ("act", "watch") and (alert.page != "docs" or -alert.days >= late_docs)
        ),
    ]


def _low_runway(rule: Alerts, runways: Money) -> list[Alert]:
    found = runways.team
    if not rule.runway_months or found is None or found.low is None:
        return []
    if found.months_until(found.low) >= rule.runway_months:
        return []
    fact = LowRunway(found.low, found.as_of, rule.runway_months)
    return [Alert("runway_low", found.currency, "watch", 0, "runway", fact)]


def remembered(house: House) -> dict[str, wording.Known]:
    """The state of the last digest; empty before the first, and before states had identities."""
    file = _memory(house)
    if not file.is_file():
        return {}
    kept = json.loads(file.read_text(encoding="utf-8")).get("alerts", {})
    return {name: wording.Known(**known) for name, known in kept.items()}


def remember(house: House, state: dict[str, wording.Known]) -> None:
    """Keep a state as sent."""
    kept = {"alerts": {name: vars(known) for name, known in state.items()}}
    replace_file(_memory(house), json.dumps(kept, indent=1, ensure_ascii=False).encode())


def _memory(house: House) -> Path:
    return house.raw / "digest.json"
