"""A manifest tells which parts make the newest complete set; everything else is as before."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.billing.files.manifest import segments
from pipelines.billing.files.manifests import Gap, verdict

HERE = Path(__file__).resolve().parents[1] / "data" / "billing" / "manifests"
SEPTEMBER = "cur/hubs/20240901-20241001"
FOCUS = "billing_period=2024-09"
AZURE = "costs/hubs/20240901-20240930"


class Listing:
    """A listing as a bucket or a folder shows it, with the texts of its manifests."""

    def __init__(self, *names):
        self.texts, self.names = {}, set(names)

    def file(self, *names):
        self.names |= set(names)
        return self

    def manifest(self, name, text):
        self.texts[name] = text
        return self.file(name)

    def ask(self):
        return verdict(self.texts, self.names)

    def counts(self):
        return sorted(self.ask().counts)


def cur(run, parts=(1, 2), **changed):
    told = json.loads((HERE / "cur-Manifest.json").read_text())
    keys = [f"{SEPTEMBER}/{run}/hubs-{n:05}.csv.gz" for n in parts]
    return json.dumps(told | {"assemblyId": run, "reportKeys": keys} | changed)


def cur_set(listing, run, parts=(1, 2), there=None, root=""):
    """An assembly's folder with its own manifest, and the period's if it is the newest so far."""
    folder = f"{root}{SEPTEMBER}/{run}"
    listing.manifest(f"{folder}/hubs-Manifest.json", cur(run, parts))
    listing.manifest(f"{root}{SEPTEMBER}/hubs-Manifest.json", cur(run, parts))
    return listing.file(*(f"{folder}/hubs-{n:05}.csv.gz" for n in there or parts))


def cur_parts(run, *parts):
    return [f"{SEPTEMBER}/{run}/hubs-{n:05}.csv.gz" for n in parts]


def azure(run, submitted, parts=(0, 1), period=AZURE, **changed):
    told = json.loads((HERE / "azure-manifest.json").read_text())
    told["runInfo"] |= {"runId": run, "submittedTime": submitted}
    told["blobs"] = [{"blobName": f"{period}/{run}/part_{n}_0001.csv"} for n in parts]
    return json.dumps(told | changed)


def azure_set(listing, run, submitted, parts=(0, 1), there=None, root=""):
    folder = f"{root}{AZURE}/{run}"
    listing.manifest(f"{folder}/manifest.json", azure(run, submitted, parts))
    there = parts if there is None else there
    return listing.file(*(f"{folder}/part_{n}_0001.csv" for n in there))


OLD, NEW = "aaac73f1-0000-4000-8000-000000000002", "9bac73f1-0000-4000-8000-000000000003"


def focus_folder(time, run):
    return f"2024-09-{time}-{run}"


def focus(folder, run, parts=(1, 2)):
    told = json.loads((HERE / "data-export-Manifest.json").read_text())
    place = f"s3://tide-bills/exports/focus/data/{FOCUS}/{folder}".rstrip("/")
    told["dataFiles"] = [f"{place}/focus-{n:05}.csv.gz" for n in parts]
    return json.dumps(told | {"executionId": run})


def focus_parts(folder, *parts, root="exports/focus"):
    place = f"{root}/data/{FOCUS}/{folder}".rstrip("/")
    return [f"{place}/focus-{n:05}.csv.gz" for n in parts]


def test_of_two_assemblies_the_one_counts_that_the_periods_manifest_names():
    listing = cur_set(Listing(), "zzz-older-by-name-last")
    cur_set(listing, "aaa-newer")

    found = listing.ask()

    assert sorted(found.counts) == cur_parts("aaa-newer", 1, 2)
    assert sorted(found.set_aside) == cur_parts("zzz-older-by-name-last", 1, 2)
    assert found.gaps == found.unread == ()
    assert set(found.deliveries.values()) == {f"{SEPTEMBER}/hubs-Manifest.json"}


def test_without_the_periods_manifest_the_assembly_of_the_latest_time_counts():
    listing = cur_set(Listing(), "20240912T041500Z")
    cur_set(listing, "20240911T235959Z")
    del listing.texts[f"{SEPTEMBER}/hubs-Manifest.json"]
    listing.names.remove(f"{SEPTEMBER}/hubs-Manifest.json")

    assert listing.counts() == cur_parts("20240912T041500Z", 1, 2)


def test_of_half_a_set_nothing_counts_and_the_newest_complete_one_before_does():
    listing = cur_set(Listing(), "20240910T000000Z")
    cur_set(listing, "20240911T000000Z")
    cur_set(listing, "20240912T000000Z", parts=(1, 2, 3), there=(1, 3))

    found = listing.ask()

    assert sorted(found.counts) == cur_parts("20240911T000000Z", 1, 2)
    assert sorted(found.set_aside) == cur_parts("20240910T000000Z", 1, 2)
    assert found.gaps == (
        Gap(
            f"{SEPTEMBER}/hubs-Manifest.json",
            tuple(cur_parts("20240912T000000Z", 2)),
            tuple(cur_parts("20240912T000000Z", 1, 3)),
            f"{SEPTEMBER}/20240911T000000Z/hubs-Manifest.json",
        ),
    )


def test_half_a_set_with_none_before_it_counts_nothing():
    listing = cur_set(Listing("bills/rack.csv"), "20240912T000000Z", there=(2,))

    found = listing.ask()

    assert found.counts == {"bills/rack.csv"}
    assert found.gaps[0].missing == tuple(cur_parts("20240912T000000Z", 1))
    assert found.gaps[0].instead is None


def test_an_overwritten_export_that_shrank_leaves_no_old_part_behind():
    """A bucket's copies stay here when the bucket loses them: the manifest knows better."""
    parts = focus_parts("", 1, 2, 3)
    listing = Listing(*parts, "exports/focus/data/billing_period=2024-08/focus-00003.csv.gz")
    listing.manifest(f"exports/focus/metadata/{FOCUS}/focus-Manifest.json", focus("", "run-2"))

    found = listing.ask()

    august = "exports/focus/data/billing_period=2024-08/focus-00003.csv.gz"
    assert sorted(found.counts) == [august, *parts[:2]]
    assert found.set_aside == {parts[2]}


