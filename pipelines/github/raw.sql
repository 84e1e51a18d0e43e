-- The raw files of a repository as rows.
-- Every row of the raw files; the first line of each file is its state and has no number.
create table raw as
select
    regexp_extract(filename, '(\d+)\.jsonl$', 1)::bigint as repo_id,
    * exclude (filename)
from read_json(
    ?,
    format = 'newline_delimited',
    filename = true,
    maximum_object_size = 16777216,
    ignore_errors = getvariable('lenient'), -- what cannot be read is null, and counted by tables.py
    columns = {
        number: 'integer',
        title: 'varchar',
        state: 'varchar',
        state_reason: 'varchar',
        "user": 'struct(login varchar, "type" varchar)',
        labels: 'varchar[]',
        comments: 'integer',
        created_at: 'timestamp',
        updated_at: 'timestamp',
        closed_at: 'timestamp',
        pull_request: 'struct(merged_at timestamp)',
        html_url: 'varchar',
        events: 'struct(event varchar, "at" timestamp, seen_at timestamp)[]',
        replies: 'struct(login varchar, "type" varchar, "at" timestamp)[]',
        gone_at: 'timestamp',
        moved_to: 'struct(repo_id bigint, number integer)'
    }
)
where number is not null and state is not null and created_at is not null and updated_at is not null
