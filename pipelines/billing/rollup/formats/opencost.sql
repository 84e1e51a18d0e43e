-- title:    OpenCost CSV export
-- source:   https://opencost.io/docs/integrations/csv-export
-- needs:    date, namespace, controllername, cpucost, ramcost, totalcost
-- uses:     labels
-- amount:   totalcost
-- date:     date
-- restates: days
-- rank:     8
-- The file does not state its currency.
select
    day_of(date) as day,
    day_of(date) as until,
    date_trunc('month', day_of(date))::date as billing_period,
    'OpenCost' as provider,
    namespace as sub_account,
    controllername as service,
    'Usage' as charge_category,
    null as currency,
    amount(totalcost) as billed,
    1 as lines,
    labels as tags,
    record
from line
