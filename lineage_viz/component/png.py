"""A picture downloaded as PNG, made in the browser from an SVG."""

from lineage_viz.component.assets import component

_png = component("png")


def download_png(svg: str, name: str) -> None:
    """Mount once to download `svg` as the PNG file `name`."""
    _png(key="png", data={"svg": svg, "name": name}, height=1)
