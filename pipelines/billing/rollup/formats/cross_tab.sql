-- title:    A table with months or projects across and accounts down (QuickBooks, Xero, a statement, a budget)
-- source:   https://quickbooks.intuit.com/learn-support, https://central.xero.com: profit and loss by month
-- needs:
-- uses:     day until account project direction amount currency first
-- amount:   amount
-- date:     day
-- reader:   cross_tab
-- restates: days
-- rank:     9
-- cross_tab.py says which way the money went, expenses positive. Where nothing says it, a bill's
-- lines are costs, and a ledger's are what comes in, with a minus what goes out.
select
    day_of(day) as day,
    day_of(until) as until,
    day_of(until) = last_day(day_of(day)) as assumed,
    project as sub_account,
    account as service,
    case
        when direction = 'income' then 'Income'
        when direction = 'expense' or not getvariable('is_ledger') then 'Usage'
        when getvariable('sign') * amount(amount) > 0 then 'Income'
        else 'Usage'
    end as charge_category,
    currency,
    case
        when direction = 'income' then -amount(amount)
        when direction = 'expense' then amount(amount)
        when getvariable('is_ledger') then -getvariable('sign') * amount(amount)
        else getvariable('sign') * amount(amount)
    end as billed,
    first::integer as lines,
    record
from line
