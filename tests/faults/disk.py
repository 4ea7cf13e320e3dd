"""A small disk that can be filled and emptied: a tmpfs where this user may mount one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SmallDisk:
    """`size` in MB; `fill` leaves no byte, `empty` takes the filling away again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.filling = folder / "filling"

    def fill(self) -> None:
        with self.filling.open("wb", buffering=0) as stream:
            for size in (1 << 20, 1 << 14, 1 << 10, 1):
                try:
                    while True:
                        stream.write(b"\0" * size)
                except OSError:
                    continue

    def empty(self) -> None:
        self.filling.unlink()


def may_mount() -> bool:
    return os.geteuid() == 0 and subprocess.run(["mountpoint", "-q", "/"], check=False).returncode == 0


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[SmallDisk | None]:
    """None where no tmpfs may be mounted."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size}m,mode=700", "tmpfs", str(folder)]
    if not may_mount() or subprocess.run(["mount", *options], check=False, capture_output=True).returncode:
        yield None
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
