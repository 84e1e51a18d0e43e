"""One manifest of a split export: whose, of which period and run, and its parts, each whole."""

import json

import pytest

from pipelines.billing.files.manifest import Unreadable, read

# its name and contents → export, period, run, its time, whether it is the current one, parts
READ = [
    (
        "x/20240901-20241001/run/e-Manifest.json",
        {
            "reportKeys": [
                "x/20240801-20240901/run/e-1.csv.gz",
                "x/20240801-20240901/run/e-1.csv.gz",
            ],
            "assemblyId": "run",
            "reportName": "e",
        },
        (
            (("x",), "e"),
            "20240901-20241001",
            "run",
            "",
            False,
            ("x/20240801-20240901/run/e-1.csv.gz",),
        ),
    ),
    (
        "x/e-Manifest.json",
        {
            "reportKeys": ["x/20240801-20240901/run/e-1.csv.gz"],
            "assemblyId": "run",
            "billingPeriod": {"start": "20240701T000000.000Z"},
        },
        (
            (("x",), "e-Manifest.json"),
            "20240801-20240901",
            "run",
            "",
            True,
            ("x/20240801-20240901/run/e-1.csv.gz",),
        ),
    ),
    (
        "x/e-Manifest.json",
        {
            "reportKeys": ["e-1.csv.gz"],
            "assemblyId": "run",
            "billingPeriod": {"start": "20240701T000000.000Z"},
        },
        ((("x",), "e-Manifest.json"), "20240701T000000.000Z", "run", "", True, ("e-1.csv.gz",)),
    ),
    (
        "x/20240901-20241001/20240902T030405Z/e-Manifest.json",
        {"reportKeys": ["b", "a"], "assemblyId": "20240902T030405Z"},
        (
            (("x",), "e-Manifest.json"),
            "20240901-20241001",
            "20240902T030405Z",
            "20240902030405",
            False,
            ("a", "b"),
        ),
    ),
    (
        "x/20240901-20241001/e-Manifest.json",
        {"reportKeys": ["a/20240902T030405Z/b"], "assemblyId": 7},
        (
            (("x",), "e-Manifest.json"),
            "20240901-20241001",
            "",
            "20240902030405",
            True,
            ("a/20240902T030405Z/b",),
        ),
    ),
    (
        "x/metadata/BILLING_PERIOD=2024-09/2024-09-02T03:04:05.678Z-ab12/e-Manifest.json",
        {
            "dataFiles": ["s3://b/x/data/BILLING_PERIOD=2024-09/e-1.parquet"],
            "executionId": "ab12",
            "exportArn": "arn:e",
        },
        (
            (("x",), "arn:e"),
            "2024-09",
            "ab12",
            "20240902030405678",
            False,
            ("s3://b/x/data/BILLING_PERIOD=2024-09/e-1.parquet",),
        ),
    ),
    (
        "x/metadata/BILLING_PERIOD=2024-09/e-Manifest.json",
        {
            "dataFiles": [
                "s3://b/x/data/BILLING_PERIOD=2024-09/2024-09-02T03:04:05Z-ab12/e-1.parquet"
            ],
            "executionId": "ab12",
        },
        (
            (("x",), "e-Manifest.json"),
            "2024-09",
            "ab12",
            "20240902030405",
            True,
            ("s3://b/x/data/BILLING_PERIOD=2024-09/2024-09-02T03:04:05Z-ab12/e-1.parquet",),
        ),
    ),
    (
        "x/20240901-20240930/AB-12/manifest.json",
        {
            "blobs": [{"blobName": "x/20240901-20240930/AB-12/part_0.csv"}],
            "runInfo": {
                "runId": "ab-12",
                "submittedTime": "2024-09-02T03:04:05.1234567Z",
                "startDate": "2024-09-01T00:00:00",
                "endDate": "2024-09-30T00:00:00",
            },
            "exportConfig": {"exportName": "daily"},
        },
        (
            (("x",), "daily"),
            "20240901-20240930",
            "ab-12",
            "202409020304051234567",
            False,
            ("x/20240901-20240930/AB-12/part_0.csv",),
        ),
    ),
    (
        "x/manifest.json",
        {
            "blobs": [{"blobName": "part_0.csv"}],
            "runInfo": {
                "runId": "r",
                "startDate": "2024-09-01T00:00:00",
                "endDate": "2024-09-12T00:00:00",
            },
            "reportName": 7,
        },
        ((("x",), "manifest.json"), "2024-09-012024-09", "r", "", True, ("part_0.csv",)),
    ),
    (
        "manifest.json",
        {"blobs": [{"blobName": "part_0.csv"}], "runInfo": ["r"], "exportConfig": "x"},
        (((), "manifest.json"), "", "", "", True, ("part_0.csv",)),
    ),
    (
        "20240901-20240930/20240901-20240930/manifest.json",
        {"blobs": [{"blobName": "p"}], "runInfo": {"runId": "20240901-20240930"}},
        (
            (("20240901-20240930",), "manifest.json"),
            "20240901-20240930",
            "20240901-20240930",
            "",
            True,
            ("p",),
        ),
    ),
    (
        "x/12/manifest.json",
        {"blobs": [{"blobName": "p"}], "runInfo": {"runId": "ab-12"}},
        ((("x", "12"), "manifest.json"), "", "ab-12", "", True, ("p",)),
    ),
    (
        "x/ab-12/manifest.json",
        {"blobs": [{"blobName": "p"}], "runInfo": {"runId": "12"}},
        ((("x",), "manifest.json"), "", "12", "", False, ("p",)),
    ),
    ("x/m.json", {"reportKeys": ["a", 7]}, "its list of parts is empty or no list of names"),
    ("x/m.json", {"blobs": [{"name": "p"}]}, "its list of parts is empty or no list of names"),
    ("x/m.json", {"blobs": "p"}, "it names no parts: no reportKeys, dataFiles or blobs"),
    ("x/m.json", {"dataFiles": ["", "a"]}, "its list of parts is empty or no list of names"),
]


@pytest.mark.parametrize(("name", "contents", "expected"), READ)
def test_a_manifest_says_whose_it_is_and_what_belongs_to_it(name, contents, expected):
    try:
        found = read(name, json.dumps(contents))
    except Unreadable as reason:
        assert str(reason) == expected
    else:
        assert (found.name, *[*vars(found).values()][1:]) == (name, *expected)
