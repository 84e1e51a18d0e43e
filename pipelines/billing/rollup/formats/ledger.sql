-- title:    A ledger whose columns are named in dashboard.toml
-- source:   [[funding.ledgers]] columns = {date = "…", amount = "…"}
-- needs:    mapped_date, mapped_amount
-- uses:     mapped_until mapped_currency mapped_project mapped_service mapped_status header_currency
-- amount:   mapped_amount
-- date:     mapped_date
-- decimal:  column
-- restates: days
-- rank:     9
-- What comes in is positive, what goes out negative (`negate` turns that round). The day is the one
-- that is written, whatever the offset next to it. A payment that failed, was called off or is still
-- on its way moved nothing.
select
    coalesce(written_day(mapped_date), day_of(mapped_date)) as day,
    case
        when mapped_until is not null then day_of(mapped_until)
        when is_month(trim(mapped_date)) then last_day(day_of(mapped_date))
        else coalesce(written_day(mapped_date), day_of(mapped_date))
    end as until,
    mapped_project as sub_account,
    mapped_service as service,
    case
        when moved_nothing(mapped_status) then 'Not counted'
        when getvariable('sign') * amount(mapped_amount) > 0 then 'Income'
        else 'Purchase'
    end as charge_category,
    coalesce(mapped_currency, currency_beside(mapped_amount), header_currency) as currency,
    case when mapped_amount is not null
        then -getvariable('sign') * amount(mapped_amount) end as billed,
    1 as lines,
    record
from line
