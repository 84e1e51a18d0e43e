"""A folder read as a bucket (file://): what was listed, what changed, what is gone, what is shared.

The same code asks S3, Google and Azure, which slower tests do.
"""

import os
import pickle

import pytest
from billing_house import House

from pipelines.billing.files import buckets, find
from pipelines.billing.rollup import Unreachable
from pipelines.billing.rollup.clouds import _is_refusal, _refused, _said, filesystem, mark
from pipelines.billing.store import roll_ups, shared


class Bucket:
    """A folder of files and a dashboard.toml that names it as a bucket."""

    def __init__(self, folder, path="bills"):
        self.folder = folder
        self.house = House(folder / "team", None).bill("us", f"file://{folder}/{path}").load()
        self.entry = self.house.config.billing[0]
        (folder / "bills").mkdir()

    def put(self, name, text="x", at=1_000_000_000):
        file = self.folder / "bills" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        os.utime(file, (at, at))
        return self

    def read(self, name, *endings):
        """As if the object's last listed version had been rolled up."""
        listed = buckets.listing(self.house, self.entry).objects
        key = buckets.key(self.address(name), listed[self.address(name)][0])
        for ending in endings or ("parquet", "json"):
            (buckets.folder(self.house) / f"{key}-0.{ending}").write_text("{}")
        return key

    def address(self, name):
        return f"file://{self.folder}/bills/{name}"

    def look(self):
        return buckets.look(self.house, self.entry)

    def listed(self):
        """Names and sizes of each part of the listing, and the manifests."""
        listing = buckets.listing(self.house, self.entry)
        begin = len(self.address(""))
        parts = [{name[begin:]: size for name, (_, size) in part.items()}
                 for part in (listing.objects, listing.gone, listing.before)]  # fmt: skip
        return *parts, {name[begin:]: text for name, text in listing.manifests.items()}


@pytest.fixture
def bucket(tmp_path):
    return Bucket(tmp_path)


def test_a_listing_says_what_is_there_and_whether_that_is_new(bucket):
    bucket.put("a.csv", "12").put("b.csv", "123").put("in/x-Manifest.json", '{"ä": 1}')
    assert bucket.look()
    assert bucket.listed() == (
        {"a.csv": 2, "b.csv": 3, "in/x-Manifest.json": 9}, {}, {},
        {"in/x-Manifest.json": '{"ä": 1}'},
    )  # fmt: skip
    assert bucket.look() is False
    bucket.put("b.csv", "124", at=1_000_000_001)  # as long as it was
    assert bucket.look()


def test_what_was_read_and_is_changed_or_gone_is_remembered_until_it_is_read_anew(bucket):
    bucket.put("a.csv", "12").put("b.csv", "123").put("c.csv").put("d.csv").look()
    old = [bucket.read(name) for name in ("a.csv", "b.csv")]
    bucket.put("a.csv", "1234").put("d.csv", "12345")
    for name in ("b.csv", "c.csv"):
        (bucket.folder / "bills" / name).unlink()
    assert bucket.look()
    assert bucket.listed() == ({"a.csv": 4, "d.csv": 5}, {"b.csv": 3}, {"a.csv": 2}, {})
    found = find.found(bucket.house, bucket.entry).bills
    assert [(f.place, f.address, f.before, f.size) for f in found] == [
        (bucket.address("a.csv"), bucket.address("a.csv"), old[0], 4),
        (bucket.address("d.csv"), bucket.address("d.csv"), None, 5),
        (bucket.address("b.csv"), None, None, 3),
    ]  # fmt: skip
    assert [f.key for f in found][2] == old[1]
    assert not bucket.look()
    new = bucket.read("a.csv")
    bucket.put("b.csv", "12345678")
    assert bucket.look()
    assert bucket.listed() == ({"a.csv": 4, "b.csv": 8, "d.csv": 5}, {}, {"b.csv": 3}, {})
    buckets.sweep(bucket.house)
    kept = {
        name[:32] for name in roll_ups.store(buckets.folder(bucket.house)).names if "-0" in name
    }
    assert kept == {new, old[1]}


def test_a_set_that_is_gone_keeps_its_manifest_and_only_tables_are_bills(bucket):
    bucket.put("a-Manifest.json", "{}").put("a.csv").put("readme.md").put("b.csv")
    bucket.put("b-Manifest.json", "[]").look()
    bucket.read("a.csv")
    bucket.put("b-Manifest.json", '["b"]')
    (bucket.folder / "bills" / "a.csv").unlink()
    (bucket.folder / "bills" / "a-Manifest.json").unlink()
    assert bucket.look()
    assert bucket.listed()[1:] == (
        {"a.csv": 1}, {}, {"a-Manifest.json": "{}", "b-Manifest.json": '["b"]'},
    )  # fmt: skip
    places = [f.place for f in find.found(bucket.house, bucket.entry).bills]
    assert places == [bucket.address("b.csv"), bucket.address("a.csv")]


def test_a_manifest_is_fetched_again_only_where_it_changed_and_a_huge_one_never(
    bucket, monkeypatch
):
    bucket.put("a-manifest.json", "1234").put("b-manifest.json", "12345").put("c.csv", "12345")
    monkeypatch.setattr(buckets, "MANIFEST_SIZE", 4)
    bucket.look()
    assert bucket.listed()[3] == {"a-manifest.json": "1234", "b-manifest.json": ""}
    listing = buckets.listing(bucket.house, bucket.entry)
    with filesystem("file:///") as (system, _):
        listing.manifests[bucket.address("a-manifest.json")] = "as kept"
        assert buckets._manifests(system, listing, listing) == listing.manifests
        before = buckets.Listing(listing.path, {}, manifests=listing.manifests)
        read_anew = buckets._manifests(system, before, listing)
        bare = buckets.Listing(listing.path, listing.objects)
        read_again = buckets._manifests(system, bare, listing)
    of_a = [each[bucket.address("a-manifest.json")] for each in (read_anew, read_again)]
    assert of_a == ["1234", "1234"]


