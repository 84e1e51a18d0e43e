"""One manifest of a split export → whose export, which period and run, and its parts.

AWS CUR     <export>/20240901-20241001/[<assemblyId>/]<export>-Manifest.json, reportKeys
            docs.aws.amazon.com/cur/latest/userguide/understanding-report-versions.html
AWS Data Exports (CUR 2.0, FOCUS)
            <export>/metadata/BILLING_PERIOD=2024-09/[<time>-<executionId>/]<export>-Manifest.json,
            dataFiles; it is written after its parts
            docs.aws.amazon.com/cur/latest/userguide/dataexports-export-delivery.html
Azure (cost details, FOCUS)
            <export>/20240901-20240930/<runId>/manifest.json, blobs and runInfo
            learn.microsoft.com/azure/cost-management-billing/costs/tutorial-improved-exports
"""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

PERIOD = re.compile(r"(?i)(?:billing_period=)?(\d{4}-\d\d|\d{8}-\d{8})")
STAMP = re.compile(r"\d{4}-?\d\d-?\d\dT\d\d\D?\d\d\D?\d\d(?:\.\d+)?")

Path = tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """The contents of one manifest.

    export   its folders without period and run, and the export's name
    stamp    the run's time, digits only; empty where nothing tells it
    current  it lies in no run's folder: then it names the run that is current
    parts    as it names them
    """

    name: str
    export: tuple[Path, str]
    period: str
    run: str
    stamp: str
    current: bool
    parts: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, str, str, str]:
        """The greatest is the newest run of a period: current, then time, id, path."""
        return self.current, self.stamp, self.run, self.name


class Unreadable(ValueError):
    """A manifest that cannot be read, with the reason."""


def read(name: str, text: str) -> Manifest:
    """Of a manifest's name and text. Raises Unreadable."""
    try:
        contents = json.loads(text.lstrip("\ufeff"))
    except ValueError:
        raise Unreadable("it is no JSON, or cut short") from None
    if not isinstance(contents, dict):
        raise Unreadable("it is no manifest: a list or a single value")
    parts, run, stamp = _contents(contents)
    *folders, file = segments(name)
    named = bool(folders and run) and _is_run(folders[-1], run)
    own = folders.pop() if named else ""
    folder = PERIOD.fullmatch(folders[-1]) if folders else None
    period = folder[1] if folder else _period(contents, parts)
    folders = folders[:-1] if folder else folders
    folders = folders[:-1] if folders[-1:] == ["metadata"] else folders
    export = (tuple(folders), _export(contents) or file)
    stamp = stamp or _digits(own) or _digits(run) or _digits(parts[0])
    return Manifest(name, export, period, run, stamp, not named, parts)


def _contents(contents: dict[str, Any]) -> tuple[tuple[str, ...], str, str]:
    """The parts, the run's id and its time, by the keys of the three layouts."""
    if "reportKeys" in contents:
        return _parts(contents["reportKeys"]), _text(contents.get("assemblyId")), ""
    if "dataFiles" in contents:
        return _parts(contents["dataFiles"]), _text(contents.get("executionId")), ""
    if isinstance(contents.get("blobs"), list):
        names = [
            blob.get("blobName") if isinstance(blob, dict) else None for blob in contents["blobs"]
        ]
        run = _inner(contents, "runInfo")
        return _parts(names), _text(run.get("runId")), _digits(_text(run.get("submittedTime")))
    raise Unreadable("it names no parts: no reportKeys, dataFiles or blobs")


def _parts(value: Any) -> tuple[str, ...]:
    if not (isinstance(value, list) and value and all(isinstance(v, str) and v for v in value)):
        raise Unreadable("its list of parts is empty or no list of names")
    return tuple(sorted(set(value)))


def _period(contents: dict[str, Any], parts: tuple[str, ...]) -> str:
    """The period where no folder of the manifest states it: a part's folder, else its own words."""
    run, bill = _inner(contents, "runInfo"), _inner(contents, "billingPeriod")
    folders = (PERIOD.fullmatch(folder) for folder in segments(parts[0])[:-1])
    folder = next((match[1] for match in folders if match), "")
    end = _text(run.get("endDate"))[:7]  # an export of the month to date ends later every day
    return folder or _text(bill.get("start")) or _text(run.get("startDate"))[:10] + end


def _export(contents: dict[str, Any]) -> str:
    config = _inner(contents, "exportConfig")
    names = (contents.get("reportName"), contents.get("exportArn"), config.get("exportName"))
    return next((name for name in names if isinstance(name, str)), "")


def _inner(contents: dict[str, Any], key: str) -> dict[str, Any]:
    value = contents.get(key)
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _digits(text: str) -> str:
    found = STAMP.search(text)
    return re.sub(r"\D", "", found[0]) if found else ""


def _is_run(folder: str, run: str) -> bool:
    ends = f"-{folder}".casefold().endswith(f"-{run}".casefold())
    return ends and not PERIOD.fullmatch(folder)


def segments(name: str) -> list[str]:
    """A name's folders and file: no scheme, no slashes the other way, nothing encoded."""
    scheme, there, path = name.replace("\\", "/").rpartition("://")
    path = path.split("?", 1)[0] if scheme.startswith("http") and there else path
    return [part for s in unquote(path).split("/") if (part := s.strip()) not in ("", ".")]
