"""The one polite HTTP client of every source: questions, answers, refusals and pace."""

from pipelines.http.answer import Answer, bare
from pipelines.http.client import Client
from pipelines.http.fields import Lacking, due, due_moment, optional, sifted
from pipelines.http.pace import Clock
from pipelines.http.refusal import HttpError

__all__ = [
    "Answer", "Client", "Clock", "HttpError", "Lacking", "bare", "due", "due_moment", "optional",
    "sifted",
]  # fmt: skip
