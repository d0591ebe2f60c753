"""What is shipped: the wheel, installed in an empty environment, searches by itself."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*command, cwd):
    environment = {name: value for name, value in os.environ.items() if "PYTHON" not in name}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, check=False,
        encoding="utf-8", timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    venv.create(folder / "venv", with_pip=True)
    (wheel,) = folder.glob("*.whl")
    run(folder / "venv" / "bin" / "pip", "install", "--quiet", wheel, cwd=folder)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="the environment's programs lie elsewhere on Windows")
def test_the_wheel_alone_indexes_and_searches(environment):
    beritasearch = environment / "venv" / "bin" / "beritasearch"
    (environment / "berita.txt").write_text(
        "Banjir Rendam Genuk\n\nSemarang, Kabar Muria – Polisi mengantisipasi banjir susulan, "
        "kata Kapolrestabes Semarang Kombes Pol Hendra Wibisono, Rabu (21/8/2024).\n",
        encoding="utf-8",
    )
    run(beritasearch, "index", "berita.txt", cwd=environment)
    query = "anrisipasi tanggal:2024-08-21"
    found = json.loads(run(beritasearch, "search", query, "--format", "jsonl", cwd=environment))
    assert found["title"] == "Banjir Rendam Genuk"
    assert found["persons"] == ["Hendra Wibisono"]


def test_the_package_comes_from_the_wheel_with_its_types_and_data(environment):
    python = environment / "venv" / "bin" / "python"
    program = (
        "import beritasearch, pathlib; home = pathlib.Path(beritasearch.__file__).parent;"
        "print(home, (home / 'py.typed').exists(), len(list((home / 'language/data').iterdir())))"
    )
    home, typed, data = run(python, "-c", program, cwd=environment).split()
    assert home.startswith(str(environment))
    assert typed == "True"
    assert int(data) == len(list((ROOT / "src/beritasearch/language/data").iterdir()))
