"""The pictures of docs/web.md, of an index of corpus/: `python -m tests.web.screenshots`."""

import base64
import tempfile
from pathlib import Path

from tests.web.conftest import serving
from tests.web.test_browser import browser

from beritasearch import Archive

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "images"
ARTICLE = "corpus/suarapesisir/demak-dikepung-air.txt"
PICTURES = {
    "search": ("/?q=warga&city=Kabupaten+Demak", 1200, 760, "light"),
    "map": ("/peta?q=warga", 1200, 760, "light"),
    "typo": ("/?q=anrisipasi", 1200, 760, "dark"),
    "article": (f"/artikel?q=banjir&id={ARTICLE}", 1200, 900, "light"),
    "phone": ("/?q=banjir", 390, 760, "light"),
}  # fmt: skip
"""Name → address, width, height, colours."""


def take(window, address, width, height, colours):
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < height}
    window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": colours}]
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    window.get(address)
    return base64.b64decode(window.get_screenshot_as_base64())


def main():
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        with Archive(index) as archive:
            archive.add([ROOT / "corpus"])
        with serving(index) as (port, _), browser() as window:
            for name, (path, *how) in PICTURES.items():
                picture = take(window, f"http://127.0.0.1:{port}{path}", *how)
                (FOLDER / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main()
