"""The actions of a person in the picture, as the browser reports them."""

from collections.abc import Mapping
from dataclasses import dataclass

ACTIONS = frozenset(
    {
        "select",
        "focus",
        "toggle",
        "association",
        "only",
        "only-association",
        "shade",
        "only-shade",
        "bright",
        "more",
        "expand",
        "collapse",
        "open",
        "failures",
        "close",
        "remove",
        "alone",
        "path-start",
        "path-end",
        "common",
        "overview",
        "undo",
        "redo",
    }
)


@dataclass(frozen=True, slots=True)
class Selection:
    """An action of a person in the picture.

    `action` is one of ACTIONS. `arn` is the ARN of a card or the id of a stack; empty when the selection was cleared.
    `label` and `type` name a toggled type; `type` alone is a toggled association, or the words of a value of the lens.
    `sides` are the expanded or collapsed sides, separated by a space. `selected` is the selected card at that time.
    """

    action: str
    arn: str = ""
    label: str = ""
    type: str = ""
    sides: str = ""
    selected: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """The last message of a picture that the server carried out. Each mounted picture is a visit and counts from 1."""

    visit: str = ""
    number: int = 0


NOTHING_RECEIVED = Received()


def new_selections(message: object, received: Received) -> tuple[list[Selection], Received]:
    """Return the actions that were not carried out before, in their order, and the new `Received`.

    Of two messages at the same time Streamlit keeps only the last one, so a message contains the earlier ones that the
    server may not have received. A "select" is not counted: the picture already shows it, and a changed number would
    send the whole payload again.
    """
    if not isinstance(message, Mapping):
        return [], received
    visit, before = str(message.get("visit")), message.get("before")
    done = received.number if visit == received.visit else 0
    new = [
        (selection, number)
        for each in (*(before if isinstance(before, list) else ()), message)
        if (selection := _selection(each)) and isinstance(number := each.get("number"), int) and number > done
    ]
    last = max([number for selection, number in new if selection.action != "select"], default=done)
    return [selection for selection, _ in new], Received(visit, last) if last else received


def _selection(event: object) -> Selection | None:
    """The message of the browser as a value; None when it is not a known action."""
    if not isinstance(event, Mapping) or event.get("action") not in ACTIONS:
        return None
    return Selection(
        **{
            name: str(event.get(name) or "")
            for name in ("action", "arn", "label", "type", "sides", "selected")
        }
    )
