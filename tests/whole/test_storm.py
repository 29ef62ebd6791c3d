"""However Charge is pressed, it is charged once (F17)."""

import asyncio
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication

from tests.whole.page import PLUS
from tests.whole.shop import Shop


def send(shop: Shop, key: Qt.Key, text: str = "", held: bool = False) -> None:
    target = shop.window.focusWidget() or shop.window
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text, held)
        QApplication.sendEvent(target, event)


def clicks(shop: Shop, _: int) -> None:
    shop.click("charge_button")


def held_f9(shop: Shop, turn: int) -> None:
    send(shop, Qt.Key.Key_F9, held=turn > 0)


def pressed_f9(shop: Shop, _: int) -> None:
    send(shop, Qt.Key.Key_F9)


def held_enter(shop: Shop, turn: int) -> None:
    shop.see(QAbstractButton, "charge_button").setFocus()
    send(shop, Qt.Key.Key_Return, "\r", held=turn > 0)


def space(shop: Shop, _: int) -> None:
    shop.see(QAbstractButton, "charge_button").setFocus()
    send(shop, Qt.Key.Key_Space, " ")


def all_at_once(shop: Shop, turn: int) -> None:
    for act in (clicks, pressed_f9, held_enter, space):
        act(shop, turn)


@pytest.mark.parametrize("act", [clicks, held_f9, pressed_f9, space, all_at_once])
async def test_a_storm_on_charge_sends_one_charge(
    shop: Shop, act: Callable[[Shop, int], None]
) -> None:
    await shop.add("1834.50")
    shop.choose(PLUS)
    await shop.until(lambda: shop.can("charge_button"), "Charge")
    for turn in range(50):
        act(shop, turn)
        await asyncio.sleep(0.02)
    shop.posts = 1
    await shop.shows("OPENED")
    assert shop.read("notice_label") == ""  # the others were not even tried
    await shop.press("cancel_button")
    await shop.shows("CANCELED", "not_paid")


async def test_a_scanner_whose_enters_fall_on_charge_sends_none(shop: Shop) -> None:
    await shop.add("1834.50")
    shop.choose(PLUS)
    await shop.until(lambda: shop.can("charge_button"), "Charge")
    for _ in range(5):
        shop.see(QAbstractButton, "charge_button").setFocus()
        for digit in "7790001000019":
            send(shop, Qt.Key(ord(digit)), digit)
        send(shop, Qt.Key.Key_Return, "\r")
        send(shop, Qt.Key.Key_Return, "\r")
        await asyncio.sleep(0.15)
    assert shop.asked("POST", "/intents/") == 0
    assert shop.panel("status") == ""


async def test_a_storm_after_a_refused_charge_sends_one_more(shop: Shop) -> None:
    await shop.sell_until("OPENED", PLUS)
    await shop.press("cancel_button")
    await shop.shows("CANCELED", "not_paid")
    for turn in range(30):
        all_at_once(shop, turn)
        await asyncio.sleep(0.01)
    await shop.shows("OPENED")
    shop.posts = 2
    await shop.press("cancel_button")
    await shop.shows("CANCELED", "not_paid")
