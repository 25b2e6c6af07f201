"""Pages and their tokens, which are opaque and valid for one server and the same parameters only."""

import base64
import binascii
import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from tests.fake_sagemaker.faults import Faults
from tests.fake_sagemaker.wire import encode, invalid

DEFAULT_PAGE = 10


@dataclass(frozen=True, slots=True)
class _Place:
    """The position of a token in its listing: the offset, and the number of pages before it."""

    offset: int = 0
    page: int = 0


class Pager:
    """Splits listings into pages."""

    def __init__(self) -> None:
        self._secret = secrets.token_hex(8)
        self._refused: set[str] = set()
        self._repeated: Counter[str] = Counter()

    def page(
        self,
        operation: str,
        parameters: Mapping[str, Any],
        found: Sequence[int],
        body: Callable[[int], bytes],
        faults: Faults,
        at_most: int,
    ) -> tuple[list[bytes], str]:
        """The rows of the requested page, and the next token; an empty token ends the listing.

        A page has no more than `at_most` rows, whatever the caller asks for.
        """
        about = self._about(operation, parameters)
        place = self._place(about, parameters.get("NextToken", ""), faults)
        size = min(parameters.get("MaxResults", DEFAULT_PAGE), at_most)
        every = faults.empty_page_every
        if every and place.page % every == every - 1 and place.offset < len(found):
            size = 0
        end = place.offset + size
        rows = [body(position) for position in found[place.offset : end]]
        if end >= len(found):
            return rows, ""
        given = parameters.get("NextToken", "")
        if place.page == faults.repeated_token_after > 0 and self._repeated[about] < faults.repeated_tokens:
            self._repeated[about] += 1
            return rows, given
        return rows, self._token(about, _Place(end, place.page + 1))

    def stable(self, parameters: Mapping[str, Any]) -> bytes:
        """The parameters as text that is the same in every run: the token is replaced by its position."""
        if not isinstance(parameters, dict) or "NextToken" not in parameters:
            return encode(parameters)
        return encode({**parameters, "NextToken": _opened(parameters["NextToken"])[1:]})

    def _about(self, operation: str, parameters: Mapping[str, Any]) -> str:
        query = {k: v for k, v in parameters.items() if k not in ("MaxResults", "NextToken")}
        text = json.dumps([self._secret, operation, query], sort_keys=True)
        return blake2b(text.encode(), digest_size=12).hexdigest()

    def _token(self, about: str, place: _Place) -> str:
        return base64.urlsafe_b64encode(encode([about, place.offset, place.page])).decode()

    def _place(self, about: str, token: str, faults: Faults) -> _Place:
        if not token:
            return _Place()
        given, offset, page = _opened(token)
        if given != about:
            raise invalid("Invalid NextToken: it belongs to other parameters")
        if page == faults.stale_token_after and about not in self._refused:
            self._refused.add(about)
            raise invalid("Invalid NextToken: it has expired")
        return _Place(offset, page)


def _opened(token: str) -> tuple[str, int, int]:
    """The listing's digest, the offset, and the number of pages before."""
    try:
        about, offset, page = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError, binascii.Error):
        raise invalid("Invalid NextToken") from None
    return about, offset, page
