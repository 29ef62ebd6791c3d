"""Puts a bug into the till's own code as it is imported: the file on the disk stays as it is."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType


@dataclass(frozen=True, slots=True)
class Edit:
    """`old` stands exactly once in the source of `module`."""

    module: str
    old: str
    new: str

    def made_in(self, source: str) -> str:
        """The source with the bug. Raises ValueError where it does not fit (any more)."""
        if source.count(self.old) != 1:
            raise ValueError(f"{self.module}: {source.count(self.old)} times: {self.old!r}")
        return source.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Bug:
    """`breaks`: the invariant, or the fault's required behaviour. `suite`: what must catch it:
    a suite of the simulation, or a folder or module of tests."""

    name: str
    breaks: str
    edits: tuple[Edit, ...]
    suite: str = "sales"


def bug(name: str, breaks: str, module: str, old: str, new: str, suite: str = "sales") -> Bug:
    return Bug(name, breaks, (Edit(f"pos_app.{module}", old, new),), suite)


class _Planted(SourceFileLoader):
    def __init__(self, spec: ModuleSpec, edits: tuple[Edit, ...]) -> None:
        super().__init__(spec.name, str(spec.origin))
        self._edits = edits

    def get_code(self, fullname: str) -> CodeType:
        source = self.get_data(self.path).decode("utf-8")
        for edit in self._edits:
            source = edit.made_in(source)
        return compile(source, self.path, "exec", dont_inherit=True)


class _Finder:
    def __init__(self, planted: Bug) -> None:
        self._planted = planted

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        edits = tuple(edit for edit in self._planted.edits if edit.module == name)
        spec = PathFinder.find_spec(name, path, target) if edits else None
        if spec is not None:
            spec.loader = _Planted(spec, edits)
        return spec


def plant(planted: Bug) -> None:
    """From now on its modules are imported with the bug. None of them may be there already."""
    there = [edit.module for edit in planted.edits if edit.module in sys.modules]
    if there:
        raise ValueError(f"imported already: {there}")
    sys.meta_path.insert(0, _Finder(planted))
