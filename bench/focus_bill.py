"""A FOCUS 1.0 bill of any size, invented and seeded, written in chunks that can be resumed.

    python -m bench.focus_bill FOLDER LINES

Every cell is a function of the line's number and the seed, so a chunk that was written before is
taken as it stands, and the same numbers always make the same bytes.
"""

import shutil
import sys
from pathlib import Path

import duckdb

from config.files import replacing

SEED = 20180920
CHUNK = 500_000

# About 45 columns of FOCUS 1.0 with the lengths real exports have.
LINES = """
    select
        'eu-west-' || chr(97 + (h % 3)::integer) as "AvailabilityZone",
        (case when h % 50 = 0 then -1 else 1 end * (h % 1000003)::decimal(38, 0)
            / 100000000)::decimal(20, 11)::varchar as "BilledCost",
        '1234567890123' as "BillingAccountId",
        'An invented hub for everybody' as "BillingAccountName",
        'USD' as "BillingCurrency",
        strftime(month + interval 1 month, '%Y-%m-%d %H:%M:%S') as "BillingPeriodEnd",
        strftime(month, '%Y-%m-%d %H:%M:%S') as "BillingPeriodStart",
        case when h % 50 = 0 then 'Credit' when h % 997 = 0 then 'Tax' else 'Usage' end
            as "ChargeCategory",
        null::varchar as "ChargeClass",
        'USD 0.' || (h % 977) || ' per GB-month of provisioned storage, line ' || n
            as "ChargeDescription",
        'Usage-Based' as "ChargeFrequency",
        strftime(month + to_hours(hour + 1), '%Y-%m-%d %H:%M:%S') as "ChargePeriodEnd",
        strftime(month + to_hours(hour), '%Y-%m-%d %H:%M:%S') as "ChargePeriodStart",
        null::varchar as "CommitmentDiscountCategory", null::varchar as "CommitmentDiscountId",
        null::varchar as "CommitmentDiscountName", null::varchar as "CommitmentDiscountStatus",
        null::varchar as "CommitmentDiscountType",
        (h % 100000) || '.000000000000000' as "ConsumedQuantity",
        'GB-Hours' as "ConsumedUnit",
        ((h % 1000003)::decimal(38, 0) / 100000000)::decimal(20, 11)::varchar as "ContractedCost",
        '0.00000004' as "ContractedUnitPrice",
        ((h % 1000003)::decimal(38, 0) / 100000000)::decimal(20, 11)::varchar as "EffectiveCost",
        'Invented Cloud, Incorporated' as "InvoiceIssuerName",
        ((h % 1000003)::decimal(38, 0) / 80000000)::decimal(20, 11)::varchar as "ListCost",
        '0.00000005' as "ListUnitPrice", 'Standard' as "PricingCategory",
        (h % 100000) || '.00000000000' as "PricingQuantity", 'GB-Hours' as "PricingUnit",
        'Invented Cloud' as "ProviderName", 'Invented Cloud, Incorporated' as "PublisherName",
        'eu-west' as "RegionId", 'Europe (West)' as "RegionName",
        'arn:inv:compute:eu-west:' || (h % 9000) || ':instance/i-' || md5(h::varchar)
            as "ResourceId",
        'hub-node-' || (h % 9000) as "ResourceName", 'Virtual machine' as "ResourceType",
        'Compute' as "ServiceCategory", n as "Id",
        'Service number ' || (h % 23) as "ServiceName",
        upper(left(md5((h % 700)::varchar), 16)) as "SkuId",
        upper(left(md5((h % 700)::varchar), 16)) || '.JRTCKXETXF' as "SkuPriceId",
        'account-' || (h % 60) as "SubAccountId", 'Team ' || (h % 60) as "SubAccountName",
        '{"team": "t' || (h % 12) || '", "environment": "production"}' as "Tags"
    from (
        select
            n, (hash(n + $seed) % 9007199254740993)::bigint as h,
            $month::timestamp as month, (hash(n * 7 + $seed) % 720)::bigint as hour
        from range($first::bigint, $last::bigint) as numbers (n)
    )
"""


def write(folder: Path, lines: int, *, month: str = "2024-09-01", seed: int = SEED) -> Path:
    """The bill as one CSV; chunks of an interrupted run are taken as they stand."""
    whole = folder / f"focus-{month}-{lines}.csv"
    if whole.is_file():
        return whole
    chunks = folder / f"chunks-{month}-{lines}"
    chunks.mkdir(parents=True, exist_ok=True)
    for first in range(0, lines, CHUNK):
        _chunk(chunks / f"{first:012}.csv", first, min(first + CHUNK, lines), month, seed)
    with replacing(whole, durable=False) as unfinished, unfinished.open("wb") as target:
        for chunk in sorted(chunks.glob("*.csv")):
            with chunk.open("rb") as source:
                shutil.copyfileobj(source, target, 1 << 20)
            chunk.unlink()
    shutil.rmtree(chunks)
    return whole


def _chunk(file: Path, first: int, last: int, month: str, seed: int) -> None:
    if file.is_file():
        return
    header = "true" if first == 0 else "false"
    values = {"first": first, "last": last, "month": month, "seed": seed}
    with (
        replacing(file, durable=False) as out,
        duckdb.connect(config={"memory_limit": "2GB"}) as db,
    ):
        db.execute(f"copy ({LINES}) to '{out}' (format csv, header {header})", values)


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    print(write(Path(sys.argv[1]), int(sys.argv[2])))
