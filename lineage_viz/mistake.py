"""One typing mistake in a word: a letter too many, too few, another one, or two in the wrong order."""

import re
from string import ascii_lowercase, digits

_WORD = re.compile(r"(?<![a-z0-9])[a-z]{4,24}(?![a-z0-9])")
"""The words in folded texts that a mistake may stand for: random ids have digits between their letters."""

_LETTERS = ascii_lowercase + digits
_ANY = "[a-z0-9]"


def words(text: str) -> set[str]:
    """Return the words in a folded text."""
    return set(_WORD.findall(text))


def corrections(word: str) -> set[str]:
    """Return all texts that have one mistake less than this word."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    fewer = {first + rest[1:] for first, rest in halves if rest}
    swapped = {first + rest[1] + rest[0] + rest[2:] for first, rest in halves if len(rest) > 1}
    other = {first + letter + rest[1:] for first, rest in halves if rest for letter in _LETTERS}
    more = {first + letter + rest for first, rest in halves for letter in _LETTERS}
    return (fewer | swapped | other | more) - {word}


def pattern(word: str) -> str:
    """Return the same as a regular expression for a whole word, for Java, too."""
    halves = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    forms = {first + _ANY + rest[1:] for first, rest in halves if rest}
    forms |= {first + rest[1:] for first, rest in halves if rest} | {
        first + _ANY + rest for first, rest in halves
    }
    forms |= {first + rest[1] + rest[0] + rest[2:] for first, rest in halves if len(rest) > 1}
    return f"(?<![a-z0-9])(?:{'|'.join(sorted(forms))})(?![a-z0-9])"
