"""The clinic's settings: one small TOML file, each line of it overridden by an environment variable. Unknown lines are an error.

::

    data = "/var/lib/ringfence"            # list, spool, key; the cases lie in data/cases unless `cases` says otherwise
    database = "postgresql:///ringfence?host=/var/run/postgresql"
    hosts = ["hulian.example.org"]         # names the site is reached by
    proxy = "127.0.0.1"                    # the one machine whose X-Forwarded-For and X-Forwarded-Proto are believed
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from ringfence.schema import RingfenceError

FILE = "RINGFENCE_SERVER_CONFIG"  # names the file
DATABASE = "DATABASE_URL"  # where the database's address stands by custom
PREFIX = "RINGFENCE_SERVER_"
DEFAULT = Path("/etc/ringfence/server.toml")


class ConfigError(RingfenceError):
    """A line of the settings is missing or wrong."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"服务器设置有误:{zh}", f"Server settings: {en}")


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """What a clinic sets.

    Attributes:
        data: private folder of the server. cases: folder of the cases, ``data/cases`` when empty.
        database: ``postgresql://user:password@host:port/name``, options behind ``?`` (``host=/run/postgresql`` for a socket).
        hosts: names the site is reached by. https: cookies only over HTTPS, HSTS sent; False only for a try on one machine.
        hsts_days: how long browsers remember to use HTTPS only.
        proxy: address of the one reverse proxy whose forwarded headers are believed, "" for none.
        listen: ``host:port`` or the path of a socket. threads: of the web process. workers: processes for long work.
        name: what authenticator apps show. hand_in_mb, hand_in_files: limits of one link for handing in.
        metrics_token: who shows it may read /metrics from elsewhere; "" = only this machine.
    """

    data: Path
    database: str
    hosts: tuple[str, ...]
    cases: Path = Path()
    https: bool = True
    hsts_days: int = 365
    proxy: str = ""
    listen: str = "127.0.0.1:8766"
    threads: int = 16
    workers: int = 2
    name: str = "护联"
    hand_in_mb: int = 500
    hand_in_files: int = 50
    metrics_token: str = field(default="", repr=False)

    @property
    def case_folder(self) -> Path:
        """Return where the cases lie."""
        return self.cases if self.cases != Path() else self.data / "cases"

    @property
    def origins(self) -> list[str]:
        """Return the addresses that forms may come from, as browsers name them behind the proxy."""
        return [f"https://{host}" for host in self.hosts] if self.https else []


def read(path: Path | None = None, environ: dict[str, str] | None = None) -> ServerConfig:
    """Read the file (named, or by ``RINGFENCE_SERVER_CONFIG``, or the usual place) and what the environment overrides.

    Raises:
        ConfigError: a line is missing, unknown or wrong.
    """
    env = dict(os.environ) if environ is None else environ
    named = path or (Path(env[FILE]) if env.get(FILE) else None)
    given = _file(named or DEFAULT, must=named is not None)
    known = {one.name for one in fields(ServerConfig)}
    unknown = sorted(set(given) - known)
    if unknown:
        raise ConfigError(f"不认识的设置:{'、'.join(unknown)}", f"unknown: {', '.join(unknown)}")
    given |= {name: env[PREFIX + name.upper()] for name in known if env.get(PREFIX + name.upper())}
    if env.get(DATABASE):
        given["database"] = env[DATABASE]
    missing = [name for name in ("data", "database", "hosts") if not given.get(name)]
    if missing:
        raise ConfigError(f"缺少 {'、'.join(missing)}", f"missing: {', '.join(missing)}")
    return _checked(ServerConfig(**{name: _typed(name, value) for name, value in given.items()}))


def _file(path: Path, *, must: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if must:
            raise ConfigError(f"找不到 {path}", f"{path} is not there") from None
        return {}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ConfigError(f"{path} 读不懂:{fault}", f"{path}: {fault}") from fault


def _typed(name: str, value: Any) -> Any:  # noqa: ANN401 -- a line of TOML or a text of the environment
    kinds: dict[str, type] = {
        "https": bool, "hsts_days": int, "threads": int, "workers": int, "hand_in_mb": int, "hand_in_files": int,
    }  # fmt: skip
    if name in {"data", "cases"}:
        return Path(str(value)).expanduser()
    if name == "hosts":
        parts = value.split(",") if isinstance(value, str) else value
        return tuple(str(part).strip() for part in parts if str(part).strip())
    kind = kinds.get(name, str)
    if isinstance(value, kind) and (kind is not int or not isinstance(value, bool)):
        return value
    try:
        if kind is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[str(value).lower()]
        return kind(value)
    except (KeyError, ValueError, TypeError) as fault:
        raise ConfigError(f"{name} 写得不对:{value!r}", f"{name}: {value!r}") from fault


def _checked(config: ServerConfig) -> ServerConfig:
    if not config.data.is_absolute():
        raise ConfigError("data 要写完整路径", "data must be an absolute path")
    if "*" in config.hosts:
        raise ConfigError("hosts 不能写 *", "hosts must name the site, not *")
    if not (1 <= config.workers <= 64 and 1 <= config.threads <= 256):
        raise ConfigError("workers 或 threads 超出范围", "workers or threads out of range")
    database(config.database)
    return replace(config)


def database(url: str) -> dict[str, Any]:
    """Return Django's description of a PostgreSQL database.

    Raises:
        ConfigError: it is the address of none.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ConfigError("database 要写成 postgresql://…/库名", "database must be postgresql://…/name")
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