def test_a_data_export_that_creates_new_files_counts_what_its_manifest_names():
    early, late = focus_folder("11T04:15:00.306Z", OLD), focus_folder("12T04:15:00.306Z", NEW)
    listing = Listing(*focus_parts(early, 1, 2, 3), *focus_parts(late, 1, 2))
    listing.manifest(f"exports/focus/metadata/{FOCUS}/focus-Manifest.json", focus(late, NEW))

    found = listing.ask()

    assert sorted(found.counts) == focus_parts(late, 1, 2)
    assert sorted(found.set_aside) == focus_parts(early, 1, 2, 3)


def test_of_two_executions_with_a_manifest_each_the_later_counts():
    early, late = focus_folder("11T04:15:00.306Z", OLD), focus_folder("12T04:15:00.306Z", NEW)
    listing = Listing(*focus_parts(early, 1, 2), *focus_parts(late, 1, 2))
    for folder, run in ((early, OLD), (late, NEW)):
        name = f"exports/focus/metadata/{FOCUS}/{folder}/focus-Manifest.json"
        listing.manifest(name, focus(folder, run))

    assert listing.counts() == focus_parts(late, 1, 2)


def test_an_azure_run_counts_by_the_time_it_was_submitted_not_by_its_id():
    listing = azure_set(Listing(), OLD, "2024-09-11T04:15:06.5234447Z")
    azure_set(listing, NEW, "2024-09-12T04:15:06Z")

    found = listing.ask()

    assert sorted(found.counts) == [f"{AZURE}/{NEW}/part_{n}_0001.csv" for n in (0, 1)]
    assert sorted(found.set_aside) == [f"{AZURE}/{OLD}/part_{n}_0001.csv" for n in (0, 1)]


def test_an_azure_run_still_being_written_does_not_count_beside_the_one_before():
    """The manifest is written last, so its parts are there before it."""
    listing = azure_set(Listing(), OLD, "2024-09-11T04:15:06Z")
    listing.file(f"{AZURE}/{NEW}/part_0_0001.csv", f"{AZURE}/{NEW}/part_2_0001.csv")

    assert listing.counts() == [f"{AZURE}/{OLD}/part_{n}_0001.csv" for n in (0, 1)]


