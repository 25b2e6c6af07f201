"""The terms that the words of a sentence mean, one kind of words after the other."""

import re
from collections.abc import Collection, Iterator
from itertools import chain

from lineage_viz.questions.prepared.models import LACKS
from lineage_viz.recorded_text import fold
from lineage_viz.search.sentence_deciders import deciders, without_deed
from lineage_viz.search.sentence_endpoints import UNAPPROVED, of_endpoints
from lineage_viz.search.sentence_gaps import gaps_in
from lineage_viz.search.sentence_lengths import Length, lengths
from lineage_viz.search.sentence_names import with_names
from lineage_viz.search.sentence_numbers import error_measures, field_of, is_named, numbers
from lineage_viz.search.sentence_reviewers import reviewer
from lineage_viz.search.sentence_times import Times, is_time, times
from lineage_viz.search.sentence_words import DECISIONS, EMPTY, LIKE_BEST, LIVE, STATES, TELLING
from lineage_viz.search.unread_audit import OfAudit, of_audit
from lineage_viz.search.unread_times import UnreadTime
from lineage_viz.search.vocabulary import Vocabulary

_EXCEPT = re.compile(r"\b(?:except|excluding|but not|other than)(?: for| the)* (?=\w)(\S+)")
_COMMIT = re.compile(r"\bcommit (?:hash |id |sha )?(?=[0-9a-f]*\d)([0-9a-f]{6,40})\b")
_NOT_APPROVED = "decision:rejected,pending,not-recorded,not-read"
_OF_TIME = frozenset({"added", "built", "created", "ever", "made", "trained"})
_DEPLOYED = frozenset({"deploy", "deployed", "deploys", "live", "model", "models", "went"})
_KEY_METRIC = re.compile(r"metric[<>=]")
_LIKE_BEST = re.compile(LIKE_BEST)
_THE_MODEL = re.compile(r"^(?:what|which)\b.* (?:(?:on|at|behind)\b|(?:does|do|did) .*\bserve\b)")
_THE_ENDPOINT = re.compile(
    r"^(?:where\b|(?:what|which|who) (?:is |are )?(?:serv|host)\w* (?!on\b|by\b|at\b))"
)

Unread = Length | UnreadTime | OfAudit
"""Words that no search understands, and that it must not drop."""


