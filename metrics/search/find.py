"""The lines that answer a question best: any of its words, ranked by how many and how rare."""

import math
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from duckdb import DuckDBPyConnection

from config.names import words as words_of
from metrics import rows
from metrics.meetings.withheld_names import known, withhold
from metrics.search.index import TOKENS, opened

KINDS = ("note", "decision", "action", "claim", "issue", "pull request", "roll call")
MOST = 50
CANDIDATES = 250  # lines that are weighed one by one
COMMON = 0.05  # of all lines have it: such a word finds nothing by itself
HALF = 0.5  # of all lines have it: FTS5's ranking gives such a word no weight at all
PREFIX = 3  # letters from which on a word may be a part of one
WHOLE, PART, ABOVE = 1.0, 0.7, 0.35  # a word of the line, the beginning of one, a word above it
CLOSE = 0.5  # for words that follow each other as in the question
BLOB = re.compile(r"/(?:blob|src/commit)/")  # addresses that can name a line
SHORT = 12  # words of a line that is not long
SIZE = "select max((select max(id) from place), (select -min(id) from place))"  # lines of an index


@dataclass(frozen=True)
class Asked:
    """A question: its words and the filters.

    text    words, parts of words, @handles and "quoted phrases"
    kinds, series  of KINDS, and names of series or repositories; empty: all
    first, last    days, both included
    named   whether names are shown: only then do they answer, and roll calls, too
    person  a person_id whose name, handle or unshared first name the line has
    """

    text: str
    kinds: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    named: bool = False
    person: str | None = None


@dataclass(frozen=True)
class Line:
    """One line found.

    under        the meeting, the heading and the items above it
    source_file  relative to the folder of dashboard.toml; None: it is an issue
    source_line  of an issue its number     url  on the web
    also         the lines elsewhere that say the same, word for word
    """

    kind: str
    series: str | None
    day: date | None
    text: str
    under: str
    source_file: str | None
    source_line: int
    url: str | None
    also: tuple["Line", ...] = ()

    @property
    def place(self) -> str:
        """File and line, below the folder of dashboard.toml; or repository and number."""
        if self.source_file:
            return f"{self.source_file}:{self.source_line}"
        return f"{self.series}#{self.source_line}"

    @property
    def link(self) -> str | None:
        """The web address of the line itself, where its host shows lines; else of its file."""
        if self.url and self.source_file and BLOB.search(self.url):
            return f"{self.url}#L{self.source_line}"
        return self.url


@dataclass(frozen=True)
class Found:
    """The best lines, best first, and how many lines there are at least.

    names  words of the question that name somebody, so that lines with that name are left out
    """

    lines: tuple[Line, ...]
    count: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """Somebody who signed a roll call; name as signed most often."""

    person_id: str
    name: str


def people(db: DuckDBPyConnection) -> list[Person]:
    """Everybody who signed, by name. Source: table attendance."""
    return rows.rows(
        db,
        Person,
        """
        select person_id, mode(name) as name
        from attendance
        group by person_id
        order by lower(mode(name)), person_id
        """,
    )


def places(db: DuckDBPyConnection) -> list[str]:
    """Series and repositories that a question may be limited to.

    Source: tables note_line, repo.
    """
    return rows.column(
        db,
        """
        select name
        from (
            select distinct 0 as place, series as name from note_line
            union all
            select distinct 1, full_name from repo join issue using (repo_id)
        )
        order by place, name
        """,
    )


def find(db: DuckDBPyConnection, *, asked: Asked, most: int = MOST) -> Found:
    """The lines of notes, decisions, actions, claims and issues that answer best.

    Lines of the same words are one, with the places of the others. Those who opted out are in no
    build, so in no line. Source: tables note_line, decision, action_item, claim, meeting, issue,
    repo.
    """
    terms = _terms(asked.text)
    if not terms and not asked.person:
        return Found((), 0)
    persons = _persons(db, asked.person) if asked.named and asked.person else []
    with opened(db) as index:
        terms = _weighed(index, terms)
        lines = _candidates(index, terms, persons, asked)
    names: tuple[str, ...] = ()
    if not asked.named:
        lines = nameless(db, lines)
        own = {name.casefold() for name in known(db)}
        names = tuple(term.text for term in terms if _names_somebody(term.text, own))
    best = _merged(_ranked(lines, terms))
    return Found(tuple(best[:most]), len(best), names)


