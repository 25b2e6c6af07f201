"""The label and type of each entity, as a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from lineage_viz.model import TypeKey, value_text
from lineage_viz.store.columns.column import Codes
from lineage_viz.store.columns.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Kinds:
    """All labels with types, and the number of that of each row."""

    keys: tuple[TypeKey, ...]
    codes: Codes


def kinds_of(sheets: Sequence[Sheet]) -> Kinds:
    """Return the labels and types of the rows of all sheets."""
    known: dict[TypeKey, int] = {}
    codes = [_codes(each, known) for each in sheets]
    return Kinds(tuple(known), np.concatenate(codes) if codes else np.zeros(0, np.int32))


def _codes(sheet: Sheet, known: dict[TypeKey, int]) -> Codes:
    label_codes, labels = sheet.labels.coded()
    type_ = sheet.columns.get("type")
    type_codes, types = type_.coded() if type_ else (np.zeros(len(sheet.ids), np.int32), [None])
    pairs = label_codes.astype(np.int64) * len(types) + type_codes
    uniques, numbers = np.unique(pairs, return_inverse=True)
    own = []
    for each in uniques.tolist():
        label, of_type = labels[each // len(types)], types[each % len(types)]
        key = cast("str", label), "" if of_type is None else value_text(of_type)
        own.append(known.setdefault(key, len(known)))
    return np.array(own, np.int32)[numbers]
