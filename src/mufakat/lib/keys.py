"""The keys of an instance: files in the data folder, mode 0600, made once and never logged.

`secret.key` signs sessions and links; `log.key` (Ed25519, PEM) signs the checkpoints of the record. They live outside the
database so that a copy of the database alone can forge neither a session nor a checkpoint.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def _create_once(path: Path, content: bytes) -> bytes:
    """Write `content` unless another process was first; answer what the file then holds."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()


def secret_key(folder: Path) -> str:
    path = folder / "secret.key"
    content = path.read_bytes() if path.exists() else _create_once(path, secrets.token_urlsafe(64).encode())
    return content.decode().strip()


def log_key(folder: Path) -> Ed25519PrivateKey:
    path = folder / "log.key"
    if path.exists():
        content = path.read_bytes()
    else:
        fresh = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        content = _create_once(path, fresh)
    key = serialization.load_pem_private_key(content, password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path.name} is not an Ed25519 key")
    return key
