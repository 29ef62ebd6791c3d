"""Rules that keep money, time, text and the loop safe."""

import ast
import re
from collections.abc import Iterator

from tests.rules.source import Source, called, functions, imported

STATIC_DIALOGS = {
    *("about", "aboutQt", "critical", "information", "question", "warning"),
    *("getColor", "getDouble", "getExistingDirectory", "getFont", "getInt", "getItem"),
    *("getMultiLineText", "getOpenFileName", "getOpenFileNames", "getSaveFileName", "getText"),
}
TASK_OWNERS = ("pos_app/services/tasks.py", "pos_app/ui/shared/loop.py", "pos_app/simulator")
PORTS = ("pos_app/services/clock.py", "pos_app/services/ids.py")
CLOCK_AND_CHANCE = {"time", "uuid", "random", "secrets", "threading", "socket"}
OUTSIDE_DOMAIN = {"asyncio", "io", "os", "pathlib", "subprocess", "sys", "tempfile"}
MONEY = {"amount", "amounts", "total", "totals", "price", "prices", "minor", "money"}


def coroutines_start_no_qt_loop(sources: list[Source]) -> list[str]:
    """A Qt loop inside a coroutine stops every other task: open the dialog, await its end."""
    return [
        source.says(call, f"{called(call)} starts a Qt loop inside a coroutine")
        for source in sources
        if source.within("pos_app")
        for function in functions(source.tree)
        if isinstance(function, ast.AsyncFunctionDef)
        for call in ast.walk(function)
        if called(call) == "processEvents" or is_blocking_dialog(call)
    ]


def dialogs_are_opened(sources: list[Source]) -> list[str]:
    """Not even in a plain slot, which a coroutine may call."""
    return [
        source.says(call, f"{called(call)} blocks: open() the dialog and await its end")
        for source in sources
        if source.within("pos_app/ui")
        for call in ast.walk(source.tree)
        if is_blocking_dialog(call)
    ]


def is_blocking_dialog(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="exec" | "exec_")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=name)):
            return owner.startswith("Q") and name in STATIC_DIALOGS
    return False


def tasks_have_an_owner(sources: list[Source]) -> list[str]:
    return [
        source.says(call, f"{called(call)} makes a task without an owner")
        for source in sources
        if source.within("pos_app") and not source.within(*TASK_OWNERS)
        for call in ast.walk(source.tree)
        if called(call) in {"create_task", "ensure_future"}
    ]


def time_and_chance_are_given(sources: list[Source]) -> list[str]:
    """The same code runs under the simulated clock: time and ids come from outside."""
    return [
        source.says(node, f"takes {what} itself instead of being given it")
        for source in sources
        if source.within("pos_app/domain", "pos_app/services") and not source.within(*PORTS)
        for node in ast.walk(source.tree)
        for what in taken(node, in_domain=source.within("pos_app/domain"))
    ]


def taken(node: ast.AST, in_domain: bool) -> Iterator[str]:
    banned = CLOCK_AND_CHANCE | (OUTSIDE_DOMAIN if in_domain else set())
    yield from (module for module in imported(node) if module.split(".")[0] in banned)
    match node:
        case ast.AsyncFunctionDef() | ast.Await() if in_domain:
            yield "the loop"
        case ast.Call(func=ast.Name(id="open")) if in_domain:
            yield "a file"
        case ast.Attribute(
            value=ast.Name(id="datetime" | "date") | ast.Attribute(attr="datetime" | "date"),
            attr="now" | "utcnow" | "today",
        ):
            yield "the date"
        case (
            ast.Attribute(value=ast.Name(id="asyncio"), attr="sleep")
            | ast.ImportFrom(module="asyncio", names=[ast.alias(name="sleep")])
        ):
            yield "a rest"
        case ast.Attribute(value=ast.Name(id="os"), attr="urandom"):
            yield "chance"


def tls_is_verified(sources: list[Source]) -> list[str]:
    loose = {"CERT_NONE", "CERT_OPTIONAL", "check_hostname", "_create_unverified_context"}
    return [
        source.says(node, "loosens TLS")
        for source in sources
        if source.within("pos_app")
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Attribute) and node.attr in loose)
        or (isinstance(node, ast.Name) and node.id in loose)
        or (isinstance(node, ast.alias) and node.name in loose)
        or (isinstance(node, ast.keyword) and is_false(node, "verify"))
    ]


def is_false(keyword: ast.keyword, name: str) -> bool:
    match keyword:
        case ast.keyword(arg=str(arg), value=ast.Constant(value=False | None)):
            return arg == name
    return False


