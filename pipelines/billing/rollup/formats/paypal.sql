-- title:    PayPal activity (English or German)
-- source:   https://www.paypalobjects.com/webstatic/en_US/developer/docs/pdf/PP_ActivityDownload.pdf
-- needs:    date|datum, time|uhrzeit, timezone|zeitzone, type|typ, status, currency|whrung, gross|brutto, fee|gebhr, net|netto
-- uses:     balanceimpact auswirkungaufguthaben
-- amount:   net netto
-- date:     date datum
-- decimal:  column
-- restates: days
-- rank:     7
-- The net amount is what the balance changed by. A memo, a hold and a payment that is not completed
-- changed nothing; a transfer from or to the bank and a conversion move the team's own money.
with activity as (
    select
        *,
        coalesce("date", datum) as moment,
        coalesce(type, typ) as kind,
        coalesce(net, netto) as moved,
        plain_words(status) as state,
        lower(trim(coalesce(balanceimpact, auswirkungaufguthaben))) as impact
    from line
)
select
    day_of(moment) as day,
    day_of(moment) as until,
    'PayPal' as provider,
    lower(trim(kind)) as service,
    case
        when impact = 'memo'
            or state not in (
                'completed', 'refunded', 'partially refunded', 'reversed', 'abgeschlossen',
                'zuruckgezahlt', 'teilweise zuruckgezahlt', 'zuruckgebucht'
            )
            or moves_own_money(kind, null)
            or regexp_matches(plain_words(kind), 'withdraw|card deposit') then 'Not counted'
        when regexp_matches(
            plain_words(kind), 'refund|reversal|chargeback|ruckzahlung|ruckbuchung|ruckerstattung'
        ) then case when amount(moved) > 0 then 'Adjustment' else 'Income' end
        when amount(moved) > 0 then 'Income'
        else 'Usage'
    end as charge_category,
    coalesce(currency, whrung) as currency,
    case when moved is not null then -amount(moved) end as billed,
    1 as lines,
    record
from activity
