"""Markdown under construction: its lines, and the line of the file each came from."""

from dataclasses import dataclass, field


class Unreadable(Exception):
    """A file that cannot be read; the message says why and what to do."""


@dataclass(slots=True)
class Lines:
    """Lines of Markdown with the lines they came from."""

    texts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, text: str) -> "Lines":
        """A text that is Markdown already."""
        texts = text.split("\n")
        return cls(texts, list(range(1, len(texts) + 1)))

    def add(self, text: str, line: int) -> None:
        """One line, or several that came from one."""
        for each in text.split("\n"):
            self.texts.append(each)
            self.lines.append(line)

    def block(self, text: str, line: int) -> None:
        """A line with an empty one before it, so that it continues nothing."""
        self.add("", line)
        self.add(text, line)

    def row(self, cells: list[str], line: int, *, head: bool) -> None:
        """A row of a table; a rule stands under the head."""
        if head:
            self.add("", line)
        self.add(
            "| " + " | ".join(" ".join(c.split()).replace("|", "/") for c in cells) + " |", line
        )
        if head:
            self.add("|" + " --- |" * max(1, len(cells)), line)

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.texts)


def counted(lines: Lines) -> Lines:
    """The same, its lines numbered by the paragraphs that have words."""
    number, numbered = 0, []
    for text in lines.texts:
        number += bool(text.strip())
        numbered.append(max(number, 1))
    return Lines(lines.texts, numbered)
