"""The page of cases tied to the services: what is done arrives, and what they say is shown."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QPushButton

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.errors import ActRefusal
from pos_app.services.state import News
from pos_app.simulator.world.records import CARD
from pos_app.ui.cases.presenter import CasesPresenter
from pos_app.ui.cases.view import CasesView
from pos_app.ui.shared.language import speak
from tests.services.shop import PLUS, SMART, Shop

BY, WHY = "Sol", "The slip was shown"


class Page:
    """The page before somebody's eyes, and their hands on it."""

    def __init__(self, shop: Shop) -> None:
        house = shop.house
        self.shop, self.view = shop, CasesView()
        self.back: list[None] = []
        self.view.back_clicked.connect(lambda: self.back.append(None))
        self.presenter = CasesPresenter(
            self.view,
            house.resolver,
            house.checkout,
            house.board,
            house.capability,
            speak("en_US"),
            shop.clock,
        )
        self.presenter.open_case()
        self.view.show()

    def read(self, name: str) -> str:
        label = self.view.findChild(QLabel, name)
        return label.text() if label and label.isVisible() else ""

    @property
    def headline(self) -> str:
        return self.read("case_headline_label")

    def press(self, name: str) -> None:
        button = self.view.findChild(QPushButton, name)
        assert button is not None, name
        assert button.isVisible(), f"{name} is not in sight"
        assert button.isEnabled(), f"{name} is off: {button.accessibleDescription()}"
        button.click()

    def close(self) -> None:
        if self.view.isVisible():
            self.presenter.stop()
            self.view.close()

    def sign(self, by: str = BY, why: str = WHY) -> None:
        for name, text in (("supervisor_edit", by), ("reason_edit", why)):
            edit = self.view.findChild(QLineEdit, name)
            assert edit is not None
            edit.setText(text)
        self.press("confirm_button")


@pytest.fixture
def page(shop: Shop) -> Iterator[Page]:
    page = Page(shop)
    yield page
    page.close()


async def test_an_idle_terminal_is_told_and_the_page_follows_to_the_end(
    shop: Shop, page: Page
) -> None:  # F02 I13 b
    await shop.aside(done=False)
    await shop.wait(65)
    page.presenter.open_case()
    assert page.headline == "We do not know yet if it was charged"
    page.press("answer_idle_button")
    await shop.until(lambda: "Noted." in page.read("look_follows_label"), 5)
    await shop.until(lambda: page.headline == "Nothing was charged for this sale", 20)
    page.press("next_step_button")
    await shop.until(lambda: shop.now.sale, 5)
    assert page.back, "the sale is on the desk: its page is what is wanted"


@pytest.mark.parametrize("seen", [Seen.AMOUNT, Seen.APPROVED])
async def test_what_else_was_seen_is_told_too(shop: Shop, page: Page, seen: Seen) -> None:
    reference = await shop.aside()
    page.presenter.open_case()
    page.press(f"answer_{seen.value}_button")
    await shop.until(lambda: shop.following(reference).seen is seen, 5)
    assert page.read("look_follows_label")


async def test_a_case_is_attested_by_name_and_reason_and_withdrawn(
    shop: Shop, page: Page
) -> None:  # I18
    reference = await shop.aside(done=False)
    page.presenter.open_case(reference)
    page.press("case_attest_button")
    page.sign()
    await shop.until(lambda: shop.tasks() == ["attested"], 5)
    assert shop.following(reference).decided_by == BY
    assert page.read("supervisor_edit") == ""
    page.press("case_withdraw_button")
    page.sign(why="It was attested by mistake")
    await shop.until(lambda: shop.tasks() == ["resolve"], 5)
    assert shop.following(reference).decision is Decision.WITHDRAWN


async def wrongly_idle(shop: Shop, page: Page) -> str:
    """The amount is on the terminal, and somebody said that it is idle (F73)."""
    reference = await shop.aside()
    await shop.wait(61)
    page.presenter.open_case()
    page.press("answer_idle_button")
    await shop.until(lambda: shop.tasks() == ["unpaid"], 20)
    return reference


async def test_late_money_is_applied_to_its_sale(shop: Shop, page: Page) -> None:  # F73
    await wrongly_idle(shop, page)
    shop.world.pay(SMART)
    await shop.until(lambda: "late" in shop.tasks(), 700)
    assert page.headline == "Money came in after the charge was over"
    page.press("next_step_button")
    page.sign(why="The customer has the goods")
    await shop.until(lambda: shop.tasks() == [], 5)
    assert shop.sales()[0]["status"] == "paid"


async def test_late_money_is_put_apart_until_it_went_back(shop: Shop, page: Page) -> None:  # F73
    reference = await wrongly_idle(shop, page)
    shop.world.pay(SMART)
    await shop.until(lambda: "late" in shop.tasks(), 700)
    page.press("case_apart_button")
    page.sign(why="Not wanted any more")
    await shop.until(lambda: "return" in shop.tasks(), 5)
    page.presenter.open_case(reference)
    assert page.read("case_steps_label").startswith("1. On the terminal, open More options")


