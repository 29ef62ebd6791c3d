"""All planted bugs, and the rotating part of them that a change is tried with."""

from tests.planted import in_domain, in_gateway, in_services, in_store
from tests.planted.plant import Bug

BUGS: tuple[Bug, ...] = (
    *in_domain.BUGS,
    *in_gateway.BUGS,
    *in_services.BUGS,
    *in_store.BUGS,
)


def named(name: str) -> Bug:
    """Raises KeyError for a bug that nobody planted."""
    return {each.name: each for each in BUGS}[name]


def part(number: int, parts: int = 10) -> tuple[Bug, ...]:
    """Every tenth, beginning at another one each time."""
    return BUGS[number % parts :: parts]
