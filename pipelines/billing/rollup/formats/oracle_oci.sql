-- title:    Oracle Cloud Infrastructure cost report
-- source:   https://docs.oracle.com/en-us/iaas/Content/Billing/Concepts/usagereportsoverview.htm
-- needs:    costmycost, lineitemintervalusagestart, productservice|costcurrencycode
-- uses:     lineitemintervalusageend lineitemreferenceno lineitembackreferenceno lineitemtenantid
--           productcompartmentname productcompartmentid productregion productservice
--           costcurrencycode lineitemiscorrection flat_tags
-- amount:   costmycost
-- date:     lineitemintervalusagestart
-- restates: days
-- rank:     3
-- A correction replaces the line it refers back to: that line stays, at 0.
select
    day_of(lineitemintervalusagestart) as day,
    last_day_before(lineitemintervalusagestart, lineitemintervalusageend) as until,
    date_trunc('month', day_of(lineitemintervalusagestart))::date as billing_period,
    'Oracle' as provider,
    lineitemtenantid as billing_account,
    coalesce(productcompartmentname, productcompartmentid) as sub_account,
    productservice as service,
    productregion as region,
    'Usage' as charge_category,
    costcurrencycode as currency,
    case
        when lineitemreferenceno in (
            select correction.lineitembackreferenceno
            from line as correction
            where lower(correction.lineitemiscorrection) = 'true'
              and correction.lineitembackreferenceno is not null
        ) then 0
        else amount(costmycost)
    end as billed,
    amount(costmycost) as effective,
    1 as lines,
    flat_tags as tags,
    record
from line
