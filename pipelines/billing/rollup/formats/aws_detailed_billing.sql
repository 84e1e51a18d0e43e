-- title:    AWS detailed billing report (before the Cost and Usage Report)
-- source:   https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/billing-reports.html
-- needs:    recordtype, payeraccountid, rateid, usagestartdate, unblendedcost|cost, subscriptionid
-- uses:     invoiceid linkedaccountid productname usageenddate availabilityzone
-- amount:   unblendedcost cost
-- date:     usagestartdate
-- restates: period
-- rank:     5
-- US dollars. Totals and the rounding between them repeat the lines.
select
    day_of(usagestartdate) as day,
    last_day_before(usagestartdate, usageenddate) as until,
    date_trunc('month', day_of(usagestartdate))::date as billing_period,
    'Amazon Web Services' as provider,
    payeraccountid as billing_account,
    linkedaccountid as sub_account,
    productname as service,
    regexp_replace(availabilityzone, '[a-z]$', '') as region,
    case when recordtype = 'LineItem' then 'Usage' else 'Total' end as charge_category,
    'USD' as currency,
    case
        when recordtype in ('LineItem', 'StatementTotal') then amount(coalesce(unblendedcost, cost))
        else 0
    end as billed,
    1 as lines,
    record
from line
