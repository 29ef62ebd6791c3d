"""A live door: TLS to the end, whoever stands between (F01, F14, S15, S18)."""

# The network is replaced where the operating system begins: every connection leads to the server of
# the test. Name, certificate and proxy are checked as in a shop.

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from pathlib import Path

import anyio
import pytest
import trustme

from pos_app.domain import errors as e
from pos_app.gateway.address import LIVE
from pos_app.gateway.door import Door, Patience
from pos_app.gateway.secret import Secret
from pos_app.gateway.wire import CreateReply, IntentReply
from tests.gateway.asked import CREATE, HURRY, OPENED, READ, failure, failures
from tests.gateway.conftest import CANARY, HOST, LeadTo, OpenDoor, server_side
from tests.gateway.network.fault_server import FaultServer, reply, silence


async def test_a_live_door_speaks_tls_with_mercado_pago(
    open_live_door: OpenDoor, authority: trustme.CA, trusted: Path, lead_to: LeadTo
) -> None:
    async with FaultServer(reply(200, OPENED), tls=server_side(authority)) as server:
        lead_to("127.0.0.1", server.port)
        door = open_live_door(trusted)
        assert (await door.send(CREATE, CreateReply)).id == "i1"
        await door.send(READ, IntentReply)
        assert server.accepted == 1
        assert server.heard[0].headers["host"] == HOST
        await door.close()


@pytest.mark.parametrize("fault", ["stranger", "other name", "expired stranger", "old tls"])
async def test_a_wrong_certificate_gets_not_one_byte_of_a_request_f14(
    fault: str,
    open_live_door: OpenDoor,
    authority: trustme.CA,
    trusted: Path,
    lead_to: LeadTo,
) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    old = server_side(authority)
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):  # that is the point of it
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    sides = {
        "stranger": server_side(trustme.CA()),
        "other name": server_side(authority, "api.mercadopago.com.evil.example"),
        "expired stranger": server_side(trustme.CA(), not_after=past),  # no matter what time it is
        "old tls": old,
    }
    async with FaultServer(reply(200, OPENED), tls=sides[fault]) as server:
        lead_to("127.0.0.1", server.port)
        door = open_live_door(trusted)
        for error in (await failure(door), *(await failures(door)).values()):
            assert isinstance(error, e.NotSent)
            assert error.blocked is (fault != "old tls")  # there nobody answers
            assert (error.clock, error.maybe_done) == (False, False)
        assert server.heard == []
        await door.close()


def of_another_time(authority: trustme.CA) -> dict[str, ssl.SSLContext]:
    today, year = datetime.now(UTC), timedelta(days=365)
    return {
        "not yet valid": server_side(
            authority, not_before=today + year, not_after=today + 2 * year
        ),
        "expired": server_side(authority, not_before=today - 2 * year, not_after=today - year),
    }


@pytest.mark.parametrize("fault", ["not yet valid", "expired"])
async def test_a_certificate_of_another_time_than_ours_accuses_the_clock_f41(
    fault: str,
    open_live_door: OpenDoor,
    authority: trustme.CA,
    trusted: Path,
    lead_to: LeadTo,
) -> None:
    async with FaultServer(reply(200, OPENED), tls=of_another_time(authority)[fault]) as server:
        lead_to("127.0.0.1", server.port)
        door = open_live_door(trusted)
        for error in (await failure(door), *(await failures(door)).values()):
            assert isinstance(error, e.NotSent)
            assert (error.clock, error.blocked, error.maybe_done) == (True, False, False)
        assert server.heard == []


@pytest.mark.parametrize("fault", ["not yet valid", "expired"])
@pytest.mark.parametrize(("their_years", "clock"), [(0, False), (2, True), (-2, True)])
async def test_a_clock_that_the_provider_has_confirmed_is_not_accused_f41(
    fault: str,
    their_years: int,
    clock: bool,
    open_live_door: OpenDoor,
    authority: trustme.CA,
    trusted: Path,
    lead_to: LeadTo,
) -> None:
    told = formatdate(
        (datetime.now(UTC) + their_years * timedelta(days=365)).timestamp(), usegmt=True
    )
    door = open_live_door(trusted)
    async with FaultServer(reply(200, OPENED, Date=told), tls=server_side(authority)) as server:
        lead_to("127.0.0.1", server.port)
        await door.send(READ, IntentReply)
    async with FaultServer(reply(200, OPENED), tls=of_another_time(authority)[fault]) as server:
        lead_to("127.0.0.1", server.port)
        error = await failure(door)
        assert isinstance(error, e.NotSent)
        assert (error.clock, error.blocked) == (clock, not clock)
        assert server.heard == []


