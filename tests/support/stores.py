"""Places for files that a test can look into and take away."""

from hope.kernel.media.store import Missing, StoreError


class MemoryStore:
    """Files in memory; `away` makes it behave as a place that does not answer, `fails_at` breaks one name."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.away = False
        self.fails_at = ""

    def write(self, name: str, data: bytes) -> None:
        self._ask(name)
        self.files[name] = data

    def read(self, name: str) -> bytes:
        self._ask(name)
        if name not in self.files:
            raise Missing(name)
        return self.files[name]

    def delete(self, name: str) -> None:
        self._ask(name)
        self.files.pop(name, None)

    def _ask(self, name: str) -> None:
        if self.away or (self.fails_at and self.fails_at in name):
            raise StoreError("away")


class NoSuchKey(Exception):
    """What S3 says about an object that is not there."""

    response = {"Error": {"Code": "NoSuchKey"}}


class FakeS3:
    """The edge of S3: the three verbs that the site uses, as boto3 has them."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], dict[str, object]] = {}
        self.error: Exception | None = None

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **more: object) -> dict[str, object]:
        self._fail()
        self.objects[Bucket, Key] = {"Body": Body, **more}
        return {}

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, object]:
        self._fail()
        if (Bucket, Key) not in self.objects:
            raise NoSuchKey
        return {"Body": _Stream(self.objects[Bucket, Key]["Body"])}

    def delete_object(self, *, Bucket: str, Key: str) -> dict[str, object]:
        self._fail()
        self.objects.pop((Bucket, Key), None)
        return {}

    def _fail(self) -> None:
        if self.error:
            raise self.error


class _Stream:
    def __init__(self, data: object) -> None:
        self._data = data

    def read(self) -> object:
        return self._data
