"""The forms of secrets that are known without a name: tokens of services, keys, and passwords in addresses."""

import re
from collections.abc import Callable

HIDDEN = "(hidden)"

_SAID = (
    r"(?i)\b((?:password|passwort|passphrase|pwd|pw)\s+(?:is\s+)?['\"]?)"
    r"(?=[^\s'\"]*\d)(?=[^\s'\"]*[a-z])[^\s'\"]{6,}"
)
"""A password in a sentence, if it has a digit: "the password is set" tells none."""

_ALONE = r"(?<![A-Za-z0-9])"
_ADDRESS = re.compile(r"\b(?:s3[an]?:|arn:\S*)\Z")


_PATH = re.compile(r"/[\w+]+/[\w+]+/[\w+/]*\Z")
"""The beginning of a path with three folders: of five hundred random keys, about one looks so."""


def _unless_address(found: re.Match[str]) -> str:
    """Hide a key, but not as many characters of a path, an S3 URI or an ARN: their parts have the same letters."""
    before = found.string[max(0, found.start() - 200) : found.start()]
    return found[0] if _ADDRESS.search(before) or _PATH.match(found[0]) else HIDDEN


Replacement = str | Callable[[re.Match[str]], str]

FORMS: tuple[tuple[str, re.Pattern[str], Replacement], ...] = tuple(
    (sign, re.compile(pattern), replacement)
    for sign, pattern, replacement in (
        # First, as it has several lines: a form that hides the rest of its line would hide only the beginning of a key.
        ("-----begin", r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*", HIDDEN),
        ("akia", r"\bAKIA[A-Z0-9]{12,}\b", HIDDEN),
        ("asia", r"\bASIA[A-Z0-9]{12,}\b", HIDDEN),
        ("eyj", r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?", HIDDEN),  # a JSON web token
        # Only the value, as the next step may follow it in the same line. "The bearer of this" has none.
        (
            "authorization",
            r"(?i)(authorization\\*['\"]?\s*[:=]\s*\\*['\"]?\w+)\s+[^\s'\",;)\]}]+",
            rf"\1 {HIDDEN}",
        ),
        (
            "bearer",
            r"(?i)\b(Bearer)\s+(?:(?=[\w.~+/-]*\d)[\w.~+/-]{6,}|[\w.~+/-]{20,})=*",
            rf"\1 {HIDDEN}",
        ),
        (
            "aws4-hmac-sha256",
            r"(?i)\b(AWS4-HMAC-SHA256)\s+(?:,?\s*(?:Credential|SignedHeaders|Signature)=[^\s,'\")\]}]+)+",
            rf"\1 {HIDDEN}",
        ),
        ("basic", r"(?i)\b(Basic)\s+[a-z0-9+/=]{12,}", rf"\1 {HIDDEN}"),
        # The user and password in a URL. A password may have an at sign and a slash; a port is none.
        (
            "@",
            r"(?<=://)[^/\s:@\"'<>]*:(?!\d{1,5}(?:[/?#]|$))[^\s\"'<>]{0,400}(?=@(?!sha256:))",
            HIDDEN,
        ),
        ("@", r"(?<=://)[^/\s:@]*:[^/\s]*(?=@)", HIDDEN),
        # A name alone in a web address is a token more often than a user.
        ("@", r"(?i)(https?://)(?!git@)[^/\s:@?#\"'<>]+(?=@)", rf"\1{HIDDEN}"),
        # A secret access key of AWS: forty characters, with lower case, upper case and digits.
        (
            "",
            r"(?a)(?<![\w+/=])(?=[\w+/]{40}(?![\w+/=]))"
            r"(?=[\w+/]{0,39}[a-z])(?=[\w+/]{0,39}[A-Z])(?=[\w+/]{0,39}\d)[\w+/]{40}",
            _unless_address,
        ),
        # The user and password of curl and its like; two numbers are a user and a group.
        (
            "-u",
            r"(?i)((?:^|\s)(?:-u|--user|--proxy-user)[ =]+['\"]?)(?!\d+:\d+(?:\s|$))[^\s:'\"=]+:[^\s'\"]+",
            rf"\1{HIDDEN}",
        ),
        ("passw", _SAID, rf"\1{HIDDEN}"),
        ("pw", _SAID, rf"\1{HIDDEN}"),
        ("passphrase", _SAID, rf"\1{HIDDEN}"),
        ("sig=", r"(?i)(?<=[?&;])(sig=)[^&\s\"']+", rf"\1{HIDDEN}"),  # of Azure's shared access signatures
        ("hooks.slack.com", r"(?<=hooks\.slack\.com/)[\w/-]+", HIDDEN),
        # Tokens of Hugging Face, Slack, OpenAI and others, Google, GitHub, GitLab, npm, PyPI, Docker, and so on.
        ("hf_", rf"{_ALONE}hf_(?=[a-zA-Z]*[A-Z0-9])[A-Za-z0-9]{{16,}}", HIDDEN),
        ("xox", rf"{_ALONE}xox[abeoprs]-[\w-]{{10,}}", HIDDEN),
        ("xapp-", rf"{_ALONE}xapp-[\w-]{{10,}}", HIDDEN),
        ("sk-", rf"{_ALONE}sk-(?:(?:proj|ant|svcacct|admin|or)-[\w-]{{12,}}|[A-Za-z0-9]{{32,}})", HIDDEN),
        ("k_", rf"{_ALONE}[rs]k_(?:live|test)_[A-Za-z0-9]{{10,}}", HIDDEN),
        ("aiza", rf"{_ALONE}AIza[\w-]{{30,}}", HIDDEN),
        ("ya29.", rf"{_ALONE}ya29\.[\w-]{{20,}}", HIDDEN),
        ("gh", rf"{_ALONE}gh[opusr]_[A-Za-z0-9]{{16,}}", HIDDEN),
        ("github_pat_", rf"{_ALONE}github_pat_\w{{16,}}", HIDDEN),
        ("gl", rf"{_ALONE}gl(?:pat|dt|rt|cbt|ptt|soat|oas|ft)-[\w-]{{8,}}", HIDDEN),
        ("npm_", rf"{_ALONE}npm_[A-Za-z0-9]{{30,}}", HIDDEN),
        ("pypi-", rf"{_ALONE}pypi-[\w-]{{40,}}", HIDDEN),
        ("dckr_pat_", rf"{_ALONE}dckr_pat_[\w-]{{16,}}", HIDDEN),
        ("dapi", rf"{_ALONE}dapi[0-9a-f]{{32}}", HIDDEN),
        ("sg.", rf"{_ALONE}SG\.[\w-]{{16,}}\.[\w-]{{16,}}", HIDDEN),
        ("nvapi-", rf"{_ALONE}nvapi-[\w-]{{20,}}", HIDDEN),
        ("whsec_", rf"{_ALONE}whsec_\w{{16,}}", HIDDEN),
        ("hvs.", rf"{_ALONE}hvs\.[\w-]{{20,}}", HIDDEN),
        ("r8_", rf"{_ALONE}r8_[A-Za-z0-9]{{30,}}", HIDDEN),
        ("atatt", rf"{_ALONE}ATATT[\w=-]{{20,}}", HIDDEN),
    )
)
"""Texts that look like a secret: a part that each of a kind has, without case; its pattern; and the text instead."""
