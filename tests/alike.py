"""Names that differ only in characters that nobody sees."""

UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\xad\ufe0f\u034f\u3164\U000e0041\ufdd0\uffff"
ALIKE = (
    "run 1", *(f"run {each}1" for each in UNSEEN), *(f"run{each}1" for each in "\xa0\u2009\u202f\u2800"),
    " run 1", "run 1 ", "run  1", "run   1",
)  # fmt: skip
