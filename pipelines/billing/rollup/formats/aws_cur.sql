-- title:    AWS Cost and Usage Report, 1.0, 2.0 (Data Exports) and Athena names
-- source:   https://docs.aws.amazon.com/cur/latest/userguide/data-dictionary.html
-- needs:    lineitemunblendedcost|lineitemnetunblendedcost, lineitemusagestartdate, lineitemusageaccountid
-- uses:     lineitemlineitemtype lineitemusageenddate lineitemcurrencycode lineitemproductcode
--           billbillingperiodstartdate billpayeraccountid billinvoiceid productproductname product
--           productregion productregioncode savingsplansavingsplaneffectivecost
--           reservationeffectivecost pricingpublicondemandcost resourcetags flat_tags
-- amount:   lineitemunblendedcost lineitemnetunblendedcost
-- date:     lineitemusagestartdate billbillingperiodstartdate
-- adds:     lineitemunblendedcost lineitemnetunblendedcost savingsplansavingsplaneffectivecost
--           reservationeffectivecost pricingpublicondemandcost
-- end:      lineitemusageenddate
-- invoice:  billinvoiceid
-- restates: period
-- rank:     1
-- Covered usage and its negation line cancel each other, so every line type is kept.
select
    day_of(coalesce(lineitemusagestartdate, billbillingperiodstartdate)) as day,
    case
        when lineitemusagestartdate is not null
            then last_day_before(lineitemusagestartdate, lineitemusageenddate)
    end as until,
    day_of(billbillingperiodstartdate) as billing_period,
    'AWS' as provider,
    billpayeraccountid as billing_account,
    lineitemusageaccountid as sub_account,
    coalesce(
        productproductname,
        nullif(regexp_extract(product, '"product_name"\s*:\s*"([^"]*)"', 1), ''),
        lineitemproductcode
    ) as service,
    coalesce(
        productregioncode,
        productregion,
        nullif(regexp_extract(product, '"region(?:_code)?"\s*:\s*"([^"]*)"', 1), '')
    ) as region,
    case
        when lineitemlineitemtype = 'Tax' then 'Tax'
        when lineitemlineitemtype = 'Credit' then 'Credit'
        when lineitemlineitemtype = 'Refund' then 'Adjustment'
        when lineitemlineitemtype like '%Fee' then 'Purchase'
        else 'Usage'
    end as charge_category,
    case when lineitemlineitemtype = 'Credit' then 'promotion' end as credit_kind,
    lineitemcurrencycode as currency,
    amount(coalesce(lineitemnetunblendedcost, lineitemunblendedcost)) as billed,
    case
        when lineitemlineitemtype in ('RIFee', 'SavingsPlanUpfrontFee', 'SavingsPlanRecurringFee')
            then 0
        when lineitemlineitemtype = 'SavingsPlanNegation' then 0
        when lineitemlineitemtype = 'SavingsPlanCoveredUsage'
            then amount(savingsplansavingsplaneffectivecost)
        when lineitemlineitemtype = 'DiscountedUsage' then amount(reservationeffectivecost)
        else amount(coalesce(lineitemnetunblendedcost, lineitemunblendedcost))
    end as effective,
    amount_if_any(pricingpublicondemandcost) as list,
    lines,
    billinvoiceid as invoice,
    concat_ws(', ', resourcetags, flat_tags) as tags,
    record
from line