async def test_a_certificate_signed_by_itself_is_nobodys_f14(
    open_live_door: OpenDoor, authority: trustme.CA, lead_to: LeadTo
) -> None:
    async with FaultServer(reply(200, OPENED), tls=server_side(authority)) as server:
        lead_to("127.0.0.1", server.port)
        error = await failure(open_live_door(None))  # the world's authorities do not know it
        assert isinstance(error, e.NotSent)
        assert error.blocked
        assert "certificate" in error.detail.lower()


async def test_the_environment_decides_nothing_s15(
    open_live_door: OpenDoor,
    authority: trustme.CA,
    trusted: Path,
    lead_to: LeadTo,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    keys = tmp_path / "keys"
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    async with FaultServer(reply(200, OPENED), tls=server_side(authority)) as server:
        lead_to("127.0.0.1", server.port)
        assert isinstance(await failure(open_live_door(None)), e.NotSent)  # SSL_CERT_FILE trusts it
        await open_live_door(trusted).send(READ, IntentReply)  # and no proxy was asked
        assert server.heard[0].method == "GET"
    assert not keys.exists()


async def test_a_file_of_authorities_that_cannot_be_read_is_named(
    open_live_door: OpenDoor, tmp_path: Path
) -> None:
    (tmp_path / "empty.pem").write_text("")
    for name in ("missing.pem", "empty.pem"):
        error = await failure(open_live_door(tmp_path / name))
        assert isinstance(error, e.SettingsError)
        assert error.path.endswith(name)
        assert not error.maybe_done


async def test_a_name_that_nobody_knows_sent_nothing_f01(
    open_live_door: OpenDoor, lead_to: LeadTo
) -> None:
    lead_to("till.invalid", 443)
    error = await failure(open_live_door(None))
    assert isinstance(error, e.NotSent)
    assert not error.blocked


async def test_a_handshake_that_never_ends_sent_nothing_f01(
    open_live_door: OpenDoor, lead_to: LeadTo
) -> None:
    async with FaultServer(silence()) as server:  # it waits for a request that is none
        lead_to("127.0.0.1", server.port)
        error = await failure(open_live_door(None, patience=HURRY))
    assert isinstance(error, e.NotSent)
    assert not error.maybe_done
    assert not error.blocked


@pytest.mark.parametrize("patience", [Patience(0.1, 5.0), Patience(5.0, 0.1)])
async def test_a_connection_that_never_comes_about_sent_nothing_f01(
    patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nowhere(*where: object, **how: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(anyio, "connect_tcp", nowhere)
    door = Door(LIVE, Secret(CANARY), patience=patience)
    error = await failure(door)  # by its own limit, or by the limit of all
    assert isinstance(error, e.NotSent)
    assert not error.maybe_done
    await door.close()


@pytest.mark.parametrize(
    ("said", "blocked"), [(b"", False), (b"HTTP/1.1 400 Bad Request\r\n\r\n", True)]
)
async def test_a_handshake_that_is_answered_by_none_sent_nothing_f14(
    said: bytes, blocked: bool, open_live_door: OpenDoor, lead_to: LeadTo
) -> None:
    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(said)
        writer.close()

    server = await asyncio.start_server(rude, "127.0.0.1", 0)
    lead_to("127.0.0.1", server.sockets[0].getsockname()[1])
    error = await failure(open_live_door(None))
    assert isinstance(error, e.NotSent)
    assert error.blocked is blocked
    server.close()


async def test_silence_after_the_handshake_may_have_charged_f02(
    open_live_door: OpenDoor, authority: trustme.CA, trusted: Path, lead_to: LeadTo
) -> None:
    async with FaultServer(silence(), tls=server_side(authority)) as server:
        lead_to("127.0.0.1", server.port)
        door = open_live_door(trusted, patience=HURRY)
        error = await failure(door)
        assert isinstance(error, e.NoAnswer)
        assert error.maybe_done
        await door.close()
