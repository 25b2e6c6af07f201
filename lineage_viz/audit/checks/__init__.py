"""The rules of the checks, by theme. Each takes a review and yields observations."""
