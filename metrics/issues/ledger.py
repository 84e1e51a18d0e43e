"""The issues and pull requests behind the figures of the backlog, without their authors."""

from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta
from duckdb import DuckDBPyConnection

from metrics.calendar import trailing
from metrics.issues import counts, responses
from metrics.issues.scope import CHANGES, Scope, values
from metrics.ledger import MOST, Ledger, page_of

Event = Literal["opened", "closed"]
Who = Literal["first_time", "returning"]
Time = Literal["first_answer", "closing"]

NAMED = "full_name as repository, number, title, chosen.url as url"
JOINED = "join chosen using (repo_id, number) join repo using (repo_id)"
# Their titles are looked up for the rows of the page alone; `of_all` counts all, also past the end.
OPEN = (
    counts.STILL_OPEN
    + f"""
    , kept as (
        select repo_id, number, opened_on as opened,
            datediff('day', opened_on, $as_of::date) as age
        from still_open
        where $place is null or {counts.PLACE} = $place
    ),
    page as (
        select kept.*, full_name as repository
        from kept
        join repo using (repo_id)
        order by opened, repository, number
        limit $most offset $start
    )
    select repository, page.number, title, url, opened, age, of_all
    from (select count(*) as of_all from kept)
    left join page on true
    left join issue using (repo_id, number)
    order by opened, repository, page.number
"""
)
CHANGED = (
    CHANGES
    + f"""
    select {NAMED}, min(moment)::date as day
    from change {JOINED}
    where event = $event and moment >= $first::date and moment < $last::date + interval 1 day
    group by all
    order by day, repository, number
"""
)
CLOSINGS = (  # the chart of months counts each closing, one issue closed twice included
    CHANGES
    + f"""
    select {NAMED}, moment::date as day
    from change {JOINED}
    where event = $event and moment >= $first::date and moment < $last::date + interval 1 day
    order by day, repository, number
"""
)
TIMES = (
    CHANGES
    + f"""
    , first_closing as (
        select repo_id, number, min(moment) as ended_at
        from change
        where event = 'closed' and moment < $as_of::date + interval 1 day
        group by all
    ),
    timed as (
        select {NAMED}, created_at::date as opened,
            date_diff('minute', created_at, if(
                first_response_at < $as_of::date + interval 1 day, first_response_at, null
            )) / 60.0 as hours,
            date_diff('minute', created_at, ended_at) / 1440.0 as days
        from chosen
        join repo using (repo_id)
        left join first_closing using (repo_id, number)
        where created_at >= $first::date and created_at < $as_of::date + interval 1 day
    )
    select repository, number, title, url, opened, {{measure}}::double as {{measure}}
    from timed
    where {{measure}} is not null
        and ($quarter::date is null or date_trunc('quarter', opened)::date = $quarter::date)
    order by {{measure}}, opened, repository, number
"""
)
# The people of metric issues.contributors in one month. Whoever came for the first time in it is
# first_time, whatever else they opened in it.
CONTRIBUTED = """
    with opened as (
        select author, created_at
        from issue
        join repo using (repo_id)
        where author is not null
            and not author_is_bot
            and created_at < $as_of::date + interval 1 day
            and (len($repos::varchar[]) = 0 or list_contains($repos::varchar[], full_name))
    )
    select author as name, min(created_at)::date as first_on, max(created_at)::date as last_on,
        count(*) filter (
            date_trunc('month', created_at)::date = $month and created_at >= $first::date
        ) as made
    from opened
    group by author
    having made > 0 and (date_trunc('month', min(created_at))::date = $month) = $is_first
    order by made desc, first_on, author
"""


