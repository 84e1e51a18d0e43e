-- title:    Google Cloud Cost table report
-- source:   https://cloud.google.com/billing/docs/how-to/cost-table
-- needs:    unroundedcost|usagestartdate, costtype|credittype|skudescription|skuid, servicedescription|serviceid|projectname|projectid
-- uses:     billingaccountid usageenddate credittype currency invoicemonth usagestartdate projectid
--           projectname servicedescription serviceid unroundedcost cost costtype
-- amount:   unroundedcost cost
-- date:     usagestartdate invoicemonth
-- reader:   cost_table
-- restates: period
-- rank:     4
-- One line per SKU and project for the whole month: it is spread over its days.
select
    day_of(coalesce(nullif(usagestartdate, ''), invoicemonth)) as day,
    coalesce(day_of(nullif(usageenddate, '')), last_day(day_of(invoicemonth))) as until,
    date_trunc('month', day_of(invoicemonth))::date as billing_period,
    'Google Cloud' as provider,
    billingaccountid as billing_account,
    coalesce(nullif(projectid, ''), nullif(projectname, '')) as sub_account,
    coalesce(nullif(servicedescription, ''), nullif(serviceid, '')) as service,
    case
        when nullif(credittype, '') is not null then 'Credit'
        else google_category(costtype)
    end as charge_category,
    case
        when lower(credittype) like '%discount%' or lower(credittype) like '%free tier%'
            then 'discount'
        when nullif(credittype, '') is not null then 'promotion'
    end as credit_kind,
    currency,
    amount(coalesce(nullif(unroundedcost, ''), nullif(cost, ''))) as billed,
    1 as lines,
    record
from line
