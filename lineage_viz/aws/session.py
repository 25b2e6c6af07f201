"""The AWS session of every client: the standard AWS settings or a source, and nobody who could type a code."""

import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any, NoReturn

import botocore.session
from botocore.exceptions import BotoCoreError
from botocore.loaders import JSONFileLoader, Loader, create_loader

from lineage_viz.aws.patient_process import BRIEF, PATIENCE, limit_processes
from lineage_viz.aws.role_of_source import RoleOfSource
from lineage_viz.aws.sendable import check_before_signing
from lineage_viz.aws.source_in_use import about
from lineage_viz.aws.wrong_settings import check_settings
from lineage_viz.sources import Source


class CodeWanted(BotoCoreError):
    """A role of the configuration wants a code from a device (MFA)."""

    fmt = "A code from a device is wanted."


def new_session(source: Source | None = None, *, brief: bool = False) -> botocore.session.Session:
    """Return a session that signs in to a source, or by the AWS settings of the environment.

    `brief`: a program that supplies credentials has only seconds, because a person may wait. Raises botocore's errors
    and ValueError.
    """
    with about(source):
        session = _signed_in(source, brief=brief)
        if source and source.role:
            resolver = session.get_component("credential_provider")
            role = RoleOfSource(source, _signed_in(source, brief=brief))
            resolver.insert_before(resolver.providers[0].METHOD, role)
        return session


def _signed_in(source: Source | None, *, brief: bool) -> botocore.session.Session:
    """Return a session with the profile of a source, or with that of the environment, without a role of the source."""
    session = botocore.session.Session()
    if source and source.profile:
        session.set_config_variable("profile", source.profile)
    check_settings(session)
    # boto3 reads only AWS_DEFAULT_REGION; the AWS CLI and every other SDK read AWS_REGION first.
    if region := source.region if source else os.environ.get("AWS_REGION"):
        session.set_config_variable("region", region)
    # botocore asks for the code at the terminal. The app and cron have none, and a page would wait for it forever.
    session.get_component("credential_provider").get_provider("assume-role")._prompter = _nobody
    session.register_component("data_loader", _descriptions(session.get_config_variable("data_path")))
    limit_processes(session, BRIEF if brief else PATIENCE)
    session.register("before-sign", check_before_signing)
    return session


@cache
def _descriptions(folders: str | None) -> Loader:
    """botocore's descriptions of the AWS services, for all sessions: it would read their files again for each one."""
    loader = create_loader(folders)
    loader.file_loader = _PlainFiles()
    return loader


class _PlainFiles(JSONFileLoader):
    """Reads the files of descriptions as plain dictionaries, which keep their order, too.

    botocore makes OrderedDicts: for the description of SageMaker, that takes a third of the time of making a client.
    """

    def load_file(self, file_path: str) -> Any:
        """The content of a file, whose name is given without its ending; None if there is no such file."""
        for ending, unpacked in ((".json", bytes), (".json.gz", gzip.decompress)):
            file = Path(file_path + ending)
            if file.is_file():
                return json.loads(unpacked(file.read_bytes()))
        return None


def _nobody(_prompt: str) -> NoReturn:
    raise CodeWanted
