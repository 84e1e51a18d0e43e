-- title:    PayPal activity
-- source:   https://www.paypalobjects.com/webstatic/en_US/developer/docs/pdf/PP_ActivityDownload.pdf
-- needs:    date, time, timezone, type, status, currency, gross, fee, net
-- uses:     balanceimpact
-- amount:   net
-- date:     date
-- decimal:  column
-- restates: days
-- rank:     7
-- The net amount is what the balance changed by. A memo, a hold and a payment that is not completed
-- changed nothing; a transfer from or to the bank and a conversion move the team's own money.
select
    day_of(date) as day,
    day_of(date) as until,
    'PayPal' as provider,
    lower(trim(type)) as service,
    case
        when lower(trim(balanceimpact)) = 'memo'
            or lower(trim(status))
                not in ('completed', 'refunded', 'partially refunded', 'reversed')
            or regexp_matches(
                lower(type),
                '\bhold\b|withdraw|bank deposit|deposit from bank|transfer (to|from) bank|'
                || 'currency conversion|open authorization|card deposit'
            ) then 'Not counted'
        when regexp_matches(lower(type), 'refund|reversal|chargeback')
            then case when amount(net) > 0 then 'Adjustment' else 'Income' end
        when amount(net) > 0 then 'Income'
        else 'Usage'
    end as charge_category,
    currency,
    case when net is not null then -amount(net) end as billed,
    1 as lines,
    record
from line
