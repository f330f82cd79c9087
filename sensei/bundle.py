"""A zip of which every byte is settled by what is put in: no time, no owner, no order but its own."""

import io
import zipfile
from collections.abc import Iterable

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def bundle(files: Iterable[tuple[str, bytes, bool]]) -> bytes:
    """A zip of files: name with `/`, content, and whether it is to be run. Stored: zlib differs between machines."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        for name, content, runs in files:
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.create_system = _UNIX
            info.external_attr = (0o100755 if runs else 0o100644) << 16
            archive.writestr(info, content)
    return raw.getvalue()
