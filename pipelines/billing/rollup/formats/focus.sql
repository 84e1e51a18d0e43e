-- title:    FOCUS 1.0 to 1.4, and the names before 1.0
-- source:   https://focus.finops.org/focus-specification/
-- needs:    billedcost, chargeperiodstart, chargecategory|chargetype
-- uses:     effectivecost amortizedcost listcost billingcurrency chargeperiodend billingperiodstart
--           billingaccountid subaccountid subaccountname servicename regionid region invoiceid
--           serviceprovidername providername provider tags
-- amount:   billedcost
-- date:     chargeperiodstart billingperiodstart
-- adds:     billedcost effectivecost amortizedcost listcost
-- fallbacks: subaccountname<subaccountid region<regionid providername<serviceprovidername
-- end:      chargeperiodend
-- invoice:  invoiceid
-- restates: period
-- rank:     2
select
    day_of(coalesce(chargeperiodstart, billingperiodstart)) as day,
    last_day_before(chargeperiodstart, chargeperiodend) as until,
    day_of(billingperiodstart) as billing_period,
    coalesce(serviceprovidername, providername, provider) as provider,
    billingaccountid as billing_account,
    coalesce(subaccountid, subaccountname) as sub_account,
    servicename as service,
    coalesce(regionid, region) as region,
    charge_category_of(coalesce(chargecategory, chargetype)) as charge_category,
    case when lower(coalesce(chargecategory, chargetype)) = 'credit' then 'promotion' end as credit_kind,
    billingcurrency as currency,
    amount(billedcost) as billed,
    amount_if_any(coalesce(effectivecost, amortizedcost)) as effective,
    amount_if_any(listcost) as list,
    lines,
    invoiceid as invoice,
    tags,
    record
from line
