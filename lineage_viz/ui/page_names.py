"""The names of the pages. The last part of a page's URL is its name in lower case; the first page has none."""

FIRST = "Explore"
ADMIN = "Admin"
PAGES = (FIRST, "Summary", "Entities", "Query", "Audit", ADMIN)
