-- title:    Stripe balance: all activity, or an itemized balance report
-- source:   https://docs.stripe.com/reports/balance-transaction-types
-- needs:    type|reportingcategory, net, fee, amount|gross, currency, created|createdutc
-- uses:     id balancetransactionid
-- amount:   net
-- date:     created createdutc
-- decimal:  column
-- restates: days
-- rank:     7
-- The net amount is what the balance changed by. A refund or a dispute takes income back; a payout,
-- a top-up or a reserve moves money between the team's own accounts.
with activity as (
    select
        *,
        lower(coalesce(reportingcategory, type)) as what,
        coalesce(created, createdutc) as moment
    from line
)
select
    day_of(moment) as day,
    day_of(moment) as until,
    'Stripe' as provider,
    replace(what, '_', ' ') as service,
    case
        when regexp_matches(what, '^(payout|topup|advance|obligation|.*reserve)') then 'Not counted'
        when regexp_matches(what, 'fee|network_cost|tax|climate|contribution|issuing')
            then case when amount(net) > 0 then 'Adjustment' else 'Usage' end
        when amount(net) > 0
            or regexp_matches(what, 'refund|dispute|charge|payment|adjustment|reversal')
            then 'Income'
        else 'Usage'
    end as charge_category,
    currency,
    case when net is not null then -amount(net) end as billed,
    1 as lines,
    record
from activity
