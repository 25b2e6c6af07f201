"""The Summary page: the lists that a team looks at first."""
