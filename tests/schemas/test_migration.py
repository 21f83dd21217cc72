from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.cli.cli import ckan

TABLE = "kanazawa_schemas_former_name"


def has_table() -> bool:
    return sa.inspect(model.ensure_engine()).has_table(TABLE)


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_goes_down_and_up_again(cli):
    down = ["db", "downgrade", "-p", "kanazawa_schemas", "-v", "base"]
    up = ["db", "upgrade", "-p", "kanazawa_schemas"]
    assert has_table()
    assert cli.invoke(ckan, down).exit_code == 0
    assert not has_table()
    for _again in range(2):
        assert cli.invoke(ckan, up).exit_code == 0
        assert has_table()
