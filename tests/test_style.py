"""The look of entities and associations."""

import pytest

from lineage_viz.model import DEFAULT_ASSOCIATION, AssociationType, Entity
from lineage_viz.style import KINDS, failed, kind_of, line_of


@pytest.mark.parametrize(
    ("label", "type_", "kind"),
    [
        ("artifact", "DataSet", "data_set"),
        ("artifact", "Model", "model"),
        ("artifact", "Image", "image"),
        ("artifact", "Checkpoint", "other"),
        ("trial_component", "SageMakerTrainingJob", "job"),
        ("trial_component", "SageMakerProcessingJob", "processing"),
        ("trial_component", "", "job"),
        ("action", "Approval", "approval"),
        ("action", "ModelDeployment", "deployment"),
        ("action", "Approved", "action"),
        ("context", "Endpoint", "endpoint"),
        ("context", "ModelGroup", "model_group"),
        ("context", "Flow", "context"),
        ("airport", "Model", "other"),
    ],
)
def test_every_entity_has_a_kind(label: str, type_: str, kind: str) -> None:
    assert kind_of(label, type_).key == kind


def test_each_kind_has_its_own_colour_and_glyph() -> None:
    assert len({kind.colour for kind in KINDS}) == len({kind.glyph for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_a_white_glyph_has_enough_contrast_with_its_colour(kind: object) -> None:
    assert contrast_with_white(kind.colour) >= 4  # type: ignore[attr-defined]


def contrast_with_white(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_each_association_type_has_its_line() -> None:
    assert {type_ for type_ in AssociationType if line_of(type_).dash == ()} == {"ContributedTo", "Produced"}
    assert line_of("AssociatedWith").dash != line_of("DerivedFrom").dash == line_of("SameAs").dash
    assert line_of("route").words == "route"
    assert line_of(DEFAULT_ASSOCIATION).words == "no type given"


def test_a_failed_entity_has_the_red_mark() -> None:
    assert failed(Entity("arn:1", "action", {"status": "Failed"}))
    assert not failed(Entity("arn:1", "action", {"status": "Completed"}))
