-- title:    Google Cloud billing export to BigQuery, standard and detailed, as CSV, JSON or Parquet
-- source:   https://cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/standard-usage
-- needs:    usagestarttime, cost, servicedescription|serviceid, credits|invoicemonth|costtype
-- uses:     usageendtime servicedescription serviceid billingaccountid projectid projectname
--           locationregion locationlocation currency invoicemonth costtype costatlist credits labels
-- amount:   cost
-- date:     usagestarttime
-- restates: period
-- rank:     3
-- Gross usage and every credit taken off it stay apart; the invoice's month is Pacific.
select
    day_of(usagestarttime) as day,
    day_of(usagestarttime) as until,
    day_of(invoicemonth) as billing_period,
    'Google Cloud' as provider,
    billingaccountid as billing_account,
    coalesce(projectid, projectname) as sub_account,
    coalesce(servicedescription, serviceid) as service,
    coalesce(locationregion, locationlocation) as region,
    piece.charge_category as charge_category,
    piece.credit_kind as credit_kind,
    currency,
    piece.billed as billed,
    case when piece.lines = 1 then amount_if_any(costatlist) end as list,
    piece.lines as lines,
    labels as tags,
    record
from (
    select *, unnest(google_pieces(amount(cost), credits, google_category(costtype))) as piece
    from line
)
