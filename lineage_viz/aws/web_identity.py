"""Sentences for a web identity token, as of EKS or a CI service, that STS refuses; the next step depends on the reason.

Sources: "AssumeRoleWithWebIdentity" of the AWS STS API reference; "Troubleshoot OIDC" of the IAM guide.
"""

import os

from botocore.exceptions import ClientError

from lineage_viz.aws.refusals import error_code, forbidding, is_denied, message_of

_FILE, _OF_ROLE = "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"
_ROLE = "check the trust policy of the role with `aws iam get-role`"
_PROVIDERS = "`aws iam list-open-id-connect-providers`"
_STEPS = {
    "openidconnect provider": (
        f"Add the issuer of the token as an identity provider in the account of the role ({_PROVIDERS} lists them), or "
        "correct the role's ARN"
    ),
    "audience": (
        f"Add the audience of the token to its identity provider in IAM ({_PROVIDERS}), or ask the platform for another"
    ),
    "verification key": "Let AWS reach the keys (jwks_uri) of the token's issuer from the internet",
    "thumbprint": f"Renew the thumbprint of the identity provider in IAM ({_PROVIDERS})",
}
"""The next step by words of AWS's message, in small letters."""

_TOKEN = frozenset({"InvalidIdentityToken", "ExpiredTokenException", "IDPRejectedClaim"})


def role_needed() -> str:
    """Return the sentence for a token in the environment without the role that it is for; empty for any other."""
    if not os.environ.get(_FILE) or os.environ.get(_OF_ROLE):
        return ""
    return f"{_FILE} is set, and {_OF_ROLE} is not. Set {_OF_ROLE} to the ARN of the role, or unset {_FILE}."


def refused_token(error: ClientError) -> str:
    """Return the sentence for a refused token, or a role that does not trust it; empty for any other refusal."""
    code, words = error_code(error), message_of(error)
    if code == "IDPCommunicationError":
        return f"AWS did not reach the issuer of the web identity token ({code}): {words} Wait a while, then try again."
    if is_denied(error):
        step = forbidding(error) or f"{_ROLE[0].upper()}{_ROLE[1:]}."
        return f"AWS does not let the web identity token use its role ({code}): {words} {step}"
    if code not in _TOKEN:
        return ""
    known = next((step for sign, step in _STEPS.items() if sign in words.lower()), "")
    step = known or f"Let the platform write a new token to the file, and {_ROLE}"
    return f"AWS does not accept the web identity token ({code}): {words} {step}."
