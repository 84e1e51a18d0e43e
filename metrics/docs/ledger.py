"""The documentation sites behind the number of failing ones."""

from datetime import date

from duckdb import DuckDBPyConnection

from metrics.docs import builds, history
from metrics.ledger import MOST, Ledger, page_of

SITES = """
    with decided as (
        select project,
            max_by(state, (created_at, length(build_id), build_id)) as state,
            max(created_at)::date as day,
            max_by(reason, (created_at, length(build_id), build_id)) as reason,
            max_by(docs_build.url, (created_at, length(build_id), build_id)) as url
        from docs_build
        join docs_project using (project)
        where version = default_version and not is_preview and state in ('passed', 'failed')
            and created_at < ?::date + interval 1 day
        group by project
    )
    select coalesce(name, project) as site, coalesce(state, 'never built') as state, day,
        if(state = 'failed', reason, null) as reason, decided.url as url,
        coalesce(state = 'failed', false) as is_marked
    from docs_project
    left join decided using (project)
    order by is_marked desc, site
"""
DURATIONS = """
    select created_at::date as day, seconds / 60 as minutes, docs_build.url as url
    from docs_build
    join docs_project using (project)
    where project = ? and version = default_version and state = 'passed' and not is_preview
        and seconds is not null and created_at < ?::date + interval 1 day
    order by created_at desc
    limit 10
"""


def failing(
    db: DuckDBPyConnection,
    *,
    as_of: date,
    day: date | None = None,
    start: int = 0,
    most: int = MOST,
) -> Ledger:
    """Each site with the last build of its default version that passed or failed up to a day.

    Columns: site · state · day · reason: of a failure · url: its log · is_marked: it fails.
    Source: tables docs_project, docs_build.
    """
    on = day or as_of
    every = db.execute(SITES, [on]).df()
    figure = int(history.failing_by_week(db, as_of=on, weeks=1)["failing"].iloc[-1])
    return Ledger(
        "docs.failing_by_week", "share", figure, "sites", page_of(every, start, most), len(every),
        mark="is_marked", marked=int(every["is_marked"].sum()), facts={"day": on},
    )  # fmt: skip


def durations(
    db: DuckDBPyConnection, *, as_of: date, site: str, start: int = 0, most: int = MOST
) -> Ledger:
    """The last ten durations of a site's good builds, in order, the middle marked.

    Columns: day · minutes · url · is_marked. Source: metric docs.durations.
    """
    every = db.execute(DURATIONS, [site, as_of]).df().sort_values("minutes", kind="stable")
    middle = {(len(every) - 1) // 2, len(every) // 2} if len(every) else set()
    every["is_marked"] = [place in middle for place in range(len(every))]
    known = history.durations(db, project=site, as_of=as_of)
    names = {v.project: v.name for v in builds.versions(db, as_of=as_of)}
    return Ledger(
        "docs.durations", "middle", float(known["median"].iloc[-1]) if len(known) else None,
        "minutes", page_of(every, start, most), len(every), "minutes", mark="is_marked",
        marked=len(middle), facts={"site": names.get(site, site)},
    )  # fmt: skip
