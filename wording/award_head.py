"""The head of a report: awarded, received, interest, charged, unexpended, share of the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.awards.claims import Claiming
from metrics.awards.interest import Interest
from metrics.awards.position import Position
from metrics.awards.reported import Row
from wording import award_claims, numbers

NOT_KNOWN = "not known"
LONGEST = 12  # characters of the team's own words for interest in a cell
COLUMNS = ("Item", "Amount", "Currency", "To")


@dataclass(frozen=True)
class Item:
    """A figure of the head: an amount, or a share of 1; null: not known; a text is the team's."""

    value: Decimal | str | None
    name: str
    is_share: bool = False


def items(
    found: Position, total: Row, claiming: Claiming | None, earned: Interest | None, said: str
) -> list[Item]:
    """The figures of the head, in their order.

    An award that pays costs back has what was claimed and paid so far in place of what it received
    and of interest; credits earn none.
    said  the team's own words on interest, marked
    """
    own = found.award
    left = None if own.awarded is None else own.awarded - total.cumulative
    if claiming is not None:
        unknown = claiming.doubt in award_claims.INCOMPLETE
        got = [
            Item(None if unknown else claiming.claimed, "claimed so far"),
            Item(claiming.paid, "paid so far"),
        ]
    else:
        got = [Item(found.received, "received")]
        if own.kind != "credits":
            got.append(Item(earned.amount if earned else said or None, "interest earned"))
    return [
        Item(own.awarded, "awarded"), *got, Item(total.cumulative, "charged"),
        Item(left, "unexpended"), Item(found.time_share, "of its time elapsed", is_share=True),
    ]  # fmt: skip


def short(words: str) -> str:
    """The team's own words for a cell; long ones are in the sentence below the head."""
    is_short = len(words) <= LONGEST and "|" not in words and "\n" not in words
    return words if is_short else "see below"


def figures(head: Sequence[Item], currency: str, spent: str, places: int) -> tuple[list[str], ...]:
    """The values, and a word on each.

    spent  a remark on what is charged, as ", 55 % of the award"
    """
    said = {"awarded": f"{currency} awarded", "charged": f"charged{spent}"}
    return [_shown(each, places) for each in head], [said.get(e.name, e.name) for e in head]


def _shown(each: Item, places: int) -> str:
    match each.value:
        case None:
            return NOT_KNOWN
        case str() as words:
            return words
        case value if each.is_share:
            return numbers.percent(value)
        case value:
            return cents(value, places)


def cents(value: Decimal, places: int) -> str:
    """An amount, to the cent where it has cents or its table has."""
    return numbers.number(value, max(places, 0 if value == value.to_integral_value() else 2))


def sheet(
    head: Sequence[Item], found: Position, claiming: Claiming | None, earned: Interest | None
) -> list[list[object]]:
    """The head as rows of a workbook, and below it what is to be claimed, or to be returned."""
    own = found.award
    rows: list[list[object]] = [list(COLUMNS)]
    for each in head:
        value = NOT_KNOWN if each.value is None else each.value
        if each.is_share:
            value = round(value, 4) if isinstance(value, Decimal) else value
            rows.append([f"Share {each.name}", value, None, found.last])
        else:
            to = None if each.name in ("awarded", "claimed so far", "paid so far") else found.last
            rows.append([each.name.capitalize(), value, own.currency, to])
    if claiming is not None:
        asked = NOT_KNOWN if claiming.to_claim is None else claiming.to_claim
        rows.append(["To claim", asked, own.currency, claiming.to])
    if earned is not None:
        back = NOT_KNOWN if earned.to_return is None else earned.to_return
        rows.append(["To return, at least", back, own.currency, found.last])
    return rows
