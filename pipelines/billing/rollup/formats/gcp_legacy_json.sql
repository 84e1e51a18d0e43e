-- title:    Google Cloud daily billing file (before BigQuery), JSON
-- source:   https://cloud.google.com/billing/docs/how-to/export-data-file
-- needs:    lineitemid, starttime, endtime, costamount
-- uses:     accountid projectid projectname projectnumber costcurrency credits projectlabels
-- amount:   costamount
-- date:     starttime
-- restates: days
-- rank:     5
select
    written_day(starttime) as day,
    written_day(starttime) as until,
    date_trunc('month', written_day(starttime))::date as billing_period,
    'Google Cloud' as provider,
    accountid as billing_account,
    coalesce(projectid, projectnumber, projectname) as sub_account,
    coalesce(nullif(regexp_extract(lineitemid, '/services/([^/]+)', 1), ''), lineitemid) as service,
    piece.charge_category as charge_category,
    piece.credit_kind as credit_kind,
    costcurrency as currency,
    case when piece.lines = 1 then piece.billed else -abs(piece.billed) end as billed,
    piece.lines as lines,
    projectlabels as tags,
    record
from (
    select *, unnest(google_pieces(amount(costamount), credits, 'Usage')) as piece
    from line
)
