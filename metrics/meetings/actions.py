"""Actions and items put off, in the notes' own words.

Notes seldom say that something is done: an action without any mark counts as open, unless the very
item it is to close was closed since (metrics/meetings/closing.py), a person settled it
(actions.toml), or nobody has raised it for long. Copies of one action are one action.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.calendar import trailing
from metrics.meetings.closing import CITES, Citation, closed_by
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
    ),
"""
    + CITES
    + """,
    weighed as (
        select action.*,
            (
                select arg_max(action_answer.state, coalesce(settled_on, date '1900-01-01'))
                from action_answer
                where contains(lower(action.text), lower(action_answer.text))
            ) as settled,
            last_on <= $as_of::date - to_months(6) and (
                select count(*) >= 6
                from meeting
                where meeting.series = action.series and held_on > last_on
                    and held_on <= $as_of::date and not cancelled
            ) as silent,
            cites
        from action
        left join cites using (same)
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
    by_record: int = 0  # of the done ones, because the item was closed since
    dropped: int = 0  # settled as dropped, or silent for long


@metric(unit="actions, days", grain="action", rests_on=("notes",), kind="count")
def actions(
    db: DuckDBPyConnection, *, as_of: date, months: int = 12, series: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Each action once, however often the notes repeat it, the oldest first.

    done: a place in the notes says so, a person settled it, or its own item was closed since.
    dropped: a person settled it so, or it is open and was silent for six meetings of its series
    and six months.

    One row per action last raised in the last `months` months. Columns: text (as last written,
    without markup) · owners (list, empty where nobody is named) · done (true where any place says
    so) · age_days (since it was first raised) · first_on · last_on · times (meetings that raise
    it) · series · source_file · source_line (of the last place) · settled (open | done | dropped,
    by a person) · dropped · by (owner/name#number: the action's own item, closed since) · hint
    (another cited item that is closed) · closed_on and how (of either: merged, completed, closed).
    Source: tables action_item, meeting, action_answer ← pipelines/notes; reference, repo, issue.
    """
    frame = db.execute(
        PLACES
        + """
        select text, owners, done, ($as_of::date - first_on)::integer as age_days,
            first_on, last_on, times, series, source_file, source_line, settled, silent, cites
        from weighed
        where last_on >= $first::date
        order by first_on, source_file, source_line
        """,
        {"first": trailing(as_of, months=months), "as_of": as_of, "series": list(series)},
    ).df()
    frame = _weighed(frame)
    by_person = frame["settled"].fillna("")
    frame["done"] = (frame["done"] | frame["by"].notna() | (by_person == "done")) & ~by_person.isin(
        ["open", "dropped"]
    )
    silent = frame["silent"].fillna(False).astype(bool) & (by_person == "")
    frame["dropped"] = ~frame["done"] & (silent | (by_person == "dropped"))
    frame = frame.drop(columns=["silent"])
    # A page keeps its answers pickled, and an array in each row takes ten times as long as a list.
    return frame.assign(owners=pd.Series([*map(list, frame["owners"])], dtype=object))


def _weighed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with by, hint, closed_on and how in the place of what each action cites."""
    found = []
    for row in frame.to_dict("records"):
        cites = row["cites"] if isinstance(row["cites"], Iterable) else ()
        items = [Citation(c["repo"], c["number"], c["how"], c["closed_on"]) for c in cites]
        own = closed_by(row["text"], list(row["owners"]), items, row["first_on"].date())
        other = max(items, key=lambda item: item.closed_on, default=None)
        item = own or other
        name = f"{item.repo}#{item.number}" if item else None
        when, how = (item.closed_on, item.how) if item else (None, None)
        found.append((name if own else None, None if own else name, when, how))
    evidence = pd.DataFrame(found, columns=["by", "hint", "closed_on", "how"], dtype=object)
    return frame.drop(columns="cites").join(evidence)


def still_open(frame: pd.DataFrame) -> pd.DataFrame:
    """The actions neither done nor dropped, in the same order."""
    return frame[~frame["done"].astype(bool) & ~frame["dropped"].astype(bool)]


def done_by_record(frame: pd.DataFrame) -> pd.DataFrame:
    """The actions whose own item was closed since, the latest first."""
    done = frame[frame["done"].astype(bool) & frame["by"].notna()]
    return done.sort_values("closed_on", ascending=False, kind="stable")


def dropped(frame: pd.DataFrame) -> pd.DataFrame:
    """The actions that are dropped, or probably are, the longest silent first."""
    return frame[frame["dropped"].astype(bool)].sort_values("last_on", kind="stable")


def waiting(frame: pd.DataFrame) -> pd.DataFrame:
    """The open actions, those raised in most meetings first, then the oldest."""
    found = still_open(frame).sort_values("first_on", kind="stable")
    return found.sort_values("times", ascending=False, kind="stable")


def carried_over(frame: pd.DataFrame) -> pd.DataFrame:
    """Those of `waiting` that were raised in more than one meeting."""
    found = waiting(frame)
    return found[found["times"] > 1]


def oldest(frame: pd.DataFrame) -> pd.DataFrame:
    """The open action that was raised first, one row or none, of a frame of `actions`."""
    return still_open(frame).sort_values("first_on", kind="stable").head(1)


def summary(frame: pd.DataFrame) -> Summary:
    """The counts of a list of actions, a frame of `actions`."""
    waiting = still_open(frame)
    return Summary(
        open_now=len(waiting),
        nobody=sum(len(owners) == 0 for owners in waiting["owners"]),
        carried=int((waiting["times"] > 1).sum()),
        done=int(frame["done"].sum()),
        oldest_on=None if waiting.empty else waiting["first_on"].min().date(),
        by_record=int((frame["done"] & frame["by"].notna()).sum()),
        dropped=int(frame["dropped"].sum()),
    )


def ages(frame: pd.DataFrame) -> pd.DataFrame:
    """How many open actions are how old, from a frame of `actions`.

    One row per age, the youngest first, all ages always there: age (a code of AGES) · actions ·
    nobody (of these, without an owner).
    """
    waiting = still_open(frame)
    age = age_of(waiting)
    nobody = waiting["owners"].map(len) == 0
    counts = age.value_counts().reindex(list(AGES), fill_value=0)
    ownerless = age[nobody].value_counts().reindex(list(AGES), fill_value=0)
    return pd.DataFrame(
        {"age": list(AGES), "actions": counts.tolist(), "nobody": ownerless.tolist()}
    )


def age_of(frame: pd.DataFrame) -> "pd.Series[str]":
    """The age of each action of a frame of `actions`, a code of AGES."""
    as_of = frame["first_on"] + pd.to_timedelta(frame["age_days"], unit="D")
    is_year = as_of >= frame["first_on"] + pd.DateOffset(years=1)
    months = pd.cut(frame["age_days"], [-1, 30, 91, 182, 10**6], labels=list(AGES[:-1]))
    return months.astype(object).mask(is_year, AGES[-1])


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
            and held_on between $first and $as_of
            and (len($series::varchar[]) = 0 or list_contains($series::varchar[], series))
        order by held_on desc, agenda_item.source_line
        """,
        {"first": trailing(as_of, months=months), "as_of": as_of, "series": list(series)},
    ).df()
