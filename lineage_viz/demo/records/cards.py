"""Model cards, as Search returns them: one for a group, about one of its versions."""

from datetime import datetime, timedelta

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Registration
from lineage_viz.demo.records.packages import group_of
from lineage_viz.demo.records.texts import AWKWARD_CARD
from lineage_viz.demo.run import user
from lineage_viz.json_text import json_text

_RISKS = {"fraud": "High", "pricing": "High", "churn": "Medium", "support": "Low", "forecasting": "Low"}
"""Risk ratings by team; the other teams write no cards."""
_STATUSES = {"churn": "PendingReview", "forecasting": "Draft"}
"""The cards of the other teams are approved."""


def model_cards(builder: Builder, taken: datetime) -> list[Record]:
    """A card for each group of those teams: of the newest version, but team fraud has not renewed its cards."""
    versions: dict[str, list[Registration]] = {}
    for each in builder.history.registrations.values():
        if each.execution.product.team.name in _RISKS:
            versions.setdefault(group_of(each), []).append(each)
    described = (sorted(each, key=lambda one: one.number) for each in versions.values())
    return [_card(builder, _about(each), len(each), taken) for each in described]


def _about(versions: list[Registration]) -> Registration:
    old = versions[0].execution.product.team.name == "fraud" and len(versions) > 3
    return versions[-3 if old else -1]


def _card(builder: Builder, each: Registration, number: int, taken: datetime) -> Record:
    product = each.execution.product
    name = f"{product.slug}-card"
    by = user(builder, each.execution.person)
    status = _STATUSES.get(product.team.name, "Approved")
    return {
        "ModelCardArn": builder.arn(f"model-card/{name}"),
        "ModelCardName": name,
        "ModelCardVersion": number,
        "Content": json_text(_content(each)),
        "ModelCardStatus": status,
        "CreationTime": each.at,
        "CreatedBy": by,
        "LastModifiedTime": min(each.at + timedelta(days=1, milliseconds=77), taken),
        "LastModifiedBy": user(builder, "helen-strand") if status == "Approved" else by,
        "Tags": [],
        "ModelId": each.source,
        "RiskRating": _RISKS[product.team.name],
        "ModelPackageGroupName": group_of(each),
    }


def _content(each: Registration) -> Record:
    """The content by the schema of model cards."""
    product = each.execution.product
    awkward = product.name == "ChurnSubscribers"
    return {
        "model_overview": {
            "model_id": each.source,
            "model_name": product.name,
            "model_description": AWKWARD_CARD if awkward else f"{product.name} of {each.execution.label}",
            "model_version": each.number,
            "algorithm_type": product.algorithm.name,
            "model_owner": f"team {product.team.name}",
        },
        "intended_uses": {
            "purpose_of_model": f"Decisions of team {product.team.name}",
            "intended_uses": "European markets only",
            "risk_rating": _RISKS[product.team.name],
            "explanations_for_risk_rating": "By the rules of model risk management, 2024",
        },
        "business_details": {"business_stakeholders": "Acme", "line_of_business": product.team.name},
    }
