"""Where requests may go: nowhere but Mercado Pago (S16, S17)."""

import pytest

from pos_app.domain.errors import RequestRefused
from pos_app.gateway.address import LIVE, About, call, checked_address, checked_proxy

HOSTILE_ADDRESSES = [
    "",
    " https://api.mercadopago.com",
    "https://api.mercadopago.com ",
    "https://api.mercadopago.com\n",
    "https://api.mercadopago.com\t.evil.example",
    "https://api.mercadopago.com/",
    "https://api.mercadopago.com/v1",
    "https://api.mercadopago.com?x=1",
    "https://api.mercadopago.com#x",
    "https://api.mercadopago.com:443",
    "https://api.mercadopago.com:8443",
    "https://api.mercadopago.com.",
    "https://api.mercadopago.com.evil.example",
    "https://api.mercadopago.com@evil.example",
    "https://evil.example@api.mercadopago.com",
    "https://user:secret@api.mercadopago.com",
    "https://evil.example/api.mercadopago.com",
    "https://evil.example#api.mercadopago.com",
    "https://evil.example\\@api.mercadopago.com",
    "https:\\\\api.mercadopago.com",
    "https:/api.mercadopago.com",
    "https:api.mercadopago.com",
    "//api.mercadopago.com",
    "api.mercadopago.com",
    "http://api.mercadopago.com",
    "HTTPS://api.mercadopago.com",
    "https://API.mercadopago.com",
    "https://api.mercadopag\u043e.com",  # a Cyrillic o
    "https://api.mercadopago\u3002com",  # a dot that is none
    "https://xn--api-mercadopago-xyz.com",
    "https://mercadopago.com",
    "https://sandbox.api.mercadopago.com",
    "https://api.mercadolibre.com",
    "ftp://api.mercadopago.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://93.184.216.34",
    "https://[2606:2800:220:1::1]",
    "https://127.0.0.1",
    "https://localhost",
    "https://169.254.169.254/latest/meta-data",
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
    "http://127.0.0.1@evil.example",
    "http://evil.example@127.0.0.1",
    "http://127.0.0.1:80@evil.example",
    "http://127.0.0.1:99999",
    "http://127.0.0.1:0",
    "http://127.0.0.1:",
    "http://127.0.0.1/path",
    "http://127.1",
    "http://0x7f.0.0.1",
    "http://2130706433",
    "http://0.0.0.0:8080",
    "http://[::ffff:127.0.0.1]",
    "http://[::]:80",
    "http://127.0.0.1:80\r\nHost: evil.example",
    "http://127.0.0.1:\u0661\u0662",  # digits of another script
    "ws://127.0.0.1:8080",
]


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("address", HOSTILE_ADDRESSES)
def test_no_other_address_is_taken(address: str, training: bool) -> None:
    with pytest.raises(ValueError, match=r"a till in training|a live till"):
        checked_address(address, training=training)


def test_a_live_till_speaks_with_mercado_pago() -> None:
    assert checked_address(LIVE, training=False) == "https://api.mercadopago.com"


@pytest.mark.parametrize("address", ["http://127.0.0.1:8123", "http://localhost:1", "http://[::1]"])
def test_a_till_in_training_speaks_with_its_own_machine(address: str) -> None:
    assert checked_address(address + "/", training=True) == address
    with pytest.raises(ValueError, match="live"):
        checked_address(address, training=False)


def test_a_till_in_training_never_speaks_with_mercado_pago() -> None:
    with pytest.raises(ValueError, match="training"):
        checked_address(LIVE, training=True)


@pytest.mark.parametrize(
    "value",
    [
        *[
            "",
            ".",
            "..",
            "../pos",
            "a/b",
            "a%2fb",
            "a?b",
            "a#b",
            "a b",
            "a\nb",
            "a\r\nHost: x",
            "ñ",
        ],
        *["a;b", "a:b", "a@b", "\x00", "{x}", "a" * 129, "\u202ea", "a&b=c"],
    ],
)
def test_only_an_id_goes_into_a_path(value: str) -> None:
    with pytest.raises(RequestRefused, match="not an id: intent_id") as caught:
        call(About.READ, "GET", "/intents/{intent_id}/point", intent_id=value)
    assert not caught.value.maybe_done


def test_the_log_gets_the_path_without_its_ids() -> None:
    read = call(About.READ, "GET", "/intents/{intent_id}/point", intent_id="7c1e-2b_9")
    assert read.path == "/intents/7c1e-2b_9/point"
    assert read.template == "/intents/{intent_id}/point"


@pytest.mark.parametrize(
    "proxy", [None, "http://proxy.shop.example:3128", "https://u:p@10.0.0.1:8080"]
)
def test_a_proxy_is_what_was_set(proxy: str | None) -> None:
    assert checked_proxy(proxy) == proxy


@pytest.mark.parametrize(
    "proxy", ["", "proxy:3128", "socks5://p:1", "http://", "http://u:p4ss@", "http://a b"]
)
def test_an_odd_proxy_is_refused_without_quoting_its_password(proxy: str) -> None:
    with pytest.raises(ValueError, match="not a proxy") as caught:
        checked_proxy(proxy)
    assert "p4ss" not in str(caught.value)
