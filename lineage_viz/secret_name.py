"""The names of settings, headers and parameters that contain a secret, and the values below them that are none."""

import re
from functools import lru_cache

PASSWORDS = (
    r"passw|passphrase|passcode|pwd|(?<![a-z])pw(?![a-z])|(?:db|user|admin|root|[_.-])pass(?![a-z])|^pass$"
    r"|secret"
)
"""Parts of the names of secrets that people choose, which may have several words."""

NAMED = (
    rf"{PASSWORDS}|token|credential|authorization|cookie|signature"
    r"|(?:private|api|access|account|encryption|ssh|signing|storage|shared|master|license|auth|service|subscription"
    r"|hmac|aes|rsa|pgp|deploy|fernet)[_-]?key"
)
"""Parts of names that suggest a secret; the pattern is for text without case."""

SIGNS = ("secret", "token", "pass", "pw", "credential", "authorization", "cookie", "signature", "key")
"""Each name that suggests a secret has one of them: a search that is faster than the pattern."""

_NAME = re.compile(NAMED, re.IGNORECASE)
_NOT_TOKEN = re.compile(NAMED.replace("|token", ""), re.IGNORECASE)
_PASS = re.compile(r"pass(?![a-z])", re.IGNORECASE)
_OF_A_LOGIN = re.compile(
    r"(?:^|db|user|admin|root|my|sql|smtp|mail|ftp|ssh|key|redis|mongo|pg|postgres|proxy)[_.-]?pass$",
    re.IGNORECASE,
)

_PLACE = re.compile(
    r"(?:file|path|dir|folder|ur[il]|endpoint|exception|error|encryption[_-]?key[_-]?(?:id|alias)|signature[_-]?(?:name|def)"
    r"|credentials_(?:full|relative)_uri)$|^(?-i:(?:OLD)?PWD)$",
    re.IGNORECASE,
)
"""Names of the place of a secret, such as AWS_WEB_IDENTITY_TOKEN_FILE, of an error about one, and of a folder."""

_ABOUT = re.compile(
    r"(?:names?|version(?:[_-]?(?:ids?|stages?))?|polic(?:y|ies)|region|provider|length|rotation"
    r"|(?:secret|token|credentials?)[_-]?(?:type|source)|expir(?:y|es|ation)(?:[_-]?(?:at|in|on|time|date))?)$",
    re.IGNORECASE,
)
"""The ends of names of a fact about a secret, such as SECRET_NAME, which a secrets manager is asked for."""

_TOKENIZER = re.compile(r"(?:de)?tokeni[sz](?:ers?|ed?|ing|ation)?", re.IGNORECASE)
_OF_ACCESS = re.compile(
    r"auth|api|access|refresh|session|bearer|security|login|registry|deploy|personal"
    r"|(?<![a-z])(?:hf|hub|git|github|gitlab|slack|bot|db|aws|amz|csrf|xsrf|jwt|wandb)(?![a-z])|id[_-]?token(?![a-z])",
    re.IGNORECASE,
)
"""Words beside "token" in the names of tokens that give access."""

_OF_TEXT = re.compile(
    r"tokens(?![a-z])|(?:^|[^a-z])(?:pad|eos|bos|unk|cls|sep|mask|stop|start|end|begin|special|new|max|min|num|image|next"
    r"|word|sub)[_-]?token|token[_-]?(?:ids?|type|level|len|length|count|limit|size|budget|window|dropout|drop|prob|rate"
    r"|embeddings?|classification|per|ratio|merging|weights?|loss|accuracy|dim)(?![a-z])",
    re.IGNORECASE,
)
"""Names about the tokens of a text, such as `max_tokens` and `pad_token_id`."""

_ARN = re.compile(r"arn:[\w-]+:[\w-]*:[\w-]*:\d*:\S+", re.ASCII)
_NO_SECRET = re.compile(r"|true|false|none|null|nan|\d|\(hidden\)|s3[an]?://\S*", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?[\d.]+(?:e[+-]?\d+)?", re.IGNORECASE)
_MOST_DIGITS = 7
"""A longer number is no count of tokens and no version of a signature."""


@lru_cache(maxsize=10_000)
def names_a_secret(name: str) -> bool:
    """True when the name suggests a secret."""
    if not _NAME.search(name) or _PLACE.search(name) or _ABOUT.search(name):
        return False
    if _NOT_TOKEN.search(_PASS.sub("", name)) or _OF_A_LOGIN.search(name):
        return True
    rest = _TOKENIZER.sub("", name)
    return "token" in rest.lower() and (bool(_OF_ACCESS.search(rest)) or not _OF_TEXT.search(rest))


def is_secret(name: str, value: str) -> bool:
    """True when the name suggests a secret and the value can be one: no switch, no small number, no ARN, no S3 URI."""
    if not names_a_secret(name) or _NO_SECRET.fullmatch(value) or is_arn(value):
        return False
    is_count = _NUMBER.fullmatch(value) and sum(map(str.isdigit, value)) <= _MOST_DIGITS
    return not is_count or bool(re.search(PASSWORDS, name, re.IGNORECASE))


def is_arn(text: str) -> bool:
    """True for an ARN, which names a thing and is no secret."""
    return text.startswith("arn:") and _ARN.fullmatch(text) is not None
