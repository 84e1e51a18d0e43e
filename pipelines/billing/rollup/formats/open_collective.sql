-- title:    Open Collective transactions
-- source:   https://documentation.opencollective.com
-- needs:    type|creditdebit, kind, currency, amount|amountsinglecolumn|netamount|netamountsinglecolumn, datetime|effectivedatetime|createdat
-- uses:     datetime effectivedatetime createdat type creditdebit kind isrefund amount netamount
--           amountsinglecolumn netamountsinglecolumn accountslug accounthandle description
-- amount:   amount netamount amountsinglecolumn netamountsinglecolumn
-- date:     datetime effectivedatetime createdat
-- restates: days
-- rank:     7
-- What leaves the collective is cost; what comes in is income and costs nothing, unless it is a
-- refund of a cost.
select
    day_of(coalesce(effectivedatetime, datetime, createdat)) as day,
    day_of(coalesce(effectivedatetime, datetime, createdat)) as until,
    date_trunc('month', day_of(coalesce(effectivedatetime, datetime, createdat)))::date
        as billing_period,
    'Open Collective' as provider,
    coalesce(accountslug, accounthandle) as sub_account,
    kind as service,
    case when lower(isrefund) in ('true', 'refund', 'yes') then 'Adjustment' else 'Usage' end
        as charge_category,
    currency,
    case
        when upper(coalesce(type, creditdebit)) = 'DEBIT'
            or lower(isrefund) in ('true', 'refund', 'yes')
            then -amount(coalesce(amount, amountsinglecolumn, netamount, netamountsinglecolumn))
        else 0
    end as billed,
    1 as lines,
    record
from line
