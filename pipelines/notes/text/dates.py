"""Days as notes write them: in file names, headings and date lines."""

import calendar
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePosixPath

from dateutil import parser

from pipelines.notes.vocabulary import months, phrases

_STEMS = months()
# Any word that begins like a month: whether it is one, the parser of dates decides.
_MONTH = rf"(?:{'|'.join(_STEMS)})[^\W\d_]*\.?"
_WEEKDAY = r"(?P<weekday>[^\W\d_]{3,9})\.?,?\s+(?:the\s+)?"
_WEEK = [name.casefold() for name in calendar.day_abbr]
_DAY = re.compile(
    rf"(?:\b{_WEEKDAY})?(?<![\w/.-])(?P<date>"
    r"\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}|\d{4}_\d{2}_\d{2}"
    rf"|\d{{1,2}}(?:[a-z][a-z])?(?:\s+of)?[\s-]+{_MONTH},?[\s-]+\d{{4}}"
    rf"|{_MONTH}[\s-]*\d{{1,2}}(?:[a-z][a-z])?,?[\s-]+\d{{4}}"
    rf"|\d{{4}}[\s-]+{_MONTH}[\s-]+\d{{1,2}}(?:[a-z][a-z])?"
    r"|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}-\d{1,2}-\d{4}"
    r"|\d{1,2}/\d{1,2}/\d{2}|\d{1,2}\.\d{1,2}\.\d{2}"
    r")(?![\w/])",
    re.I,
)
# "5. März 2026", "5 de marzo de 2026", "1er février 2026", "2026年3月5日"
_ELSEWHERE = re.compile(
    rf"(?<![\w/.-])(?P<day>\d{{1,2}})(?:\.|º|er)?\s+(?:de\s+)?(?P<month>{'|'.join(_STEMS)})\w*\.?"
    r"\s+(?:de\s+)?(?P<year>\d{4})(?![\w/])"
    r"|(?P<year2>\d{4})\s*年\s*(?P<month2>\d{1,2})\s*月\s*(?P<day2>\d{1,2})\s*日",
    re.I,
)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # dateutil gives the same, in twenty times as long
_YEAR = re.compile(r"\d{4}|\d[/.]\d{1,2}[/.]\d\d")  # without it no day fits
_NO_YEAR = re.compile(
    rf"\b(?:{_WEEKDAY})?(?P<date>{_MONTH}\s*\d{{1,2}}(?:[a-z][a-z])?"
    rf"|\d{{1,2}}(?:[a-z][a-z])?(?:\s+of)?\s+{_MONTH})(?![\w/]|,?\s+\d{{4}})",
    re.I,
)
_SHORT_DOTTED = re.compile(r"\d+\.\d+\.\d\d")  # a day only where nothing stands beside it
_IN_FOLDER = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SHORT_NAME = re.compile(r"(?<!\d)(\d\d)[-_.](\d\d)(?![-_.]?\d)")
_MONTH_ONLY = re.compile(
    rf"(?<![\w/-])(?:(?P<iso>\d{{4}}-\d{{2}})|(?P<word>{_MONTH}),?\s+(?P<year>\d{{4}}))(?![\w/-])",
    re.I,
)
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_LABEL = re.compile(phrases("meetings", "when"), re.I)
_OTHER = re.compile(phrases("meetings", "another"), re.I)
_MADE = re.compile(r"\W*(?:\w+ )*\w+ed\b[^:]*:")  # "Created: …", "Last edited by Ada: …"
_LEFT_OVER = timedelta(days=6)  # a date further off was left from the note it was copied from


@dataclass(frozen=True, slots=True)
class Written:
    """A day as written at one place of a text; `sure` when its weekday agrees."""

    day: date
    start: int
    end: int
    sure: bool


def days_in(text: str) -> Iterator[Written]:
    """Every full date of a text, in order, each once; impossible ones are passed over."""
    if not _YEAR.search(text):
        return
    found = {each.end: each for each in (*_elsewhere(text), *_in_english(text))}
    yield from (found[end] for end in sorted(found))


def _in_english(text: str) -> Iterator[Written]:
    for match in _DAY.finditer(text):
        day = _parsed(match["date"])
        version = _SHORT_DOTTED.fullmatch(match["date"]) and match["date"] != text.strip(" *_#\n")
        if day and 1970 <= day.year <= 2200 and not version:
            sure = _WEEK[day.weekday()] == _weekday(match)
            yield Written(day, _start(match), match.end(), sure)


def _weekday(match: re.Match[str]) -> str:
    return (match["weekday"] or "").casefold()[:3]


def _start(match: re.Match[str]) -> int:
    """Where a day begins: at its weekday, if the word before it is one."""
    return match.start() if _weekday(match) in _WEEK else match.start("date")


