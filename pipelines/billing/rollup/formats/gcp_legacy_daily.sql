-- title:    Google Cloud daily billing file (before BigQuery), CSV
-- source:   https://cloud.google.com/billing/docs/how-to/export-data-file
-- needs:    lineitem, starttime, endtime, cost, currency, measurement1|projectnumber|project
-- uses:     accountid projectid projectname projectnumber project projectlabels
--           credit1amount credit2amount credit3amount
-- amount:   cost credit1amount credit2amount credit3amount
-- date:     starttime
-- restates: days
-- rank:     5
-- Days are Pacific days, as written. The files hold no tax and no invoice-level adjustment.
select
    written_day(starttime) as day,
    written_day(starttime) as until,
    date_trunc('month', written_day(starttime))::date as billing_period,
    'Google Cloud' as provider,
    accountid as billing_account,
    coalesce(projectid, projectnumber, project) as sub_account,
    coalesce(nullif(regexp_extract(lineitem, '/services/([^/]+)', 1), ''), lineitem) as service,
    piece.charge_category as charge_category,
    case when piece.charge_category = 'Credit' then 'promotion' end as credit_kind,
    currency,
    piece.billed as billed,
    piece.lines as lines,
    projectlabels as tags,
    record
from (
    select
        *,
        unnest([
            struct_pack(charge_category := 'Usage', billed := amount(cost), lines := 1),
            struct_pack(
                charge_category := 'Credit',
                billed := -abs(amount(credit1amount)) - abs(amount(credit2amount))
                    - abs(amount(credit3amount)),
                lines := 0
            )
        ]) as piece
    from line
)
where piece.lines = 1 or piece.billed is null or piece.billed <> 0
