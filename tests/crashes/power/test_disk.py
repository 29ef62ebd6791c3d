"""The model of a disk: what was synced stays, and what was not may be there in any part."""

from random import Random

from tests.crashes.power.disk import Disk, Rename, Resize, Sync, SyncFolder, Write


def cuts(disk: Disk, times: int = 300) -> list[dict[str, bytes | None]]:
    return [disk.cut(Random(n))[0] for n in range(times)]


def test_what_was_synced_stays_and_any_sector_of_the_rest_may_be_missing() -> None:
    disk = Disk({"f": b"a" * 2048}, journalled=True)
    disk.take(Write(0, 0, b"b" * 2048))
    disk.take(Sync(0))
    disk.take(Write(0, 512, b"c" * 1024))
    left = {image["f"] for image in cuts(disk)}
    old, new = b"b" * 512, b"c" * 512
    assert {old * 4, old + new + new + old, old + new + old * 2, old * 2 + new + old} <= left
    assert all(image is not None and image[:512] == image[1536:] == old for image in left)
    assert disk.whole() == {"f": old + new + new + old}


def test_rubbish_is_never_where_nothing_was_being_written() -> None:
    disk = Disk({"f": b"a" * 8192}, journalled=True)
    disk.take(Write(0, 4096, b"b" * 24))
    left = {image["f"] for image in cuts(disk, 1000)}
    assert len(left) > 2
    assert {(image or b"")[:4096] + (image or b"")[4120:] for image in left} == {b"a" * (8192 - 24)}


def test_a_size_may_grow_without_its_content_and_may_not_shrink() -> None:
    disk = Disk({"f": b"a" * 512}, journalled=True)
    disk.take(Resize(0, 0))
    disk.take(Write(0, 0, b"b" * 1024))
    left = {image["f"] for image in cuts(disk)}
    assert {b"a" * 512, b"", b"b" * 1024, b"a" * 512 + bytes(512)} <= left


def names(journalled: bool) -> set[tuple[str, ...]]:
    disk = Disk({"d": None, "d/old": b"", "d/kept": b""}, journalled=journalled)
    disk.take(Rename("d", (("d/kept", None),)))
    disk.take(SyncFolder("d"))
    disk.take(Rename("d", (("d/old", None), ("d/new", 1))))
    disk.take(Rename("d", (("d/next", 7),)))
    return {tuple(sorted(name[2:] for name in image if name != "d")) for image in cuts(disk)}


def test_names_come_in_order_where_there_is_a_journal_and_else_each_by_itself() -> None:
    in_order = {("old",), ("new",), ("new", "next") if "new" < "next" else ()}
    assert names(journalled=True) == {tuple(sorted(n)) for n in in_order}
    assert {(), ("next",), ("new", "old"), ("next", "old")} <= names(journalled=False)


def test_what_is_in_a_folder_goes_with_the_folder() -> None:
    disk = Disk({}, journalled=False)
    disk.take(Rename("", (("d", -1),)))
    disk.take(Rename("d", (("d/f", 1),)))
    disk.take(Write(1, 0, b"x"))
    disk.take(Sync(1))
    disk.take(SyncFolder("d"))
    assert {tuple(image) for image in cuts(disk)} == {(), ("d", "d/f")}
    disk.take(SyncFolder(""))
    assert {tuple(image) for image in cuts(disk)} == {("d", "d/f")}
    assert disk.whole() == {"d": None, "d/f": b"x"}