def _candidates(
    index: sqlite3.Connection, terms: Sequence["Term"], persons: Sequence[str], asked: Asked
) -> list[Line]:
    """The lines that the index ranks first.

    Common words find none by themselves, nor does a word that no line has. Where there are no
    others, the lines that have every word come first: they are asked for alone, since most lines
    have one of the words, and are the answer where they are enough.
    """
    rare = [term for term in terms if term.is_phrase or 0 < term.share <= COMMON]
    found: list[int] = []
    if not rare:
        found = _best(index, _match(terms, persons, " AND "), asked)
    if len(found) < CANDIDATES:
        some = rare or [term for term in terms if term.share <= HALF] or terms
        found = _best(index, _match(some, persons, " OR "), asked)
    every = index.execute(
        f"""
        select id, kind, series, day, text, under, source_file, source_line, url
        from place
        where id in ({", ".join(map(str, found))})
        """
    ).fetchall()
    by_id = {
        number: Line(kind, series, _day(day), text, under, file, line, url)
        for number, kind, series, day, text, under, file, line, url in every
    }
    return [by_id[number] for number in found]


def _best(index: sqlite3.Connection, match: str, asked: Asked) -> list[int]:
    """The ids of the lines that match, best first."""
    if not match:
        return []
    conditions, values = _filters(asked)
    # A line is looked up in `place` only where a filter asks for it: that takes as long as ranking.
    join = "join place on place.id = line.rowid" if values else ""
    best = index.execute(
        f"""
        select line.rowid
        from line
        {join}
        where line match ? {conditions}
        order by bm25(line, 4.0, 1.0), abs(line.rowid)
        limit {CANDIDATES}
        """,
        [match, *values],
    )
    return [number for (number,) in best]


@dataclass(frozen=True)
class Term:
    """A word of a question, or a phrase in quotation marks.

    stems   as the index has them     weight  by how rare it is     is_phrase  all in a row
    share   of all lines that have it; of a phrase, none
    """

    text: str
    is_phrase: bool
    stems: tuple[str, ...] = ()
    weight: float = 1.0
    share: float = 0.0

    @property
    def match(self) -> str:
        """As FTS5 asks for it: in quotation marks, so that no sign is an operator."""
        quoted = '"' + self.text.replace('"', " ") + '"'
        if self.is_phrase or len(self.text.strip("@#")) < PREFIX:
            return quoted
        return f"({quoted} OR {quoted} *)"


def _terms(text: str) -> list[Term]:
    """The phrases and the words of a question, each once."""
    found = []
    for phrase, word in re.findall(r'["“”„]([^"“”„]+)["“”„]|(\S+)', text[:500]):
        said = phrase or word
        if any(map(str.isalnum, said)):
            found.append(Term(" ".join(said.split()).strip('"“”„'), bool(phrase)))
    return list(dict.fromkeys(found))[:32]


def _names_somebody(text: str, names: set[str]) -> bool:
    """Whether a word of a question names somebody who signed, or may be a handle."""
    return text.startswith("@") or any(word.casefold() in names for word in words_of(text))


def _weighed(index: sqlite3.Connection, terms: Sequence[Term]) -> list[Term]:
    """The terms with their stems, weights and shares."""
    (lines,) = index.execute(SIZE).fetchone()
    found = []
    for term, stems in zip(terms, _stems([term.text for term in terms]), strict=True):
        counts = [_count(index, stem) for stem in stems]
        if stems:
            rarest = min(counts)
            weight = math.log(1 + (lines or 0) / (rarest or 1))
            share = 0.0 if term.is_phrase else rarest / (lines or 1)
            found.append(replace(term, stems=tuple(stems), weight=weight, share=share))
    return found


def _count(index: sqlite3.Connection, stem: str) -> int:
    """How many lines have a word of this stem, or that begins so."""
    end = f"{stem}\U0010ffff" if len(stem) >= PREFIX else stem
    (count,) = index.execute(
        "select sum(doc) from word where term between ? and ?", (stem, end)
    ).fetchone()
    return count or 0


