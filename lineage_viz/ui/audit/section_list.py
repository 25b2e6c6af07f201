"""The sections of a report: each field with its values, or the reason why it has none."""

from collections.abc import Iterator

from lineage_viz.audit.report import Report
from lineage_viz.audit.sections import Field, FieldValue
from lineage_viz.component.report import Block
from lineage_viz.evidence.fact import FactState
from lineage_viz.ui.audit.links import Linked
from lineage_viz.words import plain


def section_list(found: Report, linked: Linked) -> Iterator[Block]:
    """Yield a block for each section."""
    for section in found.sections:
        fields = [_field(each, linked) for each in section.fields]
        yield {"is": "fields", "heading": section.title, "fields": fields}


def _field(field: Field, linked: Linked) -> dict[str, object]:
    values = [_value(each, linked) for each in field.values]
    if len({each["source"] for each in values}) == 1:  # said once, after the last value
        for each in values[:-1]:
            each["source"] = ""
    return {"name": plain(field.name, 80), "values": values, "absent": "" if values else absent_words(field)}


def _value(value: FieldValue, linked: Linked) -> dict[str, str]:
    """Only a value that names its entity is a link to it: links everywhere would hide those that help."""
    url = linked.link(value.entity)["url"] if linked.is_named(value.entity, value.text) else ""
    return {"words": plain(value.text, 600), "source": plain(value.source), "url": url}


def absent_words(field: Field) -> str:
    """Return the words for a field without a value: `not recorded`, or `not read` with the reason."""
    words = str(FactState.NOT_RECORDED if field.state is FactState.KNOWN else field.state)
    return f"{words}: {plain(field.reason)}" if field.reason else words
