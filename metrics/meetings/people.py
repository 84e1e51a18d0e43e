"""The people behind the meetings, counted, never named unless asked for. Words of CHAOSS.

A year is the twelve months that end with as_of. Who opted out is in none of these numbers.
"""

from dataclasses import dataclass
from datetime import date
from statistics import median

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.meetings.attendance import CAME


@dataclass(frozen=True)
class Year:
    """Twelve months of meetings in counts; null where no roll call says."""

    meetings: int
    unknown: int  # of these, without a roll call
    people: int
    newcomers: int
    median: float | None
    absence_factor: int | None
    organisations: int


def year(db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()) -> Year:
    """How many people came in the last twelve months, and on how few the meetings rest.

    Unit     people who signed a roll call, each once
    Source   tables meeting, attendance ← pipelines/notes
    Beware   the absence factor is the fewest people who wrote half of all signatures (CHAOSS:
             contributor absence factor); it knows attendance, not work.
    """
    arguments = {"as_of": as_of, "series": list(series)}
    meetings = db.execute(
        CAME
        + """
        select count(*), count(*) filter (not has_roll_call)
        from chosen
        where not cancelled and held_on > $as_of::date - interval 12 month
        """,
        arguments,
    ).fetchall()[0]
    sizes = db.execute(
        CAME
        + """
        select count(*)
        from came
        where held_on > $as_of::date - interval 12 month
        group by meeting_id
        """,
        arguments,
    ).fetchall()
    signed = signatures(db, as_of=as_of, series=series)
    return Year(
        meetings=meetings[0],
        unknown=meetings[1],
        people=len(signed),
        newcomers=int(signed["is_newcomer"].sum()),
        median=float(median(n for (n,) in sizes)) if sizes else None,
        absence_factor=_absence_factor(signed["meetings"].tolist()),
        organisations=len(organisations(db, as_of=as_of, series=series)),
    )


def _absence_factor(counts: list[int]) -> int | None:
    """The fewest people whose signatures make half of all."""
    half, signed = sum(counts) / 2, 0
    for people, count in enumerate(sorted(counts, reverse=True), start=1):
        signed += count
        if signed >= half:
            return people
    return None


def signatures(
    db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Who came in the last twelve months, and how often: shown only where names are asked for.

    Unit     meetings whose roll call the person signed
    Rows     one per person, the most frequent first
    Columns  name: as last signed · meetings: int · first_on: date, ever · last_on: date ·
             is_newcomer: bool (first_on in these twelve months) · person_id
    Source   tables meeting, attendance ← pipelines/notes
    """
    return db.execute(
        CAME
        + """
        , named as (
            select person_id, arg_max(name, (held_on, length(name))) as name
            from attendance
            join chosen using (meeting_id)
            group by person_id
        )
        select name,
            count(*) filter (held_on > $as_of::date - interval 12 month) as meetings,
            min(held_on) as first_on,
            max(held_on) as last_on,
            min(held_on) > $as_of::date - interval 12 month as is_newcomer,
            person_id
        from came
        join named using (person_id)
        group by person_id, name
        having meetings > 0
        order by meetings desc, name, person_id
        """,
        {"as_of": as_of, "series": list(series)},
    ).df()


def organisations(
    db: DuckDBPyConnection, *, as_of: date, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Which organisations the people of the last twelve months belong to, as they typed it.

    Unit     people
    Rows     one per organisation, the one with most people first; spellings that differ in case
             or blanks only are one
    Columns  organisation · people: int · meetings: int, that one of them came to
    Source   table attendance ← pipelines/notes
    Beware   each person counts where they last said they belong; two spellings of one organisation
             count as two, and who named none is in no row. Never inferred from an address.
    """
    return db.execute(
        CAME
        + """
        , said as (
            select person_id, meeting_id, held_on,
                regexp_replace(trim(affiliation), '\\s+', ' ', 'g') as organisation
            from attendance
            join chosen using (meeting_id)
            where affiliation is not null and held_on > $as_of::date - interval 12 month
        ),
        last_said as (
            select person_id, arg_max(organisation, (held_on, meeting_id)) as organisation
            from said
            group by person_id
        )
        select mode(last_said.organisation) as organisation,
            count(distinct person_id) as people,
            count(distinct meeting_id) as meetings
        from last_said
        join said using (person_id)
        group by lower(last_said.organisation)
        order by people desc, meetings desc, organisation
        """,
        {"as_of": as_of, "series": list(series)},
    ).df()
