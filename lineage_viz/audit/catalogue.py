"""All checks, heaviest first."""

from lineage_viz.audit.heavy_checks import HEAVY
from lineage_viz.audit.light_checks import LIGHT

CHECKS = (*HEAVY, *LIGHT)
"""Every check of the product. The ids are stable: reports, packs and waivers name them."""

DEFAULT = tuple(each for each in CHECKS if each.is_default)
