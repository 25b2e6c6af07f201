"""The local Neptune in its own process, with an S3 and a bucket, until an interrupt."""

import argparse
import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from moto.server import ThreadedMotoServer

from tests.neptune_local import CONSOLE, GremlinServer, Identity, NeptuneLocal
from tests.neptune_local.jars import JarsMissing

ROLE = "arn:aws:iam::123456789012:role/neptune-load"
KEY, SECRET = "AKIDNEPTUNELOCAL", "neptune-local-secret"
CONSOLE_KEY = "AKIDNEPTUNECONSOLE"
"""The key of a role that may only ask queries, list them and end them. It has the same secret."""

CONSOLE_PROFILE = "neptune-console"
"""The profile that signs in as that role."""

ANNOUNCEMENT = """A test double of Amazon Neptune: its graph engine is real, the rest is imitated.

  cluster  {neptune.endpoint}
  reader   {neptune.reader_endpoint}
  bucket   s3://{bucket}/ at {s3}
  IAM      {iam}

Set these variables to use it from AWS's own tools, the app and its commands:
{variables}

  python -m lineage_viz load SNAPSHOT
  python -m lineage_viz status
  python -m lineage_viz reset

  aws s3 cp --recursive SNAPSHOT s3://{bucket}/snapshot/ --exclude manifest.json
  aws neptunedata start-loader-job --source s3://{bucket}/snapshot/ --format csv --mode NEW \\
      --s3-bucket-region {neptune.region} --iam-role-arn {role}
  aws neptunedata list-loader-jobs
  aws neptunedata execute-gremlin-query --gremlin-query 'g.V().groupCount().by(label)'
  aws neptunedata execute-gremlin-explain-query --gremlin-query 'g.V().limit(1)' plan.txt
  aws neptunedata list-gremlin-queries
  aws neptunedata execute-fast-reset --action initiateDatabaseReset

Ctrl-C ends it and deletes its data.
"""


def main() -> int:
    """Start it, print its addresses, and run the given command, or wait."""
    parser = argparse.ArgumentParser(prog="python -m tests.neptune_local", description=__doc__)
    parser.add_argument(
        "--port", type=int, default=8182, help="port of the cluster endpoint (default 8182; 0: any)"
    )
    parser.add_argument("--bucket", default="lineage", help="bucket to create in its S3 (default lineage)")
    parser.add_argument(
        "--region", default="eu-west-1", help="Region of cluster and bucket (default eu-west-1)"
    )
    parser.add_argument("--iam", action="store_true", help="require a signature for every request")
    parser.add_argument(
        "--single-instance",
        action="store_true",
        help="have no replica: the reader endpoint takes writes, too",
    )
    parser.add_argument("--restart", type=float, default=5, help="duration of a reset in seconds (default 5)")
    parser.add_argument("--heap", default="1g", help="memory of the graph (default 1g)")
    parser.add_argument(
        "command",
        nargs="*",
        help="command to run with these variables; the double ends with it (default: wait)",
    )
    given = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    known = [Identity(KEY, SECRET), Identity(CONSOLE_KEY, SECRET, actions=CONSOLE)] if given.iam else []
    try:
        with (
            s3_with(given.bucket, given.region) as s3,
            GremlinServer(given.heap) as gremlin,
            tempfile.TemporaryDirectory() as folder,
            NeptuneLocal(
                gremlin,
                s3=s3,
                identities=known,
                roles=[ROLE],
                region=given.region,
                port=given.port,
                single_instance=given.single_instance,
            ) as neptune,
        ):
            neptune.engine.restart_refuses, neptune.engine.restart_seconds = 0, given.restart
            variables = environment(neptune, s3, given.bucket, iam=given.iam)
            if given.iam:
                variables |= console(Path(folder) / "config")
            exports = "\n".join(f"  export {name}={value}" for name, value in variables.items())
            iam = f"on: {KEY}, or {CONSOLE_KEY} for queries only / {SECRET}" if given.iam else "off"
            print(
                ANNOUNCEMENT.format(
                    neptune=neptune, bucket=given.bucket, s3=s3, iam=iam, variables=exports, role=ROLE
                ),
                flush=True,
            )
            return run(given.command, variables)
    except JarsMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def environment(neptune: NeptuneLocal, s3: str, bucket: str, *, iam: bool) -> dict[str, str]:
    """The variables that make boto3 and the app use this double."""
    return {
        "LINEAGE_VIZ_NEPTUNE": neptune.gremlin_url,
        "LINEAGE_VIZ_NEPTUNE_READER": neptune.reader_url,
        "LINEAGE_VIZ_NEPTUNE_IAM": "on" if iam else "off",
        "LINEAGE_VIZ_BUCKET": f"s3://{bucket}/snapshots/",
        "LINEAGE_VIZ_LOAD_ROLE": ROLE,
        "LINEAGE_VIZ_NEPTUNE_ADMIN": "on",  # on a test double everybody is an admin
        "AWS_ENDPOINT_URL_S3": s3,
        "AWS_ENDPOINT_URL_NEPTUNEDATA": neptune.url,
        "AWS_DEFAULT_REGION": neptune.region,
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET,
    }


def console(config: Path) -> dict[str, str]:
    """The variables that open the console of the app, by a profile in this file."""
    lines = [
        f"[profile {CONSOLE_PROFILE}]",
        f"aws_access_key_id = {CONSOLE_KEY}",
        f"aws_secret_access_key = {SECRET}",
    ]
    config.write_text("\n".join(lines) + "\n", "utf-8")
    return {"AWS_CONFIG_FILE": str(config), "LINEAGE_VIZ_CONSOLE": CONSOLE_PROFILE}


@contextmanager
def s3_with(bucket: str, region: str) -> Iterator[str]:
    """The URL of an S3 endpoint with the bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        client = boto3.client(
            "s3", endpoint_url=url, region_name=region, aws_access_key_id=KEY, aws_secret_access_key=SECRET
        )
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        client.create_bucket(Bucket=bucket, **where)
        client.close()
        yield url
    finally:
        server.stop()


def run(command: list[str], variables: dict[str, str]) -> int:
    """Return the exit code of the command; without a command, 0 after an interrupt."""
    stopped = threading.Event()
    if not command:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        stopped.wait()
        return 0
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # the command handles the interrupt, and this process ends after it
    return subprocess.run(command, env={**os.environ, **variables}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
