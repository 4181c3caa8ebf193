"""Both stores of uploads keep the same promises: a folder, and a server that speaks S3."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from kezek.adapters.s3_files import S3Uploads
from kezek.adapters.uploads import FolderUploads, Uploads, bound_name, path_of
from kezek.settings import Settings, SettingsError, UploadsStore

ADDRESS = "ab" * 32


def test_what_was_put_comes_back_and_is_gone_once_dropped(uploads: Uploads) -> None:
    path = path_of(7, ADDRESS)
    uploads.put(path, b"sealed")
    uploads.put(path, b"sealed once more")

    assert uploads.get(path) == b"sealed once more"

    uploads.drop(path)
    uploads.drop(path)
    with pytest.raises(FileNotFoundError):
        uploads.get(path)


def test_files_are_told_by_region(uploads: Uploads) -> None:
    uploads.put("7/ab/one", b"12345")
    uploads.put("7/cd/two", b"1")
    uploads.put("71/ab/one", b"of another region")

    assert [(file.path, file.size) for file in uploads.files_of(7)] == [
        ("7/ab/one", 5),
        ("7/cd/two", 1),
    ]
    assert len(list(uploads.all_files())) == 3
    assert all(file.changed_at.tzinfo for file in uploads.all_files())


def test_a_region_goes_with_all_it_has_and_its_neighbour_stays(uploads: Uploads) -> None:
    uploads.put("7/ab/one", b"1")
    uploads.put("71/ab/one", b"1")

    uploads.drop_region(7)
    uploads.drop_region(7)

    assert [file.path for file in uploads.all_files()] == ["71/ab/one"]


def test_files_of_earlier_releases_are_bound_to_their_row() -> None:
    row = "01890a5d-ac96-774b-bcce-b302099a8057"

    assert bound_name(f"7/57/{row.replace('-', '')}") == row
    assert bound_name(path_of(7, ADDRESS)) == ADDRESS


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"KEZEK_UPLOADS_URL": "https://store.kz/b"}, "KEZEK_UPLOADS_URL is s3+https"),
        ({"KEZEK_UPLOADS_URL": "s3+https://store.kz"}, "KEZEK_UPLOADS_URL is s3+https"),
        ({"KEZEK_UPLOADS_URL": "s3+http://store.kz/b"}, "KEZEK_UPLOADS_URL is s3+https"),
        ({"KEZEK_UPLOADS_URL": "s3+https://store.kz/b"}, "KEZEK_UPLOADS_KEY is not set"),
    ],
)
def test_a_store_that_cannot_be_reached_is_told_at_the_start(
    given: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env(given)

    assert any(line.startswith(said) for line in refused.value.problems)


@pytest.fixture(params=["folder", "s3", "s3 below a prefix"])
def uploads(request: pytest.FixtureRequest, tmp_path: Path) -> Uploads:
    if request.param == "folder":
        return FolderUploads(tmp_path / "uploads")
    store: UploadsStore = request.getfixturevalue("store")
    prefix = "kezek/demo" if request.param.endswith("prefix") else ""
    return S3Uploads(UploadsStore(store.endpoint, store.bucket, prefix, "kz", "key", "secret"))


@pytest.fixture
def store() -> Iterator[UploadsStore]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket="uploads")
    yield UploadsStore(endpoint, "uploads", "", "us-east-1", "key", "secret")
    for one in client.list_objects_v2(Bucket="uploads").get("Contents", ()):
        client.delete_object(Bucket="uploads", Key=one["Key"])
    client.delete_bucket(Bucket="uploads")
    server.stop()