def test_other_exports_periods_and_files_are_no_rivals():
    listing = azure_set(Listing("bills/invoice.pdf", f"{AZURE}/notes.csv"), OLD, "2024-09-11")
    listing.manifest(
        f"costs/hubs/20241001-20241031/{NEW}/manifest.json",
        azure(NEW, "2024-10-02T04:15:06Z", (0,), "costs/hubs/20241001-20241031"),
    ).file(f"costs/hubs/20241001-20241031/{NEW}/part_0_0001.csv")
    listing.manifest(
        f"costs/amortized/20240901-20240930/{NEW}/manifest.json",
        azure(
            NEW, "2024-09-12T04:15:06Z", (0,), "costs/amortized/20240901-20240930",
            exportConfig={"exportName": "amortized"},
        ),
    ).file(f"costs/amortized/20240901-20240930/{NEW}/part_0_0001.csv")  # fmt: skip

    found = listing.ask()

    assert found.counts == listing.names - listing.texts.keys()
    assert (found.set_aside, found.gaps, found.unread) == (set(), (), ())


@pytest.mark.parametrize("root", ["bills/aws/", "data/raw/billing/tide-bills/", "s3://tide-bills/"])
def test_a_copy_under_another_root_is_found_by_the_end_of_its_path(root):
    listing = cur_set(Listing(), "20240911T000000Z", root=root)
    cur_set(listing, "20240912T000000Z", root=root)

    assert listing.counts() == [root + name for name in cur_parts("20240912T000000Z", 1, 2)]


def test_two_copies_of_a_bucket_each_stand_for_themselves():
    """What both hold is told apart by content later, never here by its name."""
    listing = cur_set(Listing(), "20240911T000000Z", root="old/")
    cur_set(listing, "20240912T000000Z", root="new/")

    old = ["old/" + name for name in cur_parts("20240911T000000Z", 1, 2)]
    new = ["new/" + name for name in cur_parts("20240912T000000Z", 1, 2)]
    assert listing.counts() == [*new, *old]


def test_a_part_is_never_found_by_its_bare_name_in_another_runs_folder():
    listing = azure_set(Listing(), NEW, "2024-09-12T04:15:06Z", there=())
    listing.file(f"{AZURE}/elsewhere/part_0_0001.csv", f"{AZURE}/elsewhere/part_1_0001.csv")

    found = listing.ask()

    assert [gap.delivery for gap in found.gaps] == [f"{AZURE}/{NEW}/manifest.json"]
    assert found.gaps[0].here == ()


def test_a_part_of_another_year_is_not_taken_for_this_ones():
    keys = ["cur/hubs/hubs/year=2024/month=9/hubs-00001.snappy.parquet"]
    listing = Listing("bills/hubs/hubs/year=2023/month=9/hubs-00001.snappy.parquet")
    listing.manifest(
        "bills/hubs/20240901-20241001/hubs-Manifest.json", cur("20240912T041500Z", reportKeys=keys)
    )

    assert [gap.missing for gap in listing.ask().gaps] == [tuple(keys)]


def test_parts_saved_beside_their_manifest_are_found_unless_another_folder_has_the_name():
    listing = Listing("september/hubs-00001.csv.gz", "september/hubs-00002.csv.gz")
    listing.manifest("september/hubs-Manifest.json", cur("20240912T041500Z"))
    assert set(listing.ask().deliveries) == {f"september/hubs-0000{n}.csv.gz" for n in (1, 2)}

    listing.file("october/hubs-00001.csv.gz")
    assert listing.ask().deliveries == {}


def test_periods_of_manifests_kept_in_one_folder_are_told_by_their_parts():
    """Somebody gathered the manifests; the parts still lie in their months."""
    october = "cur/hubs/20241001-20241101/20241012T041500Z/hubs-00001.csv.gz"
    listing = Listing(*cur_parts("20240912T041500Z", 1), october)
    listing.manifest("sep-Manifest.json", cur("20240912T041500Z", (1,)))
    listing.manifest("oct-Manifest.json", cur("20241012T041500Z", reportKeys=[october]))

    assert listing.counts() == [*cur_parts("20240912T041500Z", 1), october]


def test_periods_of_saved_files_are_told_by_the_manifests_own_words():
    listing = Listing("azure/sep.csv", "azure/oct.csv", "azure/oct-old.csv")
    for name, first, last in (
        ("sep", "2024-09-01T00:00:00", "2024-09-30T00:00:00"),
        ("oct-old", "2024-10-01T00:00:00", "2024-10-11T00:00:00"),
        ("oct", "2024-10-01T00:00:00", "2024-10-12T00:00:00"),
    ):
        run = {"runId": name, "submittedTime": last, "startDate": first, "endDate": last}
        text = azure(name, last, runInfo=run, blobs=[{"blobName": f"{name}.csv"}])
        listing.manifest(f"azure/{name}-manifest.json", text)

    assert listing.counts() == ["azure/oct.csv", "azure/sep.csv"]


