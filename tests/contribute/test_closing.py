"""The portal does not start with a door open."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import pytest
from ckan.exceptions import CkanConfigurationException

from ckanext.kanazawa.contribute.closing import NEEDED, check_settings


def test_the_settings_of_the_portal_are_closed(with_plugins: None):
    check_settings()


@pytest.mark.parametrize("option", NEEDED)
def test_each_open_door_is_named_with_the_line_that_closes_it(
    with_plugins: None, monkeypatch: pytest.MonkeyPatch, option: str
):
    assert option in tk.config, "CKAN no longer has this option"
    monkeypatch.setitem(tk.config, option, not NEEDED[option])
    with pytest.raises(
        CkanConfigurationException, match=f"{option} = {str(NEEDED[option]).lower()}"
    ):
        check_settings()
