"""Which store of uploads the settings name."""

from kezek.adapters.uploads import FolderUploads, Uploads
from kezek.settings import OperatorError, Settings


def uploads_for(settings: Settings) -> Uploads:
    """The folder, or the store that speaks S3 where one is named.

    Raises OperatorError when what speaks to such a store is not installed.
    """
    if settings.uploads_store is None:
        return FolderUploads(settings.uploads_dir)
    try:
        # Only here: it is large, and who keeps uploads in a folder need not have it.
        from kezek.adapters.s3_files import S3Uploads
    except ModuleNotFoundError as error:
        raise OperatorError(
            "KEZEK_UPLOADS_URL names a store that speaks S3. Install what speaks to it: "
            "pip install 'kezek[s3]'"
        ) from error
    return S3Uploads(settings.uploads_store)
