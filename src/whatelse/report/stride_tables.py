"""Tidy tables of many strides: metrics, single strides and mean curves, as CSV and, with pyarrow, as Parquet."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import Any

from whatelse.errors import InputError
from whatelse.stride.single import StrideValue
from whatelse.stride.types import StrideAnalysis

HOW_TO_INSTALL = "for Parquet tables: pip install 'whatelse[cohort]' (in a checkout: ./whatelse install cohort)"
_WHO = (("file", "text"), ("subject", "text"), ("condition", "text"))
#: Table -> its columns, each with its type.
COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    "metrics": (
        *_WHO,
        ("metric", "text"),
        ("definition", "text"),
        ("side", "text"),
        ("unit", "text"),
        ("measurable", "truth"),
        ("value", "number"),
        ("low", "number"),
        ("high", "number"),
        ("stride_sd", "number"),
        ("n_strides", "count"),
        ("systematic", "number"),
        ("percentile", "number"),
        ("percentile_low", "number"),
        ("percentile_high", "number"),
        ("approximate", "truth"),
        ("speed_m_s", "number"),
        ("reason", "text"),
    ),
    "strides": (
        *_WHO,
        ("side", "text"),
        ("stride", "count"),
        ("start_s", "number"),
        ("metric", "text"),
        ("definition", "text"),
        ("unit", "text"),
        ("value", "number"),
    ),
    "curves": (
        *_WHO,
        ("angle", "text"),
        ("side", "text"),
        ("percent", "count"),
        ("mean_deg", "number"),
        ("sd_deg", "number"),
    ),
}
Who = tuple[str, str | None, str | None]


def table_rows(
    who: Who, analysis: StrideAnalysis, strides: tuple[StrideValue, ...]
) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of one recording for each table. who: file, subject, condition."""
    metrics = [
        (*who, m.id, m.definition, m.side, m.unit, m.measurable, m.value, m.low, m.high, m.stride_sd, m.n_strides,
         m.systematic, m.percentile, m.percentile_low, m.percentile_high, m.approximate, analysis.speed_m_s, m.reason)
        for m in analysis.metrics
    ]  # fmt: skip
    single = [(*who, s.side, s.stride, s.start_s, s.metric, s.definition, s.unit, s.value) for s in strides]
    curves = [
        (*who, curve.name, curve.side, percent, mean, sd)
        for curve in analysis.angles
        for percent, (mean, sd) in enumerate(zip(curve.mean, curve.sd, strict=True))
    ]
    return {"metrics": metrics, "strides": single, "curves": curves}


class Tables:
    """Writes the tables file by file, so that a large folder needs no memory. Used in a ``with`` block.

    has_parquet: whether Parquet is written as well. Raises InputError where the folder cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: list[Path] = []
        self._open: list[Any] = []
        self._csv: dict[str, Any] = {}
        self._parquet: dict[str, Any] = {}
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            self._arrow = None
        else:
            self._arrow = pyarrow
        self.has_parquet = self._arrow is not None

    def __enter__(self) -> Tables:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, columns in COLUMNS.items():
                path = self.folder / f"{name}.csv"
                stream = path.open("w", encoding="utf-8", newline="")
                self._open.append(stream)
                self._csv[name] = csv.writer(stream, lineterminator="\n")
                self._csv[name].writerow([column for column, _ in columns])
                self.paths.append(path)
                if self._arrow is not None:
                    path = self.folder / f"{name}.parquet"
                    writer = self._arrow.parquet.ParquetWriter(str(path), self._schema(name))
                    self._open.append(writer)
                    self._parquet[name] = writer
                    self.paths.append(path)
        except OSError as error:
            raise InputError(f"cannot write ({error.strerror or error})", file=str(self.folder)) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in self._open:
            stream.close()

    def add(self, found: dict[str, list[tuple[Any, ...]]]) -> None:
        for name, rows in found.items():
            self._csv[name].writerows([_plain(value) for value in row] for row in rows)
            if rows and self._arrow is not None:
                columns = [list(column) for column in zip(*rows, strict=True)]
                schema = self._schema(name)
                arrays = [
                    self._arrow.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)
                ]
                self._parquet[name].write_table(self._arrow.Table.from_arrays(arrays, schema=schema))

    def _schema(self, name: str) -> Any:
        arrow: Any = self._arrow
        types = {"text": arrow.string(), "number": arrow.float64(), "count": arrow.int32(), "truth": arrow.bool_()}
        return arrow.schema([(column, types[kind]) for column, kind in COLUMNS[name]])


def _plain(value: Any) -> Any:
    """A cell as it stands in the CSV: true and false in words, nothing for nothing."""
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else value
