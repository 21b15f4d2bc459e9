"""Pictures in a bucket that speaks S3's language; the only file that imports boto3, which only such a site needs.

Keys and address come from where boto3 looks for them: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, and
AWS_ENDPOINT_URL_S3 for others than Amazon.
"""

from typing import Any
from urllib.parse import urlsplit

from hope.kernel.media.sizes import mime_of
from hope.kernel.media.store import Missing, StoreError

try:
    import boto3
    from botocore.config import Config
except ImportError:
    boto3 = None

NOT_INSTALLED = "MEDIA_URL: s3:// needs boto3; pip install -r requirements-s3.txt"
KEPT = "public, max-age=31536000, immutable"


class Bucket:
    """Files under one prefix of one bucket."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def write(self, name: str, data: bytes) -> None:
        # S3 shows an object when all of it has arrived, so no second name is needed.
        self._ask("put_object", name, Body=data, ContentType=mime_of(name), CacheControl=KEPT)

    def read(self, name: str) -> bytes:
        found: bytes = self._ask("get_object", name)["Body"].read()
        return found

    def delete(self, name: str) -> None:
        self._ask("delete_object", name)

    def _ask(self, verb: str, name: str, **more: Any) -> Any:
        try:
            return getattr(self._client, verb)(Bucket=self._bucket, Key=self._prefix + name, **more)
        except Exception as error:  # boto3's errors are made when it runs; all that matters is in `response`
            code = getattr(error, "response", {}).get("Error", {}).get("Code", "")
            if code in ("NoSuchKey", "404"):
                raise Missing(name) from None
            raise StoreError(f"{verb} {name}: {code or type(error).__name__}") from error


def connect(url: str, client: Any = None) -> Bucket:
    """The bucket that `s3://bucket/prefix` names."""
    if client is None:
        if boto3 is None:
            raise StoreError(NOT_INSTALLED)
        # A visitor waits for a picture no longer than this.
        patience = Config(connect_timeout=5, read_timeout=15, retries={"max_attempts": 2})
        client = boto3.client("s3", config=patience)
    parts = urlsplit(url)
    return Bucket(client, parts.netloc, parts.path)
