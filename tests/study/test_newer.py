"""A study to which a colleague's newer workbench has written: read here, kept whole, passed on, and not written to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import NewerError
from workbench.log.change import GENESIS, Change, encode, sealed
from workbench.study import Study

FUTURE = encode(
    sealed(Change("S", 1, 1, 10, 10, "bo", 2, "weigh", "code", "NEW", "put", '{"name":"Ny"}', "", "", "", GENESIS, b""))
)


def test_it_is_opened_to_read_even_where_its_files_were_edited(
    study: Study, folder: Path, opened: Callable[..., Study]
) -> None:
    study.codes.create("Relationer / Tillid")
    study.log.ingest([FUTURE])
    study.close()
    (folder / "codebook" / "codebook.md").write_text("# Noget helt andet\n", encoding="utf-8")
    settings = folder / "codebook" / "study.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Nabohjælp", "Andet"), encoding="utf-8")
    again = opened(folder)
    assert any("newer workbench" in warning for warning in again.warnings)
    assert {c.path for c in again.codes.list()} >= {"Relationer / Tillid", "Ny"}
    with pytest.raises(NewerError):
        again.codes.create("Omsorg")
    assert FUTURE in list(again.log.export())
    assert "Noget helt andet" in (folder / "codebook" / "codebook.md").read_text(encoding="utf-8")
