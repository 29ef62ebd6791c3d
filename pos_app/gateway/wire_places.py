"""The JSON of account, terminals, shops and tills, field for field."""

from pydantic import Field

from pos_app.domain.account import Account, Shop, Till
from pos_app.domain.terminal import Mode, Terminal
from pos_app.gateway.wire import Id, Page, Text, Wire, Word


class AccountReply(Wire):
    """GET /users/me. Sample: users_me.json."""

    id: Id
    site_id: str
    nickname: Text = ""

    def to_domain(self) -> Account:
        return Account(self.id, self.site_id, self.nickname)


class ModeReply(Wire):
    """PATCH /instore-api/point/v1/devices/{device_id}. Sample: device_mode.json."""

    operating_mode: Word = ""

    def to_domain(self) -> Mode:
        wanted = self.operating_mode.strip().upper()
        return next((mode for mode in Mode if mode.value == wanted), Mode.UNDEFINED)


class ModeBody(Wire):
    operating_mode: str


class DeviceReply(ModeReply):
    """A row of GET /instore-api/point/v1/devices.

    Its `external_id` is the shop's by one reference and the till's by another: not read.
    """

    id: Text = Field(min_length=1)
    pos_id: Text = ""
    store_id: Text = ""
    external_pos_id: Text = ""

    def to_terminal(self, till_names: dict[str, str]) -> Terminal:
        """`till_names`: the external id of each till, by its id."""
        till = self.external_pos_id or till_names.get(self.pos_id, "")
        return Terminal(self.id, self.to_domain(), self.pos_id, self.store_id, till)


class DevicesPage(Page[DeviceReply]):
    """GET /instore-api/point/v1/devices. Sample: devices.json."""

    results: list[DeviceReply] = Field(alias="devices")


class StoreReply(Wire):
    """POST /users/{user_id}/stores, and a row of its search. Sample: store.json."""

    id: Id
    name: Text = ""
    external_id: Text = ""

    def to_domain(self) -> Shop:
        return Shop(self.id, self.name, self.external_id)


class StoresPage(Page[StoreReply]):
    """GET /users/{user_id}/stores/search. Sample: stores.json."""


class LocationBody(Wire):
    street_name: str
    street_number: str
    city_name: str
    state_name: str
    latitude: float
    longitude: float
    reference: str = ""


class StoreBody(Wire):
    name: str
    external_id: str
    location: LocationBody


class PosReply(Wire):
    """POST /pos, PUT /pos/{id}, and a row of GET /pos. Sample: pos.json."""

    id: Id
    name: Text = ""
    store_id: Text = ""
    external_id: Text = ""

    def to_domain(self) -> Till:
        return Till(self.id, self.name, self.store_id, self.external_id)


class PosPage(Page[PosReply]):
    """GET /pos. Sample: pos_list.json."""


class PosBody(Wire):
    name: str
    external_id: str
    store_id: int
    fixed_amount: bool = True


class PosNameBody(Wire):
    external_id: str
