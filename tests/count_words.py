"""How many natural-language words the readers of notes go by: `python tests/count_words.py`.

Counted is every word of pipelines/notes/vocabulary.toml and every word of two letters or more in
a regular expression or a set of words in pipelines/notes, wherever the pattern was put together.
Words of other languages and of the formats that pipelines/notes/formats reads are counted
apart. A word counts once in the lists and once in the patterns, however often it stands there.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

NOTES = Path(__file__).resolve().parents[1] / "pipelines" / "notes"
# Regular-expression syntax that looks like letters: \b \w \s…, names and flags of groups, \x00.
_SYNTAX = re.compile(
    r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\[A-Za-z]|\(\?P?[<=(][A-Za-z_]\w*[>)]|\(\?[a-zA-Z]+[:)]"
)
_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")
_OF_LISTS = ("phrases", "marks", "listed", "months")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WRITTEN = ast.Constant | ast.JoinedStr | ast.Tuple | ast.List | ast.Dict | ast.BinOp


def listed(notes: Path = NOTES) -> Iterator[tuple[str, set[str]]]:
    """Every list of vocabulary.toml with its words."""
    yield from _lists(tomllib.loads((notes / "vocabulary.toml").read_text(encoding="utf-8")), "")


def _lists(table: dict[str, object], prefix: str) -> Iterator[tuple[str, set[str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _lists(value, f"{prefix}{key}.")
        else:
            text = " ".join(value) if isinstance(value, list) else str(value)
            yield f"vocabulary.toml {prefix}{key}", set(text.split())


def patterns(notes: Path = NOTES) -> Iterator[tuple[str, set[str]]]:
    """Every pattern and set of words in the code, by file and line, with its words."""
    for file in sorted(notes.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node, texts in _of_code(tree):
            if found := {word for text in texts for word in words_in(text)}:
                yield f"{file.relative_to(notes).as_posix()}:{node.lineno}", found


def words_in(pattern: str) -> set[str]:
    """The words of a regular expression, its syntax gone."""
    return set(_WORD.findall(_CLASS.sub(" ", _SYNTAX.sub(" ", pattern))))


def _of_code(tree: ast.Module) -> Iterator[tuple[ast.expr, list[str]]]:
    """Patterns, sets, texts compared without case, and constants that patterns are made of."""
    made_of = {name for call in ast.walk(tree) if _is_pattern(call) for name in _names(call)}
    texts = dict(_constants(tree))
    while more := {n for name in made_of & set(texts) for n in _names(texts[name])} - made_of:
        made_of |= more
    yield from ((texts[name], list(_strings(texts[name]))) for name in sorted(made_of & set(texts)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Set) or _is_pattern(node) or _compares(node):
            assert isinstance(node, ast.expr)
            yield node, list(_strings(node))


def _constants(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Every constant written out as text, by its name: `_A = "…"`, `_A, _B = "…", "…"`, lists."""
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = [(target, node.value)]
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    pairs = list(zip(target.elts, node.value.elts, strict=True))
                for name, value in pairs:
                    if isinstance(name, ast.Name) and isinstance(value, _WRITTEN):
                        yield name.id, value


def _names(node: ast.AST) -> Iterator[str]:
    """The names an expression uses, but for those of lists: `map(marks, NAMES)`."""
    if isinstance(node, ast.Call) and any(ast.unparse(a) in _OF_LISTS for a in node.args):
        return
    if isinstance(node, ast.Name):
        yield node.id
    for part in ast.iter_child_nodes(node):
        yield from _names(part)


def _compares(node: ast.AST) -> bool:
    """`word.casefold() in ("none", "n/a")`, `nick.casefold().endswith("bot")`."""
    if isinstance(node, ast.Compare):
        return isinstance(node.ops[0], ast.In | ast.NotIn) and ".casefold()" in ast.unparse(node)
    return isinstance(node, ast.Call) and bool(
        re.search(r"casefold\(\)\.(?:start|end)swith$", ast.unparse(node.func))
    )


def _is_pattern(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and bool(re.fullmatch(r"re\.\w+", ast.unparse(node.func)))


def _strings(node: ast.AST) -> Iterator[str]:
    """The texts of a pattern; the name of a list it is made of, or a key,
    is none of its words."""
    if isinstance(node, ast.Dict):
        yield from (text for value in node.values for text in _strings(value))
        return
    if isinstance(node, ast.Subscript):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for part in ast.iter_child_nodes(node):
        is_name = isinstance(part, ast.Call) and ast.unparse(part.func) in _OF_LISTS
        yield from () if is_name else _strings(part)


def _distinct(found: list[tuple[str, set[str]]]) -> set[str]:
    return {word.casefold() for _, words in found for word in words}


def main() -> int:
    """Print every list and pattern with its count (--all), and the two sums."""
    notes = Path(sys.argv[-1]) if Path(sys.argv[-1]).is_dir() else NOTES
    of_lists, of_patterns = list(listed(notes)), list(patterns(notes))
    apart = [each for each in of_lists if "languages." in each[0] or each[0].endswith(".months")]
    formats = [each for each in of_patterns if each[0].startswith("formats/")]
    if "--all" in sys.argv:
        for place, words in [*of_lists, *of_patterns]:
            print(f"{len(words):4} {place}: {' '.join(sorted(words))[:150]}")
    other, format_words = len(_distinct(apart)), len(_distinct(formats))
    of_lists = [each for each in of_lists if each not in apart]
    of_patterns = [each for each in of_patterns if each not in formats]
    one, two = (len(_distinct(each)) for each in (of_lists, of_patterns))
    print(f"English: {one} words in vocabulary.toml, {two} in patterns, {one + two} together")
    print(f"apart: {other} of other languages and months, {format_words} of documented formats")
    return 0


if __name__ == "__main__":
    sys.exit(main())
