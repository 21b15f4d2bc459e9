"""Where files are kept: a folder or a bucket, with the same promises."""

import os
from pathlib import Path

import pytest

from hope.kernel.media import keeping, s3
from hope.kernel.media.folder import Folder
from hope.kernel.media.store import Missing, Store, StoreError
from tests.support.stores import FakeS3

NAME = "0123456789abcdef" * 2 + "-640.avif"


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return Folder(tmp_path / "media")
    return s3.connect("s3://pictures/hope/live", FakeS3())


def test_what_was_written_can_be_read_and_deleted(store: Store) -> None:
    store.write(NAME, b"picture")
    store.write(NAME, b"picture")
    assert store.read(NAME) == b"picture"
    store.delete(NAME)
    store.delete(NAME)
    with pytest.raises(Missing):
        store.read(NAME)


def test_a_folder_never_shows_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Folder(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        store.write(NAME, b"picture")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../secret", "a/b", "..", ".", "", "a\0b", "..\\x"])
def test_a_folder_is_never_left(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("secret")
    with pytest.raises(Missing):
        Folder(tmp_path / "media").read(name)


def test_a_bucket_is_told_what_it_keeps() -> None:
    client = FakeS3()
    s3.connect("s3://pictures/hope/live/", client).write(NAME, b"x")
    kept = client.objects["pictures", f"hope/live/{NAME}"]
    assert kept == {"Body": b"x", "ContentType": "image/avif", "CacheControl": s3.KEPT}
    s3.connect("s3://pictures", client).write(NAME, b"y")
    assert ("pictures", NAME) in client.objects


def test_a_bucket_that_is_away_says_so_in_our_words() -> None:
    client = FakeS3()
    client.error = ConnectionError("no route")
    with pytest.raises(StoreError, match=r"get_object .*ConnectionError"):
        s3.connect("s3://pictures", client).read(NAME)


def test_the_setting_chooses(tmp_path: Path) -> None:
    chosen = keeping.choose(str(tmp_path / "media"))
    assert isinstance(chosen, Folder)
    assert chosen.path == tmp_path / "media"


@pytest.mark.skipif(s3.boto3 is not None, reason="boto3 is installed")
def test_without_boto3_a_bucket_is_refused_in_one_line() -> None:
    with pytest.raises(StoreError, match="pip install -r requirements-s3"):
        keeping.choose("s3://pictures")
