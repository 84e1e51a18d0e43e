"""A few lines for a phone when something changed, and silence while nothing did."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from config import Alerts, House
from metrics import words
from metrics.briefing import attention
from metrics.briefing.attention import Item
from metrics.data_quality import sources
from metrics.runway import telling
from metrics.runway.outlook import outlook

ICONS = {"act": "✕", "watch": "▲"}
FIGURES = re.compile(r"[−-]?\d[\d,.]*")
MOST = 12


@dataclass(frozen=True)
class Digest:
    """What to send. `text` is None while the state is the one told last."""

    text: str | None
    state: dict[str, str]


def digest(db: DuckDBPyConnection, house: House) -> Digest:
    """The news since the last digest: what is new or worse first, then what is settled.

    The state is the set of things to decide, without their figures: a site that fails for 11 days
    instead of 10 is no news.
    """
    about = sources.info(db)
    now = {key(item): _line(item) for item in alerts(db, house.config.alerts, about.as_of)}
    before = told(house)
    new = [line for name, line in now.items() if name not in before]
    settled = [line for name, line in before.items() if name not in now]
    if not (new or settled):
        return Digest(None, now)
    head = f"{about.project}, {words.day(about.as_of)}: {telling.headline(outlook(db))}"
    standing = len(now) - len(new)
    return Digest("\n".join([head, *_news(new, settled, standing)]) + "\n", now)


def alerts(db: DuckDBPyConnection, rule: Alerts, as_of: date) -> list[Item]:
    """What is worth telling: the attention list by the thresholds of [alerts]."""
    listed = [item for item in attention.items(db, as_of=as_of) if item.tone in ICONS]
    found = [item for item in listed if item.page != "docs" or -item.days >= rule.docs_days]
    return [*_floor(db, rule, as_of), *found]


def _floor(db: DuckDBPyConnection, rule: Alerts, as_of: date) -> list[Item]:
    if rule.runway_months is None:
        return []
    found = outlook(db)
    if found.low is None or found.months_until(found.low) >= rule.runway_months:
        return []
    text = f"The money may end in less than {words.months(rule.runway_months)}"
    detail = f"1 chance in 10 that it ends before {words.when(found.low, as_of)}."
    return [Item("act", "Low", text, detail, "", 0, "runway")]


def key(item: Item) -> str:
    """What a thing to decide is called as long as only its figures change."""
    return FIGURES.sub("#", f"{item.tone} {item.word} {item.page} {item.query} {item.text}")


def told(house: House) -> dict[str, str]:
    """The state of the last digest; empty before the first."""
    file = _memory(house)
    if not file.is_file():
        return {}
    kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    return kept


def remember(house: House, state: dict[str, str]) -> None:
    """Keep a state as told; written beside and renamed."""
    file = _memory(house)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".writing")
    beside.write_text(json.dumps(state, indent=1, ensure_ascii=False), encoding="utf-8")
    beside.replace(file)


def _memory(house: House) -> Path:
    return house.raw / "digest.json"


def _line(item: Item) -> str:
    text = " ".join(f"{ICONS[item.tone]} {item.word}: {item.text}. {item.detail}".split())
    return "".join(sign for sign in text if sign.isprintable())


def _news(new: Sequence[str], settled: Sequence[str], standing: int) -> list[str]:
    shown = list(new[:MOST])
    if len(new) > MOST:
        shown.append(f"and {words.number(len(new) - MOST)} more")
    gone = [f"✓ Settled: {line[2:]}" for line in settled]
    rest = [f"{words.number(standing)} known before."] if standing else []
    return [*shown, *gone, *rest]


def inert(text: str) -> str:
    """The text as no chat reads a link, a mention or markup out of it."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("](", "] (").replace("@", "@\u200b")
