"""Make sure there is a Chromium for the browser tests: `python -m tests.browser_setup`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Chromium takes the last list it is given, so this one repeats Playwright's own (chromiumSwitches.ts, 1.65), and
# adds the list below the address bar: a page of its own in each window, which took four fifths of opening one.
FEATURES_OFF = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
)  # fmt: skip

# A browser that asks nobody for anything, so that every request seen in a test is the app's own.
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", f"--disable-features={','.join(FEATURES_OFF)}",
)  # fmt: skip

HOW_TO_GET_ONE = """No Chromium was found, and the browser tests need one. Get it in one of these ways:
  apt-get install chromium                    (Debian, Ubuntu; as root)
  python -m playwright install chromium       (any system)
Then run this again. `make check` runs all other tests without a browser."""


def chromium_path() -> str:
    """The browser to drive: the machine's own, else the one Playwright has downloaded; empty when none is."""
    found = next(filter(None, map(shutil.which, NAMES)), "")
    return found or _playwrights_own()


def launch(playwright: Playwright) -> Browser:
    """The browser all tests use."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=[*ARGUMENTS])


def main() -> int:
    """Look for a Chromium, install Debian's where that is allowed, else say what is missing."""
    if not chromium_path() and os.geteuid() == 0 and shutil.which("apt-get"):
        print("No Chromium here: installing Debian's.", file=sys.stderr)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
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
