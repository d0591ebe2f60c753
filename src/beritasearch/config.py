"""beritasearch.yaml: what is indexed, how files are read, what is added to the language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from beritasearch.errors import ConfigError
from beritasearch.language.analysis import Extensions, Language
from beritasearch.query.scanner import Limits

if TYPE_CHECKING:
    from beritasearch.reading import Options

NAME = "beritasearch.yaml"


def find(path: str | Path | None) -> Path | None:
    """The file to use: `path` (ConfigError when it's missing), else ./beritasearch.yaml."""
    if path is None:
        here = Path(NAME).absolute()
        return here if here.is_file() else None
    if not Path(path).is_file():
        raise ConfigError("there is no such file; check --config", path=path)
    return Path(path).absolute()


@dataclass(frozen=True)
class Settings:
    """What the file says."""

    extensions: Extensions = field(default_factory=Extensions)
    """What is added to the language."""
    reading: "Options | None" = None
    """How files are read, where it says so."""
    limits: Limits = field(default_factory=Limits)
    """How much a query may hold."""
    corpus: tuple[Path, ...] = ()
    """What is indexed when nothing else is named."""
    engine: str | None = None
    """What new indexes are built with; None: as the one before."""
    cluster: Mapping[str, str] = field(default_factory=dict)
    """Where on a cluster: url, ca, shards, segments."""
    jobs: int | None = None
    """Processes that read; None: as many as there are processors."""
    keep: int = 1
    """Earlier generations that a reindex leaves."""

    @property
    def options(self) -> "Options":
        """How files are read."""
        from beritasearch.reading import DEFAULTS  # no search reads files

        return self.reading or DEFAULTS

    @cached_property
    def language(self) -> Language:
        """Indonesian with what is added to it."""
        return Language(self.extensions)


class Configured:
    """The file that was chosen for an archive, else the one that its index was built with."""

    def __init__(self, path: str | Path | None) -> None:
        self.path = find(path)
        self._loaded: dict[Path | None, Settings] = {}

    def settings(self, recorded: str | None) -> Settings:
        """What it says; `recorded` is the file that the index remembers. Each is loaded once."""
        path = self.path or (Path(recorded) if recorded and Path(recorded).is_file() else None)
        if path not in self._loaded:
            self._loaded[path] = load(path)
        return self._loaded[path]


def load(path: Path | None) -> Settings:
    """What the file says; without one, the defaults. Raises ConfigError or LanguageDataError."""
    if path is None:
        return Settings()
    from beritasearch.config_file import read  # most searches have no such file, and load no YAML

    return read(path)
