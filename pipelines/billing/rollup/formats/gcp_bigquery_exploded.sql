-- title:    Google Cloud billing export with one line per credit (a query with unnest(credits))
-- source:   https://cloud.google.com/billing/docs/how-to/bq-examples
-- needs:    usagestarttime, cost, servicedescription|serviceid, creditsamount|creditamount, skuid|skudescription
-- uses:     usageendtime servicedescription serviceid billingaccountid projectid projectname
--           locationregion currency invoicemonth costtype creditsamount creditamount creditstype
--           credittype skuid skudescription usageamount resourcename exporttime labels
-- amount:   cost creditsamount creditamount
-- date:     usagestarttime
-- restates: period
-- rank:     4
-- The unnest repeats a line's cost for each of its credits: lines that differ only in the credit
-- are one line, whose cost counts once.
select
    day_of(usagestarttime) as day,
    day_of(usagestarttime) as until,
    day_of(invoicemonth) as billing_period,
    'Google Cloud' as provider,
    billingaccountid as billing_account,
    coalesce(projectid, projectname) as sub_account,
    coalesce(servicedescription, serviceid) as service,
    locationregion as region,
    piece.charge_category as charge_category,
    case
        when piece.charge_category = 'Credit'
            then credit_kind_of(coalesce(creditstype, credittype))
    end as credit_kind,
    currency,
    piece.billed as billed,
    piece.lines as lines,
    labels as tags,
    record
from (
    select
        *,
        unnest([
            struct_pack(
                charge_category := google_category(costtype),
                billed := case when nth = 1 then amount(cost) else 0 end,
                lines := 1
            ),
            struct_pack(
                charge_category := 'Credit',
                billed := amount(coalesce(creditsamount, creditamount)),
                lines := 0
            )
        ]) as piece
    from (
        select
            *,
            row_number() over (
                partition by
                    usagestarttime, usageendtime, servicedescription, serviceid, skuid,
                    skudescription, billingaccountid, projectid, projectname, locationregion,
                    cost, currency, invoicemonth, costtype, usageamount, resourcename,
                    exporttime, labels
                order by record
            ) as nth
        from line
    )
)
where piece.lines = 1 or piece.billed is null or piece.billed <> 0
