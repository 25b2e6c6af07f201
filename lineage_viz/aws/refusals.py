"""The refusals that every AWS service knows, and the next step after each.

Sources: "Common errors" of the API references, also of EC2 and S3; "Troubleshoot access denied error messages" of the
IAM guide; botocore's own rules of retries (botocore/retries/standard.py).
"""

import re
import traceback

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError
from botocore.retries.standard import (
    RetryContext,
    ThrottledRetryableChecker,
    TransientRetryableChecker,
)

from lineage_viz.aws.profiles import aws
from lineage_viz.aws.quoted import quoted
from lineage_viz.aws.source_in_use import setting_words

DENIED = frozenset(
    {"AccessDeniedException", "AccessDenied", "UnauthorizedOperation", "UnauthorizedException", "ForbiddenException",
     "NotAuthorized", "NotAuthorizedException", "Client.UnauthorizedOperation"}
)  # fmt: skip
_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"})
_CLOCK = frozenset({"RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"})
_UNKNOWN = frozenset(
    {"UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "InvalidToken", "AuthFailure",
     "MissingAuthenticationToken", "MissingAuthenticationTokenException"}
)  # fmt: skip
_WRONG_KEY = frozenset(
    {"SignatureDoesNotMatch", "InvalidSignatureException", "InvalidSignature", "IncompleteSignature",
     "IncompleteSignatureException"}
)  # fmt: skip
_REGION_OFF = frozenset({"RegionDisabledException"})
_NOT_SIGNED_UP = frozenset({"OptInRequired", "SubscriptionRequiredException", "NotSignedUp"})
_ACCOUNT = frozenset(
    {"PendingVerification", "Blocked", "AccountProblem", "AllAccessDisabled", "AccountSuspended", "InvalidPayer"}
)  # fmt: skip
_UNKNOWN_CALL = frozenset(
    {"UnknownOperationException", "UnknownOperation", "InvalidAction", "NotImplemented",
     "MalformedHttpRequestException"}
)  # fmt: skip

_CLOCK_WORDS = re.compile(
    r"signature (?:expired|not yet current)|is now (?:earlier|later) than|is still later than", re.I
)
_POLICY = re.compile(
    r"explicit deny in an? ([\w -]+?)(?::|$|\.| *\()|because no ([\w -]+ (?:policy|boundary)) allows", re.I
)
_OWN = "identity-based policy"
_TOO_MANY_REQUESTS = 429


def error_code(error: ClientError) -> str:
    """The code of an error that AWS returned."""
    return str(error.response.get("Error", {}).get("Code", ""))


def message_of(error: ClientError) -> str:
    """AWS's own words, as one line that ends with a full stop; the code if there are none."""
    return f"{quoted(error.response.get('Error', {}).get('Message') or error_code(error)).rstrip('. ')}."


