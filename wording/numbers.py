"""Amounts, days and durations as people read them; the one place that knows a locale.

Rounding is half up and the minus is the real sign. Exact days and cents belong to tables;
sentences are rounded to what is known.
"""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = Locale("en")
MINUS = "−"
SPELLED = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
MONTHS = tuple(str(LOCALE.months["format"]["wide"][n]) for n in range(1, 13))


def number(value: Decimal | float, places: int = 0) -> str:
    """A number with thousands separators and a real minus: "−1,217"; half up."""
    rounded = _exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    text = str(format_decimal(abs(rounded), pattern, LOCALE))
    return MINUS + text if rounded < 0 else text


def money(amount: Decimal | float, code: str) -> str:
    """An amount in whole units: "4,130 USD"."""
    return f"{number(amount)} {code}"


def cents(amount: Decimal | float, code: str) -> str:
    """An amount as a table shows it: "4,130.00 USD"."""
    return f"{number(amount, 2)} {code}"


def to_tenth(amount: Decimal | float) -> Decimal:
    """An amount rounded to a tenth, so that a printed difference is that of printed numbers."""
    return _exact(amount).quantize(Decimal("0.1"), ROUND_HALF_UP)


def to_cents(amount: Decimal | float) -> Decimal:
    """An amount rounded as `cents` writes it, so that printed sums add up."""
    return _exact(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def about(amount: Decimal | float, code: str) -> str:
    """An amount rounded to what is known, without the word "about": "16,500 USD", "4,700 USD".

    Two figures under 10,000, three from there on; under 100 whole units.
    """
    return money(to_known(amount), code)


def to_known(amount: Decimal | float) -> Decimal:
    """An amount rounded as `about` writes it."""
    exact, step = _exact(amount), known_step(amount)
    return (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def known_step(amount: Decimal | float) -> Decimal:
    """The unit to which `about` rounds an amount: 100 for 16,512, 1 under 100."""
    exact = _exact(amount)
    figures = 3 if abs(exact) >= 9_950 else 2
    return Decimal(10) ** max(0, exact.adjusted() + 1 - figures)


def enough(total: Decimal, count: Decimal, first: Decimal) -> Decimal:
    """Total ÷ count with the fewest digits at which it times the count is the total, as `about`.

    first  the coarsest unit to round to, a power of ten; raises ZeroDivisionError for count 0
    """
    exact, step = total / count, first
    for _ in range(12):
        found = (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step
        if to_known(found * count) == to_known(total):
            return found
        step /= 10
    return exact


def apportioned(
    values: Sequence[Decimal], step: Decimal, total: Decimal | None = None
) -> list[Decimal]:
    """The values in whole steps, each rounded up or down, so that their sum is the rounded sum.

    The largest remainders are rounded up. total  the sum to reach, else the first of `totals`
    """
    wanted = totals(sum(values, Decimal(0)), step)[0] if total is None else total
    floors = [(value / step).to_integral_value(ROUND_FLOOR) for value in values]
    rest = [value / step - floor for value, floor in zip(values, floors, strict=True)]
    missing = int(wanted / step - sum(floors, Decimal(0)))
    up = set(sorted(range(len(values)), key=lambda n: -rest[n])[: max(0, missing)])
    return [(floor + (n in up)) * step for n, floor in enumerate(floors)]


def totals(exact: Decimal, step: Decimal) -> list[Decimal]:
    """The sums in whole steps that sentences round as they round the exact one, nearest first."""
    low = (exact / step).to_integral_value(ROUND_FLOOR) * step
    near = sorted({low, low + step if low != exact else low}, key=lambda each: abs(each - exact))
    return [each for each in near if to_known(each) == to_known(exact)] or near[:1]


def decimals(value: Decimal) -> int:
    """The decimals that a rounded number has."""
    return max(0, -int(value.as_tuple().exponent))


def signed(value: Decimal | float, places: int = 0) -> str:
    """A change, always with its sign: "+49", "−217", "0"."""
    text = number(value, places)
    return text if text.startswith(MINUS) or not text.strip("0.,") else f"+{text}"


def percent(share: Decimal | float) -> str:
    """A share of one in whole per cent: "92 %"."""
    return f"{number(_exact(share) * 100)} %"


def shares(parts: Sequence[Decimal]) -> list[str]:
    """The shares of a whole in whole per cent; where they make one, so do these: they add to 100.

    A whole that is nothing has shares of nothing.
    """
    points = [100 * part for part in parts]
    total = 100 if sum(parts, Decimal(0)) > Decimal("0.5") else 0
    return [f"{number(each)} %" for each in apportioned(points, Decimal(1), Decimal(total))]


def count(n: int, noun: str, plural: str | None = None) -> str:
    """How many: "1 issue", "3 issues", "1,024 issues"."""
    return f"{number(n)} {agree(n, noun, plural or noun + 's')}"


def spelled(n: int) -> str:
    """A small number in letters, for running text: "six", from 13 on "13"."""
    return SPELLED[n] if 0 <= n < len(SPELLED) else number(n)


def agree(n: int, one: str, other: str) -> str:
    """The form that goes with a number: agree(1, "is", "are") is "is"."""
    return one if LOCALE.plural_form(abs(n)) == "one" else other


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
    return format_date(value, "d MMM y" if year else "d MMM", LOCALE)


def long_day(value: date, *, year: bool = True) -> str:
    """A day in full: "18 September 2018", or "18 September"."""
    return format_date(value, "d MMMM y" if year else "d MMMM", LOCALE)


def month(value: date) -> str:
    """A calendar month: "September 2018"."""
    return format_date(value, "MMMM y", LOCALE)


def short_month(value: date, *, year: bool = True) -> str:
    """A calendar month in short: "Sep 2018", or "Sep"."""
    return format_date(value, "MMM y" if year else "MMM", LOCALE)


def month_name(value: date) -> str:
    """The month alone: "September"."""
    return MONTHS[value.month - 1]


def third(value: date, *, year: bool = True) -> str:
    """A day to a third of its month: "late May 2019", "mid-February 2019"."""
    part = "early " if value.day <= 10 else "mid-" if value.day <= 20 else "late "
    return part + (month(value) if year else month_name(value))


def when(value: date, as_of: date) -> str:
    """A day as precisely as it deserves: its third of a month beyond three months, else itself."""
    return third(value) if (value - as_of).days > 91 else long_day(value)


def on(value: date, as_of: date) -> str:
    """The same with its preposition: "on 3 May 2019", "in late May 2019"."""
    said = when(value, as_of)
    return f"{'on' if said[0].isdigit() else 'in'} {said}"


def between(low: date, high: date) -> str:
    """A range of days, to thirds of months: "between mid-February and mid-July 2019".

    Both years where they differ; one month is "between early and late May 2019", one third
    alone "in late May 2019".
    """
    if third(low) == third(high):
        return f"in {third(high)}"
    if month(low) == month(high):
        part = "early" if low.day <= 10 else "mid-"
        return f"between {part} and {third(high)}"
    return f"between {third(low, year=low.year != high.year)} and {third(high)}"


def period(first: date, last: date) -> str:
    """Days from the first to the last: "16 Aug – 20 Sep 2018", "30 Nov 2018 – 3 Jan 2019"."""
    return f"{day(first, year=first.year != last.year)} – {day(last)}"


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