async def test_cash_is_taken_for_a_sale_whose_charge_is_unclear(shop: Shop, page: Page) -> None:
    await shop.aside(done=False)
    page.presenter.open_case()
    page.press("case_pay_cash_button")
    assert page.read("form_explains_label").startswith("Card charge")
    edit = page.view.findChild(QLineEdit, "case_received_edit")
    assert edit is not None
    edit.setText("2,000")
    page.press("confirm_button")
    await shop.until(lambda: shop.sales()[0]["tenders"], 5)
    assert shop.sales()[0]["tenders"][0]["kind"] == "cash"


async def test_a_charge_that_was_set_aside_is_cancelled_and_its_sale_dropped(
    shop: Shop, page: Page
) -> None:
    shop.house.checkout.choose_terminal(PLUS)
    await shop.sell()
    await shop.shows("OPENED")
    shop.house.resolver.set_aside()
    await shop.until(lambda: shop.tasks() == ["aside"])
    page.presenter.open_case()
    page.press("next_step_button")
    await shop.until(lambda: shop.tasks() == ["unpaid"])
    assert page.headline == "Nothing was charged for this sale", "the page went with the sale"
    page.press("case_drop_button")
    page.press("confirm_button")
    await shop.until(lambda: shop.tasks() == [])
    assert shop.said() is News.SALE_DROPPED
    assert page.read("cases_empty_label").startswith("There is nothing to see to.")


async def test_what_was_refused_is_said_on_this_page_and_can_be_dismissed(
    shop: Shop, page: Page
) -> None:
    reference = await shop.aside(done=False)
    page.presenter.open_case()
    shop.house.resolver.decide(reference, Decision.APPLIED, BY, WHY)
    await shop.until(lambda: shop.said() is ActRefusal.CHANGED, 5)
    assert page.read("cases_notice_label")
    page.press("cases_dismiss_button")
    assert page.read("cases_notice_label") == ""


async def test_check_again_asks_now(shop: Shop, page: Page) -> None:
    await shop.aside()
    await shop.wait(200)
    page.presenter.open_case()
    before = len(shop.asked("GET", "/search"))
    page.press("case_check_again_button")
    await shop.wait(1.5)
    assert len(shop.asked("GET", "/search")) > before


async def test_a_form_that_is_confirmed_too_late_does_nothing(shop: Shop, page: Page) -> None:
    """The money came in while the reason was typed."""
    await shop.aside()
    page.presenter.open_case()
    page.press("case_attest_button")
    shop.world.pay(SMART)
    await shop.until(lambda: not shop.now.cases)
    page.view.confirmed.emit()
    await shop.calm()
    assert shop.sales()[0]["status"] == "paid"
    assert page.read("cases_empty_label")


async def test_a_page_that_is_not_in_sight_draws_nothing_and_ticks_not(
    shop: Shop, page: Page
) -> None:
    page.view.hide()
    rows = page.view.findChild(QListView, "cases_list")
    assert rows is not None
    await shop.aside(done=False)
    assert rows.model().rowCount() == 0
    page.view.show()
    assert rows.model().rowCount() == 1
    assert page.headline


async def test_a_stopped_presenter_tells_nothing_more(shop: Shop, page: Page) -> None:
    reference = await shop.aside()
    page.presenter.open_case(reference)
    page.close()
    page.view.answered.emit(Seen.APPROVED)
    await shop.calm()
    assert shop.following(reference).seen is None
    assert {case.task for case in shop.now.cases} == {Task.RESOLVE}


def typed(shop: Shop) -> None:
    """Somebody typed the amount on the terminal itself, and the customer paid it there."""
    shop.world.payments.take(183450, SMART, CARD, named=("", ""))


async def test_money_without_a_sale_becomes_a_sale(shop: Shop, page: Page) -> None:
    typed(shop)
    await shop.until(lambda: shop.tasks() == ["orphan"], 4_000)
    page.presenter.open_case()
    assert page.headline == "A payment that no sale claims"
    page.press("next_step_button")
    page.sign(why="Typed on the terminal by hand")
    await shop.until(lambda: shop.tasks() == [], 5)
    assert [sale["status"] for sale in shop.sales()] == ["paid"]
    assert page.read("cases_empty_label")


async def test_money_without_a_sale_is_used_for_one_that_was_set_aside(
    shop: Shop, page: Page
) -> None:
    await shop.aside(done=False)
    await shop.wait(65)
    page.presenter.open_case()
    page.press("answer_idle_button")
    typed(shop)
    await shop.until(lambda: shop.tasks() == ["orphan", "unpaid"], 4_000)
    orphan = next(case.name for case in shop.now.cases if case.task is Task.ORPHAN)
    page.presenter.open_case(orphan)
    page.press("next_step_button")
    page.sign()
    await shop.until(lambda: shop.tasks() == [], 5)
    assert [sale["status"] for sale in shop.sales()] == ["paid"]


async def test_money_without_a_sale_is_put_apart_and_then_said_to_be_none_of_ours(
    shop: Shop, page: Page
) -> None:
    typed(shop)
    await shop.until(lambda: shop.tasks() == ["orphan"], 4_000)
    page.presenter.open_case()
    page.press("case_give_back_button")
    page.sign()
    await shop.until(lambda: shop.tasks() == ["return"], 5)
    assert page.headline == "This money must be given back"
    page.press("case_foreign_button")
    page.sign()
    await shop.until(lambda: shop.tasks() == [], 5)
