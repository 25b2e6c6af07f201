"""The sign-offs of reviews: their sealed log, the signed reports, the rules, and the changes since the last one."""
