"""What the name of a bill's file states: days it covers, its day of download, its number.

Names are evidence, not truth: a period in a name counts only where most of the file's money lies in
it (deliveries.py), a day in it is the day of download or of the invoice.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

ENDINGS = re.compile(r"(?i)(?:\.(?:csv|tsv|tab|txt|jsonl?|ndjson|parquet|xlsx?|gz|zip|snappy))+$")
COPY = re.compile(
    r"(?i)^(?:(?:copy|kopie|copie|copia)(?: \(\d+\))? (?:of|von|de|di) )"
    r"|[ _-]*\((?:another )?(?:\d+(?:st|nd|rd|th) )?copy\)$"
    r"|[ _-]+(?:copy|kopie|copie|copia)(?: \d+)?$"
)
NUMBER = re.compile(r" ?\((\d{1,3})\)$")
DAY = r"(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])"
RANGE = re.compile(
    rf"(?<!\d){DAY}[^0-9A-Za-z]{{1,5}}(?:to[^0-9A-Za-z])?(20\d\d)([-_.]?)(\d\d)\6(\d\d)(?!\d)"
)
MOMENT = re.compile(
    rf"(?<!\d){DAY}(?:[T_ -]?([01]\d|2[0-3])[-:.h]?([0-5]\d)?[-:.]?([0-5]\d)?Z?)?(?!\d)"
)
EUROPEAN = re.compile(r"(?<!\d)(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.(20\d\d)(?!\d)")
MONTH = re.compile(
    r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?!\d)|(?<!\d)(0[1-9]|1[0-2])[-_. ](20\d\d)(?!\d)"
)
NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORD = re.compile(
    rf"(?i)(?<![a-z])({'|'.join(NAMES)})[a-z]{{0,6}}[-_. ]*(20\d\d)(?!\d)"
    rf"|(?<!\d)(20\d\d)[-_. ]*({'|'.join(NAMES)})[a-z]{{0,6}}(?![a-z])"
)


@dataclass(frozen=True)
class Name:
    """What a file's path states.

    base    without a browser's number, a mark of copying and single days: second downloads share it
    family  without any number: the files of all months share it
    number  the browser's; 0 where there is none
    made    day and time in it as digits, of the download or the invoice; empty where there is none
    covers  first and last day of the period in it
    """

    base: str
    family: str
    number: int
    made: str
    covers: tuple[str, str] | None


@cache
def name_of(place: str) -> Name:
    """Of a path relative to the config's folder, or an object's address."""
    folder, slash, file = place.rpartition("/")
    stem = ENDINGS.sub("", file)
    number = NUMBER.search(stem)
    stem = COPY.sub("", NUMBER.sub("", stem)).strip()
    covers = _covers(stem) or _covers(folder.rpartition("/")[2])
    bare = RANGE.sub("#", folder + slash), RANGE.sub("<>", stem)
    made = "".join(_moment(part) for part in (_without_ranges(folder), _without_ranges(stem)))
    base = "".join(EUROPEAN.sub("#", MOMENT.sub("#", part)) for part in bare)
    family = re.sub(r"[\d#<>]+", "#", WORD.sub("#", base)).casefold()
    return Name(
        base, re.sub(r"#(?:[-_. ]*#)+", "#", family), int(number[1]) if number else 0, made, covers
    )


def _without_ranges(text: str) -> str:
    return RANGE.sub(" ", text)


def _moment(text: str) -> str:
    """The last day of a text, with its time, as digits that sort."""
    found = [re.sub(r"\D", "", match[0]) for match in MOMENT.finditer(text)]
    found += [match[3] + match[2] + match[1] for match in EUROPEAN.finditer(text)]
    return found[-1].ljust(14, "0") if found else ""


def _covers(text: str) -> tuple[str, str] | None:
    """A range of days, or one month; several months and a single day state nothing."""
    if match := RANGE.search(text):
        first = f"{match[1]}-{match[3]}-{match[4]}"
        last = f"{match[5]}-{match[7]}-{match[8]}"
        return (first, _inclusive(first, last)) if _is_day(last) and first <= last else None
    text = EUROPEAN.sub(" ", MOMENT.sub(" ", text))
    months = {(m[1] or m[4], m[2] or m[3]) for m in MONTH.finditer(text)}
    for m in WORD.finditer(text):
        number = NAMES.index((m[1] or m[4]).casefold()) + 1
        months.add((m[2] or m[3], f"{number:02}"))
    if len(months) != 1:
        return None
    year, month = months.pop()
    return f"{year}-{month}-01", f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1]}"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _inclusive(first: str, last: str) -> str:
    """A range that ends on the first of a month ends the day before (AWS: 20240901-20241001)."""
    if last.endswith("-01") and first.endswith("-01") and first != last:
        return (date.fromisoformat(last) - timedelta(days=1)).isoformat()
    return last