@pytest.mark.parametrize(
    "written",
    [
        "https://tidebills.blob.core.windows.net/box/{}/part_0_0001.csv?sv=2024&sig=a%2Fb",
        "box\\costs\\hubs\\20240901-20240930\\{}\\part_0_0001.csv",
        "box/costs/hubs/20240901%2D20240930/{}/part%5F0_0001.csv",
        " costs/hubs/20240901-20240930/ {}//part_0_0001.csv",
    ],
)
def test_a_name_may_carry_an_address_backslashes_encoding_and_spaces(written):
    blobs = [{"blobName": written.format(NEW)}]
    listing = Listing(f"{AZURE}/{NEW}/part_0_0001.csv")
    listing.manifest(f"{AZURE}/{NEW}/manifest.json", azure(NEW, "2024-09-12", blobs=blobs))

    assert list(listing.ask().deliveries) == [f"{AZURE}/{NEW}/part_0_0001.csv"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"reportKeys": ["a', "it is no JSON, or cut short"),
        ("[]", "it is no manifest: a list or a single value"),
        ("{}", "it names no parts: no reportKeys, dataFiles or blobs"),
        ('{"reportKeys": []}', "its list of parts is empty or no list of names"),
        ('{"blobs": ["a.csv"]}', "its list of parts is empty or no list of names"),
        ('{"dataFiles": "a.csv"}', "its list of parts is empty or no list of names"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_told_and_files_beside_it_count(text, reason):
    listing = azure_set(Listing(), OLD, "2024-09-11T04:15:06Z")
    listing.manifest(f"{AZURE}/{NEW}/manifest.json", text)
    listing.file(f"{AZURE}/{NEW}/part_0_0001.csv")

    found = listing.ask()

    assert found.unread == ((f"{AZURE}/{NEW}/manifest.json", reason),)
    assert found.counts == listing.names - listing.texts.keys()


def test_a_manifest_with_a_byte_order_mark_is_read():
    listing = Listing(f"{AZURE}/{NEW}/part_0_0001.csv")
    listing.manifest(f"{AZURE}/{NEW}/manifest.json", "\ufeff" + azure(NEW, "2024-09-12", (0,)))

    assert listing.ask().unread == ()
    assert listing.ask().deliveries != {}


NAMES = {
    "https://host/c/a%20b/x.csv?sig=1/2": ["host", "c", "a b", "x.csv"],
    "s3://bucket/a?b/x.csv": ["bucket", "a?b", "x.csv"],
    "a/./b//x.csv": ["a", "b", "x.csv"],
    "a\\b\\x.csv": ["a", "b", "x.csv"],
    "http/x?y": ["http", "x?y"],
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_its_folders_and_its_file(name):
    assert segments(name) == NAMES[name]


RUNS = [f"202409{day:02}T000000Z" for day in (9, 10, 11, 12)]


@pytest.mark.slow
@settings(deadline=None)
@given(st.data())
def test_the_order_of_a_listing_never_matters_and_every_file_has_one_fate(data):
    listing = Listing("bills/rack.csv", f"{SEPTEMBER}/20240913T000000Z/hubs-00001.csv.gz")
    for run in data.draw(st.lists(st.sampled_from(RUNS), unique=True)):
        there = data.draw(st.lists(st.sampled_from([1, 2, 3]), min_size=1, unique=True))
        cur_set(listing, run, (1, 2, 3), there)
        azure_set(listing, f"{run}-{NEW}", f"2024-09-{run[6:8]}T01:00:00Z", (1, 2), there[:2])
    if data.draw(st.booleans()):
        listing.manifest(f"{AZURE}/broken/manifest.json", "{")
    texts = dict(data.draw(st.permutations(list(listing.texts.items()))))
    names = dict.fromkeys(data.draw(st.permutations(sorted(listing.names)))).keys()

    found = verdict(texts, names)

    assert found == listing.ask()
    halves = [name for gap in found.gaps for name in gap.here]
    fates = [*found.counts, *found.set_aside, *halves, *listing.texts]
    assert sorted(fates) == sorted(listing.names)
    assert found.deliveries.keys() <= found.counts
