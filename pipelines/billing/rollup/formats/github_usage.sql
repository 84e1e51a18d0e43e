-- title:    GitHub usage report (also by user and model)
-- source:   https://docs.github.com/billing/reference/billing-reports
-- needs:    date, product, sku, grossamount, discountamount, netamount
-- uses:     organization repository
-- amount:   grossamount netamount
-- date:     date
-- restates: days
-- rank:     4
-- US dollars. What is included in a plan is a discount.
select
    day_of(date) as day,
    day_of(date) as until,
    date_trunc('month', day_of(date))::date as billing_period,
    'GitHub' as provider,
    organization as billing_account,
    repository as sub_account,
    product as service,
    piece.charge_category as charge_category,
    case when piece.charge_category = 'Credit' then 'discount' end as credit_kind,
    'USD' as currency,
    piece.billed as billed,
    piece.lines as lines,
    record
from (
    select
        *,
        unnest([
            struct_pack(charge_category := 'Usage', billed := amount(grossamount), lines := 1),
            struct_pack(
                charge_category := 'Credit',
                billed := amount(netamount) - amount(grossamount),
                lines := 0
            )
        ]) as piece
    from line
)
where piece.lines = 1 or piece.billed is null or piece.billed <> 0
