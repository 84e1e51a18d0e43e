"""Actions and items put off, in the notes' own words.

Notes seldom say that something is done: an action without any mark counts as open. Copies of one
action, month after month, are one action.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.metric import metric

AGES = ("under_1_month", "1_to_3_months", "3_to_6_months", "6_to_12_months", "over_1_year")
# The words of a text without Markdown, boxes and marks, which two copies share.
UNMARKED = r"""
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        {column}, '^\s*\[[ xX]\]\s*', ''),
        '^[\s*_]*(?:to-?do|action(?:[ -](?:items?|points?))?s?|ai|task|follow[- ]?up|decisions?'
        || '|decided|resolved|resolution|conclusion|outcome)[\s*_]*(?::|[-–—]\s)[\s*_:]*', '', 'i'),
        '\]\([^)]*\)', ']', 'g'),
        '<?https?://github\.com/[\w-]+/([\w.-]+)/(?:issues|pull)/(\d+)[^\s\])>]*>?', '\1#\2', 'g'),
        '<?https?://\S+>?', '', 'g')
"""
PLACES = (
    "with placed as (select action_item.*, held_on, series, "
    + UNMARKED.format(column="text")
    + """ as unmarked
        from action_item
        join meeting using (meeting_id)
        where held_on <= $as_of::date
            and (len($series::varchar[]) = 0 or list_contains($series::varchar[], series))
    ),
    worded as (
        select *,
            trim(regexp_replace(lower(unmarked), '[^\\p{L}\\p{N}]+', ' ', 'g')) as same,
            trim(regexp_replace(unmarked, '\\*\\*|__|`|\\[|\\]|\\\\', '', 'g')) as words
        from placed
    ),
    action as (
        select same,
            arg_max(words, (held_on, source_line)) as text,
            arg_max(owners, (held_on, source_line)) as owners,
            bool_or(coalesce(done, false)) as done,
            min(held_on) as first_on,
            max(held_on) as last_on,
            count(distinct meeting_id) as times,
            arg_max(series, (held_on, source_line)) as series,
            arg_max(source_file, (held_on, source_line)) as source_file,
            arg_max(source_line, (held_on, source_line)) as source_line
        from worded
        where same <> ''
        group by same
    )
"""
)


@dataclass(frozen=True)
class Summary:
    """The actions last raised in the months looked at."""

    open_now: int
    nobody: int  # of the open ones, nobody is named
    carried: int  # of the open ones, raised in more than one meeting
    done: int
    oldest_on: date | None


@metric(unit="actions, days", grain="action", rests_on=("notes",), kind="count")
def actions(
    db: DuckDBPyConnection, *, as_of: date, months: int = 12, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Each action once, however often the notes repeat it, the oldest first.

    One row per action last raised in the last `months` months. Columns: text (as last written,
    without markup) · owners (list, empty where nobody is named) · done (true where any place says
    so) · age_days (since it was first raised) · first_on · last_on · times (meetings that raise
    it) · series · source_file · source_line (of the last place).
    Source: tables action_item, meeting ← pipelines/notes.
    """
    frame = db.execute(
        PLACES
        + """
        select text, owners, done, ($as_of::date - first_on)::integer as age_days,
            first_on, last_on, times, series, source_file, source_line
        from action
        where last_on > $as_of::date - to_months($months)
        order by first_on, source_file, source_line
        """,
        {"as_of": as_of, "months": months, "series": list(series)},
    ).df()
    # A page keeps its answers pickled, and an array in each row takes ten times as long as a list.
    return frame.assign(owners=pd.Series([*map(list, frame["owners"])], dtype=object))


def still_open(frame: pd.DataFrame) -> pd.DataFrame:
    """The actions not marked done, in the same order."""
    return frame[~frame["done"].astype(bool)]


def carried_over(frame: pd.DataFrame) -> pd.DataFrame:
    """The open actions raised in more than one meeting, those in most meetings first."""
    waiting = still_open(frame)
    return waiting[waiting["times"] > 1].sort_values(["times", "first_on"], ascending=[False, True])


def summary(frame: pd.DataFrame) -> Summary:
    """The counts of a list of actions, a frame of `actions`."""
    waiting = still_open(frame)
    return Summary(
        open_now=len(waiting),
        nobody=sum(len(owners) == 0 for owners in waiting["owners"]),
        carried=int((waiting["times"] > 1).sum()),
        done=int(frame["done"].sum()),
        oldest_on=None if waiting.empty else waiting["first_on"].min().date(),
    )


def ages(frame: pd.DataFrame) -> pd.DataFrame:
    """How many open actions are how old, from a frame of `actions`.

    One row per age, the youngest first, all ages always there: age (a code of AGES) · actions ·
    nobody (of these, without an owner).
    """
    edges = [-1, 30, 91, 182, 365, 10**6]
    waiting = still_open(frame)
    age = pd.cut(waiting["age_days"], edges, labels=list(AGES))
    nobody = waiting["owners"].map(len) == 0
    counts = age.value_counts().reindex(list(AGES), fill_value=0)
    ownerless = age[nobody].value_counts().reindex(list(AGES), fill_value=0)
    return pd.DataFrame(
        {"age": list(AGES), "actions": counts.tolist(), "nobody": ownerless.tolist()}
    )


@metric(unit="agenda items", grain="agenda item", rests_on=("notes",), kind="count")
def put_off(
    db: DuckDBPyConnection, *, as_of: date, months: int = 12, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Agenda items that were punted or not discussed, newest first.

    Columns: held_on · series · title · owners (list) · outcome (punted | not discussed) ·
    source_file · source_line. Source: tables agenda_item, meeting ← pipelines/notes.
    """
    return db.execute(
        """
        select held_on, series, agenda_item.title, owners, outcome, agenda_item.source_file,
            agenda_item.source_line
        from agenda_item
        join meeting using (meeting_id)
        where outcome is not null
            and held_on <= $as_of::date and held_on > $as_of::date - to_months($months)
            and (len($series::varchar[]) = 0 or list_contains($series::varchar[], series))
        order by held_on desc, agenda_item.source_line
        """,
        {"as_of": as_of, "months": months, "series": list(series)},
    ).df()
