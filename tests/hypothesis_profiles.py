"""The number of examples of a test: few by default, the same ones in each run; five times as many, and other ones each
time, in `make test-long`."""

from collections.abc import Iterable

from hypothesis import HealthCheck, settings


def load_profiles() -> None:
    """Register both profiles and make the short one the default; `--hypothesis-profile=long` overrides it later.

    No time limits: time depends on the load of the machine, and hypothesis calls a test flaky after 200 ms.
    """
    settings.register_profile(
        "short",
        max_examples=20,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.register_profile("long", settings.get_profile("short"), max_examples=100, derandomize=False)
    settings.load_profile("short")


def examples(
    number: int, *, allow: Iterable[HealthCheck] = (), stateful_step_count: int | None = None
) -> settings:
    """Settings with `number` examples in the long profile, and the same share of them in the short one as all tests."""
    profile = settings.default
    return settings(
        max_examples=max(1, number * profile.max_examples // 100),
        stateful_step_count=stateful_step_count or profile.stateful_step_count,
        suppress_health_check=[*profile.suppress_health_check, *allow],
    )
