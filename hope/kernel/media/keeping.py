"""Where pictures are kept, as MEDIA_URL says: a folder, or a bucket."""

from pathlib import Path

from hope.kernel.media import s3
from hope.kernel.media.folder import Folder
from hope.kernel.media.store import Store


def choose(media_url: str) -> Store:
    """The place that `MEDIA_URL` names; raises StoreError where it cannot be used at all."""
    if media_url.startswith("s3://"):
        return s3.connect(media_url)
    return Folder(Path(media_url))
