-- title:    DigitalOcean invoice
-- source:   https://docs.digitalocean.com/platform/billing/invoices/
-- needs:    product, groupdescription|description, start, end, usd
-- uses:     hours projectname category description
-- amount:   usd
-- date:     start
-- restates: period
-- rank:     4
-- The file is an invoice: its month is closed.
select
    day_of(start) as day,
    last_day_before(start, "end") as until,
    date_trunc('month', day_of(start))::date as billing_period,
    'DigitalOcean' as provider,
    projectname as sub_account,
    product as service,
    case
        when lower(product) in ('taxes', 'tax') then 'Tax'
        when lower(product) like '%credit%' or lower(product) like '%promo%' then 'Credit'
        else 'Usage'
    end as charge_category,
    'USD' as currency,
    amount(usd) as billed,
    1 as lines,
    record
from line
