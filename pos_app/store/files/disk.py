"""Writing whole files for one user's eyes, the room on the disk, and the room kept back."""

import errno
import os
import shutil
from pathlib import Path
from typing import BinaryIO

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.files.folder import RESERVE

_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_MEBIBYTE = 1024 * 1024


def fault_of(error: OSError) -> LedgerError:
    """What the operating system's refusal means to the ledger."""
    if error.errno in _FULL:
        return LedgerError(LedgerFault.DISK_FULL, str(error))
    read_only = error.errno in _READ_ONLY
    return LedgerError(LedgerFault.READ_ONLY if read_only else LedgerFault.TROUBLE, str(error))


def write_whole(path: Path, content: bytes) -> None:
    """All of it, or nothing: beside it first, to the disk, then in its place. Mode 0600."""
    new = path.with_name(path.name + ".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        sync(file)
    put_in_place(new, path)


def sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def put_in_place(new: Path, path: Path) -> None:
    new.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in the folder durable. Windows keeps them by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Room:
    """The room on the disk: what must be free to begin, and what is kept back for the end (F47).

    Units: bytes.
    """

    def __init__(self, folder: Path, least_free: int, reserve: int) -> None:
        self.folder, self._least_free, self._reserve = folder, least_free, reserve

    def check(self) -> None:
        """See that there is enough, and keep some back again where it was given up.

        Raises:
            LedgerError: DISK_FULL.
            OSError: the disk refuses.
        """
        missing = self.spare(0)
        if missing > 0:
            _fill(self.folder / RESERVE, self._reserve)

    def spare(self, size: int) -> int:
        """See that so much may be written besides. What is missing of what is kept back.

        Raises:
            LedgerError: DISK_FULL.
        """
        path = self.folder / RESERVE
        missing = max(0, self._reserve - (path.stat().st_size if path.exists() else 0))
        needed = self._least_free + missing + size
        if (free := shutil.disk_usage(self.folder).free) < needed:
            raise LedgerError(LedgerFault.DISK_FULL, f"{free} bytes are free, {needed} are needed")
        return missing

    def give_up(self) -> bool:
        """Free what was kept back. False: there was nothing left."""
        path = self.folder / RESERVE
        if not self._reserve or not path.exists():
            return False
        path.unlink()
        return True


def _fill(path: Path, size: int) -> None:
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for start in range(0, size, _MEBIBYTE):
                file.write(bytes(min(size - start, _MEBIBYTE)))
            sync(file)
    except OSError:
        path.unlink(missing_ok=True)
        raise
