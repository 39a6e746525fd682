from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, NoReturn, Protocol, TypeAlias, final, type_check_only

from callgate._data import (
    Call,
    Column,
    Diagnostic,
    Layer,
    Mode,
    Part,
    Profile,
    Reason,
    Rule,
    Source,
)
from callgate._verdict import Verdict

__all__ = [
    "Decision",
    "Policy",
    "Table",
    "__version__",
    "batch",
    "lint",
    "read_transcript",
    "restore_decision",
    "restore_policy",
]

__version__: str

_Path: TypeAlias = str | PathLike[str]
_Paths: TypeAlias = _Path | list[_Path] | tuple[_Path, ...]
_Settings: TypeAlias = str | bytes | Mapping[str, Any]

@type_check_only
class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

@type_check_only
class _ArrowArray(Protocol):
    def __arrow_c_array__(
        self, requested_schema: object | None = None
    ) -> tuple[object, object]: ...

_Calls: TypeAlias = Iterable[str | Call | Mapping[str, Any]] | _ArrowStream | _ArrowArray

@final
class Decision:
    @property
    def verdict(self) -> Verdict: ...
    @property
    def allowed(self) -> bool: ...
    @property
    def reason(self) -> Reason: ...
    @property
    def message(self) -> str: ...
    @property
    def advice(self) -> str | None: ...
    @property
    def tool(self) -> str: ...
    @property
    def subject(self) -> str | None: ...
    @property
    def mode(self) -> Mode: ...
    @property
    def profile(self) -> Profile: ...
    @property
    def parts(self) -> tuple[Part, ...]: ...
    def to_json(self) -> str: ...
    def __bool__(self) -> NoReturn: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def _repr_html_(self) -> str: ...
    def __copy__(self) -> Decision: ...
    def __deepcopy__(self, _memo: Any) -> Decision: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Policy:
    @classmethod
    def from_files(
        cls,
        *,
        managed: _Paths | None = None,
        user: _Paths | None = None,
        project: _Paths | None = None,
        local: _Paths | None = None,
        flag: _Paths | None = None,
        profile: Profile = "enforce",
    ) -> Policy: ...
    @classmethod
    def from_json(
        cls,
        settings: _Settings,
        *,
        source: Source = "user",
        name: str | None = None,
        profile: Profile = "enforce",
    ) -> Policy: ...
    @classmethod
    def from_layers(cls, layers: Iterable[Layer], *, profile: Profile = "enforce") -> Policy: ...
    def decide(
        self,
        call: Call | Mapping[str, Any],
        *,
        cwd: _Path | None = None,
        home: _Path | None = None,
        mode: Mode | None = None,
        links: Mapping[str, str] | None = None,
    ) -> Decision: ...
    def check(
        self,
        command: str,
        *,
        cwd: _Path | None = None,
        home: _Path | None = None,
        mode: Mode | None = None,
        links: Mapping[str, str] | None = None,
    ) -> Decision: ...
    def verdict(
        self,
        command: str,
        *,
        cwd: _Path | None = None,
        home: _Path | None = None,
        mode: Mode | None = None,
        links: Mapping[str, str] | None = None,
    ) -> Verdict: ...
    def decide_many(
        self,
        calls: _Calls,
        *,
        cwd: _Path | Column | None = None,
        home: _Path | Column | None = None,
        mode: Mode | Column | None = None,
        explain: bool = False,
        threads: int | None = None,
    ) -> Table: ...
    @property
    def rules(self) -> tuple[Rule, ...]: ...
    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]: ...
    @property
    def layers(self) -> list[Layer]: ...
    @property
    def profile(self) -> Profile: ...
    def __hash__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def _repr_html_(self) -> str: ...
    def __copy__(self) -> Policy: ...
    def __deepcopy__(self, _memo: Any) -> Policy: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Table:
    @property
    def column_names(self) -> list[str]: ...
    def to_pylist(self) -> list[dict[str, Any]]: ...
    def head(self, rows: int = 5) -> Table: ...
    def __len__(self) -> int: ...
    def __getitem__(self, key: str, /) -> list[Any]: ...
    def __contains__(self, key: str, /) -> bool: ...
    def __iter__(self) -> Iterator[dict[str, Any]]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def _repr_html_(self) -> str: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...

def lint(
    settings: _Settings | Iterable[Layer], *, source: Source = "user", name: str | None = None
) -> tuple[Diagnostic, ...]: ...
def batch(group: str, *, profile: Profile = "enforce") -> str: ...
def read_transcript(path: _Path) -> Table: ...
def restore_decision(json: str, subject: str | None) -> Decision: ...
def restore_policy(layers: Iterable[Layer], profile: Profile) -> Policy: ...
