"""That each planted bug can be planted in the till as it is now."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.planted.bugs import BUGS, part
from tests.planted.plant import Bug


@pytest.mark.parametrize("bug", BUGS, ids=[bug.name.replace(" ", "-") for bug in BUGS])
def test_a_planted_bug_fits_the_code(bug: Bug) -> None:
    sources: dict[str, str] = {}
    for edit in bug.edits:
        spec = find_spec(edit.module)
        assert spec is not None
        assert spec.origin is not None
        source = sources.get(edit.module) or Path(spec.origin).read_text("utf-8")
        sources[edit.module] = edit.made_in(source)
    for module, source in sources.items():
        compile(source, module, "exec", dont_inherit=True)


def test_each_tenth_is_another_and_together_they_are_all() -> None:
    tenths = [bug.name for number in range(10) for bug in part(number)]
    assert sorted(tenths) == sorted({bug.name for bug in BUGS})