def still_open(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    day: date | None = None,
    age: str | None = None,
    pulls: bool = False,
    repos: tuple[str, ...] = (),
    label: str | None = None,
    bots: bool = False,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The issues (or pulls) open at the end of a day, the oldest first; `age` keeps one bucket.

    Columns: repository · number · title · url · opened · age: days.
    """
    scope, on = Scope(repos, label, bots, pulls), day or as_of
    place = counts.BUCKETS.index(age) + 1 if age in counts.BUCKETS else None
    page = db.execute(OPEN, values(scope, as_of=on, place=place, start=start, most=most)).df()
    count = int(page["of_all"].iloc[0])
    own = page.dropna(subset="number").drop(columns="of_all")
    if age is None:
        figure: int | None = counts.open_on(db, day=on, scope=scope)
    else:
        aged = counts.ages(db, as_of=on, scope=scope).set_index("bucket")["open_count"]
        figure = int(aged[age]) if age in aged.index else None
    facts = {"day": on, "age": age, "pulls": pulls, "repos": repos, "label": label}
    name = "issues.open_on" if age is None else "issues.ages"
    return Ledger(name, "count", figure, _unit(scope), own, count, facts=facts)


def changed(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    event: Event = "opened",
    month: date | None = None,
    pulls: bool = False,
    repos: tuple[str, ...] = (),
    label: str | None = None,
    bots: bool = False,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The issues (or pulls) opened or closed in a month; without one, in the last 91 days.

    One that was closed twice in the 91 days is one row, in a month it is two, as the chart counts.
    Columns: repository · number · title · url · day.
    """
    scope = Scope(repos, label, bots, pulls)
    if month is None:
        window = counts.pulse(db, as_of=as_of, scope=scope).quarter
        first, last = window.first, window.last
        figure = getattr(window, event)
    else:
        first = month.replace(day=1)
        last = min(first + relativedelta(months=1, days=-1), as_of)
        span = (as_of.year - first.year) * 12 + as_of.month - first.month + 1
        flow = counts.monthly_flow(db, as_of=as_of, months=max(span, 1), scope=scope)
        own = flow.loc[flow["month"].dt.date == first, event]
        figure = int(own.iloc[0]) if len(own) else None
    asked = values(scope, event=event, first=first, last=last)
    every = db.execute(CHANGED if month is None else CLOSINGS, asked).df()
    facts = {"event": event, "first": first, "last": last, "pulls": pulls, "repos": repos,
             "label": label}  # fmt: skip
    name = "issues.window" if month is None else "issues.monthly_flow"
    return Ledger(name, "count", figure, _unit(scope), page_of(every, start, most), len(every),
                  facts=facts)  # fmt: skip


def times(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    months: int = 12,
    time: Time = "first_answer",
    quarter: date | None = None,
    pulls: bool = False,
    repos: tuple[str, ...] = (),
    label: str | None = None,
    bots: bool = False,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The times to a first answer or a closing, in order, the middle marked.

    Of issues (or pulls) opened in the last `months`; `quarter` keeps those opened in one.
    Columns: repository · number · title · url · opened · hours or days · is_marked.
    """
    scope = Scope(repos, label, bots, pulls)
    first = trailing(as_of, months=months)
    measure = {"first_answer": "hours", "closing": "days"}[time]
    asked = values(scope, as_of=as_of, first=first, quarter=quarter)
    every = db.execute(TIMES.format(measure=measure), asked).df()
    middle = {(len(every) - 1) // 2, len(every) // 2} if len(every) else set()
    every["is_marked"] = [place in middle for place in range(len(every))]
    speed = responses.response_times(db, first=first, as_of=as_of, scope=scope)
    own = speed[speed["quarter"].dt.date == quarter] if quarter else speed[speed["quarter"].isna()]
    column = {"first_answer": "response_median", "closing": "close_median"}[time]
    figure = own[column].dropna()
    facts = {"time": time, "first": first, "last": as_of, "quarter": quarter, "pulls": pulls,
             "repos": repos, "label": label}  # fmt: skip
    return Ledger(
        "issues.response_times", "middle", float(figure.iloc[0]) if len(figure) else None, measure,
        page_of(every, start, most), len(every), measure, mark="is_marked", marked=len(middle),
        facts=facts,
    )  # fmt: skip


def contributed(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    month: date,
    months: int = 12,
    who: Who = "first_time",
    repos: tuple[str, ...] = (),
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """The people who opened an issue or pull in a month, for the first time or again.

    months   those that the page has: the first of them may begin within a month

    Columns: name (an account) · first_on · last_on · made: opened in the month.
    """
    first, own_month = trailing(as_of, months=months), month.replace(day=1)
    asked = {"as_of": as_of, "first": first, "month": own_month, "repos": list(repos)}
    every = db.execute(CONTRIBUTED, {**asked, "is_first": who == "first_time"}).df()
    counted = responses.contributors(db, first=first, as_of=as_of, repos=repos)
    own = counted.loc[counted["month"].dt.date == own_month, who]
    return Ledger(
        "issues.contributors", "count", int(own.iloc[0]) if len(own) else None, "people",
        page_of(every, start, most), len(every),
        facts={"month": own_month, "who": who, "repos": repos},
    )  # fmt: skip


def _unit(scope: Scope) -> str:
    return "pulls" if scope.pulls else "issues"
