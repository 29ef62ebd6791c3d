"""Worlds that are ready to sell in: a shop with two tills and the terminals of its country."""

import random

from pos_app.simulator.backend import TOKEN, Backend
from pos_app.simulator.clock import Clock
from pos_app.simulator.options import Options
from pos_app.simulator.wire import Number
from pos_app.simulator.world.records import Store, Terminal, Till

_STORE, _TILLS = 58_820_114, ((61_420_077, "CAJA01"), (61_420_078, "CAJA02"))
_PLACES = {  # street, city, state, latitude, longitude
    "MLA": ("Alsina", "Monserrat", "Capital Federal", "-34.61", "-58.386"),
    "MLB": ("Rua Augusta", "São Paulo", "São Paulo", "-23.5535", "-46.6544"),
    "MLM": ("Avenida Juárez", "Cuauhtémoc", "Distrito Federal", "19.4341", "-99.1402"),
    "MLC": ("Agustinas", "Santiago", "RM (Metropolitana)", "-33.4411", "-70.6506"),
}
_TERMINALS = {  # id, mode, which till
    "MLA": (
        ("PAX_A910__SMARTPOS9920017733", "PDV", 0),
        ("INGENICO_MOVE2500__60022810", "PDV", 1),
        ("NEWLAND_N950__N950NCA400220187", "STANDALONE", 1),
    ),
    "MLB": (
        ("PAX_A910__SMARTPOS1170045582", "PDV", 0),
        ("GERTEC_MP35P__8701021530146623", "PDV", 1),
    ),
    "MLM": (("NEWLAND_N950__N950NCB801290011", "PDV", 0),),
    "MLC": (("PAX_A910__SMARTPOS3380061942", "PDV", 0),),
}


def seeded_shop(
    site: str,
    clock: Clock,
    seed: int = 1,
    options: Options | None = None,
    token: str = TOKEN,
) -> Backend:
    """A store with the tills CAJA01 and CAJA02; the same seed makes the same world.

    Raises ValueError for a site without a shop of its own: MLA, MLB, MLM and MLC have one.
    """
    if site not in _TERMINALS:
        raise ValueError(f"no shop is ready for {site}: one of {', '.join(_TERMINALS)}")
    backend = Backend(clock, random.Random(seed), site, options=options, token=token)
    world, now = backend.world, backend.now()
    street, city, state, latitude, longitude = _PLACES[site]
    place: dict[str, object] = {
        "street_name": street,
        "street_number": "1410",
        "city_name": city,
        "state_name": state,
        "latitude": Number(latitude),
        "longitude": Number(longitude),
    }
    world.stores[_STORE] = Store(_STORE, "Casa Central", "SUC01", now, place)
    for number, (till_id, external_id) in enumerate(_TILLS, start=1):
        world.tills[till_id] = Till(till_id, f"Caja {number}", external_id, _STORE, now, now)
    for terminal_id, mode, till in _TERMINALS[site]:
        terminal = Terminal(terminal_id, mode, _TILLS[till][0], _STORE)
        world.terminals[terminal_id] = terminal
    return backend
