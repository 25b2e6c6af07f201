"""The model as a machine-learning bill of materials: CycloneDX 1.7 (ECMA-424)."""
