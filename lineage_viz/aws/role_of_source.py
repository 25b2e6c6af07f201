"""The credentials of a source that has a role. botocore assumes it again before they end: an export may take long."""

from functools import partial

import botocore.session
from botocore.credentials import (
    AssumeRoleCredentialFetcher,
    CredentialProvider,
    Credentials,
    DeferredRefreshableCredentials,
)
from botocore.exceptions import NoCredentialsError

from lineage_viz.sources import Source

_LONGEST_NAME = 64
"""Characters of a role session name."""


class RoleOfSource(CredentialProvider):
    """Assumes the role of a source with the credentials of another session."""

    METHOD = "assume-role-of-source"

    def __init__(self, source: Source, signed_in: botocore.session.Session) -> None:
        super().__init__()
        self._source, self._signed_in = source, signed_in

    def load(self) -> Credentials:
        """Return credentials that assume the role at their first use. Raises the errors of the search for others."""
        credentials = self._signed_in.get_credentials()
        if credentials is None:
            raise NoCredentialsError
        fetcher = AssumeRoleCredentialFetcher(
            partial(self._signed_in.create_client, region_name=self._source.region),
            credentials,
            self._source.role,
            extra_args=_arguments(self._source),
        )
        return DeferredRefreshableCredentials(fetcher.fetch_credentials, self.METHOD)


def _arguments(source: Source) -> dict[str, str]:
    """The arguments of AssumeRole. CloudTrail of the account shows the session name."""
    name = {"RoleSessionName": f"lineage_viz-{source.name}"[:_LONGEST_NAME]}
    return name | ({"ExternalId": source.external_id} if source.external_id else {})
