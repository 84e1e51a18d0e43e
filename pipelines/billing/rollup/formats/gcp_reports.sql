-- title:    Google Cloud Reports table
-- source:   https://cloud.google.com/billing/docs/how-to/reports
-- needs:    unroundedsubtotal|subtotal, othersavings|promotionsandothers|savingsprograms|savingsprogrammes|discounts, listcost|cost
-- uses:     unroundedsubtotal subtotal othersavings promotionsandothers date month day first last servicedescription projectid projectname projectnumber project
--           service locationregion region currency
-- amount:   unroundedsubtotal subtotal othersavings promotionsandothers
-- date:     date day month first
-- reader:   reports
-- restates: period
-- rank:     6
-- Promotional credits sit in "Other savings"; programme savings are discounts and stay in usage.
select
    day_of(coalesce(nullif(date, ''), nullif(day, ''), nullif(month, ''), first)) as day,
    case
        when nullif(coalesce(date, day), '') is not null then day_of(coalesce(date, day))
        when nullif(month, '') is not null then last_day(day_of(month))
        else day_of(last)
    end as until,
    nullif(coalesce(date, day), '') is null and nullif(month, '') is not null as assumed,
    date_trunc('month', day_of(coalesce(nullif(date, ''), nullif(day, ''), nullif(month, ''), first)))::date as billing_period,
    'Google Cloud' as provider,
    coalesce(nullif(projectid, ''), nullif(projectname, ''), nullif(project, ''), nullif(projectnumber, '')) as sub_account,
    coalesce(nullif(servicedescription, ''), nullif(service, '')) as service,
    coalesce(nullif(locationregion, ''), nullif(region, '')) as region,
    piece.charge_category as charge_category,
    case when piece.charge_category = 'Credit' then 'promotion' end as credit_kind,
    currency,
    piece.billed as billed,
    piece.lines as lines,
    record
from (
    select
        *,
        unnest([
            struct_pack(
                charge_category := 'Usage',
                billed := amount(coalesce(nullif(unroundedsubtotal, ''), nullif(subtotal, '')))
                    - amount(nullif(coalesce(othersavings, promotionsandothers), '')),
                lines := 1
            ),
            struct_pack(
                charge_category := 'Credit',
                billed := amount(nullif(coalesce(othersavings, promotionsandothers), '')),
                lines := 0
            )
        ]) as piece
    from line
)
where piece.lines = 1 or piece.billed is null or piece.billed <> 0
