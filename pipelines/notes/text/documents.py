"""One file of notes → its meetings: where each begins, which day it was held, whether it was."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipelines.notes.text import dates
from pipelines.notes.text.markdown import Block, Page, words
from pipelines.notes.vocabulary import phrases

_FILLER = re.compile(  # what stands beside the day in a heading: the kind of notes, the time
    "|".join(phrases("meetings", name) for name in ("kinds", "meeting", "when", "off"))
    + r"|\b\w{1,2}\b|\b(?-i:[A-Z]{3,4})\b|\d{1,2}(:\d\d)?|[^\w\s]|_",
    re.I,
)
_OFF = phrases("meetings", "off")
_CANCELLED = re.compile(_OFF, re.I)
_MEETING = phrases("meetings", "meeting")
_SUBJECT = rf"\W*(?:(?:the|this|today[’']?s) )?(?:(?:{_MEETING}) )?(?:(?:was|is|has been) )?"
_SAID_SO = re.compile(rf"{_SUBJECT}(?:{_OFF})(?:[^.\n]{{0,60}})\W*$", re.I)  # a line of its own
_MERGED = re.compile(rf"\w+ed (?:with|into) .*\b(?:{_MEETING})\W*", re.I)  # "with the board call"
_REPORT = re.compile(r"\breports?\b", re.I)
_ANOTHER = re.compile(phrases("meetings", "another"), re.I)
_NO_NOTE = re.compile(r"(^|[-_/ .])(index|readme|template|checklist)([-_ .]|$)", re.I)
_FEW = 8  # words that only send elsewhere: "Moved to 19 March"
_HEAD = 18  # blocks in which a note says its date


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks of one meeting (or report): blocks[start:end] of its page."""

    start: int
    end: int
    day: date | None
    month: date | None  # first of the month, known too where only the month is written
    section: str | None


def parts(page: Page, path: str) -> list[Part]:
    """The dated parts of a file, in order of the text; none when no date can be found.

    A file named for a day is one meeting; else every heading that is a date begins one, and what
    stands under other headings in between belongs to it.
    """
    named = dates.day_of_name(path)
    heads = [] if named else _section_heads(page.blocks, dates.year_of(path))
    if heads:
        ends = [head[0] for head in heads[1:]] + [len(page.blocks)]
        return [
            Part(i, end, day, month, words(page.blocks[i].raw).strip())
            for (i, day, month), end in zip(heads, ends, strict=True)
        ]
    made = (w.day for w in dates.days_in(str(page.matter.get("created", ""))))
    day = dates.held_on(named, list(_date_lines(page)), _day_of_heading(page))
    day = day or next(made, None)
    month = day.replace(day=1) if day else dates.month_of_name(path)
    if month is None or (named is None and is_no_note(path)):
        return []
    return [Part(0, len(page.blocks), day, month, None)]


def _day_of_heading(page: Page) -> date | None:
    """The day in the first heading of a file; none where that is of another meeting."""
    first = next((words(block.raw) for block in page.blocks if block.kind == "heading"), "")
    day = next((written.day for written in dates.days_in(first)), None)
    return None if is_about_another(first) else day


def two_days(page: Page, path: str, day: date | None) -> tuple[int, str, str] | None:
    """Line, heading and reason, of a file named for one day and headed with another.

    day  which counts
    """
    named, headed = dates.day_of_name(path), _day_of_heading(page)
    if named is None or headed is None or named == headed:
        return None
    head = next(block for block in page.blocks if block.kind == "heading")
    said = f"the file is named for {named}, its heading for {headed}: "
    counts = {day: f"{day} counts", named: "the file's counts", headed: "the heading's counts"}
    reason = f"{said}{counts[day]}; correct whichever is wrong"
    return head.line, " ".join(words(head.raw).split()), reason


def _section_heads(
    blocks: list[Block], year: int | None
) -> list[tuple[int, date | None, date | None]]:
    """The dated headings that begin meetings: of the usual level and above, never below it.

    A file whose one dated heading is its title is one meeting without a section.
    """
    heads = list(_dated_headings(blocks, year))
    levels = [blocks[i].level for i, _, _ in heads]
    first = next((i for i, block in enumerate(blocks) if block.kind == "heading"), None)
    if not heads or (len(heads) == 1 and heads[0][0] == first):
        return []
    usual = max(sorted(set(levels)), key=levels.count)
    return [head for head in heads if blocks[head[0]].level <= usual]


