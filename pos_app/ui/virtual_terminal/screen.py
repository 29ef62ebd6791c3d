"""What the virtual terminal shows: a drawn device and its keys. No Qt in here."""

from dataclasses import dataclass
from enum import Enum, auto

from pos_app.domain.terminal import KEYED, Terminal
from pos_app.ui.shared.language import Sentence, Words, said


class Face(Enum):
    OFF = auto()
    STANDALONE = auto()
    IDLE = auto()
    WAITING = auto()
    PRESENT_CARD = auto()
    PROCESSING = auto()
    APPROVED = auto()
    DECLINED = auto()
    CANCELLED = auto()
    FAILED = auto()
    CHECK = auto()


class Key(Enum):
    GREEN = auto()
    PAY = auto()
    DECLINE = auto()
    CANCEL = auto()
    UNPLUG = auto()
    PLUG_IN = auto()


@dataclass(frozen=True, slots=True)
class DeviceScreen:
    """What one terminal says of itself. `amount` is for people; `keys` those that work now."""

    id: str
    face: Face
    amount: str = ""
    keys: frozenset[Key] = frozenset()

    @property
    def title(self) -> str:
        return Terminal(self.id).title

    @property
    def keyed(self) -> bool:
        """A green and a red key, instead of glass alone."""
        return Terminal(self.id).model in KEYED


TITLE, CHOOSE = said("Virtual terminal"), said("Terminal")
_FACES = {
    Face.OFF: said("Switched off"),
    Face.STANDALONE: said("Type an amount"),
    Face.IDLE: said("Ready"),
    Face.WAITING: said("A charge is waiting"),
    Face.PRESENT_CARD: said("Tap, insert or swipe"),
    Face.PROCESSING: said("Talking to the bank…"),
    Face.APPROVED: said("Approved"),
    Face.DECLINED: said("Declined"),
    Face.CANCELLED: said("Cancelled"),
    Face.FAILED: said("It could not be done"),
    Face.CHECK: said("Look at Last payments"),
}
_KEYS = {
    Key.GREEN: said("Charge"),
    Key.PAY: said("Tap the card"),
    Key.DECLINE: said("Card is refused"),
    Key.CANCEL: said("Cancel"),
    Key.UNPLUG: said("Switch off"),
    Key.PLUG_IN: said("Switch on"),
}


def face_words(face: Face) -> Sentence:
    return _FACES[face]


def key_words(key: Key, words: Words) -> str:
    return words(_KEYS[key])
