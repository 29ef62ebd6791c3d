"""The control plane: hands on the terminals, the clock, the switches and the faults."""

# Under a prefix of its own, so that it never mixes with the routes of the real service.

from collections.abc import Callable, Mapping
from dataclasses import fields

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pos_app.simulator.backend import Backend
from pos_app.simulator.clock import SettableClock
from pos_app.simulator.envelopes import Refusal, bad_request, not_found
from pos_app.simulator.options import Options
from pos_app.simulator.routes.fault_rules import rule_of
from pos_app.simulator.routes.payments import payment_shown
from pos_app.simulator.routes.replies import known_only, object_of, reply
from pos_app.simulator.wire import decimal_text, minor_of_text
from pos_app.simulator.world.lives import NothingHappens
from pos_app.simulator.world.records import Card, Intent, Terminal

PREFIX = "/__sim__"
_CARD = ("method", "type", "first_six", "last_four", "installments")


class ControlRoutes:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.routes = [
            Route(PREFIX + "/state", self._state, methods=["GET"]),
            Route(PREFIX + "/terminals/{terminal}/{deed}", self._touch, methods=["POST"]),
            Route(PREFIX + "/payments", self._pay_online, methods=["POST"]),
            Route(PREFIX + "/payments/{payment}/{deed}", self._befall, methods=["POST"]),
            Route(PREFIX + "/clock", self._clock, methods=["POST"]),
            Route(PREFIX + "/options", self._switch, methods=["POST"]),
            Route(PREFIX + "/token", self._token, methods=["POST"]),
            Route(PREFIX + "/faults", self._add_fault, methods=["POST"]),
            Route(PREFIX + "/faults", self._clear_faults, methods=["DELETE"]),
            Route(PREFIX + "/webhooks", self._webhooks, methods=["GET"]),
            Route(PREFIX + "/webhooks/{index}/repeat", self._repeat, methods=["POST"]),
        ]

    async def _state(self, request: Request) -> Response:
        backend = self._backend
        now, world = backend.now(), backend.world
        return reply(
            {
                "now": now,
                "site": world.site.id,
                "terminals": [self._terminal(t) for t in world.terminals.values()],
                "intents": [self._intent(i) for i in world.intents.values()],
                "payments": [payment_shown(p, world) for p in world.payments.values()],
                "requests": len(backend.truth.requests),
                "faults": len(backend.faults.rules),
            }
        )

    async def _touch(self, request: Request) -> Response:
        name, deed = request.path_params["terminal"], request.path_params["deed"]
        if name not in self._backend.world.terminals:
            raise not_found("no such terminal")
        body = await object_of(request) if await request.body() else {}
        try:
            self._hand(name, deed, body)()
        except NothingHappens as error:
            raise Refusal(409, "conflict", "that key does nothing now") from error
        return reply(self._terminal(self._backend.world.terminals[name]))

    def _hand(self, name: str, deed: str, body: dict[str, object]) -> Callable[[], object]:
        backend, card = self._backend, _card(body)
        detail = str(body.get("status_detail", "cc_rejected_insufficient_amount"))
        payments = body.get("payments", 1)
        deeds: dict[str, Callable[[], object]] = {
            "press-green": lambda: backend.press_green(name),
            "pay": lambda: backend.pay(name, card, payments if isinstance(payments, int) else 1),
            "decline": lambda: backend.decline(name, detail, card),
            "cancel": lambda: backend.cancel_on_terminal(name),
            "indeterminate": lambda: backend.indeterminate(name, bool(body.get("charged"))),
            "error": lambda: backend.fail(name),
            "unplug": lambda: backend.unplug(name),
            "plug-in": lambda: backend.plug_in(name),
            "type": lambda: backend.type_on_terminal(name, self._amount(body), card),
        }
        if deed not in deeds:
            raise not_found(f"a terminal knows {', '.join(deeds)}")
        return deeds[deed]

    async def _pay_online(self, request: Request) -> Response:
        body = await object_of(request)
        amount, reference = self._amount(body), str(body.get("external_reference", ""))
        made = self._backend.pay_online(amount, _card(body), reference)
        return reply(payment_shown(made, self._backend.world), 201)

    async def _befall(self, request: Request) -> Response:
        backend, name = self._backend, request.path_params["payment"]
        payment = next((p for p in backend.world.payments.values() if str(p.id) == name), None)
        if payment is None:
            raise not_found("no such payment")
        body = await object_of(request) if await request.body() else {}
        part = self._amount(body) if "amount" in body else None
        deeds: dict[str, Callable[[], object]] = {
            "refund": lambda: backend.refund_on_terminal(payment.id),
            "refund-on-web": lambda: backend.refund_on_web(payment.id, part),
            "dispute": lambda: backend.dispute(payment.id),
            "charge-back": lambda: backend.charge_back(payment.id),
            "again": lambda: backend.pay_again(payment.id),
        }
        if (deed := request.path_params["deed"]) not in deeds:
            raise not_found(f"what befalls a payment: {', '.join(deeds)}")
        deeds[deed]()
        return reply(payment_shown(payment, backend.world))

    def _amount(self, body: dict[str, object]) -> int:
        minor = minor_of_text(str(body.get("amount")), self._backend.world.site.decimals)
        if not minor:
            raise bad_request("amount: must be a text such as 1834.50")
        return minor

    async def _clock(self, request: Request) -> Response:
        clock, body = self._backend.clock, await object_of(request)
        ms = body.get("advance_ms")
        if isinstance(ms, bool) or not isinstance(ms, int) or ms < 0:
            raise bad_request("advance_ms: must be a whole number, 0 or more")
        if not isinstance(clock, SettableClock):
            raise Refusal(409, "conflict", "this clock cannot be set")
        clock.advance(ms)
        return reply({"now": self._backend.now()})

    async def _switch(self, request: Request) -> Response:
        set_options(self._backend.options, await object_of(request))
        for terminal in self._backend.world.terminals.values():  # auto-play may have begun
            self._backend.lives.attend(terminal)
        return reply({})

    async def _token(self, request: Request) -> Response:
        token = (await object_of(request)).get("token")
        if not isinstance(token, str) or not token:
            raise bad_request("token: must be a text")
        self._backend.account.token = token
        return reply({})

    async def _add_fault(self, request: Request) -> Response:
        self._backend.faults.rules.append(rule_of(await object_of(request)))
        return reply({"faults": len(self._backend.faults.rules)}, 201)

    async def _clear_faults(self, request: Request) -> Response:
        self._backend.faults.rules.clear()
        return Response(status_code=204)

    async def _webhooks(self, request: Request) -> Response:
        self._backend.advance()
        outbox = self._backend.webhooks.outbox
        return reply(
            [
                {
                    "at": sent.at,
                    "intent_id": sent.intent_id,
                    "status": sent.status,
                    "query": sent.query,
                    "headers": sent.headers,
                    "body": sent.body.decode(),
                    "answers": [list(answer) for answer in sent.answers],
                }
                for sent in outbox
            ]
        )

    async def _repeat(self, request: Request) -> Response:
        index, outbox = request.path_params["index"], self._backend.webhooks.outbox
        if not (index.isascii() and index.isdigit() and int(index) < len(outbox)):
            raise not_found("no such notification")
        self._backend.webhooks.repeat(int(index))
        return reply({})

    def _terminal(self, terminal: Terminal) -> dict[str, object]:
        screen = self._backend.screen_of(terminal.id)
        shown = screen.amount
        return {
            "id": terminal.id,
            "operating_mode": terminal.mode,
            "powered": terminal.powered,
            "screen": screen.face.name.lower(),
            "amount": None if shown is None else decimal_text(shown, screen.decimals),
            "keys": sorted(key.value for key in screen.keys),
        }

    def _intent(self, intent: Intent) -> dict[str, object]:
        return {
            "id": intent.id,
            "terminal": intent.terminal_id,
            "external_reference": intent.reference,
            "amount": decimal_text(intent.amount, self._backend.world.site.decimals),
            "status": intent.status,
            "payments": intent.payments,
            "history": [[at, status] for at, status in intent.history],
        }


