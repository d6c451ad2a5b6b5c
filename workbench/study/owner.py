"""Who else writes where a folder lies: a sync client that has left its marks, or other machines over a network."""

import os
import re
import sys
from pathlib import Path

_KINDS = """
nfs nfs3 nfs4 cifs smb smb2 smb3 smbfs afs afpfs ncp ncpfs 9p vboxsf davfs webdav glusterfs ceph beegfs lustre gpfs
ocfs2 gfs2 prl_fs vmhgfs sshfs
fuse.sshfs fuse.rclone fuse.glusterfs fuse.davfs fuse.davfs2 fuse.s3fs fuse.gcsfuse fuse.goofys fuse.juicefs fuse.ceph
fuse.ceph-fuse fuse.smbnetfs fuse.curlftpfs fuse.vmhgfs-fuse fuse.gvfsd-fuse fuse.google-drive-ocamlfuse fuse.onedriver
fuse.seadrive fuse.pcloud
"""
NETWORK = frozenset(_KINDS.split())
"""File systems that more than one machine may write to. virtiofs is none: it is what a guest is given as a disk."""

_FILES = {
    ".dropbox": "Dropbox",  # in the home folder, a *directory* of that name holds the client's settings
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    "seafile-ignore.txt": "Seafile",
    ".seafile-ignore": "Seafile",
    ".megaignore": "MEGA",
}
_FOLDERS = {
    ".dropbox.cache": "Dropbox",
    ".seafile-data": "Seafile",
    ".tmp.drivedownload": "Google Drive",
    ".tmp.driveupload": "Google Drive",
    ".shortcut-targets-by-id": "Google Drive",
}
_EITHER = {".stfolder": "Syncthing"}
_RESILIO = ("ID", "IgnoreList", "Archive", "StreamsList")
_CLOUD_DATABASE = re.compile(r"\._?sync_[0-9a-f]{6,}\.db", re.IGNORECASE)
_UNDER_LIBRARY = {"Mobile Documents": "iCloud", "CloudStorage": "a cloud drive"}
_IN_HOME = {"onedrive": "OneDrive", "iclouddrive": "iCloud"}


def owner(path: Path) -> str:
    """Who else than this machine writes where ``path`` is or would be, as a clause; '' where nobody does."""
    path = path.resolve()
    return _network(path) or _client(path)


def _client(path: Path) -> str:
    for folder in (path, *path.parents):
        name = _mark(folder) or _by_name(folder)
        if name:
            return f"{name} keeps {folder} in step with other machines"
    return ""


def _mark(folder: Path) -> str:
    """The sync client that has left its mark in this folder."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name[:1] not in (".", "s"):
                    continue
                name = _EITHER.get(entry.name) or (_FOLDERS if entry.is_dir() else _FILES).get(entry.name)
                if name:
                    return name
                if _CLOUD_DATABASE.fullmatch(entry.name):
                    return "Nextcloud or ownCloud"
                if entry.name == ".sync" and any((folder / ".sync" / mark).exists() for mark in _RESILIO):
                    return "Resilio Sync"
    except OSError:
        pass  # a folder that may not be listed, or is not there yet
    return ""


def _by_name(folder: Path) -> str:
    """Clients that mark their root by its name and place alone."""
    if folder.parent.parent.name == "Library" and folder.parent.name in _UNDER_LIBRARY:
        return _UNDER_LIBRARY[folder.parent.name]
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if (given := os.environ.get(variable)) and Path(given).resolve() == folder:
            return "OneDrive"
    name = folder.name.casefold()
    known = "OneDrive" if name.startswith("onedrive - ") else _IN_HOME.get(name, "")
    return known if known and (folder.parent == _home() or (folder / "desktop.ini").is_file()) else ""


def _home() -> Path:
    try:
        return Path.home().resolve()
    except RuntimeError:
        return Path("/")


def _network(path: Path) -> str:
    kind = _windows_kind(path) if sys.platform == "win32" else _kind(path)
    return f"the folder lies on a network drive ({kind})" if kind else ""


def _windows_kind(path: Path) -> str:
    drive = path.drive
    if drive.startswith("\\\\?\\UNC\\") or (drive.startswith("\\\\") and not drive.startswith(("\\\\?\\", "\\\\.\\"))):
        return "UNC"
    if sys.platform == "win32":
        import ctypes

        if ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == 4:
            return "remote"
    return ""


def _kind(path: Path) -> str:
    """The kind of the network file system that ``path`` is on, or ''."""
    import psutil

    best, kind = Path("/"), ""
    try:
        mounts = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError):
        return ""  # a sandbox that shows no mounts
    for mount in mounts:  # of two on one point, the later hides the earlier
        point = Path(mount.mountpoint)
        if len(point.parts) >= len(best.parts) and (path == point or point in path.parents):
            best, kind = point, mount.fstype.casefold()
    if best == Path("/"):
        return ""  # what a machine stands on is its own: the root of a container, or of one without a disk
    return kind if kind in NETWORK else ""
