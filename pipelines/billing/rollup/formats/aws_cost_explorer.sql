-- title:    AWS Cost Explorer table, any grouping and language
-- source:   https://docs.aws.amazon.com/cost-management/latest/userguide/ce-exploring-data.html
-- needs:
-- uses:     date until amount currency service account region first
-- amount:   amount
-- date:     date
-- reader:   cost_explorer
-- restates: days
-- rank:     7
-- The table lies on its side; a monthly row stands for its whole month.
select
    day_of(date) as day,
    day_of(until) as until,
    day_of(until) > day_of(date) as assumed,
    date_trunc('month', day_of(date))::date as billing_period,
    'AWS' as provider,
    account as sub_account,
    service,
    region,
    case
        when lower(service) in ('tax', 'impuesto', 'steuer', 'taxe') then 'Tax'
        when lower(service) = 'credit' then 'Credit'
        else 'Usage'
    end as charge_category,
    currency,
    amount(nullif(amount, '')) as billed,
    first::integer as lines,
    record
from line
