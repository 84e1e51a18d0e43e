"""Who is who in the sample. Every person, place and project here is invented."""

from dataclasses import dataclass
from datetime import date, timedelta

SEED = 20260917
AS_OF = date(2026, 9, 17)
FIRST_MONTH = date(2024, 10, 1)
ORGANIZATION = "fernhollow-sample"


@dataclass(frozen=True)
class Person:
    """Somebody who comes: how often (chance per meeting), and between which days."""

    name: str
    place: str
    handle: str | None
    monthly: float
    cafe: float
    since: date = date(2024, 10, 1)
    until: date = date(2026, 12, 31)

    @property
    def first_name(self) -> str:
        """How the others call them."""
        return self.name.split()[0]


PEOPLE = [
    Person("Sorrel Quickwater", "Marram University", "sorrel-example", 0.97, 0.7),
    Person("Moss Lanternway", "Coppice Cooperative", "moss-example", 0.93, 0.8),
    Person("Bramble Oakenshade", "Northfen Observatory", "bramble-example", 0.9, 0.4),
    Person("Wren Copperkettle", "Marram University", "wren-example", 0.85, 0.7),
    Person(
        "Juniper Mistlethrow", "Thistle Labs", "juniper-example", 0.9, 0.6, until=date(2026, 3, 31)
    ),
    Person("Larch Pebblewick", "Northfen Observatory", "larch-example", 0.7, 0.3),
    Person("Teasel Underbough", "Duneside College", "teasel-example", 0.6, 0.6),
    Person(
        "Fennel Brightbarrow", "independent", "fennel-example", 0.5, 0.7, until=date(2026, 1, 31)
    ),
    Person("Tansy Emberfold", "Thistle Labs", "tansy-example", 0.6, 0.2, until=date(2025, 11, 30)),
    Person("Alder Rookwhistle", "Duneside College", "alder-example", 0.4, 0.5),
    Person("Clover Dapplestone", "Coppice Cooperative", "clover-example", 0.3, 0.6),
    Person(
        "Hazel Inkmeadow", "Marram University", "hazel-example", 0.6, 0.4, since=date(2025, 2, 1)
    ),
    Person(
        "Rowan Featherlathe", "Thistle Labs", None, 0.4, 0.3, date(2025, 1, 1), date(2026, 2, 28)
    ),
    Person("Yarrow Glimmerstep", "Northfen Observatory", "yarrow-example", 0.2, 0.3),
    Person("Sedge Thimblecrow", "independent", "sedge-example", 0.2, 0.6, since=date(2025, 6, 1)),
    Person(
        "Ivy Marblethorn", "Duneside College", "ivy-example", 0.5, 0.5, since=date(2025, 10, 1)
    ),
    Person("Campion Dustwillow", "Reedbank Museum", "campion-example", 0.4, 0.6, date(2026, 5, 1)),
    Person("Bracken Tumblestone", "Reedbank Museum", None, 0.3, 0.5, date(2026, 6, 1)),
]


def months() -> list[date]:
    """The first day of each of the 24 months."""
    return [
        date(FIRST_MONTH.year + (9 + n) // 12, (9 + n) % 12 + 1, 1) for n in range(24)
    ]


def nth_weekday(month: date, weekday: int, n: int) -> date:
    """The n-th Monday (0) … Sunday (6) of a month."""
    first = month + timedelta((weekday - month.weekday()) % 7)
    return first + timedelta(7 * (n - 1))


def monthly_days() -> list[date]:
    """The monthly meeting: third Thursdays."""
    return [nth_weekday(month, 3, 3) for month in months()]


def cafe_days() -> list[date]:
    """The café: first Tuesdays."""
    return [nth_weekday(month, 1, 1) for month in months()]
