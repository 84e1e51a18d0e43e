-- title:    Azure usage details (legacy), cost before tax
-- source:   https://learn.microsoft.com/rest/api/consumption/usage-details/list
-- needs:    pretaxcost, usagedatetime|date|usagestart, subscriptionguid|subscriptionid
-- uses:     usagedatetime date usagestart subscriptionguid subscriptionid subscriptionname
--           metercategory consumedservice servicename resourcelocation meterregion currency
--           billingcurrency chargetype tags
-- amount:   pretaxcost
-- date:     usagedatetime date usagestart
-- adds:     pretaxcost
-- restates: period
-- rank:     6
select
    day_of(coalesce(usagedatetime, date, usagestart)) as day,
    day_of(coalesce(usagedatetime, date, usagestart)) as until,
    date_trunc('month', day_of(coalesce(usagedatetime, date, usagestart)))::date as billing_period,
    'Microsoft Azure' as provider,
    coalesce(subscriptionguid, subscriptionid, subscriptionname) as sub_account,
    coalesce(metercategory, servicename, consumedservice) as service,
    coalesce(resourcelocation, meterregion) as region,
    azure_category(chargetype) as charge_category,
    coalesce(currency, billingcurrency) as currency,
    amount(pretaxcost) as billed,
    lines,
    tags,
    record
from line
