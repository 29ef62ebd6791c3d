"""The project's files, as the rules read them."""

import ast
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", ".hypothesis", "build", "dist", "demo-out"}


@dataclass(frozen=True)
class Source:
    """One Python file: its path in the project, its text, and what it parses to."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    def says(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)} {what}"

    def within(self, *folders: str) -> bool:
        return any(self.path.is_relative_to(folder) for folder in folders)


Rule = Callable[[list[Source]], list[str]]
"""Takes files, gives the breaches: an empty list is a kept rule."""


def parse(path: str, text: str) -> Source:
    return Source(PurePosixPath(path), text, ast.parse(text, path))


def python_files() -> list[Source]:
    return [parse(str(path), text) for path, text in text_files() if path.suffix == ".py"]


def text_files() -> Iterator[tuple[PurePosixPath, str]]:
    """Every file of the project that is text, but for what tools leave behind."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and "cache" not in name]
        for path in (Path(folder, name) for name in names):
            try:
                text = path.read_text("utf-8")
            except (UnicodeDecodeError, FileNotFoundError):
                continue
            yield PurePosixPath(path.relative_to(ROOT).as_posix()), text


def called(node: ast.AST) -> str:
    """The last name of what a call calls: `b` of `a.b(...)`; nothing where it is no call."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(node: ast.AST) -> list[str]:
    """The modules that an import statement names."""
    match node:
        case ast.Import(names=names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
    return []
