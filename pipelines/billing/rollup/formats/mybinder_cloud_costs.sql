-- title:    mybinder.org cloud-costs.jsonl
-- source:   https://mybinder-sre.readthedocs.io/en/latest/analytics/cloud-costs.html
-- needs:    version, starttime, endtime, cost
-- amount:   cost
-- date:     starttime
-- restates: days
-- rank:     8
-- US dollars, Pacific time as written, the end is inclusive.
select
    written_day(starttime) as day,
    greatest(written_day(starttime), written_day(endtime)) as until,
    date_trunc('month', written_day(starttime))::date as billing_period,
    'Google Cloud' as provider,
    'Usage' as charge_category,
    'USD' as currency,
    amount(cost) as billed,
    1 as lines,
    record
from line
