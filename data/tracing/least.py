"""The smaller and the larger of two numbers, by the word that each store has for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Least(FunctionElement[int]):
    name = "least"
    type = Integer()
    inherit_cache = True


class _Greatest(FunctionElement[int]):
    name = "greatest"
    type = Integer()
    inherit_cache = True


@compiles(_Least)
@compiles(_Greatest)
def _by_name(element: FunctionElement[int], compiler: SQLCompiler, **given: Any) -> str:
    return f"{element.name}({compiler.process(element.clauses, **given)})"


@compiles(_Least, "sqlite")
@compiles(_Greatest, "sqlite")
def _in_sqlite(element: FunctionElement[int], compiler: SQLCompiler, **given: Any) -> str:
    word = "min" if element.name == "least" else "max"
    return f"{word}({compiler.process(element.clauses, **given)})"


def least(a: ColumnElement[int], b: ColumnElement[int]) -> ColumnElement[int]:
    return _Least(a, b)


def greatest(a: ColumnElement[int], b: ColumnElement[int]) -> ColumnElement[int]:
    return _Greatest(a, b)
