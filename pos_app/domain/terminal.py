"""The Point terminals: what is known of one, and what its model needs a hand for."""

from dataclasses import dataclass
from enum import Enum


class Model(Enum):
    """The prefix of the id, and the name on the box. Source: Mercado Pago, Point references."""

    SMART = ("PAX_A910", "Point Smart")
    SMART_2 = ("NEWLAND_N950", "Point Smart 2")
    PLUS = ("INGENICO_MOVE2500", "Point Plus")
    PRO_2 = ("GERTEC_MP35P", "Point Pro 2")
    OTHER = ("", "Point")

    def __init__(self, prefix: str, title: str) -> None:
        self.prefix, self.title = prefix, title


KEYED = frozenset({Model.PLUS, Model.PRO_2})  # a green key takes the charge, a red one cancels it
TOUCHED = frozenset({Model.SMART, Model.SMART_2})


class Mode(Enum):
    PDV = "PDV"  # obeys the till
    STANDALONE = "STANDALONE"  # amounts are typed on it
    UNDEFINED = "UNDEFINED"  # never told, or a word newer than this release


@dataclass(frozen=True, slots=True)
class Terminal:
    id: str
    mode: Mode = Mode.UNDEFINED
    pos_id: str = ""
    store_id: str = ""
    till_external_id: str = ""  # of the till it is tied to, where one is known

    @property
    def model(self) -> Model:
        prefix = self.id.partition("__")[0]
        return next((m for m in Model if m.prefix and m.prefix == prefix), Model.OTHER)

    @property
    def serial_tail(self) -> str:
        """The last four of the serial number, as printed on the back."""
        return self.id[-4:]

    @property
    def title(self) -> str:
        """ "Point Smart 7733": what people call it."""
        return f"{self.model.title} {self.serial_tail}"
