"""The evidence bundle: one zip with a report, its evidence in the formats of other tools, and what verifies them."""
