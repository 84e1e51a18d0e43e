-- title:    Azure cost analysis, downloaded (by day or month, any grouping)
-- source:   https://learn.microsoft.com/azure/cost-management-billing/costs/quick-acm-cost-analysis
-- needs:    usagedate|billingmonth, cost|pretaxcost, currency, costusd|coststatus
-- uses:     servicename metercategory resourcegroupname resourcegroup subscriptionname
--           subscriptionid resourcelocation coststatus
-- amount:   cost pretaxcost
-- date:     usagedate billingmonth
-- restates: period
-- rank:     7
-- What is only forecast is no cost.
select
    day_of(coalesce(usagedate, billingmonth)) as day,
    case
        when usagedate is null then last_day(day_of(billingmonth)) else day_of(usagedate)
    end as until,
    usagedate is null as assumed,
    date_trunc('month', day_of(coalesce(usagedate, billingmonth)))::date as billing_period,
    'Microsoft Azure' as provider,
    coalesce(subscriptionname, subscriptionid, resourcegroupname, resourcegroup) as sub_account,
    coalesce(servicename, metercategory) as service,
    resourcelocation as region,
    case when lower(coststatus) = 'forecast' then 'Forecast' else 'Usage' end as charge_category,
    currency,
    amount(coalesce(cost, pretaxcost)) as billed,
    1 as lines,
    record
from line
