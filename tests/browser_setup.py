"""Find or install a Chromium for the browser tests: `python -m tests.browser_setup`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

# The headless shell is the same engine without the windows of a desktop: its tests take about two thirds of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Chromium uses only the last list of features, so this one repeats Playwright's own (chromiumSwitches.ts, 1.65). It
# adds the list below the address bar: each window loaded a page for it, in four fifths of its opening time.
FEATURES_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
)  # fmt: skip

# No name of another machine leads anywhere. A page's request to one still counts as a request, and fails at once. A
# Playwright route would do the same, but it turns the browser's cache off: each page would load and compile all again.
THIS_MACHINE_ONLY = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE *.localhost"

# A page of a test is open for seconds: compiling its scripts for speed takes more time than it saves.
NOT_COMPILED_FOR_SPEED = "--js-flags=--no-maglev --no-turbofan"

# The browser sends no requests of its own, so every request in a test comes from the app.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", f"--disable-features={','.join(FEATURES_OFF)}",
    f"--host-resolver-rules={THIS_MACHINE_ONLY}", NOT_COMPILED_FOR_SPEED,
)  # fmt: skip

HOW_TO_GET_ONE = """The browser tests need Chromium, and none was found. Install it in one of these ways:
  apt-get install chromium-headless-shell     (Debian; as root)
  python -m playwright install chromium       (any system)
Then run this again. `make check` runs all other tests without a browser."""


def chromium_path() -> str:
    """The path of the machine's own Chromium, else of the one that Playwright downloaded; empty without either."""
    found = next(filter(None, map(shutil.which, NAMES)), "")
    return found or _playwrights_own()


def launch(playwright: Playwright) -> Browser:
    """Start the browser that all tests use."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=[*ARGUMENTS])


def main() -> int:
    """Find a Chromium; otherwise install Debian's if this is allowed, or print how to get one."""
    if not chromium_path() and os.geteuid() == 0 and shutil.which("apt-get"):
        print("No Chromium was found. Debian's is being installed.", file=sys.stderr)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (
            ["apt-get", "update"],
            ["apt-get", "install", "-y", "chromium", "chromium-headless-shell"],
        ):
            if subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode:
                break
    if not (path := chromium_path()):
        print(HOW_TO_GET_ONE, file=sys.stderr)
        return 1
    print(f"Chromium: {path}", file=sys.stderr)
    return 0


def _playwrights_own() -> str:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
