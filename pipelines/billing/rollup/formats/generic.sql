-- title:    Columns named in dashboard.toml
-- source:   [[billing]] columns = {date = "…", amount = "…"}
-- needs:    mapped_date, mapped_amount
-- uses:     mapped_until mapped_currency mapped_provider mapped_project mapped_service mapped_category
--           mapped_region mapped_charge_category mapped_tags mapped_billing_account stated_account
--           mapped_document mapped_status mapped_kinds mapped_impact
--           flat_tags header_currency
-- amount:   mapped_amount
-- date:     mapped_date
-- adds:     mapped_amount
-- decimal:  column
-- restates: days
-- rank:     9
-- A line without an amount is left out: in a team's own file it is not known to be 0.
-- A date that is only a month stands for the whole month, one that names two days for these and
-- those between. A payment next to invoices, or one below
-- zero, is no cost, nor is money moved between two accounts of the team; credits take off, whatever
-- their sign (`turned_credits`).
select
    first_day as day,
    case
        when mapped_until like '%:%' then last_day_before(mapped_date, mapped_until)
        when mapped_until is not null then stated_end(first_day, mapped_until)
        when span_end is not null then span_end
        when whole_month is not null then last_day(whole_month)
        else first_day
    end as until,
    mapped_until is null and whole_month is not null as assumed,
    date_trunc('month', first_day)::date as billing_period,
    mapped_provider as provider,
    coalesce(mapped_billing_account, stated_account) as billing_account,
    mapped_project as sub_account,
    mapped_service as service,
    mapped_category as category,
    mapped_region as region,
    case
        when was_called_off(mapped_status) then 'Called off'
        when moves_own_money(mapped_kinds, mapped_service) then 'Own money'
        when lower(trim(mapped_impact)) = 'memo' then 'Called off'
        when document = 'payment' and (getvariable('has_invoices') or written < 0) then 'Payment'
        when document = 'credit' and lower(trim(mapped_charge_category)) is distinct from 'credit'
            then 'Adjustment'
        else charge_category_of(mapped_charge_category)
    end as charge_category,
    case when lower(mapped_charge_category) = 'credit' then 'promotion' end as credit_kind,
    coalesce(mapped_currency, currency_beside(mapped_amount), header_currency) as currency,
    case when document = 'credit' and getvariable('turned_credits') > 0 then -written else written end
        as billed,
    lines,
    concat_ws(', ', mapped_tags, flat_tags) as tags,
    record
from (
    select
        *, coalesce(span_first(mapped_date), day_of(mapped_date)) as first_day,
        span_last(mapped_date) as span_end, first_of_month(trim(mapped_date)) as whole_month,
        document_of(mapped_document) as document,
        case when mapped_amount is not null then getvariable('sign') * amount(mapped_amount) end
            as written
    from line
)
