"""How many random examples a test tries: few by default, five times as many under `make test-long`."""

from collections.abc import Iterable

from hypothesis import HealthCheck, settings


def load_profiles() -> None:
    """Make both known, and the short one the default; `--hypothesis-profile=long` is read after this.

    Time only says how busy the machine is: after a pause of 200 ms hypothesis would call a test flaky.
    """
    settings.register_profile(
        "short", max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.register_profile("long", settings.get_profile("short"), max_examples=100)
    settings.load_profile("short")


def examples(
    number: int, *, allow: Iterable[HealthCheck] = (), stateful_step_count: int | None = None
) -> settings:
    """So many examples in the long profile, and in the short one the same share as of all others."""
    profile = settings.default
    return settings(
        max_examples=max(1, number * profile.max_examples // 100),
        stateful_step_count=stateful_step_count or profile.stateful_step_count,
        suppress_health_check=[*profile.suppress_health_check, *allow],
    )
