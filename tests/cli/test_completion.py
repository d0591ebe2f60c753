"""`completion`: what the shells complete, and that they can be told it."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from beritasearch import Archive, Article
from beritasearch.cli.completing import in_query
from beritasearch.document import FIELDS

BREAKS = " \t\n\"'><=;|&(:"


@pytest.fixture
def complete(run):
    """What is offered for a line whose end the cursor stands at, as bash is told it."""

    def offered(line, breaks=BREAKS):
        result = run(
            env={
                "_BERITASEARCH_COMPLETE": "bash_complete",
                "COMP_LINE": line,
                "COMP_WORDBREAKS": breaks,
            }
        )
        assert result.stderr == ""
        return [item.removeprefix("plain,") for item in result.stdout.splitlines() if item]

    return offered


def test_commands_and_options_are_completed(complete):
    assert complete("beritasearch ti") == ["timeline"]
    assert complete("beritasearch search --so") == ["--sort"]
    assert complete("beritasearch search --sort ne") == ["newest"]
    assert complete("beritasearch index ") == ["file,"]


def test_every_name_of_every_field_is_completed(complete):
    names = {f"{name}:" for field in FIELDS for name in field.names}
    assert set(complete("beritasearch search ")) == names
    assert complete("beritasearch search banjir ko") == ["kota:"]
    assert complete("beritasearch timeline tang") == ["tanggal:"]


def test_cities_are_completed_behind_their_field(complete):
    assert complete("beritasearch search kota:dem") == ["demak"]
    assert complete("beritasearch search city:Kabupaten-d") == ["kabupaten-demak"]
    assert "kabupaten-demak" in complete("beritasearch search kota:kab")


def test_bash_is_given_what_stands_behind_the_colon_if_it_breaks_there(complete):
    assert complete("beritasearch search kota:dem", breaks=" ") == ["kota:demak"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("-kota:dem", "-kota:demak"),
        ("-ko", "-kota:"),
        ("'banjir kota:dem", "banjir kota:demak"),
        ("'(kota:dem", "(kota:demak"),
        ("'banjir (ko", "banjir (kota:"),
        ("'rob -(kota:dem", "rob -(kota:demak"),
        ("'kota:\"kabupaten d", 'kota:"kabupaten demak"'),
        ("'media:\"kabar p", 'media:"Kabar Pesisir"'),
    ],
)
def test_the_end_of_a_query_is_completed_whatever_stands_before_it(complete, typed, offered):
    assert complete(f"beritasearch search {typed}", breaks=" ") == [offered]


def test_nothing_is_offered_behind_a_value_that_is_closed(complete):
    assert complete('beritasearch search \'kota:"demak"') == []


def test_outlets_and_provinces_are_completed(complete):
    assert complete("beritasearch compare media:kabar") == ["Kabar-Pesisir"]
    assert complete("beritasearch search provinsi:jawa") == ["Jawa-Tengah"]


def test_options_are_completed_as_the_index_writes_them(complete):
    assert complete("beritasearch search --city kend") == ["kendal"]
    assert complete("beritasearch search --city kabupaten\\ k") == ["kabupaten\\ kendal"]
    assert complete("beritasearch search --outlet 'sol") == ["Solo Pagi"]
    assert complete("beritasearch timeline banjir --province jawa") == ["Jawa\\ Tengah"]


def test_what_has_no_list_is_not_completed(complete):
    assert complete("beritasearch search tokoh:ra") == []
    assert complete("beritasearch search --person ra") == []
    assert complete("beritasearch search nothing:ra") == []


@pytest.mark.parametrize(
    "line",
    [
        "beritasearch --index nowhere search kota:",
        "beritasearch search --index nowhere --city d",
        "beritasearch search --config nowhere --city d",
        "beritasearch serach kota:",
    ],
)
def test_without_an_index_completion_is_silent(complete, line):
    assert complete(line) == []


@pytest.mark.parametrize(
    "outlet", ["Kabar Pesisir", "MURIAPAGI.CO.ID", "Jum'at Pos", 'Radar "24"', "A & B", "Pos-Kota"]
)
def test_what_is_completed_finds_its_outlet(tmp_path, outlet):
    with Archive(tmp_path / "index") as archive:
        archive.put([Article(id="1", title="Satu", body="Isi.", outlet=outlet)])
        assert archive.search(f"media:{in_query(outlet)}", fuzzy="off").total == 1


# ── the shells themselves ─────────────────────────────────────────────────────────────────


@pytest.fixture
def script(run, tmp_path):
    """Write the script of a shell, and a program called beritasearch that it may ask."""

    def written(shell):
        program = tmp_path / "bin" / "beritasearch"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec {sys.executable} -m beritasearch "$@"\n')
        program.chmod(0o755)
        path = tmp_path / "script"
        path.write_text(run("completion", shell).stdout, encoding="utf-8")
        return path

    return written


def shell_says(program, code, tmp_path):
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} is not installed")
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [*program, code], env={**os.environ, "PATH": path}, capture_output=True, text=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    return done.stdout.split("\n")


def test_bash_completes_a_query(script, tmp_path):
    code = f"""
        compopt() {{ echo "compopt $*"; }}
        source {script("bash")}
        COMP_LINE='beritasearch search kota:kabupaten-d'
        COMP_POINT=${{#COMP_LINE}}
        _beritasearch_completion beritasearch
        printf '%s\\n' "${{COMPREPLY[@]}}"
        COMP_LINE='beritasearch search prov rest'
        COMP_POINT=24
        _beritasearch_completion beritasearch
        printf '%s\\n' "${{COMPREPLY[@]}}"
        complete -p beritasearch
    """
    said = shell_says(["bash", "--norc", "-c"], code, tmp_path)
    assert said[0] == "kabupaten-demak"
    assert said[1:4] == ["compopt -o nospace", "province:", "provinsi:"] or "provinsi:" in said
    assert any(re.search(r"-F _beritasearch_completion beritasearch", line) for line in said)


def test_fish_completes_a_query(script, tmp_path):
    code = f"source {script('fish')}; complete --do-complete 'beritasearch search kota:dem'"
    said = shell_says(["fish", "--no-config", "-c"], code, tmp_path)
    assert "kota:demak" in [line.partition("\t")[0] for line in said]


def test_zsh_reads_its_script(script, tmp_path):
    code = f"""
        compdef() {{ print "compdef $*"; }}
        _path_files() {{ print files; }}
        compadd() {{ print "compadd ${{@[-1]}}: ${{(P)@[-1]}}"; }}
        source {script("zsh")}
        words=(beritasearch search kota:dem); CURRENT=3
        _beritasearch_completion
        words=(beritasearch search provi); CURRENT=3
        _beritasearch_completion
    """
    said = shell_says(["zsh", "-f", "-c"], code, tmp_path)
    assert said[:2] == [
        "compdef _beritasearch_completion beritasearch",
        "compadd whole: kota:demak",
    ]
    assert said[2].startswith("compadd begun: province: ") or "provinsi:" in said[2]


def test_a_shell_that_is_not_known_is_told(run):
    result = run("completion", "csh")
    assert result.exit_code == 2
    assert "csh" in result.stderr
