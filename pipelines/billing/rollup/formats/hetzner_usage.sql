-- title:    Hetzner invoice or usage with a header (English or German)
-- source:   https://docs.hetzner.com/general/invoices-and-payment/billing-system/
-- needs:    grouping|gruppierung, product|produkt, from|von, until|bis, total|summe|gesamt|gesamtpreis
-- uses:     quantity menge price preis
-- amount:   total summe gesamt gesamtpreis
-- date:     from von
-- restates: file
-- decimal:  column
-- rank:     4
-- Net prices in euro; the tax stands only in the PDF.
select
    day_of(coalesce("from", von)) as day,
    day_of(coalesce(until, bis)) as until,
    date_trunc('month', day_of(coalesce("from", von)))::date as billing_period,
    'Hetzner' as provider,
    coalesce("grouping", gruppierung) as sub_account,
    coalesce(product, produkt) as service,
    'Usage' as charge_category,
    coalesce(currency_beside(coalesce(total, summe, gesamt, gesamtpreis)), 'EUR') as currency,
    coalesce(
        amount_if_any(coalesce(total, summe, gesamt, gesamtpreis)),
        amount_if_any(coalesce(quantity, menge))::decimal(18, 6)
            * amount_if_any(coalesce(price, preis))::decimal(18, 6)
    ) as billed,
    1 as lines,
    record
from line
