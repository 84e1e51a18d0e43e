-- title:    AWS bill as CSV from the bills page, and the cost allocation report
-- source:   https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/billing-reports.html
-- needs:    recordtype, payeraccountid, usagestartdate, costbeforetax, credits, taxamount, totalcost
-- uses:     invoiceid linkedaccountid invoicedate productname productcode usageenddate currencycode
-- amount:   totalcost taxamount credits
-- date:     usagestartdate
-- invoice:  invoiceid
-- restates: period
-- rank:     5
-- Totals of an account, an invoice and the statement repeat the lines: the last is compared with
-- them. An estimate reaches to the day it was made.
select
    day_of(usagestartdate) as day,
    case
        when invoiceid = 'Estimated'
            then least(last_day_before(usagestartdate, usageenddate), day_of(invoicedate))
        else last_day_before(usagestartdate, usageenddate)
    end as until,
    date_trunc('month', day_of(usagestartdate))::date as billing_period,
    'Amazon Web Services' as provider,
    payeraccountid as billing_account,
    linkedaccountid as sub_account,
    coalesce(productname, productcode) as service,
    piece.charge_category as charge_category,
    case when piece.charge_category = 'Credit' then 'promotion' end as credit_kind,
    currencycode as currency,
    piece.billed as billed,
    piece.lines as lines,
    nullif(invoiceid, 'Estimated') as invoice,
    record
from (
    select
        *,
        unnest(case
            when recordtype like '%Total' then [struct_pack(
                charge_category := 'Total',
                billed := case when recordtype = 'StatementTotal' then amount(totalcost) else 0 end,
                lines := 1
            )]
            else [
                struct_pack(
                    charge_category := 'Usage',
                    billed := amount(totalcost) - amount(taxamount) - amount(credits),
                    lines := 1
                ),
                struct_pack(charge_category := 'Credit', billed := amount(credits), lines := 0),
                struct_pack(charge_category := 'Tax', billed := amount(taxamount), lines := 0)
            ]
        end) as piece
    from line
)
where piece.lines = 1 or piece.billed is null or piece.billed <> 0
