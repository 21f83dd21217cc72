"""What a university publishes: research fields, whose it is, who checked it, and not too early."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.contribute.review.decide import approve
from ckanext.kanazawa.contribute.review.live import base_name, live_dataset
from tests.contribute.published import FIELDS, again

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
ADMS = "http://purl.org/adms/publishertype/"
CREATOR = {
    "name": "見本 学",
    "orcid": "0000-0002-1825-0097",
    "affiliation": "見本大学",
    "ror": "https://ror.org/02hwp6a56",
}
RESEARCH = {
    **FIELDS,
    "kanazawa_doi": "10.1000/182",
    "kanazawa_creators": [CREATOR],
    "kanazawa_citation": "見本 学 (2026): 見本の調査",
}


@pytest.fixture
def university(city: dict[str, Any]) -> Body:
    """Return a verified university; made once where tests share a database."""
    known = model.Session.query(Body).filter_by(name="mihon-university").first()
    if known is not None:
        return known
    body = Body(name="mihon-university", title="見本大学", kind="university")
    body.municipality = city["id"]
    body.verified_at = sa.func.clock_timestamp()  # type: ignore[assignment]
    model.Session.add(body)
    model.Session.commit()
    return body


def approved_by_steward(submission: Submission, user: dict[str, Any], checked: bool) -> Submission:
    """Approve as the page does."""
    found = model.User.get(user["id"])
    assert found is not None
    base = base_name(live_dataset(submission))
    seen = {"revision": submission.revision, "base": base, "links": "publish"}
    approve(submission, found, **seen, content_checked=checked)
    model.Session.commit()
    return again(submission)


class TestResearch:
    def test_a_university_s_data_say_whose_they_are_and_who_checked_them(
        self, app: Any, propose: Callable[..., Submission], university: Body, editor: Any, work: Any
    ):
        body_id = university.id
        submission = propose(fields=RESEARCH, body_id=body_id)
        submission = approved_by_steward(submission, editor, checked=True)
        publish(submission.id)
        work()
        dataset = call_action("package_show", id=again(submission).dataset_id)
        assert dataset["kanazawa_creators"] == [CREATOR]
        assert dataset["kanazawa_provider_kind"] == "university"
        assert dataset["kanazawa_verification"] == "checked"
        found = call_action(
            "package_search",
            fq="kanazawa_verification:checked AND kanazawa_provider_kind:university",
        )
        assert [one["id"] for one in found["results"]] == [dataset["id"]]
        assert found["results"][0]["kanazawa_verification"] == "checked"
        page = app.get(f"/dataset/{dataset['name']}").body
        for text in ("10.1000/182", "見本 学", "市町が内容を確認", "見本 学 (2026): 見本の調査"):
            assert text in page
        answer = app.get(f"/tables/{dataset['resources'][0]['id']}/latest.csv")
        assert answer.headers["Kanazawa-Provider-Kind"] == "university"
        assert answer.headers["Kanazawa-Verification"] == "checked"
        assert dataset["id"] not in app.get("/open-data-list.csv").body
        self._check_rdf(app.get(f"/dataset/{dataset['name']}.ttl").body)
        again_written = call_action("package_update", {"user": editor["name"]}, **dataset)
        assert again_written["kanazawa_verification"] == "checked"

    @staticmethod
    def _check_rdf(turtle: str) -> None:
        graph = Graph().parse(data=turtle, format="turtle")
        dataset = next(graph.subjects(RDF.type, DCAT.Dataset))
        creator = URIRef(f"https://orcid.org/{CREATOR['orcid']}")
        assert creator in set(graph.objects(dataset, DCTERMS.creator))
        assert Literal("見本 学") in set(graph.objects(creator, FOAF.name))
        (publisher,) = graph.objects(dataset, DCTERMS.publisher)
        kind = URIRef(f"{ADMS}Academia-ScientificOrganisation")
        assert kind in set(graph.objects(publisher, DCTERMS.type))
        assert "市町が内容を確認" in turtle
        assert "https://doi.org/10.1000/182" in turtle
        assert list(graph.objects(dataset, DCTERMS.bibliographicCitation))

    def test_an_embargo_is_the_earliest_time(
        self, propose: Callable[..., Submission], university: Body, editor: Any
    ):
        submission = propose(fields={**FIELDS, "embargo": "2999-04-01"}, body_id=university.id)
        submission = approved_by_steward(submission, editor, checked=False)
        publish(submission.id)
        submission = again(submission)
        assert submission.state == "approved"
        zone_time = submission.publish_at
        assert zone_time is not None
        assert zone_time.isoformat().startswith(("2999-03-31T15:00", "2999-04-01T00:00"))
