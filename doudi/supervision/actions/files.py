"""The files of a dataset, written into a folder or the warehouse. No row is touched."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from doudi.supervision.models import Publication
from doudi.supervision.queries.inputs import newest_cases
from doudi.supervision.rules.inputs import Counts, hash_of, write_inputs


def export(place: str, folder: Path, salt: str) -> Counts:
    """Writes the four files into an existing folder."""
    return write_inputs(newest_cases(place, salt), folder)


def keep(publication: Publication) -> tuple[str, Counts]:
    """Writes a publication's files into the warehouse; their hash, under which they lie."""
    home = settings.DOUDI_WAREHOUSE / "inputs"
    home.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=home) as made:
        folder = Path(made) / "files"
        folder.mkdir()
        counts = export(publication.place.code, folder, str(publication.key))
        sha256 = hash_of(folder)
        if not (home / sha256).exists():
            for path in folder.iterdir():
                path.chmod(0o440)
            os.rename(folder, home / sha256)
    return sha256, counts
