-- title:    Azure usage detail of the enrolment portal (EA)
-- source:   https://learn.microsoft.com/azure/cost-management-billing/manage/ea-azure-marketplace
-- needs:    extendedcost, date, metercategory, subscriptionguid
-- uses:     subscriptionname consumedservice resourcelocation meterregion tags
-- amount:   extendedcost
-- date:     date
-- restates: period
-- rank:     6
-- The file does not state its currency.
select
    day_of(date) as day,
    day_of(date) as until,
    date_trunc('month', day_of(date))::date as billing_period,
    'Microsoft Azure' as provider,
    coalesce(subscriptionguid, subscriptionname) as sub_account,
    coalesce(metercategory, consumedservice) as service,
    coalesce(resourcelocation, meterregion) as region,
    'Usage' as charge_category,
    null as currency,
    amount(extendedcost) as billed,
    1 as lines,
    tags,
    record
from line
