-- title:    Hetzner invoice (no header)
-- source:   https://docs.hetzner.com/general/invoices-and-payment/billing-system/
-- needs:
-- uses:     product from to net stated
-- amount:   net stated
-- date:     from
-- reader:   hetzner
-- restates: file
-- rank:     4
-- Net prices in euro; the tax stands only in the PDF.
select
    day_of("from") as day,
    day_of("to") as until,
    date_trunc('month', day_of("from"))::date as billing_period,
    'Hetzner' as provider,
    product as service,
    'Usage' as charge_category,
    'EUR' as currency,
    case when net is not null then amount(net) else try_cast(stated as decimal(38, 20)) end as billed,
    1 as lines,
    record
from line
