"""The till's colours in two themes, as data. No Qt here, so that a screen.py may name a tone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType


class Tone(Enum):
    """What a surface says. Each row also names its icon: nothing is said by colour alone."""

    PREPARING = "circle-dashed"
    SENT = "send"
    ON_TERMINAL = "smartphone-nfc"
    PROCESSING = "loader-circle"
    VERIFYING = "search"
    APPROVED = "check"
    DECLINED = "x"
    CANCELLED = "minus"  # no money moved, so grey and not red
    UNKNOWN = "circle-question-mark"  # and stripes
    SET_ASIDE = "archive"
    TRAINING = "triangle-alert"  # the watermark of training; not a state of a payment

    @property
    def icon(self) -> str:
        return self.value

    @property
    def in_progress(self) -> bool:
        return self in (
            Tone.PREPARING, Tone.SENT, Tone.ON_TERMINAL, Tone.PROCESSING, Tone.VERIFYING
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paint:
    """How one surface is drawn: text and icons, ground, border, and stripes where it has them."""

    ink: str
    fill: str
    line: str
    stripe: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """Named colours, each "#rrggbb". `line` is for show; `edge` bounds what can be pressed."""

    name: str
    background: str  # the page
    surface: str  # cards, fields, lists
    raised: str  # hovered, selected, disabled
    text: str
    secondary: str  # less urgent text
    line: str
    edge: str
    accent: str  # pay, and progress
    on_accent: str
    danger: str  # void, refund, cancel
    focus: str
    tones: Mapping[Tone, Paint]


LIGHT = Theme(
    name="light",
    background="#f3f4f8",
    surface="#ffffff",
    raised="#e8ebf2",
    text="#161a23",
    secondary="#545b6b",
    line="#dde1ea",
    edge="#7b8395",
    accent="#1d5bd8",
    on_accent="#ffffff",
    danger="#b91c2c",
    focus="#0a3a9e",
    tones=MappingProxyType(
        {
            Tone.PREPARING: Paint("#3c4454", "#eceff4", "#d5dae4"),
            Tone.SENT: Paint("#0f4db0", "#e4eeff", "#b9d2fb"),
            Tone.ON_TERMINAL: Paint("#7a4100", "#fff0d0", "#f2cf8d"),
            Tone.PROCESSING: Paint("#3f35b5", "#ebeaff", "#cbc7fa"),
            Tone.VERIFYING: Paint("#3f35b5", "#ebeaff", "#cbc7fa"),
            Tone.APPROVED: Paint("#ffffff", "#0f7a43", "#0f7a43"),
            Tone.DECLINED: Paint("#ffffff", "#c3262f", "#c3262f"),
            Tone.CANCELLED: Paint("#3c4454", "#e4e7ee", "#c8cedb"),
            Tone.UNKNOWN: Paint("#ffffff", "#6b21a8", "#6b21a8", "#7f3bbd"),
            Tone.SET_ASIDE: Paint("#6b21a8", "#ffffff", "#6b21a8"),
            Tone.TRAINING: Paint("#1f1700", "#ffd43b", "#ffd43b", "#ffc21a"),
        }
    ),
)

DARK = Theme(
    name="dark",
    background="#0f1218",
    surface="#191d26",
    raised="#272d3a",
    text="#f1f3f8",
    secondary="#a9b1c2",
    line="#2c3342",
    edge="#727d93",
    accent="#5b95ff",
    on_accent="#07122b",
    danger="#ff8f8f",
    focus="#a8caff",
    tones=MappingProxyType(
        {
            Tone.PREPARING: Paint("#c9d0de", "#262c38", "#394152"),
            Tone.SENT: Paint("#a9cbff", "#12284f", "#244a86"),
            Tone.ON_TERMINAL: Paint("#ffd48a", "#3b2a08", "#6d5013"),
            Tone.PROCESSING: Paint("#c9c6ff", "#272354", "#453f8c"),
            Tone.VERIFYING: Paint("#c9c6ff", "#272354", "#453f8c"),
            Tone.APPROVED: Paint("#ffffff", "#127d43", "#127d43"),
            Tone.DECLINED: Paint("#ffffff", "#cc323c", "#cc323c"),
            Tone.CANCELLED: Paint("#c9d0de", "#2c323f", "#444c5d"),
            Tone.UNKNOWN: Paint("#ffffff", "#8f49cf", "#8f49cf", "#7427b3"),
            Tone.SET_ASIDE: Paint("#d9b8ff", "#191d26", "#b583f0"),
            Tone.TRAINING: Paint("#1f1700", "#ffd43b", "#ffd43b", "#ffc21a"),
        }
    ),
)


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21. Source: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """Source: WCAG 2.2, "relative luminance"."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
