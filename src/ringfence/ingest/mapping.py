"""What the columns of a table mean: proposed by us, edited and confirmed by the user, kept in the case as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ringfence.schema import Clock, RingfenceError

if TYPE_CHECKING:
    from collections.abc import Mapping as Plain

TABLES = {"calls": "通话记录", "messages": "短信记录", "contacts": "通讯录"}
FIELDS = {
    "time": "时间",
    "date": "日期（时刻在另一列）",
    "clock": "时刻（日期在另一列）",
    "number": "对方号码",
    "duration": "通话时长",
    "direction": "方向（主叫/被叫、收/发）",
    "text": "内容",
    "name": "对方姓名",
    "location": "地点",
    "line": "本机号码或卡槽",
    "org": "单位",
    "note": "备注",
}


class BadMappingError(RingfenceError):
    """A mapping from outside that makes no sense."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"列的对应关系有误：{zh}", f"The column mapping is wrong: {en}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column's meaning.

    Attributes:
        field: one of FIELDS.
        index: column, from 0.
        header: the header as written, checked again when reading; "" when the table has none.
        reason: why it was guessed, Chinese; ``fits`` of ``samples`` values looked like it.
    """

    field: str
    index: int
    header: str = ""
    reason: str = ""
    fits: int = 0
    samples: int = 0


@dataclass(frozen=True, slots=True)
class Mapping:
    """A table's meaning.

    Attributes:
        table: one of TABLES.
        columns: the columns that mean something.
        header_row: row of the header as a spreadsheet counts, 0 when there is none.
        sheet: name of the sheet, "" for text files.
        clock: whose clock the times are (Clock): ``device`` unless the user says that a carrier made the list.
        notes: what the user should know before confirming, Chinese.
    """

    table: str
    columns: tuple[Column, ...]
    header_row: int = 1
    sheet: str = ""
    clock: str = Clock.DEVICE.value
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.table not in TABLES:
            raise BadMappingError(f"表格种类“{self.table}”不认识", f'unknown table "{self.table}"')
        if self.clock not in set(Clock):
            raise BadMappingError(f"时钟“{self.clock}”不认识", f'unknown clock "{self.clock}"')
        names = [column.field for column in self.columns]
        unknown = [name for name in names if name not in FIELDS]
        if unknown:
            raise BadMappingError(f"字段“{unknown[0]}”不认识", f'unknown field "{unknown[0]}"')
        if len(set(names)) != len(names):
            raise BadMappingError("同一字段对应了两列", "a field is given twice")
        if any(column.index < 0 for column in self.columns) or self.header_row < 0:
            raise BadMappingError("列号或行号为负", "a negative column or row")

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for YAML or JSON."""
        plain = asdict(self)
        plain["columns"] = [dict(column) for column in plain["columns"]]
        plain["notes"] = list(self.notes)
        return plain

    @classmethod
    def from_dict(cls, plain: Plain[str, Any]) -> Mapping:
        """Return the mapping of :meth:`to_dict`, maybe edited by hand; reasons and counts may be left out.

        Raises:
            BadMappingError: a field is missing, unknown, or of the wrong type.
        """
        try:
            columns = tuple(
                Column(
                    str(entry["field"]),
                    int(entry["index"]),
                    str(entry.get("header", "")),
                    str(entry.get("reason", "")),
                    int(entry.get("fits", 0)),
                    int(entry.get("samples", 0)),
                )
                for entry in plain["columns"]
            )
            return cls(
                str(plain["table"]),
                columns,
                int(plain.get("header_row", 1)),
                str(plain.get("sheet", "")),
                str(plain.get("clock", Clock.DEVICE.value)),
                tuple(str(note) for note in plain.get("notes", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BadMappingError(f"缺少或写错了 {error}", f"missing or wrong {error}") from error
