"""Changes of SQL in a string, each with the words it changes and those it puts there."""

import re
from collections.abc import Iterator

IS_SQL = re.compile(
    r"\s*(, \w+ as|select|with|from|where|and|or|join|left join|order by|group by|qualify|having|"
    r"union|coalesce|sum|count|not|case when)\b.*(?:\n|[<>=(]| is | in | from )",
    re.DOTALL,
)
CLAUSE = re.compile(
    r"^(?P<head>\s*(?:and|or|where|having|qualify) )(?P<condition>.+?),?$", re.MULTILINE
)
# What is replaced by what, wherever it stands in the text.
WORDS = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"<=", "<"),
        (r">=", ">"),
        (r"(?<![<>=-])<(?![=>])", "<="),
        (r"(?<![<>=-])>(?!=)", ">="),
        (r"(?<=\w) = (?=\S)", " <> "),
        (r"<>|!=", "="),
        (r"\bsum\(", "max("),
        (r"\bmax\(", "min("),
        (r"\bmin\(", "max("),
        (r"\bcount\(distinct ", "count("),
        (r"\b(?:arg_max|max_by)\(", "arg_min("),
        (r"\b(?:arg_min|min_by)\(", "arg_max("),
        (r"\bfirst\(", "last("),
        (r"\blast\(", "first("),
        (r" desc\b", " asc"),
        (r"\s*\bfilter \(where [^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)", ""),
        (r"\bis not null\b", "is null"),
        (r"\bis null\b", "is not null"),
        (r"\bleft join\b", "join"),
        (r"\bunion all\b", "union"),
        (r"\bselect distinct\b", "select"),
        (r" \+ ", " - "),
        (r" - ", " + "),
        (r" \* ", " / "),
        (r" / ", " * "),
        (r"\bnot (?!null\b)", ""),
        (r"(?<=\S) and (?=\S)", " or "),
        (r"(?<=\S) or (?=\S)", " and "),
        (r"(?<![\w.$'-])(?<!decimal\()(?<!decimal\(38, )\d+(?![\w.'])", "+1"),
    )
)


def is_sql(text: str) -> bool:
    """Whether a string looks like a query or a condition of one."""
    return len(text) > 12 and bool(IS_SQL.match(text))


def variants(text: str) -> Iterator[tuple[str, str, str]]:
    """Old words, new words and the whole changed text, for each change of a text of SQL."""
    for found in CLAUSE.finditer(text):
        head, condition = found["head"], found["condition"]
        if condition.count("(") == condition.count(")") and " between " not in f" {condition}":
            passed = "and false" if head.strip() == "or" else "or true"
            new = f"{head}(({condition}) {passed})"
            line = f"{head.strip()} {condition}"
            yield (
                line,
                f"({line.split()[0]} … dropped)",
                _put(text, found.start(), found.end(), new),
            )
    for pattern, new in WORDS:
        for found in pattern.finditer(text):
            put = str(int(found[0]) + 1) if new == "+1" else new
            if new in (" or ", " and ") and " between " in _line(text, found.start()):
                continue  # the `and` of a between
            changed = _put(text, found.start(), found.end(), put)
            yield _line(text, found.start()), _line(changed, found.start()), changed


def _put(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def _line(text: str, at: int) -> str:
    """The line of a text that holds a place, with single blanks."""
    at = min(at + 1, len(text))
    lines = text[: text.find("\n", at) if "\n" in text[at:] else len(text)]
    return " ".join(lines.rsplit("\n", 1)[-1].split())
