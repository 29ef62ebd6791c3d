"""What each generation of the Point API can do: data, and nothing that takes long to import."""

from pos_app.domain.capability import Capability
from pos_app.domain.charge.status import AttemptStatus

# Sources: guide "Crear y administrar intents en dispositivos Point" (cancel while OPENED); its
# glossary (one hour); no list of intents, so what is searched by reference is payments. The
# earlier Point API answers more than one question a second with 429.
INTENTS = Capability(
    name="intents",
    cancel_while=frozenset({AttemptStatus.OPENED}),
    cancel_is_immediate=True,
    idempotent_create=False,
    search_by_reference=True,
    partial_refunds=True,
    poll_floor=1.0,
    expires_after=3600,
)
