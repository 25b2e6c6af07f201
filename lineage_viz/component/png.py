"""The download of a picture as PNG, which the browser makes from an SVG."""

from lineage_viz.component.assets import component

_png = component("png")


def download_png(svg: str, name: str) -> None:
    """Mount the component, which downloads `svg` as the PNG file `name` once."""
    _png(key="png", data={"svg": svg, "name": name}, height=1)
