"""The mutants of a source file: each is the same file with one expression changed."""

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutants import sql

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
REVERSED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
OTHER = {"max": "min", "min": "max", "any": "all", "all": "any", "sum": "max"}
EVEN = {"max", "min", "isinstance", "getattr", "zip", "range", "print"}  # their order is their own
SKIPPED = ("annotation", "returns", "decorator_list", "bases")


@dataclass(frozen=True)
class Mutant:
    """One changed expression of a file.

    number       of the change in the file; `mutated` makes it
    first, last  lines of the statement, or of the head of a block, that holds the expression
    """

    path: str
    number: int
    line: int
    first: int
    last: int
    function: str
    old: str
    new: str

    @property
    def key(self) -> str:
        """The mutant under a name that outlives a moved line."""
        return f"{self.path} {self.function}: {self.old} → {self.new}"

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.function}: {self.old} → {self.new}"


@dataclass
class _Site:
    """A place in a tree and the node that would stand there instead."""

    parent: ast.AST
    field: str
    index: int | None
    old: ast.AST
    new: ast.AST
    within: tuple[int, int]
    function: str
    label: tuple[str, str] | None = None


def mutants(home: Path, path: str) -> list[Mutant]:
    """Every mutant of a file, in the order of the source."""
    tree = ast.parse((home / path).read_text(encoding="utf-8"))
    return [_mutant(path, number, site) for number, site in enumerate(_sites(tree))]


def count(home: Path, path: str) -> int:
    """How many mutants a file has."""
    return sum(1 for _ in _sites(ast.parse((home / path).read_text(encoding="utf-8"))))


def mutant(home: Path, path: str, number: int) -> Mutant:
    """The mutant of that number."""
    sites = _sites(ast.parse((home / path).read_text(encoding="utf-8")))
    return next(_mutant(path, n, site) for n, site in enumerate(sites) if n == number)


def _mutant(path: str, number: int, site: _Site) -> Mutant:
    old, new = site.label or (_short(site.old), _short(site.new))
    line = getattr(site.old, "lineno", site.within[0])
    return Mutant(path, number, line, *site.within, site.function, old, new)


def mutated(text: str, number: int) -> str:
    """The source with its change of that number."""
    tree = ast.parse(text)
    site = next(site for n, site in enumerate(_sites(tree)) if n == number)
    if site.index is None:
        setattr(site.parent, site.field, site.new)
    else:
        getattr(site.parent, site.field)[site.index] = site.new
    return ast.unparse(ast.fix_missing_locations(tree))


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 100 else f"{text[:60]} … {text[-35:]}"


def _sites(tree: ast.Module) -> Iterator[_Site]:
    yield from _walk(tree, (1, 1), "")


def _walk(node: ast.AST, within: tuple[int, int], function: str) -> Iterator[_Site]:
    """The sites below a node; `within` is the statement around it."""
    if _is_no_behaviour(node):
        return
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        function = f"{function}.{node.name}".lstrip(".")
    for field, value in ast.iter_fields(node):
        if field in SKIPPED:
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if not isinstance(child, ast.AST) or _is_docstring(node, child):
                continue
            around = _lines(child) if isinstance(child, ast.stmt) else within
            for new, label in () if _is_no_behaviour(child) else _variants(child, node):
                yield _Site(node, field, index, child, new, around, function, label)
            yield from _walk(child, around, function)


def _is_no_behaviour(node: ast.AST) -> bool:
    """Imports, assertions, words of exceptions, logging, and what only a type checker reads."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.Raise | ast.Assert):
        return True
    if isinstance(node, ast.If) and "__main__" in ast.unparse(node.test):
        return True
    if isinstance(node, ast.keyword):  # zip(…, strict=True) is an assertion
        return node.arg == "strict"
    if isinstance(node, ast.Assign):  # an alias of types: Days = Mapping[date, Decimal]
        return bool(re.fullmatch(r"_?[A-Z]\w*[a-z]\w*", ast.unparse(node.targets[0])))
    if isinstance(node, ast.Call):
        called = ast.unparse(node.func)
        return called.startswith(("log.", "logger.", "logging.", "warnings.")) or called == "cast"
    return False


def _is_docstring(parent: ast.AST, node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _lines(statement: ast.stmt) -> tuple[int, int]:
    """The lines of a statement; of a block only those of its head."""
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        return statement.lineno, max(statement.lineno, body[0].lineno - 1)
    return statement.lineno, statement.end_lineno or statement.lineno


Variant = tuple[ast.AST, tuple[str, str] | None]


def _variants(node: ast.AST, parent: ast.AST) -> Iterator[Variant]:
    """The nodes that may stand in the place of a node, each with its label where it needs one."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in COMPARED:
            for other in COMPARED[type(op)]:
                yield _with(node, ops=[other()]), None
        case ast.BoolOp(op=op, values=values):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And()), None
            for n in range(len(values)):
                rest = [value for at, value in enumerate(values) if at != n]
                yield (rest[0] if len(rest) == 1 else _with(node, values=rest)), None
        case ast.BinOp(op=op, left=left, right=right) if type(op) in REVERSED:
            if not (_is_text(left) or _is_text(right)):
                yield _with(node, op=REVERSED[type(op)]()), None
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand, None
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value), None
        case ast.Constant(value=int() | float() as value):
            yield ast.Constant(value + 1), None
            if value and not isinstance(parent, ast.UnaryOp):
                yield ast.Constant(value - 1), None
        case ast.Constant(value=str() as text) if sql.is_sql(text):
            for old, new, changed in sql.variants(text):
                yield ast.Constant(changed), (old, new)
        case ast.Subscript(slice=ast.Constant(value=0)):
            yield _with(node, slice=ast.Constant(-1)), None
        case ast.Subscript(slice=ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1))):
            yield _with(node, slice=ast.Constant(0)), None
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield _with(node, value=_empty(value)), None
        case ast.Call(func=func, args=args):
            name = func.id if isinstance(func, ast.Name) else ""
            if name in OTHER:
                yield _with(node, func=ast.Name(OTHER[name], ast.Load())), None
            if name not in EVEN and len(args) >= 2 and all(map(_is_named, args[:2])):
                yield _with(node, args=[args[1], args[0], *args[2:]]), None
        case ast.comprehension(ifs=[_, *_] as ifs):
            for n, condition in enumerate(ifs):
                rest = [each for at, each in enumerate(ifs) if at != n]
                yield _with(node, ifs=rest), (f"if {_short(condition)}", "(no filter)")
        case ast.IfExp(body=body, orelse=orelse):
            yield body, None
            yield orelse, None
        case ast.If(test=ast.Name() | ast.Call() | ast.Attribute() as test):
            negated = ast.UnaryOp(ast.Not(), test)
            yield _with(node, test=negated), (f"if {_short(test)}", f"if {_short(negated)}")


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """A shallow copy of a node with other fields."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def _empty(value: ast.expr) -> ast.expr:
    """The empty value of the same kind where it shows, else None."""
    match value:
        case ast.List(elts=[_, *_]) | ast.ListComp():
            return ast.List([], ast.Load())
        case ast.Dict(keys=[_, *_]) | ast.DictComp():
            return ast.Dict([], [])
        case ast.JoinedStr():
            return ast.Constant("")
    return ast.Constant(None)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _is_named(value: ast.expr) -> bool:
    return isinstance(value, ast.Name | ast.Attribute)


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.JoinedStr) or (
        isinstance(value, ast.Constant) and isinstance(value.value, str)
    )
