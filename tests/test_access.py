"""Roles of actors, with and without a sign-in."""

from dataclasses import replace

import pytest

from lineage_viz.access import (
    Actor,
    Role,
    Visit,
    at_this_machine,
    command_line_actor,
    refuse_foreign_name,
    require,
    role_of,
    signed_in,
)
from lineage_viz.errors import AccessRefused, SettingsError, SignInNeeded
from lineage_viz.settings import Access, Neptune, Settings

ACCESS = Access(
    frozenset({"ada@example.com"}), frozenset({"ben@example.com"}), "lineage-admins", "lineage-auditors"
)
SETTINGS = Settings(access=ACCESS)
NOW = 1_000.0
CLAIMS = {"is_logged_in": True, "sub": "7", "iss": "https://login.example.com/x", "exp": 2_000}
DIRECT = Visit("127.0.0.1", {"Host": "localhost:8501"})


def verified(email: str, **more: object) -> dict[str, object]:
    return {**CLAIMS, "email": email, "email_verified": True, **more}


def test_roles_are_ordered_and_each_includes_the_rights_of_those_below() -> None:
    assert sorted([Role.ADMIN, Role.VIEWER, Role.AUDITOR]) == [Role.VIEWER, Role.AUDITOR, Role.ADMIN]
    for actor in Role:
        for needed in Role:
            if list(Role).index(actor) >= list(Role).index(needed):
                require(Actor("x", actor), needed, "reload")
                assert actor >= needed
                assert needed <= actor
            else:
                with pytest.raises(AccessRefused, match=r"You may not reload\. .* role"):
                    require(Actor("x", actor), needed, "reload")
                assert actor < needed
                assert needed > actor


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        (verified("ada@example.com"), Role.ADMIN),
        (verified(" Ada@Example.COM "), Role.ADMIN),
        (verified("ben@example.com"), Role.AUDITOR),
        (verified("cy@example.com"), Role.VIEWER),
        (verified("cy@example.com", groups=["staff", "lineage-admins"]), Role.ADMIN),
        (verified("cy@example.com", groups="lineage-auditors"), Role.AUDITOR),
        (verified("ben@example.com", groups=["lineage-admins", "lineage-auditors"]), Role.ADMIN),
        (verified("cy@example.com", groups=["Lineage-Admins", "lineage-admins2", ""]), Role.VIEWER),
        (verified("cy@example.com", groups="staff,lineage-admins"), Role.VIEWER),
        (verified("cy@example.com", groups={"lineage-admins": True}), Role.VIEWER),
        (verified("cy@example.com", groups=[["lineage-admins"]]), Role.VIEWER),
        ({**CLAIMS, "email": "ada@example.com"}, Role.VIEWER),
        (verified("ada@example.com", email_verified=False), Role.VIEWER),
        (verified("ada@example.com", email_verified="true"), Role.VIEWER),
        (verified("ada@example.com", email_verified=1), Role.VIEWER),
        ({**CLAIMS, "email": ["ada@example.com"], "email_verified": True}, Role.VIEWER),
        ({**CLAIMS, "email_verified": True}, Role.VIEWER),
        ({**CLAIMS, "role": "admin", "name": "ada@example.com"}, Role.VIEWER),
    ],
)
def test_a_role_comes_from_a_verified_email_or_a_group(claims: dict[str, object], role: Role) -> None:
    assert signed_in(claims, SETTINGS, NOW).role is role


def test_a_letter_that_becomes_ascii_only_in_lower_case_is_another_mailbox() -> None:
    access = Access(admins=frozenset({"kit@example.com"}))
    assert role_of(verified("KIT@example.com"), access) is Role.ADMIN
    assert role_of(verified("\N{KELVIN SIGN}it@example.com"), access) is Role.VIEWER


def test_everybody_is_a_viewer_when_nobody_is_listed() -> None:
    for claims in (verified("ada@example.com"), verified("", groups=[""]), {**CLAIMS, "groups": ""}):
        assert role_of(claims, Access()) is Role.VIEWER


def test_the_claim_with_the_groups_is_a_setting() -> None:
    access = replace(ACCESS, group_claim="cognito:groups")
    assert role_of({"cognito:groups": ["lineage-admins"]}, access) is Role.ADMIN
    assert role_of({"groups": ["lineage-admins"]}, access) is Role.VIEWER


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"is_logged_in": False},
        {**CLAIMS, "is_logged_in": "True"},
        {**CLAIMS, "exp": 1_000},
        {**CLAIMS, "exp": 999.5},
        {**CLAIMS, "exp": None},
        {**CLAIMS, "exp": "2000"},
        {**CLAIMS, "exp": True},
        {**CLAIMS, "exp": float("nan")},
        {**CLAIMS, "sub": ""},
    ],
)
def test_a_missing_or_ended_sign_in_is_refused(claims: dict[str, object]) -> None:
    with pytest.raises(SignInNeeded):
        signed_in({**claims, "email": "ada@example.com", "email_verified": True}, SETTINGS, NOW)


