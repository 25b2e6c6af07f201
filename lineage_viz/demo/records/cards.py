"""Model cards, as Search returns them: one for a group, about its first version."""

import json

from lineage_viz.demo.account import Record
from lineage_viz.demo.builder import Builder
from lineage_viz.demo.history import Registration
from lineage_viz.demo.records.packages import group_of
from lineage_viz.demo.run import user

_RISKS = {"fraud": "High", "pricing": "High", "churn": "Medium", "support": "Low", "forecasting": "Low"}


def model_cards(builder: Builder) -> list[Record]:
    """A card for the newest version of each group whose team rates risks."""
    newest: dict[str, Registration] = {}
    for each in builder.history.registrations.values():
        if each.execution.product.team.name in _RISKS:
            newest[group_of(each)] = each
    return [_card(builder, each) for each in newest.values()]


def _card(builder: Builder, each: Registration) -> Record:
    product = each.execution.product
    name = f"{product.slug}-card"
    risk = _RISKS[product.team.name]
    content = {
        "model_overview": {"model_id": each.source, "model_name": product.name, "model_version": each.number},
        "intended_uses": {
            "risk_rating": risk,
            "purpose_of_model": f"{product.name} of team {product.team.name}",
        },
    }
    by = user(builder, each.execution.person)
    return {
        "ModelCardArn": builder.arn(f"model-card/{name}"),
        "ModelCardName": name,
        "ModelCardVersion": 1,
        "Content": json.dumps(content),
        "ModelCardStatus": "Approved",
        "CreationTime": each.at,
        "CreatedBy": by,
        "LastModifiedTime": each.at,
        "LastModifiedBy": by,
        "Tags": [],
        "ModelId": each.source,
        "RiskRating": risk,
        "ModelPackageGroupName": group_of(each),
    }
