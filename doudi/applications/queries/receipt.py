"""The words of the printed receipt."""

from datetime import date

from django.utils.translation import gettext as _

from doudi.applications.models import Application
from doudi.applications.queries.applications import names_in
from doudi.applications.queries.people import unsigned_in
from doudi.applications.queries.progress import place_name
from doudi.applications.rules.messages import programme_name
from doudi.common.refusals import Refusal
from doudi.ui.context import hotline
from doudi.ui.text import beijing_day, cn_date


def receipt_of(application: Application, *, on: date) -> dict[str, object]:
    """What the receipt prints, all missing things at once. Refuses before acceptance."""
    if application.accepted_at is None or application.due_on is None:
        raise Refusal("receipt.not_accepted", _("还没有受理，不能打印受理通知书。"))
    names = names_in(application, on)
    unsigned = unsigned_in(application, on)
    office = application.accepting_office
    return {
        "number": application.receipt_number,
        "application_number": application.number,
        "applicant": names.get(application.applicant_id, ""),
        "place": place_name(application),
        "programmes": "、".join(programme_name(r.programme) for r in application.requests.all()),
        "members": len(names),
        "office": office.name if office else "",
        "office_phone": office.phone if office else "",
        "on": cn_date(beijing_day(application.accepted_at)),
        "due": cn_date(application.due_on),
        "hotline": hotline(),
        "missing": [
            _("%(name)s 签核对授权书") % {"name": names.get(one.person.pk, one.name)}
            for one in unsigned
        ],
    }
