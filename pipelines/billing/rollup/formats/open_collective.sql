-- title:    Open Collective transactions
-- source:   https://documentation.opencollective.com/fiscal-hosts/managing-your-fiscal-host/viewing-and-exporting-transactions
-- needs:    type|creditdebit, kind|netamount|amountsinglecolumn, currency, amount|amountsinglecolumn|netamount|netamountsinglecolumn, datetime|effectivedatetime|createdat|date, datetime|effectivedatetime|createdat|shortid|shortgroup|groupid|accountslug|accounthandle|oppositeaccountslug|oppositeaccounthandle|isrefund|isreverse
-- uses:     datetime effectivedatetime createdat date type creditdebit kind isrefund isreverse amount
--           netamount amountsinglecolumn netamountsinglecolumn paymentprocessorfee hostfee
--           platformfee taxamount accountslug accounthandle oppositeaccountslug
--           oppositeaccounthandle description
-- amount:   amount netamount amountsinglecolumn netamountsinglecolumn
-- date:     datetime effectivedatetime createdat date
-- decimal:  column
-- restates: days
-- rank:     7
-- What moves is the net amount: the single column of today, netAmount of old, else the amount with
-- the fees that stand in columns of their own (they are signed). A reverse takes back what it
-- reverses: of an expense, a cost; of a gift, income. An old file marks it in isRefund; one without
-- either column shows it as an expense that comes in. The processor's fee that a host covers after
-- a refund takes a cost back too. Money between two accounts of the file, and a balance that is
-- carried forward, went nowhere.
with movement as (
    select
        *,
        coalesce(accountslug, accounthandle) as account,
        coalesce(effectivedatetime, datetime, createdat, "date") as moment,
        upper(coalesce(kind, type)) as what,
        coalesce(netamount, netamountsinglecolumn, amountsinglecolumn) as net,
        coalesce(isreverse, isrefund) is not null
            and lower(coalesce(isreverse, isrefund)) not in ('false', 'no', '0') as is_marked,
        count(coalesce(isreverse, isrefund)) over () > 0 as has_marks
    from line
),
signed as (
    select
        * exclude (amount),
        case
            when net is not null then amount(net)
            when amount is not null
                then amount(amount) + amount(paymentprocessorfee) + amount(hostfee)
                    + amount(platformfee) + amount(taxamount)
        end as moved,
        coalesce(oppositeaccountslug, oppositeaccounthandle)
            in (select account from movement where account is not null) as is_internal
    from movement
),
turned as (
    select
        *,
        coalesce(is_marked, false)
            or (not has_marks and what like 'EXPENSE%' and moved > 0)
            or what = 'PAYMENT_PROCESSOR_COVER' as takes_back
    from signed
)
select
    day_of(moment) as day,
    day_of(moment) as until,
    date_trunc('month', day_of(moment))::date as billing_period,
    'Open Collective' as provider,
    account as sub_account,
    kind as service,
    case
        when coalesce(is_internal, false) or what = 'BALANCE_CARRYFORWARD' then 'Not counted'
        when (moved > 0) <> takes_back then 'Income'
        when takes_back then 'Adjustment'
        else 'Usage'
    end as charge_category,
    currency,
    -moved as billed,
    1 as lines,
    record
from turned
