-- title:    Postings of hledger, ledger or bean-query, as pipelines/funds/plain_text.py writes them
-- source:   docs/awards.md
-- needs:    postingday, postingaccount, postingamount, postingcurrency
-- uses:     postingcode postingdirection flat_tags
-- amount:   postingamount
-- date:     postingday
-- restates: file
-- rank:     1
-- The amount has the sign of its account: a cost is positive, income negative.
select
    day_of(postingday) as day,
    day_of(postingday) as until,
    postingcode as sub_account,
    postingaccount as service,
    case postingdirection when 'income' then 'Income' else 'Usage' end as charge_category,
    postingcurrency as currency,
    amount(postingamount) as billed,
    flat_tags as tags,
    1 as lines,
    record
from line