def _elsewhere(text: str) -> Iterator[Written]:
    for match in _ELSEWHERE.finditer(text):
        month = _STEMS.get((match["month"] or "").casefold()) or int(match["month2"] or 0)
        year, number = (int(match[key] or match[f"{key}2"]) for key in ("year", "day"))
        with suppress(ValueError):
            yield Written(date(year, month, number), match.start(), match.end(), False)


def _parsed(text: str) -> date | None:
    """dateutil reads the words; an order of numbers that could be two days is left alone."""
    if _ISO.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    numbers = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4}|\d\d)", text)
    either = (
        numbers and int(numbers[1]) <= 12 and int(numbers[3]) <= 12 and numbers[1] != numbers[3]
    )
    if numbers and either and (numbers[2] != "." or len(numbers[4]) == 2):
        return None
    cleaned = re.sub(r"(?<=\d)[a-z]{2}\b|\bof\b", " ", text, flags=re.I).replace("_", "-")
    first = numbers is not None  # of what is left only one order can be a day, or points say it
    try:
        return parser.parse(cleaned, dayfirst=first, yearfirst=text[:4].isdigit()).date()
    except (ValueError, OverflowError):
        return None


def day_of_year(text: str, year: int | None) -> Written | None:
    """The first day of a text that names no year ("December 5"), in the year it stands under."""
    match = _NO_YEAR.search(text) if year else None
    day = _parsed(f"{match['date']} {year}") if match else None
    return Written(day, _start(match), match.end(), False) if match and day else None


def year_of(path: str) -> int | None:
    """The year in a file's name, else in the nearest of its folders."""
    parts = path.rsplit(".", 1)[0].split("/")
    years = (match for part in reversed(parts) if (match := _IN_FOLDER.search(part)))
    return next((int(match[1]) for match in years), None)


def month_in(text: str) -> date | None:
    """The first day of the first month a text names with its year."""
    match = _MONTH_ONLY.search(text)
    if not match:
        return None
    try:
        written = f"{match['iso']}-01" if match["iso"] else f"1 {match['word']} {match['year']}"
        return parser.parse(written).date()
    except (ValueError, OverflowError):
        return None


def day_of_name(path: str) -> date | None:
    """The day in a file's name, else in its folders and name together (2021/03/04.md)."""
    stem = PurePosixPath(path).stem
    whole = "-".join(path.rsplit(".", 1)[0].split("/")[-3:])
    for text in (stem, whole):
        for match in _IN_NAME.finditer(text):
            try:
                return date(int(match[1]), int(match[3]), int(match[4]))
            except ValueError:
                continue
    written = next((w.day for w in days_in(re.sub(r"[_\s]+", " ", stem))), None)
    return written or _of_folder(path, stem)


def without_days(text: str) -> str:
    """A file's name or a title without the days in it."""
    text = _IN_NAME.sub(" ", text.replace("_", " "))
    for written in reversed(list(days_in(text))):
        text = f"{text[: written.start]} {text[written.end :]}"
    return _NO_YEAR.sub(lambda match: f"{text[match.start() : _start(match)]} ", text)


def _of_folder(path: str, stem: str) -> date | None:
    """`2022/WG-02-09`: month and day in the name, the year in the folder."""
    short = _SHORT_NAME.search(stem)
    folders = path.rpartition("/")[0]
    year = year_of(folders + ".") if short and folders else None
    try:
        return date(year, int(short[1]), int(short[2])) if year and short else None
    except ValueError:
        return None


def month_of_name(path: str) -> date | None:
    """The month of a file named for no more than a month: 2022-11.md."""
    stem = PurePosixPath(path).stem
    return month_in(stem) if re.fullmatch(r"\d{4}-\d{2}", stem) else None


def held_on(named: date | None, lines: list[str], headed: date | None = None) -> date | None:
    """The day of a meeting: of its name, unless a day near it is its heading's or has its weekday.

    headed the day in the note's first heading
    lines  the first lines of the note; those that say "date" go before bare dates, and these
           before a day behind another label; last is when the page was made
    """
    written = [(line, list(days_in(line))) for line in lines]
    said = [(line, days) for line, days in written if not _OTHER.search(line)] or written
    labelled = [w for line, days in said if _LABEL.search(line) for w in days]
    bare = [w for line, days in said for w in days if ":" not in line[: w.start]]
    other = [w for line, days in said for w in days if not _MADE.match(line)]
    found = labelled or bare or other or [w for _, days in said for w in days]
    if named is None:
        return found[0].day if found else None
    sure = [w.day for w in found if w.sure] + ([headed] if headed else [])
    return next((day for day in sure if abs(day - named) <= _LEFT_OVER), named)
