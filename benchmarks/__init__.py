"""Benchmarks of the figures that the product is built for, measured as ratios within one run."""