def _trouble(ask):
    with pytest.raises(Unreachable) as caught:
        ask()
    again = pickle.loads(pickle.dumps(caught.value))  # as a worker sends it
    return again.what, again.remedy, again.passing


def test_a_place_where_nothing_is_is_a_wrong_address_until_something_was_there(bucket):
    remedy = "check the address, or wait for the first export"
    path = bucket.entry.path
    assert _trouble(bucket.look) == (f"{path}: nothing is there", remedy, False)
    bucket.put("a.csv").look()
    (bucket.folder / "bills" / "a.csv").unlink()
    assert _trouble(bucket.look) == (f"{path}: nothing is there", remedy, True)
    (bucket.folder / "bills").rmdir()
    assert _trouble(bucket.look)[1:] == (remedy, True)
    assert bucket.listed()[0] == {"a.csv": 1}


def test_a_pattern_names_objects(tmp_path):
    bucket = Bucket(tmp_path, "bills/*.c*")
    bucket.put("a.csv").put("b.txt").put("in.c/c.csv").look()
    assert bucket.listed()[0] == {"a.csv": 1}


def _names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_what_one_folder_has_whole_another_gets(tmp_path):
    first, second, there = (tmp_path / name for name in ("first", "second", "there"))
    for folder in (first, second):
        folder.mkdir()
    for name in ("a-0.parquet", "a-0.json", "b-0.refused", "c-0.parquet", "d-0.json"):
        (first / name).write_text(name)
    shared.give(f"file://{there}", first, ["a-0", "b-0", "c-0", "x-0"])
    assert _names(there) == ["a-0.json", "a-0.parquet", "b-0.refused", "c-0.parquet"]
    shared.bring(f"file://{there}", second, ["a-0", "b-0", "c-0", "x-0"])
    assert _names(second) == ["a-0.json", "a-0.parquet", "b-0.refused"]
    assert (second / "a-0.json").read_text() == "a-0.json"
    (first / "c-0.json").write_text("{}")
    (first / "a-0.json").write_text("changed")
    shared.give(f"file://{there}", first, ["a-0", "c-0"])
    assert ((there / "a-0.json").read_text(), (there / "c-0.json").read_text()) == (
        "a-0.json",
        "{}",
    )
    shared.bring(f"file://{tmp_path}/nowhere", second, ["c-0"])
    assert len(_names(second)) == 3


class Status(Exception):
    """What a cloud raises, with its status under one of two names."""

    def __init__(self, **status):
        super().__init__("no")
        vars(self).update(status)


REFUSALS = [
    (PermissionError("no"), True), (OSError("Forbidden: no"), True),
    (OSError("not Forbidden"), False), (Status(status_code=401), True),
    (Status(status_code=403), True), (Status(status_code=404), False), (Status(code=403), True),
    (Status(status_code=500, code=403), False), (Status(), False),
    (type("NoCredentialsError", (OSError,), {})("no"), True),
    (type("Other", (type("RefreshError", (Exception,), {}),), {})("no"), True),
]  # fmt: skip


@pytest.mark.parametrize(("trouble", "refused"), REFUSALS)
def test_a_refusal_is_a_credential_or_a_right_that_is_missing(trouble, refused):
    assert _is_refusal(trouble) is refused


def _raise(trouble):
    with filesystem("file:///x"):
        raise trouble


def test_what_a_bucket_raises_is_said_with_its_remedy():
    assert _trouble(lambda: _raise(PermissionError("no."))) == (
        "file:///x refused: no", "give the account that runs this the right to list and read",
        False,
    )  # fmt: skip
    assert _trouble(lambda: _raise(OSError("cut off\nat byte 7"))) == (
        "file:///x could not be read: cut off",
        "check the address and the network, then run again", True,
    )  # fmt: skip
    assert _trouble(lambda: filesystem("ftp://x/y").__enter__()) == (
        "ftp:// is no bucket", "use one of s3://, gs://, az://, file://", False
    )  # fmt: skip
    said = _refused("gs", "gs://x", OSError("no"))
    assert (said.what, said.remedy) == (
        "gs://x refused: no", "give the account that runs this the right to list and read; "
        "credentials come from GOOGLE_APPLICATION_CREDENTIALS",
    )  # fmt: skip
    with pytest.raises(ValueError, match="ours"):
        _raise(ValueError("ours"))


def test_the_first_line_of_a_trouble_is_said_without_signatures():
    assert [_said(each) for each in (
        OSError(), OSError("get https://x/y?sig=ab&t=1 failed."), OSError("x" * 200),
    )] == ["OSError", "get https://x/y failed", "x" * 160]  # fmt: skip


def test_a_version_of_an_object_is_its_tag_or_its_time_and_its_size():
    assert mark({"ETag": '"ab"', "mtime": 5, "size": 7}) == '"ab" 7'
    assert mark({"etag": "cd", "mtime": 5, "size": 7}) == "cd 7"
    assert mark({"mtime": 5, "size": 7}) == "5 7"
    assert mark({"size": 7}) == " 7"
