"""What was signed for one case stays with it, whatever becomes of the case meanwhile."""

from PySide6.QtWidgets import QLineEdit, QPushButton

from pos_app.domain.charge.facts import Seen
from pos_app.simulator.faults import Drop
from tests.services.shop import CREATE, PLUS, SMART, Shop
from tests.ui.cases.test_presenter import BY, WHY, Page, wrongly_idle


async def test_what_was_signed_for_one_charge_is_never_done_to_another_of_its_sale(  # I18
    shop: Shop,
) -> None:
    page = Page(shop)
    first = await wrongly_idle(shop, page)
    shop.house.resolver.take_up(shop.now.cases[0].name)
    await shop.until(lambda: shop.now.sale, 5)
    shop.house.checkout.choose_terminal(PLUS)
    shop.fault(Drop(after_effect=True), "POST", CREATE)
    shop.charge()
    await shop.shows("(unknown)", "unsure")
    second = shop.attempt.prepared.external_reference
    shop.house.resolver.set_aside()
    await shop.wait(61)
    shop.house.resolver.say_seen(second, Seen.IDLE)
    await shop.until(lambda: shop.tasks() == ["unpaid"], 20)
    shop.world.pay(SMART)
    shop.world.press_green(PLUS)
    shop.world.pay(PLUS)
    await shop.until(lambda: shop.tasks() == ["late", "late"], 700)
    page.presenter.open_case(first)
    page.press("case_apart_button")
    for name, text in (("supervisor_edit", BY), ("reason_edit", WHY)):
        edit = page.view.findChild(QLineEdit, name)
        assert edit is not None
        edit.setText(text)
    (payment,) = shop.world.truth.approved(first)
    shop.world.refund_on_web(payment.id)
    await shop.until(lambda: shop.tasks() == ["late"], 700)
    confirm = page.view.findChild(QPushButton, "confirm_button")
    assert confirm is not None
    assert not confirm.isVisible()
    assert shop.following(second).decision is None
    page.close()


async def test_what_was_begun_for_a_case_that_is_over_by_now_is_forgotten(shop: Shop) -> None:
    page = Page(shop)
    first = await shop.aside()
    await shop.aside(PLUS)
    page.presenter.open_case(first)
    page.press("case_attest_button")
    page.view.hide()
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == ["resolve"], 120)
    page.view.show()
    assert page.headline
    confirm = page.view.findChild(QPushButton, "confirm_button")
    assert confirm is not None
    assert not confirm.isVisible()
    page.close()
