"""Every state that is shown says, in every language, what is happening and what to do now."""

from functools import cache

from pos_app.domain.capability import Capability
from pos_app.services.state import TillState
from pos_app.ui.charge.moment import moment_of
from pos_app.ui.sale.screen import render
from pos_app.ui.shared.language import CATALOGUES, Words, speak
from tests.simulation.engine.trace import Trace


class Screens:
    """Each kind of state is drawn once in a process: what was seen before cannot differ."""

    def __init__(self) -> None:
        self._words = tuple(speak(locale) for locale in sorted(CATALOGUES))
        self._seen: dict[tuple[object, ...], str] = {}

    def see(self, state: TillState, api: Capability, now: int, trace: Trace) -> None:
        following, notice = state.following, state.notice
        what = notice.what if notice else None
        key: tuple[object, ...] = (type(state.network), type(what), str(what), state.stopped)
        if following is not None:
            attempt = following.attempt
            moment = moment_of(attempt, api, now)
            trace.count(f"screen: {moment.name}")
            key += (moment, attempt.refusal, attempt.prepared.terminal_id, attempt.doubts)
            key += (type(following.trouble), following.unsaved, attempt.cancel_answer)
        if key not in self._seen:
            self._seen[key] = next(
                filter(None, (_mute(state, api, now, w) for w in self._words)), ""
            )
        if self._seen[key]:
            trace.fail("screen", self._seen[key])


@cache
def screens() -> Screens:
    """The one of this process."""
    return Screens()


def _mute(state: TillState, api: Capability, now: int, words: Words) -> str:
    """What is not said; empty if all is."""
    screen = render(state, api, now, words)
    texts = {"connection": screen.connection}
    if state.notice is not None:
        texts["notice"] = screen.notice
    if state.stopped is not None:
        texts["stopped"] = screen.stopped
    if screen.panel is not None:
        panel = screen.panel
        texts |= {"headline": panel.headline, "hint": panel.hint, "happened": panel.happened}
    wrong = [name for name, text in texts.items() if not text.strip() or "{" in text]
    return f"{words.locale} says no {', '.join(wrong)}" if wrong else ""
