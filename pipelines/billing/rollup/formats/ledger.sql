-- title:    A ledger whose columns are named in dashboard.toml
-- source:   [[funding.ledgers]] columns = {date = "…", amount = "…"}
-- needs:    mapped_date, mapped_amount|mapped_debit|mapped_credit
-- uses:     mapped_until mapped_currency mapped_project mapped_service mapped_status mapped_document mapped_kinds
--           mapped_about mapped_impact mapped_refund mapped_direction header_currency flat_tags
-- amount:   mapped_amount mapped_debit mapped_credit
-- date:     mapped_date
-- decimal:  column
-- restates: days
-- rank:     9
-- What comes in is positive, what goes out negative (`negate` turns that round). The day is the one
-- that is written, whatever the offset next to it. A bank may write what leaves (debit) and what
-- comes in (credit) in two columns, with or without a minus, as 12.50 dr and 12.50 cr, or which way all
-- amounts go, none of which has a minus, in a column of its own (Af, Bij). A payment that failed, was called off
-- or is still on its way moved nothing; nor did one marked as refunded in a file of payments only.
with directed as (
    select
        *,
        direction_of(mapped_direction) as direction,
        getvariable('sign') = 1
            and count(*) filter (direction_of(mapped_direction) is null) over () = 0
            and count(*) filter (amount(mapped_amount) < 0) over () = 0 as is_directed
    from line
),
moved as (
    select
        *,
        case
            when mapped_amount is not null and is_directed
                then direction * amount(mapped_amount)
            when mapped_amount is not null
                then getvariable('sign') * bank_sign(mapped_amount) * amount(mapped_amount)
            when mapped_debit is not null or mapped_credit is not null
                then abs(amount(mapped_credit)) - abs(amount(mapped_debit))
        end as moved
    from directed
),
known as (
    select
        *,
        moved_nothing(mapped_status)
            or coalesce(lower(trim(mapped_impact)) = 'memo', false)
            or moves_own_money(mapped_kinds, concat_ws('|', mapped_service, mapped_about))
            or (moved > 0 and pays_the_card(mapped_about))
            or (was_refunded(mapped_status) and count(*) filter (moved < 0) over () = 0)
            as is_nothing
    from moved
)
select
    coalesce(span_first(mapped_date), written_day(mapped_date), day_of(mapped_date)) as day,
    case
        when mapped_until is not null then stated_end(day_of(mapped_date), mapped_until)
        when span_last(mapped_date) is not null then span_last(mapped_date)
        when is_month(trim(mapped_date)) then last_day(day_of(mapped_date))
        else coalesce(written_day(mapped_date), day_of(mapped_date))
    end as until,
    mapped_until is null and is_month(trim(mapped_date)) as assumed,
    mapped_project as sub_account,
    mapped_service as service,
    case
        when is_nothing then 'Not counted'
        when is_refund(mapped_refund) or gives_back(concat_ws('|', mapped_kinds, mapped_about)) then if(moved > 0, 'Adjustment', 'Income')
        when moved > 0 then 'Income'
        else 'Purchase'
    end as charge_category,
    coalesce(
        mapped_currency,
        currency_beside(coalesce(mapped_amount, mapped_debit, mapped_credit)),
        header_currency
    ) as currency,
    -moved as billed,
    flat_tags as tags,
    1 as lines,
    record
from known