def status_of(error: ClientError) -> int:
    """The HTTP status of the answer; 0 if it is not known."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def is_throttled(code: str, status: int = 0) -> bool:
    """True when botocore counts the refusal as one of too many calls."""
    return status == _TOO_MANY_REQUESTS or bool(ThrottledRetryableChecker().is_retryable(_context(code)))


def passes(code: str, status: int = 0) -> bool:
    """True when botocore expects another answer to the next attempt: after too many calls, or a fault of the server."""
    transient = status >= 500 or bool(TransientRetryableChecker().is_retryable(_context(code)))
    return transient or is_throttled(code, status)


def is_clock(error: ClientError) -> bool:
    """True when AWS refuses the time of the request."""
    return error_code(error) in _CLOCK or _CLOCK_WORDS.search(message_of(error)) is not None


def is_expired(error: ClientError) -> bool:
    """True when AWS refuses credentials because they have ended."""
    return error_code(error) in _EXPIRED


def is_denied(error: ClientError) -> bool:
    """True when AWS knows the caller, and a policy denies the action."""
    return error_code(error) in DENIED


def is_from_elsewhere(error: Exception) -> bool:
    """True when AWS did not write the answer: it has no code of AWS, or botocore cannot read it."""
    if isinstance(error, ClientError):
        return not error_code(error) or is_foreign_code(error_code(error))
    if isinstance(error, BotoCoreError):
        return isinstance(error, ResponseParserError)
    places = {frame.f_code.co_name for frame, _ in traceback.walk_tb(error.__traceback__)}
    # botocore/endpoint.py: this function sends a request by `_send`, then it parses the answer.
    return "_do_get_response" in places and "_send" not in places


def is_foreign_code(code: str) -> bool:
    """True for the code that botocore makes up for an answer without a code of AWS, such as a page of a proxy."""
    return code.isdigit() or code == "Unknown"


def clock(error: ClientError) -> str:
    """Return the sentence for a refused time."""
    return (
        f"AWS refuses the time of the request: {message_of(error)} Set the clock of this "
        "machine, for example by `sudo timedatectl set-ntp true`."
    )


def elsewhere(doing: str) -> str:
    """Return the sentence for an answer that is not from AWS."""
    return (
        f"An answer is not from AWS ({doing}). A proxy or another server may be in between: check HTTPS_PROXY, "
        "NO_PROXY and AWS_ENDPOINT_URL with `env`."
    )


def unknown_caller(error: ClientError, doing: str) -> str:
    """Return the sentence for credentials, or an account, that AWS does not accept; empty for any other refusal."""
    code, words = error_code(error), message_of(error)
    if code in _REGION_OFF:
        return (
            f"The account has not enabled this region ({code}, {doing}): {words} Enable it, or change "
            f"{setting_words('region', 'AWS_REGION')}."
        )
    if code in _NOT_SIGNED_UP:
        return (
            f"The account is not signed up for this service, or has not enabled this region ({code}, {doing}): {words} "
            f"Complete the sign-up in the AWS console, or change {setting_words('region', 'AWS_REGION')}."
        )
    if code in _ACCOUNT:
        return (
            f"AWS holds back the account itself ({code}, {doing}): {words} Other credentials do not help: ask the "
            "account's owner to look at the messages of AWS and at the billing page, or AWS Support."
        )
    if code in _WRONG_KEY:
        return (
            f"AWS does not accept the signature ({code}, {doing}): {words} Check the secret access key with "
            f"{aws('sts get-caller-identity')}."
        )
    if code in _UNKNOWN:
        return (
            f"AWS does not accept these credentials ({code}, {doing}): {words} Check them with "
            f"{aws('sts get-caller-identity')}, and check that the account has enabled the region."
        )
    return ""


def unknown_call(error: ClientError, doing: str) -> str:
    """Return the sentence for a server that does not know the call, so is not the service; empty for any other refusal.

    AWS's services know all calls that botocore sends; imitations of them, and other services, do not.
    """
    if error_code(error) not in _UNKNOWN_CALL:
        return ""
    return (
        f"The server does not know this call ({error_code(error)}, {doing}): {message_of(error)} Check "
        "AWS_ENDPOINT_URL with `env`, endpoint_url in the AWS configuration, and the proxy."
    )


def denial(error: ClientError, action: str) -> str:
    """Return AWS's message of a denial and the next step: the missing action, or the policy that forbids it."""
    step = forbidding(error) or (f"Ask for the IAM action {action}." if action else "")
    return " ".join(filter(None, (step, f"AWS's message: {message_of(error)}")))


def forbidding(error: ClientError) -> str:
    """Return the sentence for a denial that no further IAM action of the caller ends; empty for any other."""
    found = _POLICY.search(message_of(error))
    if found is None or (found[2] or "").lower() == _OWN:
        return ""
    policy = (found[1] or found[2]).strip()
    article = "An" if policy[0] in "aeiou" else "A"
    return (
        f"{article} {policy} forbids it, so an IAM action more does not help: ask the owner of that policy."
    )


def _context(code: str) -> RetryContext:
    return RetryContext(1, parsed_response={"Error": {"Code": code}})
