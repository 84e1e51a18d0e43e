-- When each issue was closed and opened again, one row an event.
-- The closing that a row has itself, and the closings and reopenings of its history.
create table issue_event as
with told as (
    select repo_id, number, 'closed' as event, closed_at as happened_at, updated_at as seen_at
    from raw
    where closed_at is not null
    union all
    select repo_id, number, e.event, e."at", e.seen_at
    from (select repo_id, number, unnest(events) as e from raw)
    where e."at" is not null
)
select repo_id, number, event, happened_at, min(seen_at) as seen_at
from told
group by all
order by repo_id, number, happened_at
