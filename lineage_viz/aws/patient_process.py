"""A program of the configuration that supplies credentials, ended when it takes too long.

botocore waits for it without a limit: a program that asks a question would hold a page, or a job, forever.
"""

import subprocess
from typing import Any

from botocore.credentials import ProcessProvider
from botocore.exceptions import CredentialRetrievalError
from botocore.session import Session

PATIENCE = 60.0
"""Seconds for the program in a command: the limit of AWS's SDK for Go (`processcreds.DefaultTimeout`)."""

BRIEF = 15.0
"""Seconds for the program while a page or the doctor waits."""


def limit_processes(session: Session, seconds: float) -> None:
    """Give the credential_process of each profile this time; after it, the search raises CredentialRetrievalError."""
    resolver = session.get_component("credential_provider")
    _limit(resolver.get_provider("custom-process"), seconds)
    builder = resolver.get_provider("assume-role")._profile_provider_builder  # for the sources of a role
    create = builder._create_process_provider
    builder._create_process_provider = lambda profile: _limit(create(profile), seconds)


def _limit(provider: ProcessProvider, seconds: float) -> ProcessProvider:
    provider._popen = lambda command, **options: _Limited(command, seconds, **options)  # type: ignore[attr-defined]
    return provider


class _Limited(subprocess.Popen[bytes]):
    def __init__(self, command: list[str], seconds: float, **options: Any) -> None:
        super().__init__(command, **options)
        self._seconds = seconds

    def communicate(self, *_: Any, **__: Any) -> tuple[bytes, bytes]:
        """Return the output. Ends the program after its time; a program that it started may go on alone."""
        try:
            return super().communicate(timeout=self._seconds)
        except subprocess.TimeoutExpired as error:
            self.kill()
            self.wait()
            for pipe in filter(None, (self.stdout, self.stderr)):
                pipe.close()
            words = f"gave no answer within {self._seconds:g} seconds"
            raise CredentialRetrievalError(provider="custom-process", error_msg=words) from error
