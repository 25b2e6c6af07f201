"""All tools: the general ones, then the prepared questions. None of them changes anything."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from lineage_viz.audit.comparison_report import comparison_data
from lineage_viz.audit.json_report import as_data
from lineage_viz.audit.pack_file import pack_names
from lineage_viz.audit.sign_off.reporting import report_now
from lineage_viz.audit.sign_off.waiver_log import WaiverBook
from lineage_viz.cli.assistant.tool import ENTITY, LIMIT, Data, Tool, Value, rows_wanted
from lineage_viz.errors import LineageVizError
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.describing import described
from lineage_viz.evidence.state import state_of
from lineage_viz.model import Entity
from lineage_viz.questions.impact import impact
from lineage_viz.questions.paths_between import paths_between
from lineage_viz.questions.prepared import QUESTIONS, Form, Prepared, answer_data, ask, sentence_of
from lineage_viz.search.asked import asked_of
from lineage_viz.search.named import arn_of
from lineage_viz.settings import Settings
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.title import title
from lineage_viz.words import complete_words, count, cut_words

_STEPS = Value("the most steps to follow; all without it", "integer", needed=False)
_WALK = {"entity": ENTITY, "steps": _STEPS, "limit": LIMIT}
_MODEL = Value("a model package, a model file or an endpoint, by ARN or name")
_PASSES = frozenset({"pass", "not applicable"})


def row_of(entity: Entity) -> Data:
    """Return the identity of an entity, its state, and its key facts in words."""
    return {
        "arn": entity.arn,
        "title": title(entity),
        "type": entity.type or entity.label,
        "state": state_of(entity),
        "facts": list(brief(entity)),
    }


def _search(store: Store, values: Mapping[str, Any]) -> Data:
    wanted = asked_of(store, values["text"])
    if wanted.refusals:
        raise LineageVizError(" ".join(wanted.refusals))
    found = wanted.answer(store, limit=rows_wanted(values))
    notes = [each for each in (*wanted.hints, found.note) if each]
    shown, total = len(found.entities), found.total
    extent = (
        _complete(store) if shown == total else f"the first {shown:,} of {count(total, 'entity', 'entities')}"
    )
    return {"extent": extent, "notes": notes, "rows": [row_of(each) for each in found.entities]}


def _entity(store: Store, values: Mapping[str, Any]) -> Data:
    entity = store.get(arn_of(store, values["entity"]))
    return {"extent": _complete(store), "entity": described(entity)}


def _trace(store: Store, values: Mapping[str, Any], *, upstream: bool) -> Data:
    arn, steps = arn_of(store, values["entity"]), int(values.get("steps", UNLIMITED))
    up, down = (steps, 0) if upstream else (0, steps)
    found = store.trace([arn], up=up, down=down, cap=rows_wanted(values) + 1)
    rows = [
        {**row_of(each), "steps": abs(found.hops[each.arn])} for each in found.entities if each.arn != arn
    ]
    links = [
        {"source": each.source, "type": each.type, "destination": each.destination}
        for each in found.associations
    ]
    cut = found.truncated
    extent = cut_words(f"cut at {len(rows):,}", cut.left_out) if cut else _complete(store)
    return {"of": arn, "extent": extent, "rows": rows, "associations": links}


def _paths(store: Store, values: Mapping[str, Any]) -> Data:
    found = paths_between(store, arn_of(store, values["first"]), arn_of(store, values["second"]))
    named = {each.arn: title(each) for each in found.subgraph.entities}
    cut = found.there.truncated or found.back.truncated
    paths = [
        [{"arn": arn, "title": named.get(arn, "")} for arn in path]
        for path in found.paths[: rows_wanted(values)]
    ]
    more = len(found.paths) > len(paths)
    extent = (
        f"the first {len(paths):,} of {count(len(found.paths), 'path')}"
        if more
        else cut.reason
        if cut
        else _complete(store)
    )
    return {"extent": extent, "paths": paths}


def _impact(store: Store, values: Mapping[str, Any]) -> Data:
    found = impact(store, arn_of(store, values["entity"]), cap=rows_wanted(values))
    rows = [
        {**row_of(row.entity), "steps": row.hops, "endpoint": str(found.endpoints.get(row.entity.arn, ""))}
        for row in found.rows
    ]
    return {
        "sentence": found.sentence,
        "warnings": list(found.warnings),
        "extent": found.extent,
        "rows": rows,
    }


def _audit(store: Store, values: Mapping[str, Any]) -> Data:
    found = report_now(store, values["model"], values.get("pack", "minimal"))
    data: Data = as_data(found)
    checks = [each for each in data["checks"] if each["outcome"] not in _PASSES]
    kept = {name: data[name] for name in ("subject", "model", "scope", "worst", "evidence", "waivers")}
    passed = [each["id"] for each in data["checks"] if each["outcome"] == "pass"]
    cut = found.review.truncated
    extent = cut_words(cut.reason, cut.left_out) if cut else _complete(store)
    problem = WaiverBook(Settings.from_environment()).problem()
    notes = [f"The log of waivers was changed, so no waiver in it counts. {problem}"] if problem else []
    return {"extent": extent, "notes": notes, **kept, "passed": passed, "checks": checks}


def _compare(store: Store, values: Mapping[str, Any]) -> Data:
    before, now = (report_now(store, values[name], "minimal") for name in ("before", "now"))
    return {"extent": _complete(store), "differences": dict(comparison_data(before, now))}


def _schema(store: Store, _: Mapping[str, Any]) -> Data:
    found = store.schema()
    types = [
        {"label": label, "type": type_, "count": number}
        for (label, type_), number in sorted(found.types.items())
    ]
    links = [
        {"source": source[1] or source[0], "type": type_, "destination": end[1] or end[0], "count": number}
        for (source, type_, end), number in sorted(found.associations.items())
    ]
    return {"extent": _complete(store), "types": types, "associations": links}


def _complete(store: Store) -> str:
    return complete_words(store.gaps, caveat=store.caveat)


def _question(question: Prepared) -> Tool:
    def run(store: Store, values: Mapping[str, Any]) -> Data:
        texts = {
            each.name: arn_of(store, text, each.of) if each.form is Form.ENTITY else text
            for each in question.takes
            if (text := str(values.get(each.name, "")).strip())
        }
        answer = ask(store, question, texts)
        data = answer_data(answer, sentence_of(store, question, answer.values))
        most = rows_wanted(values)
        if len(data["rows"]) > most:
            data |= {
                "extent": f"the first {most:,} of {count(len(answer.rows), 'entity', 'entities')}",
                "complete": False,
                "rows": data["rows"][:most],
            }
        return data

    takes = {
        each.name: Value(each.words, choices=each.choices, needed=each.is_needed) for each in question.takes
    }
    words = f"{question.sentence({})}. {question.means}"
    return Tool(question.name.replace("-", "_"), words, run, {**takes, "limit": LIMIT})


TOOLS: Sequence[Tool] = (
    Tool("search", "Search everything that is recorded: words, and terms such as type:model live:yes "
         "-decision:approved, status:failed created:30d, by:grace, decidedby:helen decided:2026-03, "
         "metric.accuracy>0.9, param.max_depth=6.",
         _search, {"text": Value("words and terms"), "limit": LIMIT}),
    Tool("entity", "Everything known of one entity: each fact with its value, state (known, not recorded, not read) "
         "and source, and the recorded properties.", _entity, {"entity": ENTITY}),
    Tool("upstream", "The entities that an entity came from, nearest first. An endpoint is downstream of all that it "
         "ever served: for what it serves now, use data_sets_of or jobs_behind.",
         partial(_trace, upstream=True), _WALK),
    Tool("downstream", "The entities that depend on an entity, nearest first.",
         partial(_trace, upstream=False), _WALK),
    Tool("paths", "All paths between two entities, shortest first.", _paths,
         {"first": ENTITY, "second": ENTITY, "limit": LIMIT}),
    Tool("impact", "Everything downstream of a bad data set, image or job, with the state of each endpoint.", _impact,
         {"entity": ENTITY, "limit": LIMIT}),
    Tool("audit", "The audit of a model: each check that does not pass, with severity, evidence and remediation. "
         "Absent evidence never passes.", _audit, {"model": _MODEL, "pack": Value("the standard", needed=False,
         choices=tuple(pack_names()))}),
    Tool("compare", "The differences between two models or versions: data, code, image, parameters, metrics, checks.",
         _compare, {"before": _MODEL, "now": _MODEL}),
    Tool("schema", "The types of entities and of associations, with their numbers.", _schema),
    *map(_question, QUESTIONS),
)  # fmt: skip
