"""The data folder of one till: its names, who may look into it, and where it must not lie."""

import os
import re
from pathlib import Path

from pos_app.domain.errors import LedgerError, LedgerFault

LEDGER, LOCK, RESERVE = "ledger.sqlite", "till.lock", "till.reserve"
BACKUPS = "backups"
MOUNTS = Path("/proc/self/mountinfo")

# F54: what is written here may be kept back, merged or locked by others without a word.
_SHARED = re.compile(
    r"nfs4?|cifs|smb3?|smbfs|ncpfs|afs|coda|9pnet|ceph|glusterfs|lustre|davfs2?|webdav"
    r"|fuse\.(sshfs|rclone|davfs2?|s3fs|gcsfuse|gdfs|google-drive-ocamlfuse|glusterfs|ceph.*"
    r"|onedriver|dropbox)"
)
_SYNCED = re.compile(
    r"(onedrive|dropbox|google ?drive|googledrive|icloud ?drive|com~apple~clouddocs)\b.*"
    r"|mobile documents|my drive|mi unidad|meu drive"
)


def make_private(folder: Path) -> None:
    """Make the folder, or tighten it, so that only this user sees it (S20).

    Raises:
        LedgerError: SHARED_FOLDER, it is on a network or kept in step by a cloud (F54).
        OSError: it cannot be made, or is not ours.
    """
    place = folder.absolute()
    why = shared_by(
        place.resolve(), MOUNTS.read_text("utf-8", "replace") if MOUNTS.exists() else ""
    )
    if why:
        raise LedgerError(LedgerFault.SHARED_FOLDER, f"{place}: {why}")
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if os.name == "posix" and place.stat().st_mode & 0o777 != 0o700:
        place.chmod(0o700)


def shared_by(place: Path, mounts: str) -> str:
    """Who else writes there: a file system's type, a cloud's folder; empty if nobody.

    `mounts` is the text of /proc/self/mountinfo. Source: proc(5).
    """
    synced = next((part for part in place.parts if _SYNCED.fullmatch(part.casefold())), "")
    if synced or place.drive.startswith("\\\\"):
        return synced or place.drive
    kind, longest = "", -1
    for row in mounts.splitlines():
        fields, _, tail = row.partition(" - ")
        point = Path(_unescaped(fields.split(" ")[4]))
        if place.is_relative_to(point) and len(point.parts) >= longest:
            kind, longest = tail.split(" ")[0], len(point.parts)
    return kind if _SHARED.fullmatch(kind) else ""


def _unescaped(point: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), point)
