"""Files that are whole after a power cut, and the folders that name them."""

import os
from pathlib import Path


def write_atomically(path: Path, text: str) -> None:
    """Replace the file's content, durably; a reader sees the old or the new, never a part."""
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Have the names in the folder on the disk."""
    if os.name == "nt":  # folders can't be opened there; renames are journalled
        return
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
