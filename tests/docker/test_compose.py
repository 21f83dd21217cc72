"""The composition keeps its promises: no default passwords, checks, closed networks, one limit."""

from __future__ import annotations

import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).resolve().parents[2] / "docker"
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)")


@pytest.fixture(scope="module")
def composition() -> dict[str, Any]:
    return yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def services(composition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return composition["services"]


class TestComposition:
    def test_everything_the_portal_needs_is_there(self, services: dict[str, Any]):
        assert set(services) == {
            *("prepare", "web", "worker", "timetable"),
            *("nginx", "db", "redis", "solr", "backup"),
        }

    def test_what_serves_is_checked_and_started_again(self, services: dict[str, Any]):
        for name in ("web", "worker", "nginx", "db", "redis", "solr"):
            assert services[name]["healthcheck"]["test"], name
            assert services[name]["restart"] == "unless-stopped", name

    def test_nothing_has_more_rights_than_it_needs(self, services: dict[str, Any]):
        for name, service in services.items():
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name
            assert service["read_only"] or name == "solr"

    def test_only_nginx_is_reached_from_outside(self, composition: dict[str, Any]):
        services = composition["services"]
        assert [name for name in services if "ports" in services[name]] == ["nginx"]
        assert composition["networks"]["back"] == {"internal": True}
        for name in ("db", "redis", "solr", "backup"):
            assert services[name]["networks"] == ["back"]

    def test_both_ends_have_the_same_upload_limit(self, services: dict[str, Any]):
        limits = {
            services[name]["environment"]["KANAZAWA_MAX_UPLOAD_MB"] for name in ("web", "nginx")
        }
        assert limits == {"${KANAZAWA_MAX_UPLOAD_MB:-100}"}

    def test_data_lies_in_named_volumes(self, composition: dict[str, Any]):
        named = {
            volume.split(":")[0]
            for service in composition["services"].values()
            for volume in service.get("volumes", [])
            if not volume.startswith((".", "$"))
        }
        assert named == set(composition["volumes"])

    def test_every_variable_is_explained(self, composition: dict[str, Any]):
        example = (FOLDER / ".env.example").read_text(encoding="utf-8")
        text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("compose*.yaml"))
        explained = set(re.findall(r"^(\w+)=", example, flags=re.MULTILINE))
        unexplained = set(VARIABLE.findall(text)) - explained
        assert unexplained <= {"KANAZAWA_TLS_CERTIFICATE", "KANAZAWA_TLS_KEY"}

    def test_files_it_names_exist(self, services: dict[str, Any]):
        for service in services.values():
            build = service.get("build")
            if not build:
                continue
            context = FOLDER / build["context"]
            assert (context / build.get("dockerfile", "Dockerfile")).is_file()
        for dockerfile in FOLDER.glob("*/Dockerfile"):
            root = FOLDER.parent if dockerfile.parent.name == "portal" else dockerfile.parent
            copied = re.findall(
                r"^COPY (?!--from)(.+?)\s+\S+$",
                dockerfile.read_text(encoding="utf-8").replace("\\\n", " "),
                flags=re.MULTILINE,
            )
            for name in " ".join(copied).split():
                assert (root / name).exists(), f"{dockerfile}: {name}"


class TestSecrets:
    @pytest.fixture(scope="class")
    def made(self, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """Return a copy of the folder in which `make-secrets` ran."""
        folder = tmp_path_factory.mktemp("docker")
        (folder / "bin").mkdir()
        for name in ("bin/make-secrets", "settings.ini.example"):
            (folder / name).write_bytes((FOLDER / name).read_bytes())
        subprocess.run(["sh", folder / "bin/make-secrets"], check=True, capture_output=True)
        return folder

    def test_every_secret_is_made(self, made: Path, composition: dict[str, Any]):
        assert {path.name for path in (made / "secrets").iterdir()} == set(composition["secrets"])
        assert {f"./secrets/{path.name}" for path in (made / "secrets").iterdir()} == {
            secret["file"] for secret in composition["secrets"].values()
        }

    def test_secrets_are_long_random_and_closed(self, made: Path):
        texts = [path.read_text() for path in (made / "secrets").iterdir()]
        assert len(set(texts)) == len(texts)
        assert min(map(len, texts)) >= 20
        assert stat.S_IMODE((made / "secrets").stat().st_mode) == 0o700

    def test_a_second_run_changes_nothing(self, made: Path):
        before = {path: path.read_text() for path in (made / "secrets").iterdir()}
        subprocess.run(["sh", made / "bin/make-secrets"], check=True, capture_output=True)
        assert {path: path.read_text() for path in (made / "secrets").iterdir()} == before

    def test_no_password_stands_in_the_files(self):
        for path in FOLDER.rglob("*"):
            if not path.is_file() or path.parent.name in ("secrets", "backups"):
                continue
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(?i)^\s*\w*password\w*\s*[:=]\s*[\w'\"]+\s*$", text, re.M), path
