"""Rules about the shape of the code: sizes, names, docstrings, types, imports."""

import ast
import re
from collections import Counter

from tests.rules.source import Source, functions, imported

VAGUE = {"util", "utils", "helper", "helpers", "common", "manager", "base", "misc"}
LAZY = {"pos_app/app.py", "pos_app/__main__.py"}  # they put off what the first paint can spare


def files_are_short(sources: list[Source]) -> list[str]:
    return [
        f"{source.path} has {lines} lines, 300 is the limit"
        for source in sources
        if (lines := len(source.text.splitlines())) > 300
    ]


def functions_are_short(sources: list[Source]) -> list[str]:
    return [
        source.says(function, f"{function.name} has {lines} lines, 40 is the limit")
        for source in sources
        for function in functions(source.tree)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > 40
    ]


def classes_are_small(sources: list[Source]) -> list[str]:
    return [
        source.says(node, f"{node.name} has {len(public)} public methods, 12 is the limit")
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and len(public := public_methods(node)) > 12
    ]


def public_methods(node: ast.ClassDef) -> set[str]:
    """By name: a property and its setter are one."""
    methods = (f for f in node.body if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef))
    return {method.name for method in methods if not method.name.startswith("_")}


def folders_are_small(sources: list[Source]) -> list[str]:
    files = Counter(s.path.parent for s in sources if s.path.name != "__init__.py")
    return [f"{folder} has {n} files, 14 is the limit" for folder, n in files.items() if n > 14]


def folders_are_shallow(sources: list[Source]) -> list[str]:
    return [
        f"{source.path} is more than 3 folders deep"
        for source in sources
        if len(source.path.parts) > 4
    ]


def names_say_something(sources: list[Source]) -> list[str]:
    found = []
    for source in sources:
        if VAGUE & set(re.split(r"[_.]", "_".join(source.path.parts))):
            found.append(f"{source.path} has a vague name")
        found += [
            source.says(node, f"{node.name} is a vague name")
            for node in ast.walk(source.tree)
            if isinstance(node, ast.ClassDef)
            and VAGUE & {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", node.name)}
        ]
    return found


def modules_say_what_they_hold(sources: list[Source]) -> list[str]:
    return [
        f"{source.path} needs a docstring of one line"
        for source in sources
        if source.text.strip() and "\n" in (ast.get_docstring(source.tree) or "\n")
    ]


def functions_are_typed(sources: list[Source]) -> list[str]:
    return [
        source.says(function, f"{function.name} is not fully typed")
        for source in sources
        for function in functions(source.tree)
        if function.returns is None or any(a.annotation is None for a in parameters(function))
    ]


def parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.arg]:
    """All but self and cls."""
    args = function.args
    given = [*args.posonlyargs, *args.args]
    if given and given[0].arg in {"self", "cls"}:
        given = given[1:]
    return [*given, *args.kwonlyargs, *(a for a in (args.vararg, args.kwarg) if a)]


def signatures_have_no_any(sources: list[Source]) -> list[str]:
    return [
        source.says(function, f"{function.name} has Any in its signature")
        for source in sources
        if source.within("pos_app")
        for function in functions(source.tree)
        for part in [function.returns, *(a.annotation for a in parameters(function))]
        if part and any(isinstance(n, ast.Name) and n.id == "Any" for n in ast.walk(part))
    ]


def imports_stand_at_the_top(sources: list[Source]) -> list[str]:
    return [
        source.says(node, f"imports {', '.join(imported(node)) or 'something'} inside a function")
        for source in sources
        if source.within("pos_app") and str(source.path) not in LAZY
        for function in functions(source.tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def modules_hold_no_state(sources: list[Source]) -> list[str]:
    """A table in capitals is data; anything else that can change belongs to an object."""
    changeable = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    found = []
    for source in (s for s in sources if s.within("pos_app")):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Global):
                found.append(source.says(node, "changes a module's state"))
        for node in source.tree.body:
            match node:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=value)
                ) if isinstance(value, changeable) and not name.isupper() and name != "__all__":
                    found.append(source.says(node, f"{name} is a module's state"))
    return found


SHAPE = [
    files_are_short,
    functions_are_short,
    classes_are_small,
    folders_are_small,
    folders_are_shallow,
    names_say_something,
    modules_say_what_they_hold,
    functions_are_typed,
    signatures_have_no_any,
    imports_stand_at_the_top,
    modules_hold_no_state,
]
