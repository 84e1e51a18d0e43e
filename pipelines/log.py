"""The lines of an ingest by the standard library's logging: results on stdout, the rest on stderr.

A line is plain text for a person, or has its time (UTC) in front for a log file, or is one JSON
object for a collector of logs.
"""

import json
import logging
import sys
import time
from types import TracebackType
from typing import Literal, get_args

Format = Literal["plain", "time", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
STAMP = "%Y-%m-%dT%H:%M:%SZ"


class _Lines(logging.Handler):
    """Warnings and worse go to stderr: cron mails it, docs/cron.md."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print at once: a log that is followed shows the line when it happens."""
        out = sys.stderr if record.levelno >= logging.WARNING else sys.stdout
        print(self.format(record), file=out, flush=True)


class _Utc(logging.Formatter):
    converter = staticmethod(time.gmtime)


class _Json(_Utc):
    """One object a line: at, level, from, message, and the traceback of a fault."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": self.formatTime(record, STAMP),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


FORMATTERS: dict[Format, logging.Formatter] = {
    "plain": logging.Formatter("%(message)s"),
    "time": _Utc("%(asctime)s %(levelname)s %(message)s", STAMP),
    "json": _Json(),
}
PIPELINES = logging.getLogger("pipelines")


def write(form: Format = "plain") -> None:
    """Write the lines of every module of pipelines in this format from now on.

    In the formats for machines, a fault that ends the run is a line of the log, too.
    """
    handler = _Lines()
    handler.setFormatter(FORMATTERS[form])
    PIPELINES.handlers = [handler]
    PIPELINES.setLevel(logging.INFO)
    PIPELINES.propagate = False
    if form != "plain":
        sys.excepthook = _fault


def _fault(kind: type[BaseException], fault: BaseException, place: TracebackType | None) -> None:
    said = "a fault of Quarterdeck: nothing was published"
    PIPELINES.critical(said, exc_info=(kind, fault, place))


write()
