"""Figures the product is built for, measured as ratios within one run."""
