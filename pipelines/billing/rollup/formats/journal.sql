-- title:    Plain-text accounting: ledger, hledger, beancount
-- source:   https://plaintextaccounting.org
-- needs:
-- uses:     day account direction amount currency
-- amount:   amount
-- date:     day
-- reader:   journal
-- restates: file
-- rank:     9
-- What is posted to expenses was spent, what is posted to income came in.
select
    day_of(day) as day,
    day_of(day) as until,
    account as service,
    case direction when 'income' then 'Income' else 'Usage' end as charge_category,
    currency,
    case direction when 'income' then -amount(amount) else amount(amount) end as billed,
    1 as lines,
    record
from line
