"""Where a ledger may lie, and where it must not."""

from pathlib import Path

import pytest

from pos_app.store.files.folder import shared_by

MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:40 / /mnt/shop rw,relatime - nfs4 server:/export rw
31 22 0:41 / /mnt/La\\040Panadería rw - cifs //server/share rw
32 22 0:42 / /home/ana/cloud rw - fuse.rclone drive: rw
33 30 254:1 / /mnt/shop/local rw - xfs /dev/vdb rw
34 22 0:43 / /tmp rw - tmpfs tmpfs rw
35 22 0:44 / /var rw - overlay overlay rw
36 22 0:45 / /host rw - 9p host rw
"""


@pytest.mark.parametrize(
    ("place", "by"),
    [
        ("/home/ana/till", ""),
        ("/tmp/till", ""),
        ("/var/lib/till", ""),
        ("/host/till", ""),
        ("/mnt/shop/till", "nfs4"),
        ("/mnt/shop/local/till", ""),
        ("/mnt/shopping/till", ""),
        ("/mnt/La Panadería/till", "cifs"),
        ("/home/ana/cloud/till", "fuse.rclone"),
        ("/home/ana/OneDrive/till", "OneDrive"),
        ("/home/ana/OneDrive - La Panadería/till", "OneDrive - La Panadería"),
        ("/home/ana/Dropbox (Personal)/till", "Dropbox (Personal)"),
        ("/home/ana/Google Drive/till", "Google Drive"),
        ("/Users/ana/Library/Mobile Documents/till", "Mobile Documents"),
        ("/home/ana/iCloudDrive/till", "iCloudDrive"),
        ("/home/ana/dropboxes-made-of-tin/till", ""),
        ("/home/ana/drive/till", ""),
    ],
)
def test_who_else_writes_there_is_known(place: str, by: str) -> None:  # F54
    assert shared_by(Path(place), MOUNTS) == by


def test_without_a_list_of_mounts_the_names_still_tell() -> None:
    assert shared_by(Path("/x/Dropbox/till"), "") == "Dropbox"
    assert shared_by(Path("/x/till"), "") == ""
