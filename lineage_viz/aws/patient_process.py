"""A program of the configuration that supplies credentials, ended when it takes too long.

botocore waits for it without a limit: a program that asks a question would hold a page, or a job, forever.
"""

import subprocess
import time
from typing import Any

from botocore.credentials import ProcessProvider
from botocore.exceptions import CredentialRetrievalError
from botocore.session import Session

from lineage_viz.progress import tell_wait

PATIENCE = 60.0
"""Seconds for the program in a command: the limit of AWS's SDK for Go (`processcreds.DefaultTimeout`)."""

_SILENT = 3.0
"""Seconds after which a person wants to know why nothing happens."""

_PAUSE = 0.5
"""Seconds between two looks at the program; also those for the rest of its output after its end."""

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
        self._seconds, self._is_told = seconds, False

    def communicate(self, *_: Any, **__: Any) -> tuple[bytes, bytes]:
        """Return the output. Ends the program after its time; a program that it started may go on alone.

        Such a program, as an agent in the background, keeps the pipes open: the output ends with the first program.
        """
        end = time.monotonic() + self._seconds
        while True:
            has_ended = self.poll() is not None
            try:
                out, error_text = super().communicate(timeout=min(_PAUSE, self._seconds))
                return out, _as_utf8(error_text)
            except subprocess.TimeoutExpired as error:
                if has_ended:
                    self._close_pipes()
                    return error.output or b"", _as_utf8(error.stderr or b"")
                if time.monotonic() < end:
                    self._tell(self._seconds - end + time.monotonic())
                    continue
                self.kill()
                self.wait()
                self._close_pipes()
                words = f"gave no answer within {self._seconds:g} seconds"
                raise CredentialRetrievalError(provider="custom-process", error_msg=words) from error

    def _tell(self, waited: float) -> None:
        if waited > _SILENT and not self._is_told:
            self._is_told = True
            tell_wait(
                f"Waiting for the credential_process of AWS's configuration, at most {self._seconds:g} s."
            )

    def _close_pipes(self) -> None:
        for pipe in filter(None, (self.stdout, self.stderr)):
            pipe.close()


def _as_utf8(text: bytes) -> bytes:
    """Return what a program says about its failure: botocore takes it for UTF-8, and programs write any encoding."""
    return text.decode("utf-8", "replace").encode()
