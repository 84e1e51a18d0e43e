"""What bills.toml answers about two deliveries, and about later files of the same names."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from config.bills import Answer
from pipelines.billing.supersede.deliveries import Delivery
from pipelines.billing.supersede.names import name_of

Said = Literal["both", "newer", "unknown"] | int | None


@dataclass
class Answers:
    """The answers of bills.toml, and which of them fitted a file of this run."""

    every: Sequence[Answer]
    used: set[int] = field(default_factory=set)

    def of(self, one: Delivery, other: Delivery) -> Said:
        """Which counts: the side (0 or 1), the newer, both; "unknown" rests; None: not answered.

        The last answer about these very files, else about files of the same names in other months.
        """
        exact = later = None
        for number, answer in enumerate(self.every):
            if (said := _exact(answer, one, other)) is not None:
                self.used.add(number)
                exact = said
            elif (said := _family(answer, one, other)) is not None:
                self.used.add(number)
                later = said
        return exact if exact is not None else later

    def of_account(self, account: str) -> str | None:
        """The last answer about all bills of an account; None: not answered."""
        said = None
        for number, answer in enumerate(self.every):
            if answer.account == account:
                self.used.add(number)
                said = answer.counts
        return said

    def unused(self) -> list[Answer]:
        """Answers that fit no file any more."""
        return [answer for i, answer in enumerate(self.every) if i not in self.used]


def _exact(answer: Answer, one: Delivery, other: Delivery) -> Said:
    named = answer.named
    if len(named) != 2:
        return None
    for first, second in ((0, 1), (1, 0)):
        if _is(named[first], one) and _is(named[second], other):
            if answer.winner in ("both", "unknown"):
                return answer.winner  # type: ignore[return-value]
            won = [_same_name(answer.winner, d.place) for d in (one, other)]
            if won[0] != won[1]:
                return 0 if won[0] else 1
            return None
    return None


def _is(named: tuple[str, str], delivery: Delivery) -> bool:
    name, digits = named
    return any(
        _same_name(name, bill.place) and bill.sha256.startswith(digits) for bill in delivery.bills
    )


def _same_name(name: str, place: str) -> bool:
    return place == name or place.endswith(f"/{name}")


def _family(answer: Answer, one: Delivery, other: Delivery) -> Said:
    """An answer of other months: it holds for files whose names differ only by numbers."""
    named = [name for name, _ in answer.named]
    if len(named) != 2 or answer.winner == "unknown":
        return None
    wanted = [name_of(name).family for name in named]
    there = [
        _tail(name_of(d.place).family, name) for d, name in zip((one, other), named, strict=True)
    ]
    turned = [
        _tail(name_of(d.place).family, name) for d, name in zip((other, one), named, strict=True)
    ]
    if wanted not in (there, turned):
        return None
    if answer.winner == "both":
        return "both"
    won = [_same_name(answer.winner, name) for name in named]
    if won[0] == won[1]:
        return None
    if wanted[0] != wanted[1]:
        side = 0 if won[0] else 1
        return side if there == wanted else 1 - side
    winner, loser = (name_of(named[i]) for i in ((0, 1) if won[0] else (1, 0)))
    later = (winner.made, winner.number) > (loser.made, loser.number)
    return "newer" if later else None


def _tail(family: str, name: str) -> str:
    """As much of a path as an answer's name has."""
    return "/".join(family.split("/")[-(name.count("/") + 1) :])