def test_nobody_can_choose_the_name_of_another() -> None:
    ada = signed_in(verified("ada@example.com"), SETTINGS, NOW).name
    assert ada == "ada@example.com"
    for claim in ("email", "name", "preferred_username"):
        other = signed_in({**CLAIMS, claim: "ada@example.com"}, SETTINGS, NOW).name
        assert other == "ada@example.com (7 at login.example.com)"
    assert signed_in(CLAIMS, SETTINGS, NOW).name == "(7 at login.example.com)"


def test_a_name_from_the_provider_is_one_line_of_plain_text() -> None:
    name = signed_in({**CLAIMS, "name": "a\n\u202eb\x1b[2J" + "x" * 500}, SETTINGS, NOW).name
    assert name.isprintable()
    assert len(name) < 200


def test_the_local_user_is_admin_of_the_local_store() -> None:
    assert at_this_machine(Settings(), DIRECT).role is Role.ADMIN


def test_the_local_user_is_admin_of_neptune_only_by_a_setting() -> None:
    settings = Settings(neptune=Neptune("wss://c", "wss://c"))
    assert at_this_machine(settings, DIRECT).role is Role.AUDITOR
    assert at_this_machine(replace(settings, neptune_admin=True), DIRECT).role is Role.ADMIN
    admin = signed_in(verified("ada@example.com"), replace(settings, access=ACCESS), NOW)
    assert admin.role is Role.ADMIN


def test_a_read_only_app_has_no_admin_except_the_command_line() -> None:
    assert at_this_machine(Settings(read_only=True), DIRECT).role is Role.AUDITOR
    claims = verified("ada@example.com")
    assert signed_in(claims, replace(SETTINGS, read_only=True), NOW).role is Role.AUDITOR
    assert command_line_actor().role is Role.ADMIN


@pytest.mark.parametrize(
    "address", ["", "0.0.0.0", "::", "192.168.1.4", "app.example.com", "127.0.0.1.example.com"]
)
def test_without_sign_in_an_address_that_others_can_reach_is_refused(address: str) -> None:
    with pytest.raises(AccessRefused, match="sign-in is not configured"):
        at_this_machine(Settings(), Visit(address, {"Host": "localhost"}))


@pytest.mark.parametrize("address", ["", "0.0.0.0", "192.168.1.4"])
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "app.example.com"])
def test_a_public_app_has_viewers_only(address: str, host: str) -> None:
    assert at_this_machine(Settings(public=True), Visit(address, {"Host": host})).role is Role.VIEWER
    assert at_this_machine(Settings(public=True), DIRECT).role is Role.ADMIN


@pytest.mark.parametrize("host", ["localhost:8501", "LOCALHOST", "127.0.0.1:8501", "127.9.9.9", "[::1]:8501"])
def test_a_local_host_name_is_a_direct_visit(host: str) -> None:
    assert Visit("::1", {"Host": host}).is_direct


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "attacker.example.com:8501"},  # its name can point to 127.0.0.1
        {"host": "localhost.example.com"},
        {"Host": "[::1"},
        {"Host": "[::1].example.com"},
        {"Host": "127.0.0.1, attacker.example.com"},
        {"Host": "localhost@evil.example.com"},
        {"Host": "localhost", "X-Forwarded-For": "10.0.0.1"},
        {"Host": "localhost", "forwarded": "for=10.0.0.1"},
    ],
)
def test_a_visitor_through_a_proxy_is_a_viewer(headers: dict[str, str]) -> None:
    assert at_this_machine(Settings(), Visit("127.0.0.1", headers)).role is Role.VIEWER


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "LOCALHOST:8501"},
        {"Host": "127.9.9.9:8501"},
        {"Host": "[::1]:8501"},
        {"Host": "192.168.1.4:8501"},  # a forwarded port: nobody can make an address point to another machine
        {"Host": "Lineage.example:443"},
        {},
        {"Host": "lineage.other", "X-Forwarded-For": "10.0.0.1"},
        {"Host": "lineage.other", "x-forwarded-proto": "https"},
        {"Host": "lineage.other", "Forwarded": "for=10.0.0.1"},
    ],
)
def test_a_known_host_an_address_or_a_proxy_is_answered(headers: dict[str, str]) -> None:
    refuse_foreign_name(Visit("127.0.0.1", headers), {"lineage.example"})


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8501",
        "lineage.example.evil.example",
        "evil-lineage.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "localhost:8501@evil.example",
        "[::1].evil.example",
        "2130706433.evil.example",
        "",
    ],
)
def test_a_foreign_host_name_is_refused_with_the_setting_that_allows_it(host: str) -> None:
    with pytest.raises(AccessRefused, match="STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS"):
        refuse_foreign_name(
            Visit("127.0.0.1", {"Host": host, "Origin": f"http://{host}"}), {"lineage.example"}
        )


def test_roles_without_a_sign_in_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"LINEAGE_VIZ_ADMINS.* sign-in is not configured"):
        at_this_machine(SETTINGS, DIRECT)


def test_a_command_is_run_by_a_user_of_the_system() -> None:
    actor = command_line_actor()
    assert actor.name.endswith(" (command line)")
    assert actor.role is Role.ADMIN
