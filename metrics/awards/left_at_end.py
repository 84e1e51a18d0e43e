"""What each line of a budget will have left on the award's last day: a forecast of the request."""

from collections.abc import Mapping
from decimal import Decimal

from metrics.awards.position import Position
from metrics.runway.extension_request import Request

ZERO = Decimal(0)


def left_at_end(found: Position, request: Request) -> Mapping[str, Decimal] | None:
    """Line → what is left of it, adding up to `request.left`; null: not known line by line.

    What was spent since the statement is taken as spent so far, line by line. A category goes to
    the lines that name it, else to those of its kind, with what is charged as a share of them, in
    the proportion that was charged so far.
    """
    total, stated = found.total.cumulative, found.statement
    if request.left is None or stated is None or stated.amount is None or total <= 0:
        return None
    if not found.award.lines or found.not_explained:
        return None
    coming = sum((each.to_end for each in request.paid), ZERO)
    since = stated.amount - request.left - coming
    charged = {line.name: line.cumulative for line in found.lines}
    left = {
        line.name: line.remaining - since * line.cumulative / total
        for line in found.lines
        if line.remaining is not None
    }
    for each in request.paid:
        if not each.to_end:
            continue
        lines = [name for name in _lines(found, each.category) if name in left]
        whole = sum((charged[name] for name in lines), ZERO)
        if not lines or (len(lines) > 1 and not whole):
            return None
        for name in lines:
            left[name] -= each.to_end * (charged[name] / whole if whole else 1)
    return left if set(left) == set(charged) else None


def _lines(found: Position, category: str) -> list[str]:
    """The lines that a category is charged to, and those that are a share of them."""
    lines = found.award.lines
    names = [line.name for line in lines if category in line.categories]
    names = names or [line.name for line in lines if line.kind == category]
    shares = [rate.line for rate in found.award.rates if set(rate.base) & set(names)]
    return list(dict.fromkeys([*names, *shares]))


def short_lines(
    found: Position, request: Request, left: Mapping[str, Decimal]
) -> list[tuple[str, Decimal]]:
    """Categories that cost more in the new period than their lines have left: (name, by how much).

    Such a budget moves money between lines, which the award may not allow.
    """
    short = []
    for each in request.paid:
        has = sum((left.get(name, ZERO) for name in _lines(found, each.category)), ZERO)
        if each.after - max(has, ZERO) >= 1:
            short.append((each.category, each.after - max(has, ZERO)))
    return short