def is_no_note(path: str) -> bool:
    """Whether a file's name says that it is about the notes, not one of them."""
    return bool(_NO_NOTE.search(path.rpartition("/")[2]))


def _dated_headings(
    blocks: list[Block], year: int | None
) -> Iterator[tuple[int, date | None, date | None]]:
    """Headings that say a day (or a month) and hardly anything else.

    year  of the file's name, for days without one; a heading that is a year goes before it
    """
    for i, block in enumerate(blocks):
        text = words(block.raw)
        if block.kind == "heading" and (alone := re.fullmatch(r"\W*((?:19|20)\d\d)\W*", text)):
            year = int(alone[1])
        if block.kind != "heading" or re.match(r"\W*(?:meeting )?date\b", text, re.I):
            continue
        written = next(dates.days_in(text), None) or dates.day_of_year(text, year)
        rest = text[: written.start] + text[written.end :] if written else text
        if (
            written
            and not is_about_another(text[: written.start])
            and len(_FILLER.sub(" ", rest).split()) <= _spare_words(text, written)
        ):
            yield i, written.day, written.day.replace(day=1)
        elif (month := dates.month_in(text)) and re.fullmatch(r"\W*\d{4}-\d{2}\W*", text):
            yield i, None, month


def is_about_another(text: str) -> bool:
    """Whether a heading with a day is about another meeting: the next, the last."""
    return bool(_ANOTHER.search(text))


def _spare_words(text: str, written: dates.Written) -> int:
    """How many words may stand beside the day of a heading: more after a day that begins it."""
    begins = not re.search(r"\w", text[: written.start])
    return 6 if begins and re.search(r"\d{4}", text[: written.end]) else 3


def _date_lines(page: Page) -> Iterator[str]:
    """Lines near the top that may say the day: front matter, headings, bullets, paragraphs."""
    if "date" in page.matter:
        yield f"date: {page.matter['date']}"
    yield from (str(page.matter.get(key, ""))[:60] for key in ("title", "description"))
    for block in page.blocks[:_HEAD]:
        for line in words(block.raw).split("\n"):
            if len(line) <= 120 and "http" not in line:
                yield line


def cancelled(blocks: list[Block]) -> bool:
    """Whether a meeting's own words, few as they are, say that it did not take place."""
    text = [words(block.raw) for block in blocks]
    if text and (_CANCELLED.search(text[0]) or _is_elsewhere(blocks[0], text)):
        return True
    if any(_SAID_SO.match(t) for t in text):
        return True
    length = sum(len(t.split()) for t in text)
    return length <= 60 and any(_CANCELLED.search(t) for t in text)


def _is_elsewhere(head: Block, text: list[str]) -> bool:
    """Whether a dated section holds nothing but a remark on its heading, or another day."""
    day = next(dates.days_in(text[0]), None)
    if head.kind != "heading" or day is None:
        return False
    said = " ".join(text[1:])
    if not said.strip():  # "2026-03-19 (merged with the board call)"
        remark = text[0][day.end :].strip(" ()[]:-–—")
        return remark[:1].islower() or remark.casefold().startswith("n/a")
    if _MERGED.fullmatch(said.strip()) and len(said.split()) <= _FEW:
        return True
    others = any(other.day != day.day for other in dates.days_in(said))
    return others and len(said.split()) <= _FEW and not is_about_another(said)


def is_report(page: Page, path: str) -> bool:
    """Whether a dated file reports on work and tells of no meeting (weekly reports)."""
    title = title_of(page) or ""
    return bool(_REPORT.search(path.replace("-", " ").replace("_", " ") + " " + title)) and not (
        re.search(_MEETING, title, re.I)
    )


def title_of(page: Page) -> str | None:
    """Front matter title, else the first heading."""
    if isinstance(title := page.matter.get("title"), str) and title.strip():
        return title.strip()
    heads = (b for b in page.blocks if b.kind == "heading")
    first = next((b for b in heads if b.level == 1), None) or next(
        (b for b in page.blocks if b.kind == "heading"), None
    )
    return " ".join(words(first.raw).split()) if first else None
