"""How widgets are named: for test rigs, and for tools that read the screen to people."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, spoken: str = "") -> W:
    """`widget`, with its name for machines, and what a screen reader says where words lack."""
    widget.setObjectName(name)
    widget.setAccessibleIdentifier(name)
    if spoken:
        widget.setAccessibleName(spoken)
    return widget