def _card(body: dict[str, object]) -> Card:
    asked = body.get("card", {})
    if not isinstance(asked, dict):
        raise bad_request("card: must be an object")
    known_only(asked, *_CARD)
    for name, value in asked.items():
        if type(value) is not (int if name == "installments" else str):
            raise bad_request(f"card.{name}: of the wrong type")
    if asked.get("installments", 1) < 1:
        raise bad_request("card.installments: at least 1")
    return Card(**asked)


def set_options(options: Options, asked: Mapping[str, object]) -> None:
    """Turn switches by name; whole numbers and true or false. Raises Refusal."""
    _turn(options, asked, "")


def _turn(target: object, asked: Mapping[str, object], within: str) -> None:
    names = [field.name for field in fields(target)]  # type: ignore[arg-type]  # a dataclass always
    for name, value in asked.items():
        present = getattr(target, name) if name in names else None
        if name not in names:
            raise bad_request(f"{within}{name}: no such switch")
        if isinstance(value, dict) and name == "delays":
            _turn(present, value, "delays.")
        elif _fits(name, present, value):
            setattr(target, name, value)
        else:
            raise bad_request(f"{within}{name}: of the wrong type")


def _fits(name: str, present: object, value: object) -> bool:
    if name in ("key_life", "balance"):
        return value is None or (type(value) is int and value >= 0)
    return type(value) is type(present) and (type(value) is not int or value >= 0)
