"""What builds in tests are made of, where a test does not say otherwise."""

from datetime import date, datetime

from warehouse.records import BuildInfo

BUILT_AT = datetime(2018, 9, 20, 6, 10)
INFO = BuildInfo(BUILT_AT, date(2018, 9, 20), "Test", "USD", "UTC", "dashboard.toml", False, "0")
