"""Tables → arrays of numbers → PyTorch Geometric's HeteroData."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from lineage_viz.errors import LineageVizError
from lineage_viz.learning.building import tables_of
from lineage_viz.learning.column import NO_TIME, Column, Kind, Longs, Mask, Role
from lineage_viz.learning.source import LearningSource
from lineage_viz.learning.splitting import SPLITS, TRAIN, Splits
from lineage_viz.learning.tables import EdgeTable, LearningTables, NodeTable

if TYPE_CHECKING:
    from torch_geometric.data import HeteroData

Floats = npt.NDArray[np.float32]

NEVER = 2**63 - 1
"""The time of an entity or association without one: a sampler that looks at the past never takes it."""

CONSTANT = "constant"
"""The only feature of a type without others: a network needs one."""

MOST_TEXTS = 50
"""The largest number of columns that a category has."""

_MASKS = dict(zip(SPLITS, ("train_mask", "val_mask", "test_mask"), strict=True))
"""The parts in PyTorch Geometric's words."""


@dataclass(frozen=True, slots=True)
class HeteroArrays:
    """The attributes of HeteroData by name of the type, as arrays of numpy, and texts as lists."""

    nodes: Mapping[str, Mapping[str, Any]]
    edges: Mapping[tuple[str, str, str], Mapping[str, Any]]


def to_hetero(source: LearningSource, *, fold_rare: int = 0, cut: date | str | None = None) -> "HeteroData":
    """Return the heterograph of a store, or of opened snapshots, as PyTorch Geometric's HeteroData.

    Each type of entities has `x`, `x_name`, `time`, `arn`, `train_mask`, `val_mask` and `test_mask`; each type of
    associations has `edge_index`, `edge_time` and the masks: a temporal sampler takes a time that is not on both. Times
    are in seconds since 1970. `x` has the numbers that are known at the creation, scaled by the training alone, then
    for each of them 1 where it is recorded, then a column of 1 and 0 for each text of a category that the training has,
    such as `param.objective=reg:squarederror`, and `type=…` in a table of rare types. Associations with roles in the
    training have them so in `edge_attr`; `edge_attr_column` has the number of each column by its name.

    `outcome` has the numbers that are known only later, such as metrics and
    durations, as recorded and NaN where they are not; `outcome_name` has their names. Never put them into `x`. The
    other arguments are those of `to_learning`.

    Raises LineageVizError, also if torch or torch_geometric is not installed.
    """
    try:
        import torch
        from torch_geometric.data import HeteroData
    except ImportError as error:
        raise LineageVizError(
            "HeteroData needs the packages torch and torch_geometric. Install them with: "
            "pip install torch torch_geometric"
        ) from error
    arrays, data = hetero_arrays(tables_of(source, fold_rare=fold_rare, cut=cut)), HeteroData()
    for name, attributes in (*arrays.nodes.items(), *arrays.edges.items()):
        for key, value in attributes.items():
            data[name][attribute(name, key)] = (
                torch.from_numpy(value) if isinstance(value, np.ndarray) else value
            )
    return data


def attribute(of: Sequence[str], name: str) -> str:
    """Return the name in HeteroData: its temporal samplers refuse a time that entities and associations have."""
    return "edge_time" if name == "time" and isinstance(of, tuple) else name


def hetero_arrays(tables: LearningTables) -> HeteroArrays:
    """Return the attributes of HeteroData without torch."""
    return HeteroArrays(
        {each.name: _node(each) for each in tables.nodes}, {each.name: _edge(each) for each in tables.edges}
    )


def _node(table: NodeTable) -> Mapping[str, Any]:
    x, names = features(table.columns, table.split)
    return {
        "x": x,
        "x_name": names,
        **_outcomes(table),
        "time": _times(table.created),
        "arn": list(table.arns),
        **_masks(table.split),
    }


def _edge(table: EdgeTable) -> Mapping[str, Any]:
    ends = np.stack([table.sources, table.destinations])
    return {"edge_index": ends, **_attributes(table), "time": _times(table.times), **_masks(table.split)}


def _attributes(table: EdgeTable) -> Mapping[str, Any]:
    """Return the roles of associations as columns of 1 and 0; nothing if the training has no role."""
    found = _one_hot(table.columns, table.split == TRAIN)
    if not found:
        return {}
    values = np.stack([values for _, values in found], axis=1).astype(np.float32)
    # No list: PyTorch Geometric takes one that is as long as there are associations for one text of each.
    return {"edge_attr": values, "edge_attr_column": {name: number for number, (name, _) in enumerate(found)}}


def features(columns: Sequence[Column], split: Splits) -> tuple[Floats, list[str]]:
    """Return the numbers and categories that are features, and the names of the columns.

    A missing number is 0, the mean of the training, and 0 in the column `has …` beside it. A text of a category has a
    column `name=text`. What the training does not have is left out: nothing could be learned from it.
    """
    train = split == TRAIN
    usable = [each for each in columns if _is_number(each, Role.FEATURE) and each.recorded[train].any()]
    found = [_scaled(each, train) for each in usable] + [each.recorded for each in usable]
    names = [each.name for each in usable] + [f"has {each.name}" for each in usable]
    for name, values in _one_hot(columns, train):
        found.append(values)
        names.append(name)
    if not found:
        return np.ones((len(split), 1), np.float32), [CONSTANT]
    return np.stack(found, axis=1).astype(np.float32), names


def _one_hot(columns: Sequence[Column], train: Mask) -> list[tuple[str, Mask]]:
    """Return a column for each text of a category in the training: the most frequent ones, by name."""
    found = []
    for each in columns:
        if each.key.role is Role.FEATURE and each.key.kind is Kind.CATEGORY:
            counted = np.bincount(each.values[train & each.recorded], minlength=len(each.texts))
            texts: dict[str, Mask] = {}
            for code in np.argsort(-counted, kind="stable")[:MOST_TEXTS].tolist():
                if counted[code]:
                    here = each.recorded & (each.values == code)
                    texts[each.texts[code]] = texts.get(each.texts[code], False) | here
            found += [(f"{each.name}={text}", values) for text, values in sorted(texts.items())]
    return found


def _outcomes(table: NodeTable) -> Mapping[str, Any]:
    found = [each for each in table.columns if _is_number(each, Role.OUTCOME)]
    if not found:
        return {}
    with np.errstate(over="ignore"):
        values = [np.where(each.recorded, each.values, np.nan).astype(np.float32) for each in found]
    return {"outcome": np.stack(values, axis=1), "outcome_name": [each.name for each in found]}


def _is_number(column: Column, role: Role) -> bool:
    return column.key.role is role and column.key.kind in (Kind.NUMBER, Kind.BOOLEAN)


def _scaled(column: Column, train: Mask) -> npt.NDArray[np.float64]:
    """Return a column with mean 0 and deviation 1 in the training; a number that is too large for that becomes 0."""
    values = column.values.astype(np.float64)
    trained = values[train & column.recorded]
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = (values - trained.mean()) / (trained.std() or 1.0)
        whole = np.abs(scaled) < np.finfo(np.float32).max
    return np.where(column.recorded & whole, scaled, 0.0)


def _times(times: Longs) -> Longs:
    return np.where(times == NO_TIME, NEVER, times)


def _masks(split: Splits) -> Mapping[str, Mask]:
    return {mask: split == number for number, mask in enumerate(_MASKS.values())}
