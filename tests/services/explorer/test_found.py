"""What the explorer found, step by step."""

from pos_app.domain.charge.facts import Decision
from pos_app.domain.errors import AlreadyTaken
from tests.services.explorer.people import BY, WHY
from tests.services.shop import PLUS, SMART, Shop


async def test_a_word_is_not_withdrawn_while_another_charge_is_at_its_terminal(
    shop: Shop,
) -> None:  # I3, F59
    reference = await shop.aside(done=False)
    shop.house.resolver.decide(reference, Decision.ATTESTED, BY, WHY)
    await shop.until(lambda: shop.tasks() == ["attested"])
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.house.resolver.decide(reference, Decision.WITHDRAWN, BY, WHY)
    await shop.until(lambda: isinstance(shop.said(), AlreadyTaken))
    assert shop.following(reference).decision is Decision.ATTESTED
    shop.world.cancel_on_terminal(SMART)
    await shop.until(lambda: shop.attempt.settled)
    shop.house.resolver.decide(reference, Decision.WITHDRAWN, BY, WHY)
    await shop.until(lambda: shop.tasks() == ["resolve"])


async def test_money_typed_in_the_first_moments_of_a_till_that_was_closed_at_once_is_found(
    shop: Shop,
) -> None:  # I5
    await shop.wait(3)
    shop.world.type_on_terminal(PLUS, 12_300)
    await shop.wait(3)
    await shop.die()
    await shop.open()
    await shop.until(lambda: shop.tasks() == ["orphan"], 60)