class SentenceReading:
    """The terms in a folded text, and its other words."""

    def __init__(self, text: str, known: Vocabulary, *, is_bare: bool) -> None:
        found = times(text, known.now, is_bare=is_bare)
        self.terms, self.bare = found.terms, tuple(found.bare)
        self.note, self.passed, self.left_out = "", "", False
        self._told_words: tuple[str, ...] = ()
        self._passed: list[str] = []
        self._known = known
        asked_for = text
        self._read_deployment(found)
        if waits := reviewer(found.text, self._is_person):
            found.text = waits.text
            found.notes.append(waits.note)
        decided = deciders(found.text, self._is_person, known.owns, is_timed=bool(self.terms))
        self.terms += decided.terms
        is_decided = any(each.startswith("decided") for each in self.terms)
        text = with_names(without_deed(decided.text) if is_decided else decided.text, known, self._term)
        text = self._with_commit(self._with_order(self._with_gaps(self._with_approval(text))))
        self.note = " ".join(filter(None, (*found.notes, self.note)))
        types = {word for word in text.split() if self._type(word)}
        text, audited = of_audit(text)
        text, compared = lengths(text, lambda before: is_named(before, known, types))
        self.lengths: tuple[Unread, ...] = (*found.unread, *audited, *compared)
        bounds = numbers(text, known, types=types)
        self.terms += bounds.terms
        self.has_number, self.beside = bool(bounds.terms), tuple(bounds.beside)
        self._say_measures()
        unread = (word for each in self.lengths for word in each.words.split())
        self.rest = [*self._words(bounds.text.split()), *self._told_words, *unread]
        self._add_type(asked_for)
        self._say_passed()

    def _read_deployment(self, found: Times) -> None:
        """Read "deployed in March" as the deployments of then; beside other words, say that the time is another."""
        if not found.of_deployment:
            return
        others = set(found.text.split()) - EMPTY - _DEPLOYED
        if not others and (type_ := self._type("deployments")):
            self.terms.append(type_)
            found.text = ""
            found.notes.append(
                "Each deployment tells what it deployed; type:model with the time has what was made then."
            )
        else:
            found.notes.append("The time is that of the creation, not of a deployment.")

    def _say_passed(self) -> None:
        """Say the words that are passed over; beside a time, "created" and its like are read."""
        is_timed = any(map(is_time, self.terms))
        passed = [each for each in self._passed if not (is_timed and each in _OF_TIME)]
        if passed:
            words = ", ".join(f"“{each}”" for each in dict.fromkeys(passed))
            self.passed = f"Passed over: {words}."

    def _with_approval(self, text: str) -> str:
        """Read "without approval". Alone, and of an endpoint, its words stay: recorded texts have them."""
        if about := of_endpoints(text):
            self.terms += about.terms
            self.left_out = True
            self._told_words = (about.word,) if about.word else ()
            return about.text
        found = UNAPPROVED.search(text)
        if not found:
            return text
        text = text.replace(found[0], " ")
        words = set(text.split())
        if not words or words & {"endpoint", "endpoints"}:
            self._told_words = ("without", "approval")
        else:
            self.terms.append("live:unapproved" if LIVE & words else _NOT_APPROVED)
        return text

    def _with_commit(self, text: str) -> str:
        """Read "commit 028a1e90", and the name after "except"."""
        if except_ := _EXCEPT.search(text):
            self.terms.append(f"-{except_[1]}")
            text = text.replace(except_[0], " ")
        if not (found := _COMMIT.search(text)):
            return text
        self.terms.append(f"commit:{found[1]}")
        return text.replace(found[0], " ")

    def _with_gaps(self, text: str) -> str:
        """Read "without evaluation" of models, and say its meaning."""
        gaps = gaps_in(text)
        if not gaps.found or not self._is_about_models(gaps.text):
            return text
        self.terms += [f"without:{','.join(each).replace(' ', '-')}" for each in gaps.found]
        self.note = " ".join(f"Without {each}: {LACKS[each]}." for each in chain(*gaps.found))
        return gaps.text

    def _say_measures(self) -> None:
        """Leave error measures out of a key metric above a number, and say so; below a number, say that they count."""
        errors = error_measures(self._known)
        bounds = [each for each in self.terms if _KEY_METRIC.match(each)]
        if not errors or not bounds:
            return
        named = ", ".join(errors)
        if all(">" in each for each in bounds):
            self.terms += [f"-metric:{each}" for each in errors]
            said = f"The key metric counts, without error measures ({named}), of which less is better."
        else:
            said = f"The key metric counts, whichever it is; of {named} less is better."
        self.note = f"{self.note} {said}".strip()

    def _is_about_models(self, text: str) -> bool:
        """True for a text about models, or about nothing that is named."""
        types = [each for each in text.split() if self._type(each)]
        return all(each.startswith("model") for each in types)

    def _with_order(self, text: str) -> str:
        """Leave a superlative out, and say so: terms have no order."""
        found = _LIKE_BEST.search(text)
        if not found:
            return text
        self.note += (
            f"A search does not rank by “{found[0]}”: add a bound such as metric.accuracy>0.9, or sort the page "
            "Entities by key metric."
        )
        after = text[found.end() :].split()
        by = next((at for at, word in enumerate(after[:-1]) if word in ("by", "in")), None)
        if by is not None and field_of(after[by + 1], self._known):  # "best model by auc"
            after = [after[by + 1], *after[:by], *after[by + 2 :]]
        name = "accuracy" if "accurate" in found[0] else next(iter(after), "")
        if name and not self._type(name) and field_of(name, self._known).startswith("metric."):
            self.terms.append(f"metric:{name}")
            after = after[1:] if after[:1] == [name] else after
        return " ".join((text[: found.start()], *after))

    def _add_type(self, text: str) -> None:
        """Add the type that a question about serving asks for."""
        if "live:yes" in self.terms and not any(each.startswith("type:") for each in self.terms):
            asked_for = (
                "model" if _THE_MODEL.search(text) else "endpoint" if _THE_ENDPOINT.search(text) else ""
            )
            if asked_for and self._type(asked_for):
                self.terms.insert(0, f"type:{asked_for}")

    def _words(self, words: list[str]) -> Iterator[str]:
        at = 0
        while at < len(words):
            two, one = " ".join(words[at : at + 2]), words[at]
            if " " in two and (term := self._negated(words[at + 1]) if one == "not" else self._type(two)):
                self.terms.append(term)
                at += 1
            elif term := self._term(one):
                self.terms.append(term)
            elif one in EMPTY:
                self.left_out = True
                self._passed += [one] if one in TELLING else []
            else:
                yield one
            at += 1

    def _negated(self, word: str) -> str:
        term = self._term(word)
        if term == "live:yes":
            return "live:no"
        return f"-{term}" if term.startswith(("status:", "decision:")) else ""

    def _term(self, word: str) -> str:
        known = self._known
        if _equals(word, known.states) and word not in DECISIONS:
            return f"status:{word}"
        if word in LIVE:
            return "live:yes"
        if word in DECISIONS:
            return f"decision:{DECISIONS[word]}"
        if (state := STATES.get(word)) and _equals(state, known.states):
            return f"status:{state}"
        return f"by:{word}" if self._is_person(word) else self._type(word)

    def _is_person(self, word: str) -> bool:
        return _equals(word, _names(self._known.people))

    def _type(self, words: str) -> str:
        """Return the term of a type, of all types that end with this word, `jobs`, or of jobs by their first word."""
        types = self._known.types
        last = (each.rpartition(" ")[2] for each in types)
        if _equals(words, (*types, *last)):
            return f"type:{words.replace(' ', '-')}"
        one = words.removesuffix("s")
        return f"type:{one}-job" if _equals(f"{one} job", types) else ""


def _names(people: Collection[str]) -> Iterator[str]:
    """Yield persons, and the parts of their names; a role or a service in words has none."""
    for each in people:
        yield each
        if " " not in each:
            yield from re.split(r"[-._]", each.partition("@")[0])


def _equals(word: str, known: Collection[str] | Iterator[str]) -> bool:
    """True when a word means values that are equal to it, and not only values that contain it."""
    bare = _bare(word)
    return any(bare == _bare(fold(each)) for each in known)


def _bare(text: str) -> str:
    return text.replace(" ", "").replace("-", "").removesuffix("s")
