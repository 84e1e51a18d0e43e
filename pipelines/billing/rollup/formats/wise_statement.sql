-- title:    Wise balance statement
-- source:   https://wise.com/help/articles/2736049/how-do-i-get-a-statement
-- needs:    transferwiseid, date, amount, currency, runningbalance
-- uses:     description totalfees
-- amount:   amount
-- date:     date
-- restates: days
-- rank:     7
-- The amount is what the balance changed by, fees included; days are written 31-12-2026. A
-- conversion (BALANCE-…) moves money between the team's own balances. A transfer that came back has its
-- number twice and takes back the cost.
select
    try_strptime(left(trim(date), 10), ['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d'])::date as day,
    try_strptime(left(trim(date), 10), ['%d-%m-%Y', '%d/%m/%Y', '%Y-%m-%d'])::date as until,
    'Wise' as provider,
    lower(replace(regexp_extract(transferwiseid, '^[A-Z_]+'), '_', ' ')) as service,
    case
        when transferwiseid like 'BALANCE-%' then 'Not counted'
        when amount(amount) > 0 and transferwiseid is not null
            and bool_or(amount(amount) < 0) over (partition by transferwiseid) then 'Adjustment'
        when amount(amount) > 0 then 'Income'
        else 'Usage'
    end as charge_category,
    currency,
    case when amount is not null then -amount(amount) end as billed,
    1 as lines,
    record
from line