def _stems(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text as the index has them."""
    own = sqlite3.connect(":memory:")
    own.execute(f"create virtual table said using fts5(text, {TOKENS})")
    own.execute("create virtual table word using fts5vocab(said, instance)")
    own.executemany("insert into said (rowid, text) values (?, ?)", enumerate(texts))
    found: list[list[str]] = [[] for _ in texts]
    for term, text in own.execute("select term, doc from word order by doc, offset"):
        found[text].append(term)
    own.close()
    return found


def _match(terms: Sequence[Term], persons: Sequence[str], between: str) -> str:
    """The question as FTS5 asks it: each phrase or else the words, and one of the person's names.

    between  the words: " OR " or " AND "
    """
    phrases = [term.match for term in terms if term.is_phrase]
    plain = [term.match for term in terms if not term.is_phrase]
    names = ['"' + name.replace('"', " ") + '"' for name in persons]
    groups = [*phrases, f"({between.join(plain)})" if plain and not phrases else "",
              f"({' OR '.join(names)})" if names else ""]  # fmt: skip
    return " AND ".join(filter(None, groups))


@dataclass(frozen=True)
class _Signed:
    person_id: str
    name: str
    handle: str | None


def _persons(db: DuckDBPyConnection, person_id: str) -> list[str]:
    """Every way in which notes name a person; a first name only where nobody else has it."""
    signed = rows.rows(db, _Signed, "select distinct person_id, name, handle from attendance")
    firsts = {
        (each.person_id, words_of(each.name)[0].casefold()) for each in signed if each.name.split()
    }
    others = {first for person, first in firsts if person != person_id}
    own = {name for each in signed if each.person_id == person_id
           for name in (each.name, each.handle) if name}  # fmt: skip
    return sorted(own | {first for person, first in firsts if person == person_id} - others)


def _filters(asked: Asked) -> tuple[str, list[object]]:
    """Conditions of the filters, and their values."""
    found, values = [], list[object]()
    for column, chosen in (("kind", asked.kinds), ("series", asked.series)):
        if chosen:
            found.append(f"and {column} in ({', '.join('?' * len(chosen))})")
            values += chosen
    for sign, day in ((">=", asked.first), ("<=", asked.last)):
        if day:
            found.append(f"and day {sign} ?")
            values.append(day.isoformat())
    if not asked.named:
        found.append("and line.rowid > 0")  # a roll call has a negative id
    return " ".join(found), values


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _ranked(lines: Sequence[Line], terms: Sequence[Term]) -> list[Line]:
    """The lines by how well they answer, the newer of two alike first.

    One that answers only by a name that was taken out of it is none.
    """
    own, above = _stems([line.text for line in lines]), _stems([line.under for line in lines])
    scores = [_score(terms, *each) for each in zip(own, above, strict=True)]
    order = sorted(
        (at for at, score in enumerate(scores) if score > 0 or not terms),
        key=lambda at: (round(scores[at], 3), lines[at].day or date.min),
        reverse=True,
    )
    return [lines[at] for at in order]


def _score(terms: Sequence[Term], own: list[str], above: list[str]) -> float:
    """The weight of the terms a line has, more where they follow each other; less if it is long."""
    found, spots = 0.0, []
    for term in terms:
        best = min((_grade(stem, own, above) for stem in term.stems), default=0.0)
        found += best * term.weight
        spots.append({at for at, stem in enumerate(own) if stem == term.stems[0]})
    for one, next_one, term in zip(spots, spots[1:], terms[1:], strict=False):
        if any(at + gap in next_one for at in one for gap in (1, 2)):
            found += CLOSE * term.weight
    return found / (1 + 0.1 * math.log(max(len(own), SHORT) / SHORT))


def _grade(stem: str, own: list[str], above: list[str]) -> float:
    """How a line has a word: itself, as the beginning of one, or only above it."""
    if stem in own:
        return WHOLE
    if len(stem) >= PREFIX and any(each.startswith(stem) for each in own):
        return PART
    if stem in above or (len(stem) >= PREFIX and any(each.startswith(stem) for each in above)):
        return ABOVE
    return 0.0


def nameless(db: DuckDBPyConnection, lines: Sequence[Line]) -> list[Line]:
    """The lines without anybody who signed, and without the owners that their files name.

    Source: tables attendance, action_item, agenda_item.
    """
    names, owners = known(db), dict[str, list[str]]()
    for each in rows.rows(db, _Owner, OWNERS):
        owners.setdefault(each.source_file, []).append(each.owner)

    def bare(line: Line) -> Line:
        own = owners.get(line.source_file or "", [])
        text, under = (withhold(words, names, own) for words in (line.text, line.under))
        return replace(line, text=text, under=under)

    return [bare(line) for line in lines]


@dataclass(frozen=True)
class _Owner:
    source_file: str
    owner: str


OWNERS = """
    select distinct source_file, unnest(owners) as owner
    from (
        select source_file, owners from action_item
        union all
        select source_file, owners from agenda_item
    )
"""


def _merged(lines: Sequence[Line]) -> list[Line]:
    """The lines, those that say the same word for word as one; issues stay apart."""
    alike: dict[object, list[Line]] = {}
    for line in lines:
        is_issue = line.source_file is None
        alike.setdefault((is_issue and line.url, line.text.casefold()), []).append(line)
    return [replace(first, also=tuple(others)) for first, *others in alike.values()]
