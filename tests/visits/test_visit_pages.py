from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doudi.audit.models import Entry
from doudi.common import clock
from doudi.visits.models import Plan, Visit, VisitAnswer
from tests.factories import accounts, pictures, verification, visits
from tests.factories.accounts import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def home(now):
    return verification.family(at=now)


@pytest.fixture
def two(home):
    return visits.pair(home)


@pytest.fixture
def plan(home, two, now):
    return visits.plan(home, *two, now)


@pytest.fixture
def field(client, two):
    sign_in(client, two[0])
    return client


def test_a_list_that_is_cut_says_so(field, plan, two, now, monkeypatch) -> None:
    cut = "这里只列最早的 1 户"
    monkeypatch.setattr("doudi.visits.views.field.MOST", 1)
    assert cut not in field.get("/desk/visits/field/").content.decode()
    visits.plan(verification.family(at=now), *two, now)
    page = field.get("/desk/visits/field/")
    assert cut in page.content.decode()
    assert [row[0] for row in page.context["now"] + page.context["later"]] == [plan]


def photo():
    return SimpleUploadedFile("a.jpg", pictures.jpeg(), content_type="image/jpeg")


def test_a_visit_with_plain_forms(field, plan, home) -> None:
    base = f"/desk/visits/field/{plan.pk}/"
    assert "刘桂英" in field.get("/desk/visits/field/").content.decode()
    page = field.get(base)
    visit = str(page.context["visit_id"])
    assert field.post(f"{base}start/", {"visit": visit, "met": "刘桂英"}).status_code == 302
    people = [m.person_id for m in home.memberships.all()]
    yes = {f"{code}-{p}": "yes" for p in people for code in ("card_seen", "lives_with")}
    yes["phone_own-all"] = "yes"
    assert field.post(f"{base}answers/members/", {"visit": visit, **yes}).status_code == 302
    seen = {"home_kind-all": "own", "vehicle_seen-all": "unclear"}
    field.post(f"{base}answers/home/", {"visit": visit, **seen})
    field.post(f"{base}answers/neighbours/", {"visit": visit, "consistent-all": "same"})
    wrong = field.post(f"{base}finish/")
    assert wrong.status_code == 422
    assert "至少一张照片" in wrong.content.decode()
    field.post(f"{base}evidence/photo/", {"visit": visit, "photo": photo()})
    for kind in ("signature_family", "signature_first", "signature_second"):
        field.post(f"{base}evidence/{kind}/", {"visit": visit, kind: pictures.signature()})
    assert "都填好了" in field.get(base).content.decode()
    assert field.post(f"{base}finish/").status_code == 302
    assert Visit.objects.get().finished_at
    assert VisitAnswer.objects.get(question="vehicle_seen").value is None
    done = field.get(f"/desk/visits/{plan.pk}/").content.decode()
    assert "说不清" in done


def test_a_delivery_is_answered_with_what_is_missing(field, plan) -> None:
    base = f"/desk/visits/field/{plan.pk}/"
    data = {
        "visit": str(uuid4()), "home_kind-all": "own", "id-home_kind-all": str(uuid4()),
        "recorded_at": "2026-09-14T02:00:00Z",
    }  # fmt: skip
    for _ in range(2):
        answer = field.post(f"{base}answers/home/", data, headers={"X-Deliver": "1"})
        assert answer.status_code == 200
        assert "至少一张照片" in answer.json()["missing"]
    assert VisitAnswer.objects.count() == 1
    other = data | {
        "visit": str(uuid4()),
        "id-home_kind-all": str(uuid4()),
        "home_kind-all": "rent",
    }
    refused = field.post(f"{base}answers/home/", other, headers={"X-Deliver": "1"})
    assert refused.status_code == 409
    assert "另一部手机" in refused.json()["sentence"]


def test_saving_unchanged_writes_nothing(field, plan) -> None:
    base = f"/desk/visits/field/{plan.pk}/"
    visit = str(uuid4())
    field.post(f"{base}answers/home/", {"visit": visit, "home_kind-all": "own"})
    before = Entry.objects.count()
    field.post(f"{base}answers/home/", {"visit": visit, "home_kind-all": "own"})
    assert Entry.objects.count() == before


def test_the_address_is_shown_once_and_logged(field, plan) -> None:
    assert "三组 12 号" not in field.get("/desk/visits/field/").content.decode()
    url = f"/desk/visits/field/{plan.pk}/address/"
    data = {"purpose": "入户核实找路", "_key": str(uuid4())}
    page = field.post(url, data, follow=True)
    assert "三组 12 号" in page.content.decode()
    field.post(url, data)
    assert "no-store" in page["Cache-Control"]
    assert Entry.objects.filter(verb="open_address").count() == 1


def test_others_cannot_open_the_record(client, plan) -> None:
    sign_in(client, accounts.officer("town_investigator"))
    assert client.get(f"/desk/visits/field/{plan.pk}/").status_code == 403
    sign_in(client, accounts.officer("town_leader", "430902102201"))
    assert client.get(f"/desk/visits/{plan.pk}/").status_code == 404


def test_photos_only_for_officers_of_the_place(client, home, now) -> None:
    done = visits.finished(home, now)
    url = f"/desk/visits/evidence/{done.evidence.get(kind='photo').pk}/"
    sign_in(client, accounts.officer("town_leader"))
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    sign_in(client, accounts.officer("town_leader", "430902102201"))
    assert client.get(url).status_code == 404


def test_the_town_plans_from_its_tray(client, home, two, now) -> None:
    verification.check(home, now)
    sign_in(client, accounts.officer("town_acceptor"))
    page = client.get("/desk/visits/").content.decode()
    assert "刘桂英" in page
    url = f"/desk/visits/plan/{home.key}/dibao/"
    assert client.get(url).status_code == 200
    day = now.date().isoformat()
    data = {"visit_on": day, "due_on": day, "checklist": "dibao", "first": two[0].post_id}
    same = client.post(url, data | {"second": two[0].post_id})
    assert same.status_code == 422
    assert "两名不同" in same.content.decode()
    assert client.post(url, data | {"second": two[1].post_id}).status_code == 302
    assert Plan.objects.count() == 1
    assert "已安排" in client.get("/desk/visits/?state=planned").content.decode()


def test_taking_a_plan_back(client, plan, home, two, now) -> None:
    sign_in(client, accounts.officer("town_leader"))
    assert client.post(f"/desk/visits/{plan.pk}/cancel/").status_code == 302
    again = client.post(f"/desk/visits/{plan.pk}/cancel/")
    assert again.status_code == 409
