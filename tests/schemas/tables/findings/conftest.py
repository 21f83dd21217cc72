"""Tables that were examined, once for the tests of a class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PERSONS = (
    "名称,住所,代表者氏名\r\n"
    "見本会館,金沢市広坂1-1-1, 山田　太郎\r\n"
    "第二会館,金沢市広坂1-1-2,鈴木 花子\r\n"
).encode()


@pytest.fixture
def examined(
    upload: Callable[..., dict[str, Any]], work: Callable[..., Any]
) -> Callable[..., dict[str, Any]]:
    """Return a function that uploads a file and has it examined; it returns the resource."""

    def call(content: bytes, name: str = "172014_public_toilet.csv", **more: Any) -> dict[str, Any]:
        resource = upload(content, name, **more)
        work("examine")
        return resource

    return call
