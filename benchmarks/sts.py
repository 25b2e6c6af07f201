"""`python -m benchmarks.sts`: moto's identity service in its own process. It runs until it is terminated."""

import logging
import threading

from moto.server import ThreadedMotoServer


def main() -> None:
    """Print the URL and serve."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # no line for each request
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"http://{host}:{port}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
