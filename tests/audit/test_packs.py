"""Packs: checks, severities and requirements from TOML."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lineage_viz.audit.field_names import FIELD_NAMES
from lineage_viz.audit.pack import Coverage, Pack
from lineage_viz.audit.pack_file import pack_names, read_pack
from lineage_viz.audit.reading import read_review
from lineage_viz.audit.report import Report, report
from lineage_viz.audit.rules import ReviewMonths
from lineage_viz.audit.text_report import text_lines
from lineage_viz.errors import AuditFileError
from lineage_viz.evidence.record import record_of
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter
from tests.audit.conftest import Audit, outcomes

PACKS = [read_pack(name) for name in pack_names()]


def under(found: Report, pack: Pack) -> Report:
    return report(found.review, found.snapshots, pack)


def test_the_packs_of_this_project() -> None:
    assert pack_names() == ("default", "bank", "eu-ai-act-annex-iv", "minimal", "nist-ai-rmf")
    assert len({each.digest for each in PACKS}) == len(PACKS)
    assert [len(each.digest) for each in PACKS] == [64] * len(PACKS)
    sizes = {each.name: len(each.requirements) for each in PACKS}
    assert sizes["eu-ai-act-annex-iv"] == 23  # points 1(a)–(h), 2(a)–(h) and 3–9
    assert sizes["nist-ai-rmf"] == 19  # categories of Govern, Map, Measure and Manage
    for pack in PACKS[1:]:
        assert {each.coverage for each in pack.requirements} > {Coverage.PARTLY}
        ids = {each.id for each in pack.checks}
        assert {id_ for each in pack.requirements for id_ in each.checks} <= ids


def test_each_name_of_a_field_is_in_a_report(audit: Audit) -> None:
    found = audit("complete").sections
    assert [each.title for each in found] == list(FIELD_NAMES)
    for section in found:
        names = [each.name for each in section.fields]
        for wanted in FIELD_NAMES[section.title]:
            assert [name for name in names if name == wanted or name.startswith(wanted)], wanted


def test_a_requirement_has_the_worst_outcome_of_what_covers_it(audit: Audit) -> None:
    pack = read_pack("eu-ai-act-annex-iv")
    bad = {each.requirement.id: each for each in under(audit("tested-on-training-data"), pack).requirements}
    assert bad["2(g)"].outcome == "fail"
    good = {each.requirement.id: each for each in under(audit("complete"), pack).requirements}
    assert good["6"].outcome == "pass"  # it is the only version of its group, which is no gap
    assert good["2(g)"].outcome == "pass"
    assert {id_ for id_, each in good.items() if each.outcome is None} == {
        each.id for each in pack.requirements if each.coverage is Coverage.NONE
    }
    assert (good["1(c)"].known, good["1(c)"].of) == (3, 3)


def test_a_pack_sets_severities_checks_and_tolerance(audit: Audit, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'title = "Own"\nversion = "2"\nchecks = ["card", "approved-when-deployed"]\n'
        '[severity]\ncard = "critical"\n[thresholds]\ntolerance_minutes = 50000000\n'
    )
    pack = read_pack(str(path))
    found = under(audit("approved-after-deployment"), pack)
    assert outcomes(found) == {"approved-when-deployed": "warn", "card": outcomes(found)["card"]}
    assert {str(each.check.severity) for each in found.results} == {"critical"}
    assert any(line.startswith("Pack: Own, version 2, 2 checks") for line in text_lines(found))
    assert "job-hardening" in outcomes(under(found, read_pack("bank")))
    assert "job-hardening" not in outcomes(under(found, read_pack("default")))


def test_a_tag_exempts_a_shadow_endpoint(demo: Store, tmp_path: Path) -> None:
    only = Filter(types=frozenset({"Endpoint"}))
    endpoint = demo.search("queue-length-prod", filter_=only).entities[0]
    found = report(read_review(demo, endpoint), demo.snapshots)
    record = dict(record_of(endpoint))
    record["Endpoint"] = {**record["Endpoint"], "Tags": [{"Key": "purpose", "Value": "shadow-2"}]}
    tagged = replace(endpoint, properties={**endpoint.properties, "record": json.dumps(record)})
    review = replace(
        found.review,
        deployments=tuple(replace(each, endpoint=tagged) for each in found.review.deployments),
    )
    path = tmp_path / "own.toml"
    path.write_text('title = "Own"\nversion = "1"\nexempt_tags = ["purpose=shadow*"]\n')
    pack = read_pack(str(path))
    assert outcomes(under(found, pack))["deployed-from-registry"] == "fail"  # it has no tag
    assert outcomes(report(review, demo.snapshots))["deployed-from-registry"] == "fail"  # no pack exempts it
    exempt = report(review, demo.snapshots, pack)
    (result,) = [each for each in exempt.results if each.check.id == "deployed-from-registry"]
    assert result.outcome == "not applicable"
    assert "the tag purpose=shadow-2" in result.observations[0].sentence
    path.write_text('title = "Own"\nversion = "1"\nretention_years = 7\n[review_months]\nhigh = 3\n')
    own = read_pack(str(path)).rules
    assert (own.review_months, own.retention_years) == (ReviewMonths(high=3), 7)
    hash(pack.rules)  # answers are cached by the rules
    path.write_text('title = "Own"\nversion = "1"\nexempt_tags = ["shadow"]\n')
    with pytest.raises(AuditFileError, match="must have a name and a value"):
        read_pack(str(path))


def test_an_allowed_program_is_no_unknown_person(audit: Audit, tmp_path: Path) -> None:
    found = audit("shared-role")
    assert outcomes(found)["people-distinguishable"] == "fail"
    path = tmp_path / "own.toml"
    path.write_text('title = "Own"\nversion = "1"\nprograms = ["acme-*"]\n')
    after = outcomes(under(found, read_pack(str(path))))
    assert after["people-distinguishable"] == "pass"
    path.write_text('title = "Own"\nversion = "1"\nprograms = ["arn:aws:iam::*:role/other-*"]\n')
    assert outcomes(under(found, read_pack(str(path))))["people-distinguishable"] == "fail"


HEAD = 'title = "Own"\nversion = "1"\n'
ONE = '[[requirement]]\nid = "1"\ntitle = "One"\ncoverage = "covered"\nchecks = ["card"]\n'
REQUIREMENT = HEAD + '[[requirement]]\nid = "1"\ntitle = "One"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "is not TOML"),
        ('title = "Own"', "lacks `version`"),
        (HEAD + "colour = 1", "there is no setting 'colour'"),
        (HEAD + 'check = ["card"]', "there is no setting 'check'. Did you mean checks?"),
        (HEAD + 'checks = ["cards"]', "there is no check 'cards'. Did you mean card?"),
        (HEAD + 'checks = "card"', "`checks` must be a list of texts"),
        (HEAD + '[severity]\ncard = "bad"', "It must be one of: critical, high, medium, low, info"),
        (HEAD + '[severity]\nautoapproved = "high"', "Did you mean auto-approved?"),
        (HEAD + 'checks = ["secrets"]\n[severity]\ncard = "high"', "the severity of card"),
        (HEAD + "[thresholds]\ntolerance_minutes = -1", "`tolerance_minutes` must be a whole number from 0"),
        (HEAD + "[thresholds]\ntolerance_minutes = 9999999999", "a whole number from 0 to 52,560,000"),
        (HEAD + "[thresholds]\nwaiver_expiring_days = 99999999999", "a whole number from 0 to 36,500"),
        (HEAD + "[review_months]\nhigh = 99999999999", "a whole number from 0 to 1,200"),
        (HEAD + "retention_years = 101", "a whole number from 0 to 100"),
        (HEAD + f"retention_years = {'9' * 5_000}", "is not TOML"),
        (REQUIREMENT + 'coverage = "full"', "It must be one of: covered, partly, not by this tool"),
        (REQUIREMENT + 'coverage = "covered"', "coverage 'covered' needs `checks` or `fields`"),
        (REQUIREMENT + 'coverage = "not by this tool"\nnote = "n"\nchecks = ["card"]', "needs no `checks`"),
        (REQUIREMENT + 'coverage = "partly"\nchecks = ["card"]', "needs a `note`"),
        (REQUIREMENT + 'coverage = "covered"\nfields = ["Peple"]', "Did you mean People?"),
        (REQUIREMENT + 'coverage = "covered"\nfields = ["People: Aprover"]', "Did you mean Approver?"),
        (HEAD + 2 * ONE, "the requirement 1 twice"),
        ("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "is not TOML"),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_with_the_next_step(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(AuditFileError) as error:
        read_pack(str(path))
    assert message in str(error.value)
    assert "own.toml" in str(error.value)


def test_an_unknown_pack_names_the_nearest() -> None:
    with pytest.raises(AuditFileError, match=r"no pack 'eu-ai-act'\. Did you mean eu-ai-act-annex-iv\?"):
        read_pack("eu-ai-act")
    with pytest.raises(AuditFileError, match="cannot be read"):
        read_pack("nowhere/own.toml")


def test_a_pack_may_begin_with_a_byte_order_mark_and_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(HEAD, "utf-8-sig")
    assert read_pack(str(path)).title == "Own"
    for content in (HEAD.encode("utf-16"), 'title = "Prüfung"\n'.encode("latin-1")):
        path.write_bytes(content)
        with pytest.raises(AuditFileError, match=r"own\.toml is not text in UTF-8\. Save it as UTF-8\.$"):
            read_pack(str(path))
