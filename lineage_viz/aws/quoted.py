"""The words of AWS, of botocore or of a program, for a sentence of ours."""

from lineage_viz.secrecy import without_secrets
from lineage_viz.words import plain

_LONGEST = 600


def quoted(words: object) -> str:
    """Return the words as one line of bounded length without secrets."""
    # Secrets first: shortening may cut the middle out of a secret, and the search would not find the rest.
    return plain(without_secrets(str(words)), _LONGEST)
