"""What the named funds will have left: nothing of any other source is said."""

from decimal import Decimal

import pandas as pd

from charts import sponsor_pack as charts
from charts.theme import LIGHT
from metrics.runway.own_funds import OwnFund, own_funds
from share.content import Part
from share.facts import PackFacts
from share.slots import PUBLIC, mark
from wording import numbers
from wording import pack as wording


def own(facts: PackFacts) -> Part | None:
    """What each named fund will have left on its last day, and the case for more time."""
    found = [
        each for each in own_funds(facts.db, funds=tuple(facts.preset.funds))
        if each.rule.kind != "in_kind"
    ]  # fmt: skip
    if not found:
        return None
    sentences = [
        wording.own_fund(each, mark(PUBLIC, each.rule.name), indexed=facts.is_indexed)
        for each in found
    ]
    cases = [
        wording.extension_case(each, facts.currency)
        for each in facts.outlook.extensions
        if facts.preset.extension
        and not facts.is_indexed
        and each.rule.fund_id in facts.preset.funds
        and each.bought[1] > 0
        and each.rule.work
    ]
    one = found[0] if len(found) == 1 and not facts.is_indexed and found[0].ahead else None
    figure = one and charts.left_of(
        LIGHT, past=one.past, ahead=one.ahead, label=wording.own_label(one)
    )
    return Part(
        "own", wording.own_title(len(found), one.currency if one else ""),
        (*sentences, *cases), figure=figure, table=_table(found, facts),
        note=wording.OWN_NOTE if figure else "",
    )  # fmt: skip


def _table(found: list[OwnFund], facts: PackFacts) -> pd.DataFrame:
    """Estimates are rounded to what is known of them, whatever the preset says."""
    rows = []
    for each in found:
        low, left, high = map(_rounded, each.left or (None, None, None))
        rows.append({
            "fund": each.rule.name, "currency": each.currency, "ends_on": each.rule.ends_on,
            "low": low, "left": left, "high": high, "pays_to": each.pays_to,
        })  # fmt: skip
    frame = facts.shown(pd.DataFrame(rows).astype(object), "own")
    frame = frame.where(frame.notna(), None)
    hidden = {"low", "left", "high"} if facts.is_indexed else set()
    empty = {name for name in frame.columns if frame[name].isna().all()}
    return frame.drop(columns=list(hidden | empty))


def _rounded(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else numbers.to_known(amount)
