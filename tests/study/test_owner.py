"""Who else writes in a folder: told by what sync clients leave there, and by the file system it is on."""

from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from workbench.study.owner import owner

MARKS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache/": "Dropbox",
    ".stfolder/": "Syncthing",
    ".stfolder": "Syncthing",
    "._sync_0a1b2c3d4e5f.db": "Nextcloud",
    ".sync_0a1b2c3d4e5f.db": "Nextcloud",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".tmp.driveupload/": "Google Drive",
    ".tmp.drivedownload/": "Google Drive",
    ".shortcut-targets-by-id/": "Google Drive",
    ".seafile-data/": "Seafile",
    "seafile-ignore.txt": "Seafile",
    ".sync/ID": "Resilio",
    ".megaignore": "MEGA",
}
NO_MARKS = (
    ".dropbox/info.json",  # the client's own settings, in the home folder
    ".sync/my own notes.txt",
    ".git/config",
    "sync_0a1b2c3d4e5f.db",
    ".sync_of_mine.db",
    "OneDrive - Region/report.docx",
    "My Drive/notes.txt",
)


@pytest.fixture(autouse=True)
def no_onedrive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that runs the tests may have one."""
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        monkeypatch.delenv(variable, raising=False)


def mark(root: Path, name: str = ".stfolder/") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir() if name.endswith("/") else path.write_text("")


def mounts(monkeypatch: pytest.MonkeyPatch, **kinds: str) -> None:
    points = [SimpleNamespace(mountpoint=point, fstype=kind) for point, kind in kinds.items()]
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: points)


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_in_the_folder_or_above_it_is_a_sync_clients(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "shared" / "a" / "b"
    inner.mkdir(parents=True)
    assert owner(inner) == ""
    mark(tmp_path / "shared", name)
    assert MARKS[name] in owner(inner)
    assert MARKS[name] in owner(tmp_path / "shared")
    assert MARKS[name] in owner(inner / "not there yet")
    assert owner(tmp_path) == ""


@pytest.mark.parametrize("name", NO_MARKS)
def test_what_only_looks_like_a_mark_is_none(tmp_path: Path, name: str) -> None:
    mark(tmp_path, name)
    assert owner((tmp_path / name).parent) == ""
    assert owner(tmp_path) == ""


def test_a_link_into_a_shared_folder_leads_into_a_shared_folder(tmp_path: Path) -> None:
    (tmp_path / "shared" / "study").mkdir(parents=True)
    mark(tmp_path / "shared")
    (tmp_path / "study").symlink_to(tmp_path / "shared" / "study")
    assert "Syncthing" in owner(tmp_path / "study")


def test_onedrive_is_known_by_the_environment_by_its_name_at_home_or_by_its_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OneDrive - Region", "mine"):
        (tmp_path / name / "study").mkdir(parents=True)
    assert owner(tmp_path / "mine" / "study") == ""
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "mine"))
    assert "OneDrive" in owner(tmp_path / "mine" / "study")
    assert owner(tmp_path / "OneDrive - Region" / "study") == ""
    (tmp_path / "OneDrive - Region" / "desktop.ini").write_text("")
    assert "OneDrive" in owner(tmp_path / "OneDrive - Region" / "study")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    assert "OneDrive" in owner(tmp_path / "home" / "OneDrive" / "study")


def test_cloud_drives_of_macos_are_known_by_where_they_lie(tmp_path: Path) -> None:
    assert "iCloud" in owner(tmp_path / "Library" / "Mobile Documents" / "com~apple~CloudDocs" / "study")
    assert "cloud" in owner(tmp_path / "Library" / "CloudStorage" / "GoogleDrive-ann" / "My Drive" / "study")
    assert owner(tmp_path / "Library" / "Preferences" / "study") == ""


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "vboxsf", "fuse.rclone", "CIFS"])
def test_a_network_file_system_is_known_by_the_longest_mount(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    far, near = tmp_path / "far", tmp_path / "far" / "near"
    mounts(monkeypatch, **{"/": "ext4", str(far): kind, str(near): "ext4", str(tmp_path / "fa"): "nfs"})
    assert "network" in owner(far / "study")
    assert owner(near / "study") == ""
    assert owner(tmp_path / "farther") == ""


@pytest.mark.parametrize("kind", ["ext4", "overlay", "virtiofs", "fuseblk", "fuse.gocryptfs", "btrfs", "tmpfs"])
def test_a_disk_of_the_machine_is_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    mounts(monkeypatch, **{"/": "ext4", str(tmp_path): kind})
    assert owner(tmp_path / "study") == ""


def test_what_a_machine_stands_on_is_its_own_whatever_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's root may be 9p, that of a machine without a disk nfs."""
    mounts(monkeypatch, **{"/": "9p"})
    assert owner(tmp_path / "study") == ""


def test_this_machine_is_asked_for_its_mounts() -> None:
    assert owner(Path("/")) == ""
