-- title:    Wise transaction history
-- source:   https://wise.com/help/articles/2736049/how-do-i-get-a-statement
-- needs:    status, direction, createdon, sourceamount|sourceamountafterfees, sourcecurrency, targetamount|targetamountafterfees, targetcurrency
-- uses:     id finishedon sourcefeeamount sourcefeecurrency
-- amount:   sourceamount sourceamountafterfees targetamount targetamountafterfees sourcefeeamount
-- date:     finishedon createdon
-- decimal:  column
-- restates: days
-- rank:     7
-- What goes out costs its amount and its fee; what comes in is the amount after fees. A neutral
-- line moves money between the team's own balances and costs its fee. Only completed lines moved. A
-- transfer that came back has its number twice and takes back the cost.
with known as (
    select
        *,
        id is not null and bool_or(upper(direction) = 'OUT' and upper(trim(status)) = 'COMPLETED')
            over (partition by id) as went_out
    from line
),
piece as (
    select
        *,
        unnest(case upper(direction)
            when 'IN' then [struct_pack(
                category := if(went_out, 'Adjustment', 'Income'), lines := 1, currency := targetcurrency,
                billed := -amount(coalesce(targetamount, targetamountafterfees))
            )]
            when 'OUT' then [
                struct_pack(
                    category := 'Usage', lines := 1, currency := sourcecurrency,
                    billed := amount(coalesce(sourceamount, sourceamountafterfees))
                ),
                struct_pack(
                    category := 'Usage', lines := 0,
                    currency := coalesce(sourcefeecurrency, sourcecurrency),
                    billed := amount(sourcefeeamount)
                )
            ]
            else [
                struct_pack(
                    category := 'Not counted', lines := 1, currency := sourcecurrency,
                    billed := amount(coalesce(sourceamount, sourceamountafterfees))
                ),
                struct_pack(
                    category := 'Usage', lines := 0,
                    currency := coalesce(sourcefeecurrency, sourcecurrency),
                    billed := amount(sourcefeeamount)
                )
            ]
        end) as part
    from known
)
select
    coalesce(written_day(finishedon), written_day(createdon), day_of(createdon)) as day,
    coalesce(written_day(finishedon), written_day(createdon), day_of(createdon)) as until,
    'Wise' as provider,
    lower(replace(regexp_extract(id, '^[A-Z_]+'), '_', ' ')) as service,
    case when upper(trim(status)) = 'COMPLETED' then part.category else 'Not counted' end
        as charge_category,
    part.currency as currency,
    part.billed as billed,
    part.lines as lines,
    record
from piece
