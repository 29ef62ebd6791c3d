"""Writing whole files for one user's eyes, the room on the disk, and the room kept back."""

import errno
import os
import shutil
from pathlib import Path

from pos_app.domain.errors import LedgerError, LedgerFault

_FULL = {errno.ENOSPC, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_MEBIBYTE = 1024 * 1024


def fault_of(error: OSError) -> LedgerError:
    """What the operating system's refusal means to the ledger."""
    if error.errno in _FULL:
        return LedgerError(LedgerFault.DISK_FULL, str(error))
    read_only = error.errno in _READ_ONLY
    return LedgerError(LedgerFault.READ_ONLY if read_only else LedgerFault.TROUBLE, str(error))


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def write_whole(path: Path, content: bytes) -> None:
    """All of it, or nothing: beside it first, to the disk, then in its place. Mode 0600."""
    new = path.with_name(path.name + ".new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(new, path)


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


def keep_back(path: Path, size: int) -> None:
    """Fill a file of `size` bytes that can be given up when the disk is full (F48).

    Raises:
        OSError: there is no room for it.
    """
    if path.exists() and path.stat().st_size >= size:
        return
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for _ in range(0, size, _MEBIBYTE):
                file.write(bytes(min(size, _MEBIBYTE)))
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise
