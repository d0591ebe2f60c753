"""What goes wrong with a request, as RFC 9457 has it for programs and as a page for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from beritasearch.errors import BeritasearchError, QueryError
from beritasearch.web.desk import TooBusy, TooSlow

MEDIA_TYPE = "application/problem+json"
WAIT = "5"
"""Seconds after which a client may ask again."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its place in /api/, its status, its name in both languages."""

    name: str
    status: int
    title: str
    judul: str
    saran: str


BAD_QUERY = Kind(
    "bad-query", 400, "The query can't be understood", "Kueri ini tidak dapat dipahami",
    "Perbaiki bagian yang ditandai, lalu cari lagi.",
)  # fmt: skip
UNAUTHORISED = Kind(
    "unauthorised", 401, "A token is needed", "Perlu token",
    "Masukkan token sebagai kata sandi; nama pengguna boleh apa saja.",
)  # fmt: skip
NOT_FOUND = Kind(
    "not-found", 404, "There is no such thing", "Tidak ada di sini",
    "Periksa alamatnya, atau mulai dari pencarian.",
)  # fmt: skip
WRONG_METHOD = Kind(
    "wrong-method", 405, "That can't be done here", "Cara ini tidak tersedia",
    "Halaman ini hanya dapat dibaca.",
)  # fmt: skip
WRONG_HOST = Kind(
    "wrong-host", 421, "This server isn't called that", "Nama server ini lain",
    "Buka dengan alamat yang ditampilkan saat server dijalankan.",
)  # fmt: skip
BAD_PARAMETER = Kind(
    "bad-parameter", 422, "A parameter can't be used", "Alamat ini tidak dapat dibaca",
    "Salah satu isian terlalu panjang atau tidak dikenal.",
)  # fmt: skip
FAILED = Kind(
    "failed", 500, "The server failed", "Ada yang rusak di server",
    "Ini kesalahan program; catatannya ada di log server.",
)  # fmt: skip
TOO_SLOW = Kind(
    "too-slow", 503, "The answer took too long and was cut off", "Pencarian ini terlalu lama",
    "Persempit dengan kota, tanggal, atau kata lain, lalu cari lagi.",
)  # fmt: skip
BUSY = Kind(
    "busy", 503, "Too many requests wait", "Server sedang sibuk", "Coba lagi sebentar lagi.",
)  # fmt: skip
UNUSABLE = Kind(
    "index-unusable", 503, "The index can't be used", "Indeks tidak dapat dipakai",
    "Pengelola server perlu menjalankan perintah di bawah ini.",
)  # fmt: skip
KINDS = (
    BAD_QUERY, UNAUTHORISED, NOT_FOUND, WRONG_METHOD, WRONG_HOST, BAD_PARAMETER, FAILED, TOO_SLOW,
    BUSY, UNUSABLE,
)  # fmt: skip


class Problem(BaseModel):
    """RFC 9457: why there is no answer."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    position: int | None = None
    """Of a bad query: where in `text` the trouble is."""
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem with one request."""

    kind: Kind
    detail: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The problem details."""
        kind = self.kind
        about = {"type": f"/api/#{kind.name}", "title": kind.title, "status": kind.status}
        return {**about, "detail": self.detail, **self.more}


def trouble(error: Exception) -> Trouble:
    """What an exception means for whoever asked."""
    match error:
        case QueryError():
            return Trouble(
                BAD_QUERY, error.message, {"position": error.position, "text": error.text}
            )
        case RequestValidationError():
            return Trouble(BAD_PARAMETER, *_of_parameters(error))
        case HTTPException():
            return _of_http(error)
        case _:
            return _of_server(error)


def _of_server(error: Exception) -> Trouble:
    again = {"Retry-After": WAIT}
    match error:
        case TooSlow():
            return Trouble(TOO_SLOW, "narrow it by city, date or other words, and ask again")
        case TooBusy():
            return Trouble(BUSY, f"ask again in {WAIT} seconds", headers=again)
        case BeritasearchError():
            return Trouble(UNUSABLE, str(error), headers=again)
        case _:
            return Trouble(FAILED, "the server's log has more of it")


def _of_parameters(error: RequestValidationError) -> tuple[str, dict[str, Any]]:
    found = [
        {"parameter": ".".join(map(str, wrong["loc"][1:])), "reason": wrong["msg"]}
        for wrong in error.errors()
    ]
    return "; ".join(f"{wrong['parameter']}: {wrong['reason']}" for wrong in found), {
        "errors": found
    }


def _of_http(error: HTTPException) -> Trouble:
    kind = next((kind for kind in KINDS if kind.status == error.status_code), NOT_FOUND)
    return Trouble(kind, str(error.detail), headers=error.headers or {})
