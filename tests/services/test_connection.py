"""Whose terminals these are, and which obey: what changes while the till sells."""

from pos_app.domain.charge.facts import Seen
from pos_app.domain.errors import ChargeRefusal, ChargeRefused
from pos_app.domain.terminal import Mode
from pos_app.simulator.faults import Edit, refusal
from tests.services.shop import ALONE, CREATE, DEVICES, ME, PLUS, SMART, Shop


def refused(shop: Shop) -> ChargeRefusal | None:
    what = shop.now.notice.what if shop.now.notice else None
    return what.why if isinstance(what, ChargeRefused) else None


async def again(shop: Shop) -> None:
    shop.house.connection.refresh()
    await shop.wait(5)


async def test_a_token_of_another_merchant_stops_new_charges_and_no_live_one(  # F23, I24
    shop: Shop,
) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    ours, shop.world.account.user_id = shop.world.account.user_id, 99_999
    await again(shop)
    assert shop.now.other_merchant
    shop.world.account.user_id = ours
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")
    await shop.sell()
    await shop.calm()
    assert refused(shop) is ChargeRefusal.OTHER_MERCHANT
    assert shop.creates() == 1
    await again(shop)
    shop.charge()
    await shop.shows("ON_TERMINAL")


async def test_that_another_merchant_knows_of_no_payment_proves_nothing(shop: Shop) -> None:
    reference = await shop.unclear(done=False)  # I13, I24, F23
    ours, shop.world.account.user_id = shop.world.account.user_id, 99_999
    await again(shop)
    await shop.wait(65)
    shop.house.resolver.say_seen(reference, Seen.IDLE)
    await shop.wait(120)
    assert shop.outcome == "unsure"
    shop.world.account.user_id = ours
    await again(shop)
    await shop.shows("(unknown)", "not_paid", seconds=90)


async def test_a_payment_to_another_merchant_is_no_proof(shop: Shop) -> None:  # F30
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    ours, shop.world.account.user_id = shop.world.account.user_id, 99_999
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "unsure")
    await shop.wait(300)
    assert shop.outcome == "unsure"
    assert shop.now.unresolved == 1
    shop.world.account.user_id = ours


async def test_terminals_that_vanish_are_chosen_anew_by_a_person(shop: Shop) -> None:  # F21
    shop.add(183450)
    await shop.calm()
    kept = shop.world.world.terminals.pop(SMART)
    await again(shop)
    assert shop.now.chosen == ""
    shop.charge()
    await shop.calm()
    assert refused(shop) is ChargeRefusal.NO_TERMINAL
    shop.world.world.terminals[SMART] = kept
    await again(shop)
    assert shop.now.chosen == ""


async def test_another_terminal_is_never_put_in_the_place_of_the_chosen_one(shop: Shop) -> None:
    shop.add(183450)
    await shop.calm()
    del shop.world.world.terminals[SMART], shop.world.world.terminals[ALONE]
    await again(shop)
    assert [each.id for each in shop.now.terminals] == [PLUS]
    assert shop.now.chosen == ""


async def test_a_terminal_that_vanished_while_it_held_a_charge_is_still_followed(
    shop: Shop,
) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    kept = shop.world.world.terminals.pop(SMART)
    await again(shop)
    assert SMART in shop.now.held
    shop.world.world.terminals[SMART] = kept
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")


async def test_a_terminal_switched_by_hand_while_it_held_a_charge(shop: Shop) -> None:  # F21
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.world.terminals[SMART].mode = "STANDALONE"
    await again(shop)
    assert shop.now.terminals[0].mode is Mode.STANDALONE
    assert SMART in shop.now.held
    await shop.wait(3_700)  # nobody pays: the intent ends
    await shop.until(lambda: shop.outcome == "not_paid")
    shop.charge()
    await shop.calm()
    assert refused(shop) is ChargeRefusal.NOT_IN_PDV
    assert shop.creates() == 1


async def test_an_account_that_cannot_be_read_is_asked_for_and_nothing_is_charged(
    shop: Shop,
) -> None:
    await shop.close()
    shop.fault(refusal(500, "down"), "GET", ME, times=None)
    await shop.open()
    await shop.sell()
    await shop.wait(600)
    assert shop.creates() == 0
    assert refused(shop) is ChargeRefusal.NO_TERMINAL
    assert 15 <= len(shop.asked("GET", ME)) <= 30
    shop.world.faults.rules.clear()
    await shop.until(lambda: shop.now.terminals, seconds=31)


async def test_a_storm_of_refreshes_reads_once_a_second(shop: Shop) -> None:
    before = len(shop.asked("GET", ME))
    for _ in range(1_000):
        shop.house.connection.refresh()
        await shop.wait(0.01)
    assert len(shop.asked("GET", ME)) - before <= 11


async def test_a_charge_refused_for_want_of_credentials_reads_the_account_once(  # F10
    shop: Shop,
) -> None:
    shop.fault(refusal(401, "unauthorized"), "POST", CREATE)
    before = len(shop.asked("GET", ME))
    await shop.sell()
    await shop.shows("(not created)", "not_paid")
    await shop.wait(60)
    assert len(shop.asked("GET", ME)) - before == 1


async def test_devices_that_cannot_be_listed_leave_those_that_were_known(shop: Shop) -> None:
    shop.fault(refusal(500, "down"), "GET", DEVICES, times=20)
    await again(shop)
    assert shop.now.chosen == SMART
    await shop.sell()
    await shop.shows("ON_TERMINAL")


async def test_an_account_of_a_country_that_nobody_knows_is_not_charged(shop: Shop) -> None:
    shop.fault(Edit("site_id", "MLV"), "GET", ME, times=None)
    await again(shop)
    await shop.sell()
    await shop.wait(10)
    assert refused(shop) is ChargeRefusal.OTHER_MERCHANT
    assert shop.creates() == 0
