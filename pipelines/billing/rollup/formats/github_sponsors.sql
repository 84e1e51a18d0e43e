-- title:    GitHub Sponsors transactions
-- source:   https://docs.github.com/sponsors/receiving-sponsorships-through-github-sponsors/viewing-your-sponsors-and-sponsorships
-- needs:    sponsorhandle, processedamount, status, transactiondate
-- uses:     isyearly
-- amount:   processedamount
-- date:     transactiondate
-- decimal:  column
-- restates: days
-- rank:     7
-- Only a settled payment is income. The day is the one that is written, whatever its offset.
select
    coalesce(written_day(transactiondate), day_of(transactiondate)) as day,
    coalesce(written_day(transactiondate), day_of(transactiondate)) as until,
    'GitHub Sponsors' as provider,
    'sponsorship' as service,
    case when lower(trim(status)) = 'settled' then 'Income' else 'Not counted' end
        as charge_category,
    currency_beside(processedamount) as currency,
    case when processedamount is not null then -amount(processedamount) end as billed,
    1 as lines,
    record
from line
