from __future__ import annotations

import threading
import unicodedata
from pathlib import Path

import ckan.model as model
import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.bulk.run import Result
from tests.schemas.files.conftest import act
from tests.schemas.tables.bulk.conftest import BASIS, datasets, row, statuses
from tests.schemas.tables.conftest import toilets


def dataset(key: str) -> dict:
    """Return the dataset of a key as it is now."""
    (found,) = [one for one in datasets() if one.extras.get("kanazawa_import_key") == key]
    return call_action("package_show", id=found.id, use_cache=False)


def said(result: Result) -> dict[str, str]:
    """Return why a row was refused, in both languages."""
    assert result.status == "refused" and result.said
    return result.said


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestFolder:
    def test_rows_become_datasets_with_their_files(self, folder, take_in):
        (folder / "下").mkdir()
        (folder / "下" / "一覧.csv").write_bytes(toilets())
        (folder / "説明.pdf").write_bytes(b"%PDF-1.4 example")
        more = {
            "データセット_タイトル_英語": "Public toilets",
            "データセット_キーワード": "トイレ、バリアフリー",
            "データセット_連絡先名称": "環境政策課",
            "データセット_対象期間": "2026-04-01/2027-03-31",
            "ファイル_ライセンス": "CC BY 4.0",
            "ファイル_タイトル": "一覧",
        }
        second = {"データセット_ID": "first", "ファイル名": "説明.pdf"}
        found = take_in([row("first", "下/一覧.csv", **more), second])
        assert statuses(found) == ["made", "made"]
        made = dataset("first")
        assert made["name"].startswith("172014_public_toilets") and not made["private"]
        assert made["title_translated"] == {"ja": "first", "en": "Public toilets"}
        assert {tag["name"] for tag in made["tags"]} == {"トイレ", "バリアフリー"}
        assert made["contact"] == [{"name": "環境政策課"}]
        assert made["temporal_coverage"] == [{"start": "2026-04-01", "end": "2027-03-31"}]
        assert [one["kanazawa_filename"] for one in made["resources"]] == ["一覧.csv", "説明.pdf"]
        assert made["resources"][0]["name"] == "一覧"

    def test_same_again_changes_nothing(self, folder, take_in, stored_files):
        (folder / "a.csv").write_bytes(toilets())
        rows = [
            row(
                "again",
                "a.csv",
                **{"データセット_備考": "一\n二", "データセット_バージョン": " 1 "},
            )
        ]
        take_in(rows)
        before, files = dataset("again"), stored_files()
        found = take_in(rows)
        assert statuses(found) == ["unchanged"] and found[0].dataset == before["name"]
        assert dataset("again") == before and stored_files() == files

    def test_only_what_changed_is_changed(self, folder, take_in):
        for name in ("a.csv", "b.csv"):
            (folder / name).write_bytes(toilets())
        rows = [row("change", "a.csv"), row("change", "b.csv")]
        take_in(rows)
        before = dataset("change")
        act("package_patch", id=before["id"], kanazawa_source="人が書いた")
        (folder / "b.csv").write_bytes(toilets(7))
        rows = [{**one, "データセット_概要": "新しい説明"} for one in rows]
        expected = take_in(rows, dry_run=True)
        assert dataset("change")["notes"] == before["notes"]
        found = take_in(rows)
        assert statuses(found) == statuses(expected) == ["changed", "changed"]
        assert [one.changed["en"] for one in found] == ["dataset_description", "file"]
        after = dataset("change")
        assert (after["notes"], after["kanazawa_source"]) == ("新しい説明", "人が書いた")
        labels = [len(Edition.newest_first(one["id"])) for one in after["resources"]]
        assert labels == [1, 2]
        assert [one["id"] for one in after["resources"]] == [
            one["id"] for one in before["resources"]
        ]

    def test_a_file_under_another_name_is_the_same_resource(self, folder, take_in):
        (folder / "2025.csv").write_bytes(toilets(3))
        take_in([row("april", "2025.csv")])
        (resource,) = dataset("april")["resources"]
        (folder / "2026.csv").write_bytes(toilets(4))
        assert statuses(take_in([row("april", "2026.csv")])) == ["changed"]
        (after,) = dataset("april")["resources"]
        assert (after["id"], after["kanazawa_filename"]) == (resource["id"], "2026.csv")
        (folder / "more.csv").write_bytes(toilets(5))
        rows = [row("april", "2026.csv"), row("april", "more.csv")]
        assert statuses(take_in(rows)) == ["unchanged", "made"]

    def test_dry_run_leaves_nothing(self, folder, take_in, stored_files):
        (folder / "a.csv").write_bytes(toilets())
        number = len(datasets())
        found = take_in([row("dry", "a.csv")], dry_run=True)
        assert statuses(found) == ["made"] and found[0].dataset.startswith("172014_dataset")
        assert len(datasets()) == number and not stored_files()

    def test_what_was_taken_back_does_not_come_again(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        rows = [row("back", "a.csv")]
        take_in(rows)
        (resource,) = dataset("back")["resources"]
        edition = Edition.newest(resource["id"])
        assert edition
        call_action("kanazawa_schemas_edition_withdraw", id=edition.id)
        assert statuses(take_in(rows)) == ["unchanged"]
        assert Edition.newest(resource["id"]) is None

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.hold_editions", True)
    def test_what_is_held_back_is_known_again(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        rows = [row("held", "a.csv")]
        assert statuses(take_in(rows)) == ["made"]
        assert statuses(take_in(rows)) == ["unchanged"]

    def test_names_written_on_a_mac(self, folder, take_in):
        (folder / unicodedata.normalize("NFD", "ごみ.csv")).write_bytes(toilets())
        assert statuses(take_in([row("mac", "ごみ.csv")])) == ["made"]

    def test_existing_dataset_by_its_name(self, folder, take_in, city):
        (folder / "a.csv").write_bytes(toilets())
        take_in([row("named", "a.csv")])
        name = dataset("named")["name"]
        cells = {"データセット_ID": name, "ファイル名": "a.csv", "提供者": "172014"}
        assert statuses(take_in([cells])) == ["unchanged"]

    def test_stopped_and_started_again_it_goes_on(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        rows = [row(f"stop-{number}", "a.csv") for number in range(3)]
        assert statuses(take_in(rows[:1])) == ["made"]
        assert statuses(take_in(rows)) == ["unchanged", "made", "made"]

    def test_two_at_once_make_one_dataset(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        rows, found = [row("race", "a.csv")], []

        def run() -> None:
            try:
                found.extend(take_in(rows))
            finally:
                model.Session.remove()

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(statuses(found)) == ["made", "unchanged", "unchanged"]
        assert len(dataset("race")["resources"]) == 1


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestRefused:
    def test_nothing_is_left_of_a_dataset_that_is_refused(self, folder, take_in, stored_files):
        (folder / "good.csv").write_bytes(toilets())
        (folder / "empty.csv").write_bytes(b"")
        number = len(datasets())
        found = take_in([row("half", "good.csv"), row("half", "empty.csv"), row("ok", "good.csv")])
        assert statuses(found) == ["refused", "refused", "made"]
        assert "空です" in said(found[0])["ja"] and "is empty" in said(found[0])["en"]
        assert len(datasets()) == number + 1 and len(stored_files()) == 1

    def test_change_that_is_refused_leaves_what_was(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        take_in([row("keep", "a.csv")])
        before = dataset("keep")
        (folder / "a.csv").write_bytes(toilets(9))
        bad = row("keep", "a.csv", **{"データセット_連絡先メールアドレス": "だれか"})
        (found,) = take_in([bad])
        assert (
            "データセット_連絡先メールアドレス" in said(found)["ja"]
            or "だれか" in said(found)["ja"]
        )
        assert "no e-mail address" in said(found)["en"]
        assert dataset("keep") == before
        assert len(Edition.newest_first(before["resources"][0]["id"])) == 1

    @pytest.mark.parametrize("name", ["../secret.csv", "/etc/passwd", "..\\secret.csv", "link.csv"])
    def test_nothing_outside_the_folder_is_reached(self, folder, take_in, name):
        (folder.parent / "secret.csv").write_bytes(toilets())
        (folder / "link.csv").symlink_to(folder.parent / "secret.csv")
        (found,) = take_in([row("out", name)])
        assert "外" in said(found)["ja"] and "out of the folder" in said(found)["en"]
        assert str(folder) not in said(found)["en"]

    def test_folder_linked_from_outside_is_not_entered(self, folder, take_in):
        (folder.parent / "else").mkdir(exist_ok=True)
        (folder.parent / "else" / "a.csv").write_bytes(toilets())
        (folder / "in").symlink_to(folder.parent / "else")
        assert "no file" in said(take_in([row("linked", "in/a.csv")])[0])["en"]

    def test_missing_file_names_similar_ones(self, folder, take_in):
        (folder / "公衆トイレ一覧.csv").write_bytes(toilets())
        (found,) = take_in([row("missing", "公衆トイレ一らん.csv")])
        assert "公衆トイレ一覧.csv" in said(found)["ja"]

    def test_words_that_are_not_known(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        rows = [
            row("theme", "a.csv", **{"データセット_分類": "環境"}),
            row("provider", "a.csv", **{"提供者": "小松市"}),
            row("day", "a.csv", **{"データセット_公開日": "きのう"}),
            row("period", "a.csv", **{"データセット_対象期間": "2026"}),
            row("visible", "a.csv", **{"公開": "たぶん"}),
        ]
        found = {one.key: said(one) for one in take_in(rows)}
        assert "行財政" in found["theme"]["ja"] and "dataset_theme" in found["theme"]["en"]
        assert "Administration and finance" in found["theme"]["en"]
        assert "Kanazawa City" in found["provider"]["en"]
        assert "金沢市" in found["provider"]["ja"]
        assert "2026-04-01" in found["day"]["en"] and "2027-03-31" in found["period"]["en"]
        assert "非公開" in found["visible"]["ja"]

    def test_rows_of_one_dataset_must_agree(self, folder, take_in):
        for name in ("a.csv", "b.csv"):
            (folder / name).write_bytes(toilets())
        rows = [row("two", "a.csv"), row("two", "b.csv", **{"データセット_概要": "別の説明"})]
        first, second = take_in(rows)
        assert "Row 3 " in said(first)["en"] and "differs" in said(second)["en"]
        twice = take_in([row("same", "a.csv"), row("same", "a.csv")])
        assert "row 2 already" in said(twice[1])["en"]

    def test_needed_fields_are_named_by_their_headings(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        (found,) = take_in([{"ファイル名": "a.csv", "提供者": BASIS["提供者"]}])
        assert "データセット_タイトル" in said(found)["ja"]
        assert "dataset_theme" in said(found)["en"]

    def test_others_may_not(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        take_in([row("mine", "a.csv")])
        stranger = factories.User()["name"]
        rows = [row("mine", "a.csv"), row("new", "a.csv")]
        found = take_in(rows, user=stranger)
        assert statuses(found) == ["refused", "refused"]
        assert all("may not edit" in said(one)["en"] for one in found)
        assert statuses(take_in(rows, user=stranger, dry_run=True)) == ["refused", "refused"]

    def test_deleted_dataset_stays_deleted(self, folder, take_in):
        (folder / "a.csv").write_bytes(toilets())
        take_in([row("gone", "a.csv")])
        act("package_delete", id=dataset("gone")["id"])
        (found,) = take_in([row("gone", "a.csv")])
        assert "deleted" in said(found)["en"] and "削除" in said(found)["ja"]


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_real_files(real_data: Path, folder, take_in):
    """Files as a city publishes them, twice."""
    names = sorted(path.name for path in (real_data / "yaizu").iterdir())
    for name in names:
        (folder / name).write_bytes((real_data / "yaizu" / name).read_bytes())
    rows = [row(name, name, **{"ファイル_ライセンス": "CC BY 4.0"}) for name in names]
    assert set(statuses(take_in(rows))) == {"made"}
    assert set(statuses(take_in(rows))) == {"unchanged"}
