"""The rules of the house that a machine checks, each with a breach that it must catch."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from tests.rules.safety import (
    SAFETY,
    coroutines_start_no_qt_loop,
    data_is_not_code,
    dialogs_are_opened,
    labels_are_plain,
    money_is_whole,
    sql_is_constant,
    tasks_have_an_owner,
    time_and_chance_are_given,
    tls_is_verified,
)
from tests.rules.shape import (
    SHAPE,
    classes_are_small,
    files_are_short,
    folders_are_shallow,
    folders_are_small,
    functions_are_short,
    functions_are_typed,
    imports_stand_at_the_top,
    modules_hold_no_state,
    modules_say_what_they_hold,
    names_say_something,
    signatures_have_no_any,
)
from tests.rules.source import ROOT, Rule, Source, parse, python_files, text_files

LOCKS = {"requirements.lock": ["dev"], "requirements-bench.lock": ["benchmarks"]}
A_PAGE, A_SERVICE, A_BOOK = "pos_app/ui/sale/view.py", "pos_app/services/x.py", "pos_app/store/x.py"

BREACHES: list[tuple[Rule, str, str]] = [
    (files_are_short, "pos_app/x.py", "x = 1\n" * 301),
    (functions_are_short, "pos_app/x.py", "def f():\n" + "    x = 1\n" * 40),
    (
        classes_are_small,
        "pos_app/x.py",
        "class A:\n" + "".join(f"    def f{n}(self): ...\n" for n in range(13)),
    ),
    (folders_are_shallow, "pos_app/a/b/c/d.py", ""),
    (names_say_something, "pos_app/ui/shared/utils.py", ""),
    (names_say_something, "pos_app/store/query_helpers.py", ""),
    (names_say_something, "pos_app/x.py", "class TerminalManager: ..."),
    (modules_say_what_they_hold, "pos_app/x.py", "x = 1"),
    (modules_say_what_they_hold, "pos_app/x.py", '"""Holds this.\n\nAnd more."""'),
    (functions_are_typed, "pos_app/x.py", "def f(a: int, *b) -> None: ..."),
    (functions_are_typed, "pos_app/x.py", "class A:\n    async def f(self, a: int): ..."),
    (signatures_have_no_any, "pos_app/x.py", "def f(a: dict[str, Any]) -> None: ..."),
    (imports_stand_at_the_top, "pos_app/x.py", "def f():\n    import os"),
    (modules_hold_no_state, "pos_app/x.py", "seen: dict[str, int] = {}"),
    (modules_hold_no_state, "pos_app/x.py", "def f():\n    global seen"),
    (coroutines_start_no_qt_loop, A_PAGE, "async def f():\n    dialog.exec()"),
    (coroutines_start_no_qt_loop, A_PAGE, "async def f():\n    app.processEvents()"),
    (coroutines_start_no_qt_loop, A_PAGE, "async def f():\n    QMessageBox.question(w, t)"),
    (dialogs_are_opened, A_PAGE, "def f():\n    QDialog().exec()"),
    (dialogs_are_opened, A_PAGE, "def f():\n    QInputDialog.getText(w)"),
    (tasks_have_an_owner, A_PAGE, "asyncio.create_task(f())"),
    (tasks_have_an_owner, "pos_app/gateway/x.py", "ensure_future(f())"),
    (time_and_chance_are_given, A_SERVICE, "import time"),
    (time_and_chance_are_given, A_SERVICE, "from uuid import uuid4"),
    (time_and_chance_are_given, A_SERVICE, "datetime.now(UTC)"),
    (time_and_chance_are_given, A_SERVICE, "datetime.date.today()"),
    (time_and_chance_are_given, A_SERVICE, "await asyncio.sleep(1)"),
    (time_and_chance_are_given, A_SERVICE, "os.urandom(8)"),
    (time_and_chance_are_given, "pos_app/domain/x.py", "import asyncio"),
    (time_and_chance_are_given, "pos_app/domain/x.py", "open('x')"),
    (tls_is_verified, "pos_app/gateway/x.py", "Client(verify=False)"),
    (tls_is_verified, "pos_app/gateway/x.py", "context.check_hostname = False"),
    (tls_is_verified, "pos_app/gateway/x.py", "from ssl import CERT_NONE"),
    (data_is_not_code, A_BOOK, "import pickle"),
    (data_is_not_code, A_BOOK, "eval('1')"),
    (data_is_not_code, "pos_app/peripherals/x.py", "run('play', shell=True)"),
    (data_is_not_code, "pos_app/peripherals/x.py", "os.system('play')"),
    (sql_is_constant, A_BOOK, 'c.execute(f"select {x}")'),
    (sql_is_constant, A_BOOK, 'c.execute("select %s" % x)'),
    (sql_is_constant, A_BOOK, 'c.execute("select " + x)'),
    (sql_is_constant, A_BOOK, 'c.exec_driver_sql("select {}".format(x))'),
    (sql_is_constant, A_BOOK, 'c.execute(text(f"select {x}"))'),
    (sql_is_constant, A_BOOK, 'def f():\n    sql = f"select {x}"\n    c.execute(sql)'),
    (labels_are_plain, A_PAGE, "QLabel(name)"),
    (labels_are_plain, A_PAGE, "QtWidgets.QMessageBox(w)"),
    (labels_are_plain, A_PAGE, "class Total(QLabel): ..."),
    (labels_are_plain, A_PAGE, "label.setTextFormat(Qt.TextFormat.RichText)"),
    (money_is_whole, "pos_app/domain/x.py", "float(sale.total)"),
    (money_is_whole, "pos_app/domain/x.py", "class A:\n    amount: float"),
    (money_is_whole, "pos_app/domain/x.py", "def f(price: float | None): ..."),
    (money_is_whole, "pos_app/domain/x.py", "def refund_amount() -> float: ..."),
]

FINE: list[tuple[Rule, str, str]] = [
    (imports_stand_at_the_top, "pos_app/app.py", "def f():\n    import os"),
    (modules_hold_no_state, "pos_app/x.py", "STATES: Mapping[str, int] = {}"),
    (names_say_something, "pos_app/store/database.py", "class Based: ..."),
    (tasks_have_an_owner, "pos_app/services/tasks.py", "asyncio.create_task(f())"),
    (time_and_chance_are_given, "pos_app/services/clock.py", "import time"),
    (time_and_chance_are_given, A_SERVICE, "await self._clock.sleep(1)"),
    (sql_is_constant, A_BOOK, 'c.execute(select(sale).where(sale.c.id == i), {"a": b + c})'),
    (sql_is_constant, A_BOOK, 'c.execute("select ?", (f"{x}",))'),
    (labels_are_plain, "pos_app/ui/shared/widgets.py", "QLabel()"),
    (money_is_whole, A_PAGE, "float(elapsed.total_seconds())"),
]


@pytest.fixture(scope="session")
def sources() -> list[Source]:
    return python_files()


@pytest.mark.parametrize("rule", SHAPE + SAFETY, ids=lambda rule: rule.__name__)
def test_the_project_keeps_the_rule(rule: Rule, sources: list[Source]) -> None:
    assert rule(sources) == []


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_the_rule_catches_a_breach(rule: Rule, path: str, text: str) -> None:
    assert rule([parse(path, text)])


@pytest.mark.parametrize(("rule", "path", "text"), FINE)
def test_the_rule_lets_pass_what_is_fine(rule: Rule, path: str, text: str) -> None:
    assert rule([parse(path, text)]) == []


def test_fifteen_files_are_too_many_for_a_folder() -> None:
    files = [parse(f"pos_app/store/f{n}.py", "") for n in range(15)]
    assert folders_are_small(files)
    assert folders_are_small([*files[:14], parse("pos_app/store/__init__.py", "")]) == []


def test_every_rule_is_shown_to_catch_something() -> None:
    assert {rule for rule, *_ in BREACHES} | {folders_are_small} == {*SHAPE, *SAFETY}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own: import-linter silences every log of the one it runs in."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_imports_go_where_the_arrows_point() -> None:
    told = lint_imports(ROOT)
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_arrow_that_points_up_is_caught(tmp_path: Path) -> None:
    house = tmp_path / "pos_app"
    breaches = {
        "domain/x.py": "import pos_app.services",
        "ui/sale/view.py": "import pos_app.store, pos_app.simulator",
        "ui/sale/screen.py": "import PySide6",
        "ui/shared/messages.py": "",
        "simulator/x.py": "import pos_app.gateway",
        "services/x.py": "import httpx, pydantic, sqlalchemy, uvicorn",
        **{f"{room}/x.py": "" for room in ("gateway", "store", "peripherals")},
    }
    for place, text in breaches.items():
        file = house / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        for folder in file.parents[: len(Path(place).parents)]:
            (folder / "__init__.py").touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    told = lint_imports(tmp_path)
    assert told.returncode == 1, told.stderr
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    for contract in contracts["contracts"]:
        assert f"{contract['name']} BROKEN" in " ".join(told.stdout.split()), told.stdout


ELSEWHERE = re.compile(
    r"/(?:work|root|tmp/team)/|pypi\.(?:org|python)|python(?:hosted)|deb\.debian|npm(?:js)"
)


def test_no_file_names_a_machine_or_a_registry() -> None:
    assert [str(path) for path, text in text_files() if ELSEWHERE.search(text)] == []
    assert ELSEWHERE.search("see /" + "work/main")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_every_dependency_with_its_hash_and_no_address(lock: str) -> None:
    text, project = (ROOT / lock).read_text(), tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = [project["dependency-groups"][group] for group in LOCKS[lock]]
    if lock == "requirements.lock":
        groups.append(project["project"]["dependencies"])
    wanted = {re.split(r"[<>=;\[ ]", line)[0].lower() for group in groups for line in group}
    locked = set(re.findall(r"^([a-z0-9.-]+)==\S+.*\\\n +--hash=sha256:", text, re.MULTILINE))
    assert wanted <= locked
    assert "://" not in text


def test_qt_keeps_its_hands_off_none(qapp: QApplication) -> None:
    """PySide6 6.12.0 lost one reference to None a call on Python 3.11, and then aborted."""
    label = QLabel()
    label.setText("x")
    before = sys.getrefcount(None)
    for _ in range(1000):
        label.setText("x")
    assert sys.getrefcount(None) - before > -500
