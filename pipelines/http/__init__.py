"""The one polite HTTP client of every source: questions, answers, refusals and pace."""

from pipelines.http.answer import Answer, bare
from pipelines.http.client import Client
from pipelines.http.pace import Clock
from pipelines.http.refusal import HttpError

__all__ = ["Answer", "Client", "Clock", "HttpError", "bare"]
