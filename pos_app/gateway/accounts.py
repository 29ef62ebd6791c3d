"""The account, its terminals, shops and tills: what a till is set up with."""

from dataclasses import dataclass

from pos_app.domain.account import Account, Shop, Till
from pos_app.domain.errors import TillError
from pos_app.domain.terminal import Mode, Terminal
from pos_app.gateway.address import About, call
from pos_app.gateway.door import Door
from pos_app.gateway.pages import read_pages
from pos_app.gateway.wire_places import (
    AccountReply,
    DevicesPage,
    LocationBody,
    ModeBody,
    ModeReply,
    PosBody,
    PosNameBody,
    PosPage,
    PosReply,
    StoreBody,
    StoreReply,
    StoresPage,
)

_DEVICES = "/instore-api/point/v1/devices"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shop stands. City and state are names of the provider's own catalogue, accents
    included. Units: decimal degrees."""

    street: str
    number: str
    city: str
    state: str
    latitude: float
    longitude: float
    note: str = ""


class AccountGateway:
    """A method per endpoint. It repeats nothing: what is tried again is decided above."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def read_account(self) -> Account:
        """Whose token it is: also the test of a connection."""
        read = call(About.READ, "GET", "/users/me")
        return (await self._door.send(read, AccountReply)).to_domain()

    async def list_terminals(self) -> tuple[Terminal, ...]:
        """Every terminal of the account, with its till's external id where that can be learnt."""
        read = call(About.READ, "GET", _DEVICES)
        rows = await read_pages(self._door, read, DevicesPage, {})
        try:
            names = {till.id: till.external_id for till in await self.list_tills()}
        except TillError:
            names = {}  # only charging by till needs them
        return tuple(row.to_terminal(names) for row in rows)

    async def set_mode(self, terminal_id: str, mode: Mode) -> Mode:
        """Switch a terminal; return the mode it says it is in. People restart it afterwards."""
        change = call(About.MODE, "PATCH", f"{_DEVICES}/{{device_id}}", device_id=terminal_id)
        body = ModeBody(operating_mode=mode.value)
        return (await self._door.send(change, ModeReply, body)).to_domain()

    async def list_shops(self, account: Account) -> tuple[Shop, ...]:
        path = "/users/{user_id}/stores/search"
        read = call(About.READ, "GET", path, user_id=account.id)
        rows = await read_pages(self._door, read, StoresPage, {})
        return tuple(row.to_domain() for row in rows)

    async def create_shop(
        self, account: Account, name: str, external_id: str, place: Place
    ) -> Shop:
        add = call(About.SETUP, "POST", "/users/{user_id}/stores", user_id=account.id)
        location = LocationBody(
            street_name=place.street,
            street_number=place.number,
            city_name=place.city,
            state_name=place.state,
            latitude=place.latitude,
            longitude=place.longitude,
            reference=place.note,
        )
        body = StoreBody(name=name, external_id=external_id, location=location)
        return (await self._door.send(add, StoreReply, body)).to_domain()

    async def list_tills(self, shop: Shop | None = None) -> tuple[Till, ...]:
        query = {"store_id": shop.id} if shop else {}
        rows = await read_pages(self._door, call(About.READ, "GET", "/pos"), PosPage, query)
        return tuple(row.to_domain() for row in rows)

    async def create_till(self, name: str, external_id: str, shop: Shop) -> Till:
        """`external_id`: letters and digits only, fewer than 40; unique in the account."""
        body = PosBody(name=name, external_id=external_id, store_id=int(shop.id))
        add = call(About.SETUP, "POST", "/pos")
        return (await self._door.send(add, PosReply, body)).to_domain()

    async def name_till(self, till_id: str, external_id: str) -> Till:
        """Give a till that was made in the provider's panel the id that charges go to."""
        change = call(About.SETUP, "PUT", "/pos/{id}", id=till_id)
        body = PosNameBody(external_id=external_id)
        return (await self._door.send(change, PosReply, body)).to_domain()
