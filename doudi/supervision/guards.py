"""Who may try out changes of parameters, publish the dataset, and take numbers out."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.accounts.queries import holds
from doudi.accounts.states import Duty
from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Refusal
from doudi.supervision.models import Publication, Simulation
from doudi.supervision.states import Source, State

PUBLISHERS = (Duty.COUNTY_REVIEWER, Duty.COUNTY_LEADER)
READERS = (*PUBLISHERS, Duty.AUDITOR)
TRAIL_READERS = (Duty.AUDIT_ADMIN,)
MOST_HOUSEHOLDS = 100_000
MOST_WAITING = 3


def check_can_read(by: Officer, place: str, on: date) -> None:
    if not holds(by, READERS, place, on):
        raise Forbidden("simulation.read", _("您的岗位不管这个地方的政策试算。"))


def check_can_publish(by: Officer, place: str, on: date) -> None:
    if not holds(by, PUBLISHERS, place, on):
        raise Forbidden("inputs.publish", _("测算数据由本地县级复核、确认岗位更新。"))
    if Publication.objects.filter(place__code=place, state=State.WAITING).exists():
        raise Refusal("inputs.waiting", _("正在更新，请稍后再看。"))


def check_can_simulate(
    by: Officer,
    place: str,
    on: date,
    *,
    source: str,
    publication: Publication | None,
    households: int,
) -> None:
    """Within the bounds of one run, and not many at a time for one place."""
    check_can_read(by, place, on)
    if source == Source.PUBLISHED and publication is None:
        raise Refusal(
            "simulation.no_dataset",
            _("这个地方还没有测算数据，请先更新或选合成城市。"),
            field="source",
        )
    if source == Source.SYNTHETIC and not 100 <= households <= MOST_HOUSEHOLDS:
        raise Refusal(
            "simulation.size",
            _("合成城市的户数请写 100 至 %(most)d。") % {"most": MOST_HOUSEHOLDS},
            field="households",
        )
    waiting = Simulation.objects.filter(place__code=place, state=State.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise Refusal("simulation.busy", _("已有几项试算在排队，请等它们算完。"))


def check_can_export(by: Officer, one: Simulation, on: date, *, purpose: str) -> None:
    check_can_read(by, one.place.code, on)
    if one.state != State.DONE:
        raise Refusal("simulation.not_done", _("还没有算完，不能导出。"))
    if not purpose.strip():
        raise Refusal("simulation.purpose", _("请写明导出的用途，会记入留痕。"), field="purpose")
