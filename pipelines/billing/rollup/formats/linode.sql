-- title:    Linode (Akamai) invoice
-- source:   https://techdocs.akamai.com/cloud-computing/docs/view-invoices
-- needs:    description, from, to, quantity, unitprice, amount, tax, total
-- uses:     region header_currency
-- amount:   amount tax
-- date:     from
-- restates: period
-- rank:     4
-- The currency stands in the header, in brackets.
select
    day_of("from") as day,
    last_day_before("from", "to") as until,
    date_trunc('month', day_of("from"))::date as billing_period,
    'Linode' as provider,
    regexp_extract(description, '^(.*?)(?: - .*)?$', 1) as service,
    region,
    piece.charge_category as charge_category,
    case when piece.charge_category = 'Credit' then 'promotion' end as credit_kind,
    coalesce(header_currency, 'USD') as currency,
    piece.billed as billed,
    piece.lines as lines,
    record
from (
    select
        *,
        unnest([
            struct_pack(
                charge_category := case
                    when amount(amount) < 0 and lower(description) like '%credit%' then 'Credit'
                    else 'Usage'
                end,
                billed := amount(amount),
                lines := 1
            ),
            struct_pack(charge_category := 'Tax', billed := amount(tax), lines := 0)
        ]) as piece
    from line
)
where piece.lines = 1 or piece.billed is null or piece.billed <> 0
