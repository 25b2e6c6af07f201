"""The facts about one entity for people: everything that is recorded, and the parts of a summary."""

from lineage_viz.facts.sections import WHOLE_RECORD, Fact, Section, sections

__all__ = ["WHOLE_RECORD", "Fact", "Section", "sections"]
