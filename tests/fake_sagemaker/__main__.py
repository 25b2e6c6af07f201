"""`python -m tests.fake_sagemaker`: the fake as a process of its own, until it is interrupted."""

import argparse
import signal
import threading

from lineage_viz.demo import Account, demo_account, generate
from tests.fake_sagemaker.faults import Faults
from tests.fake_sagemaker.server import FakeSageMaker
from tests.large_account import large_account


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_sagemaker", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port (default)")
    parser.add_argument(
        "--entities", type=int, help="entities of a generated account; default: the demo account"
    )
    parser.add_argument("--large", action="store_true", help="1,000 model packages, 10,000 jobs and the rest")
    parser.add_argument("--seed", type=int, default=7, help="the seed of the account for --entities")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument("--throttle", type=float, default=0.0, help="fraction of throttled calls")
    parser.add_argument("--http500", type=float, default=0.0, help="fraction of calls answered with HTTP 500")
    options = parser.parse_args()
    account = _account(options)
    faults = Faults(latency=options.latency, throttle=options.throttle, http500=options.http500)
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with FakeSageMaker(account, faults, port=options.port) as fake:
        fake.prepare()
        print(fake.url, flush=True)
        stopped.wait()


def _account(options: argparse.Namespace) -> Account:
    if options.large:
        return large_account()
    return generate(entities=options.entities, seed=options.seed) if options.entities else demo_account()


if __name__ == "__main__":
    main()
