-- title:    Azure cost export, Enterprise Agreement (actual or amortized)
-- source:   https://learn.microsoft.com/azure/cost-management-billing/automate/understand-usage-details-fields
-- needs:    cost, date, billingcurrency|billingcurrencycode, chargetype, metercategory
-- uses:     billingaccountid billingperiodstartdate subscriptionid subscriptionname
--           consumedservice resourcelocation meterregion pricingmodel paygprice quantity tags
-- amount:   cost
-- date:     date
-- adds:     cost
-- restates: period
-- rank:     2
select
    day_of(date) as day,
    day_of(date) as until,
    coalesce(day_of(billingperiodstartdate), date_trunc('month', day_of(date))::date)
        as billing_period,
    'Microsoft Azure' as provider,
    billingaccountid as billing_account,
    coalesce(subscriptionid, subscriptionname) as sub_account,
    coalesce(metercategory, consumedservice) as service,
    coalesce(resourcelocation, meterregion) as region,
    azure_category(chargetype) as charge_category,
    case when azure_category(chargetype) = 'Credit' then 'promotion' end as credit_kind,
    coalesce(billingcurrency, billingcurrencycode) as currency,
    amount(cost) as billed,
    azure_effective(amount(cost), chargetype, pricingmodel) as effective,
    lines,
    azure_basis(amount(cost), chargetype, pricingmodel) as basis,
    tags,
    record
from line