def data_is_not_code(sources: list[Source]) -> list[str]:
    found = []
    for source in (s for s in sources if s.within("pos_app", "benchmarks")):
        for node in ast.walk(source.tree):
            match node:
                case ast.Call(func=ast.Name(id="eval" | "exec" | "compile" | "__import__" as name)):
                    found.append(source.says(node, f"{name} runs data"))
                case ast.Attribute(value=ast.Name(id="os"), attr="system" | "popen"):
                    found.append(source.says(node, "starts a shell"))
                case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                    found.append(source.says(node.value, "starts a shell"))
            if {"pickle", "marshal", "shelve", "dill"} & set(imported(node)):
                found.append(source.says(node, "unpickles"))
    return found


def sql_is_constant(sources: list[Source]) -> list[str]:
    """S21: values travel as parameters, so the statement is never put together from text."""
    found = [
        source.says(call, "puts an SQL statement together from text")
        for source in sources
        if source.within("pos_app")
        for scope in (source.tree, *functions(source.tree))
        for call in ast.walk(scope)
        if isinstance(call, ast.Call) and runs_sql(call) and is_composed(call.args[0], scope)
    ]
    return list(dict.fromkeys(found))  # a function is seen again within what holds it


def runs_sql(node: ast.Call) -> bool:
    runs = {"execute", "executemany", "executescript", "exec_driver_sql", "DDL"}
    match node:
        case ast.Call(func=ast.Name(id="text"), args=[_, *_]):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Name(id="sa" | "sqlalchemy"), attr="text")):
            return bool(node.args)
    return called(node) in runs and bool(node.args)


def is_composed(node: ast.expr, scope: ast.AST) -> bool:
    match node:
        case ast.JoinedStr() | ast.BinOp(op=ast.Add() | ast.Mod()):
            return True
        case ast.Call(func=ast.Attribute(attr="format" | "join" | "replace" | "format_map")):
            return True
        case ast.Name(id=name):
            given = [
                n.value
                for n in ast.walk(scope)
                if isinstance(n, ast.Assign)
                and any(isinstance(t, ast.Name) and t.id == name for t in n.targets)
            ]
            return any(not isinstance(v, ast.Name) and is_composed(v, scope) for v in given)
    return False


def labels_are_plain(sources: list[Source]) -> list[str]:
    """S22: a label that guesses its format draws what a product's name tells it to draw."""
    found = []
    for source in (s for s in sources if s.within("pos_app")):
        for node in ast.walk(source.tree):
            match node:
                case ast.Attribute(attr="RichText" | "AutoText" | "MarkdownText"):
                    found.append(source.says(node, f"{node.attr} shows text as markup"))
            if source.within("pos_app/ui/shared/widgets.py"):
                continue
            made = called(node)
            if made in {"QLabel", "QMessageBox"}:
                found.append(source.says(node, f"makes a {made} without plain_label"))
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(b).split(".")[-1] for b in node.bases}
                if bases & {"QLabel", "QMessageBox"}:
                    found.append(source.says(node, f"{node.name} is a label of its own"))
    return found


def money_is_whole(sources: list[Source]) -> list[str]:
    return [
        source.says(node, f"{what} is a float")
        for source in sources
        if source.within("pos_app")
        for node in ast.walk(source.tree)
        for what in floating_money(node)
    ]


def floating_money(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.AnnAssign(target=target, annotation=kind) if names_money(target):
            if names_float(kind):
                yield ast.unparse(target)
        case ast.arg(arg=name, annotation=kind) | ast.FunctionDef(name=name, returns=kind):
            if is_money(name) and names_float(kind):
                yield name
        case ast.Call(func=ast.Name(id="float"), args=[what]) if names_money(what):
            yield ast.unparse(node)


def is_money(name: str) -> bool:
    words = set(re.split(r"[\W_]+", name.lower()))
    return bool(words & MONEY) and "seconds" not in words


def names_money(node: ast.AST) -> bool:
    names = (getattr(n, "id", None) or getattr(n, "attr", None) for n in ast.walk(node))
    return any(is_money(name) for name in names if name)


def names_float(node: ast.AST | None) -> bool:
    parts = ast.walk(node) if node else ()
    return any(isinstance(n, ast.Name) and n.id == "float" for n in parts)


SAFETY = [
    coroutines_start_no_qt_loop,
    dialogs_are_opened,
    tasks_have_an_owner,
    time_and_chance_are_given,
    tls_is_verified,
    data_is_not_code,
    sql_is_constant,
    labels_are_plain,
    money_is_whole,
]
