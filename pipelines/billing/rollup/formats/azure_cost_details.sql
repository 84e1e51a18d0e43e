-- title:    Azure cost details: Microsoft Customer Agreement, and Enterprise Agreement v2
-- source:   https://learn.microsoft.com/azure/cost-management-billing/automate/understand-usage-details-fields
-- needs:    costinbillingcurrency, date, billingcurrency|billingcurrencycode, chargetype
-- uses:     billingaccountid billingperiodstartdate subscriptionid subscriptionname
--           subscriptionguid metercategory consumedservice resourcelocation meterregion
--           pricingmodel invoiceid tags
-- amount:   costinbillingcurrency
-- date:     date
-- adds:     costinbillingcurrency
-- invoice:  invoiceid
-- restates: period
-- rank:     2
select
    day_of(date) as day,
    day_of(date) as until,
    coalesce(day_of(billingperiodstartdate), date_trunc('month', day_of(date))::date)
        as billing_period,
    'Microsoft Azure' as provider,
    billingaccountid as billing_account,
    coalesce(subscriptionid, subscriptionguid, subscriptionname) as sub_account,
    coalesce(metercategory, consumedservice) as service,
    coalesce(resourcelocation, meterregion) as region,
    azure_category(chargetype) as charge_category,
    case when azure_category(chargetype) = 'Credit' then 'promotion' end as credit_kind,
    coalesce(billingcurrency, billingcurrencycode) as currency,
    amount(costinbillingcurrency) as billed,
    azure_effective(amount(costinbillingcurrency), chargetype, pricingmodel) as effective,
    lines,
    invoiceid as invoice,
    azure_basis(amount(costinbillingcurrency), chargetype, pricingmodel) as basis,
    tags,
    record
from line
