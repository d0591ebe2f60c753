"""beritasearch.yaml: what a user adds to the language, checked entry by entry.

language:
  stopwords:
    add: [terkait]
    remove: [antara]
    # replace: [yang, dan]       # instead of the shipped list
  stems: {pemerintah: pemerintah}
  synonyms:
    - [KPU, Komisi Pemilihan Umum]
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from beritasearch.errors import ConfigError, LanguageDataError
from beritasearch.language import wordlists
from beritasearch.language.analysis import Extensions

NAME = "beritasearch.yaml"


def find(path: str | Path | None) -> Path | None:
    """The file to use: `path` (ConfigError when it's missing), else ./beritasearch.yaml."""
    if path is None:
        here = Path(NAME).absolute()
        return here if here.is_file() else None
    if not Path(path).is_file():
        raise ConfigError("there is no such file; check --config", path=path)
    return Path(path).absolute()


def extensions(path: Path | None) -> Extensions:
    """What the file says of the language. Raises ConfigError or LanguageDataError."""
    if path is None:
        return Extensions()
    checked = _Checked(path)
    settings = checked.mapping(wordlists.load(path), "", {"language"})
    language = checked.mapping(
        settings.get("language"), "language", {"stopwords", "stems", "synonyms"}
    )
    stopwords = checked.mapping(
        language.get("stopwords"), "language.stopwords", {"add", "remove", "replace"}
    )
    replaced = stopwords.get("replace")
    return Extensions(
        stopwords_added=frozenset(checked.words(stopwords, "language.stopwords.add")),
        stopwords_removed=frozenset(checked.words(stopwords, "language.stopwords.remove")),
        stopwords_replaced=None
        if replaced is None
        else frozenset(checked.words(stopwords, "language.stopwords.replace")),
        stems=checked.stems(language),
        synonyms=checked.groups(language),
    )


class _Checked:
    """Takes settings apart; what isn't of the right shape is named with its key."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def mapping(self, value: Any, key: str, known: set[str]) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, wordlists.Mapping):
            raise ConfigError(f'"{key}" holds settings by name, not {value!r}', path=self._path)
        for name in value.keys() - known:
            raise ConfigError(
                f'there is no setting "{f"{key}.{name}".lstrip(".")}"; '
                f"{key or 'the file'} holds: {', '.join(sorted(known))}",
                path=self._path, line=value.lines[name],
            )  # fmt: skip
        return value

    def words(self, holder: Mapping[str, Any], key: str) -> Sequence[str]:
        name = key.rpartition(".")[2]
        value = holder.get(name) or []
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return value
        raise self._wrong(holder, name, key, "a list of words: [yang, dan]")

    def stems(self, language: Mapping[str, Any]) -> Mapping[str, str]:
        value = language.get("stems") or {}
        if isinstance(value, dict) and all(isinstance(stem, str) for stem in value.values()):
            return value
        raise self._wrong(language, "stems", "language.stems", "word: stem, a line each")

    def groups(self, language: Mapping[str, Any]) -> Sequence[Sequence[str]]:
        value = language.get("synonyms") or ()
        if isinstance(value, list | tuple) and all(
            isinstance(group, list) and len(group) > 1 and all(isinstance(w, str) for w in group)
            for group in value
        ):
            return value
        wanted = "a list of lists: - [KPU, Komisi Pemilihan Umum]"
        raise self._wrong(language, "synonyms", "language.synonyms", wanted)

    def _wrong(
        self, holder: Mapping[str, Any], name: str, key: str, wanted: str
    ) -> LanguageDataError:
        line = holder.lines[name] if isinstance(holder, wordlists.Mapping) else None
        message = f'"{key}" must be {wanted}'
        return LanguageDataError(message, path=self._path, line=line, key=key)
