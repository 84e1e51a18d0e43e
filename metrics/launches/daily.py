"""The days a cost may be divided by a count: both known, whole, and by the same clock."""

# Days with a count, by the days of the bill, and days with a cost. A day of a bill in another zone
# than UTC is whole only if every UTC day it touches is there; days in a gap are not counted.
DAYS = """
    with basis as (
        select * from usage_basis where usage = $usage
    ),
    edge as (
        select
            bill_day as day,
            ((bill_day::timestamp at time zone timezone) at time zone 'UTC')::date as from_utc,
            (((bill_day + 1)::timestamp at time zone timezone) at time zone 'UTC'
                - interval 1 second)::date as to_utc
        from (select distinct bill_day from launch_daily), basis
    ),
    utc_day as (
        select distinct day from launch_daily
    ),
    whole as (
        select day
        from edge
        where from_utc in (select day from utc_day) and to_utc in (select day from utc_day)
    ),
    counted as (
        select bill_day as day, sum(launches)::decimal(38, 6) as amount
        from launch_daily, basis
        where usage = 'launches'
            and bill_day in (select day from whole)
            and (
                len(origins) = 0
                or origin is null -- before schema version 3 every launch was on the first host
                or len(list_filter(origins, lambda pattern: origin glob pattern)) > 0
            )
        group by all
        union all
        select day, sum(amount)
        from usage_daily
        where usage = $usage
        group by all
    ),
    missing as (
        select starts_on, coalesce(ends_on, date '9999-12-31') as ends_on
        from usage_gap
        where usage = $usage
    ),
    count_day as (
        select day, amount
        from counted
        where not exists (
            select * from missing where day between starts_on and ends_on
        )
    ),
    cost_day as (
        select day, currency, sum(billed) as cost
        from spend, basis
        where cost_source = 'bills'
            and charge_category <> 'Credit'
            and (len(accounts) = 0 or list_contains(accounts, account))
        group by all
        union all
        select day, currency, sum(cost)
        from usage_cost
        where usage in (select usage from basis where cost_source = 'archive')
        group by all
    )
"""
