-- What pages ask of cost_daily, added up once a build; the tables are described in schema.sql.
insert into spend by name
select
    day, account, category, provider, service, charge_category, credit_kind, currency,
    billing_period, sum(billed) as billed, sum(lines)::bigint as lines
from cost_daily
group by all
order by all;

insert into spend_project by name
select
    day, account, category, provider, sub_account, charge_category, credit_kind, currency,
    sum(billed) as billed, sum(lines)::bigint as lines
from cost_daily
group by all
order by all;

insert into spend_file by name
select
    source_file, account, currency, min(day) as first_day, max(day) as last_day,
    sum(billed) as billed, sum(lines)::bigint as lines
from cost_daily
group by all
order by all;
