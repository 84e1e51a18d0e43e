-- Issues and pull requests from the raw files, one row each: bots, and the first answer of a person.
-- A bot by rule: GitHub says so, or the name ends in [bot] or -bot; by list: [github] bots.
create macro is_bot(login, kind, listed) as
    coalesce(
        kind = 'Bot'
        or regexp_matches(lower(login), '(\[bot\]|-bot)$')
        or list_contains(listed, lower(login)),
        false
    );

create table issue as
select
    repo_id,
    number,
    pull_request is not null as is_pull,
    title,
    "user".login as author,
    is_bot("user".login, "user"."type", names) as author_is_bot,
    case when gone_at is not null then 'gone' else state end as state,
    state_reason,
    coalesce(labels, []) as labels,
    comments,
    created_at,
    updated_at,
    closed_at,
    pull_request.merged_at as merged_at,
    list_min([r."at" for r in replies if not is_bot(r.login, r."type", names)]) as first_response_at,
    replies is not null or coalesce(comments, 0) = 0 as response_known,
    gone_at,
    html_url as url,
    moved_to.repo_id as moved_to_repo,
    moved_to.number as moved_to_number
from raw, bots
order by repo_id, number
