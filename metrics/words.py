"""How amounts, days and durations are written wherever a person reads them.

Rounding is half up, minus is the real sign, months have English names whatever the machine's
language. Exact days and cents belong to tables; sentences are rounded to what is known.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

MINUS = "−"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def number(value: Decimal | float, places: int = 0) -> str:
    """A number with thousands separators and a real minus: "−1,217"; half up."""
    rounded = _exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):,}"
    return MINUS + text if rounded < 0 else text


def money(amount: Decimal | float, code: str) -> str:
    """An amount in whole units: "4,130 USD"."""
    return f"{number(amount)} {code}"


def cents(amount: Decimal | float, code: str) -> str:
    """An amount as a table shows it: "4,130.00 USD"."""
    return f"{number(amount, 2)} {code}"


def about(amount: Decimal | float, code: str) -> str:
    """An amount rounded to what is known, without the word "about": "16,500 USD", "4,700 USD".

    Two figures under 10,000, three from there on; under 100 whole units.
    """
    exact = _exact(amount)
    figures = 3 if abs(exact) >= 9_950 else 2
    drop = max(0, exact.adjusted() + 1 - figures)
    step = Decimal(10) ** drop
    return money((exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step, code)


def signed(value: Decimal | float, places: int = 0) -> str:
    """A change, always with its sign: "+49", "−217", "0"."""
    text = number(value, places)
    return text if text.startswith(MINUS) or not text.strip("0.,") else f"+{text}"


def percent(share: Decimal | float) -> str:
    """A share of one in whole per cent: "92 %"."""
    return f"{number(_exact(share) * 100)} %"


def count(n: int, noun: str, plural: str | None = None) -> str:
    """How many: "1 issue", "3 issues", "1,024 issues"."""
    return f"{number(n)} {noun if abs(n) == 1 else plural or noun + 's'}"


def days(n: int) -> str:
    """A number of days: "12 days"."""
    return count(n, "day")


def months(n: Decimal | float) -> str:
    """A duration in months: "1.5 months" up to 3, whole months above."""
    return _months(n, 1 if abs(_exact(n)) <= 3 else 0)


def tenths(n: Decimal | float) -> str:
    """Months to a tenth, for what an extension buys: "4.1 months"."""
    return _months(n, 1)


def whole_months(n: Decimal | float) -> int:
    """Months never promised: rounded down."""
    return int(_exact(n).to_integral_value(ROUND_DOWN))


def day(value: date, *, year: bool = True) -> str:
    """A day in short: "18 Sep 2018", or "18 Sep"."""
    return f"{value.day} {MONTHS[value.month - 1][:3]}" + (f" {value.year}" if year else "")


def long_day(value: date, *, year: bool = True) -> str:
    """A day in full: "18 September 2018", or "18 September"."""
    return f"{value.day} {MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")


def month(value: date) -> str:
    """A calendar month: "September 2018"."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def third(value: date, *, year: bool = True) -> str:
    """A day to a third of its month: "late May 2019", "mid-February 2019"."""
    part = "early " if value.day <= 10 else "mid-" if value.day <= 20 else "late "
    return f"{part}{MONTHS[value.month - 1]}" + (f" {value.year}" if year else "")


def when(value: date, as_of: date) -> str:
    """A day as precisely as it deserves: its third of a month beyond three months, else itself."""
    return third(value) if (value - as_of).days > 91 else long_day(value)


def between(low: date, high: date) -> str:
    """A range of days, to thirds of months: "between mid-February and mid-July 2019"."""
    first, last = third(low, year=low.year != high.year), third(high)
    return f"in {last}" if third(low) == last else f"between {first} and {last}"


def chances(share: float) -> str:
    """A probability in words and number: "likely (6 in 10)"."""
    tenths_of_ten = int(number(share * 10))
    scale = ((95, "almost certain"), (55, "likely"), (45, "as likely as not"), (5, "unlikely"))
    word = next((word for floor, word in scale if share * 100 >= floor), "hardly possible")
    return f"{word} ({tenths_of_ten} in 10)"


def listing(parts: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _months(n: Decimal | float, places: int) -> str:
    text = number(n, places).removesuffix(".0")
    return f"{text} {'month' if text == '1' else 'months'}"


def _exact(value: Decimal | float) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
