"""What the family does after it has handed in: papers that follow, and what is to be put right."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from doudi.applications.actions import awaiting
from doudi.applications.forms import tried
from doudi.applications.forms.intake import PictureForm
from doudi.applications.forms.signing import SignForm
from doudi.applications.guards import FULL, check_can_see_progress, sight
from doudi.applications.models import Application, AwaitedItem
from doudi.applications.queries.applications import by_key
from doudi.applications.queries.items import item_lines
from doudi.applications.rules.promises import promise_text
from doudi.applications.states import SendBackReason
from doudi.applications.views.face import citizen
from doudi.common import clock
from doudi.ui.access import for_citizen


def _seen(request: HttpRequest, key: UUID) -> Application:
    application = by_key(key)
    check_can_see_progress(citizen(request), application, clock.today())
    return application


@for_citizen()
def items(request: HttpRequest, key: UUID) -> HttpResponse:
    """What may follow and by when; the promise is signed here, each paper photographed."""
    application, on = _seen(request, key), clock.today()
    full = sight(citizen(request), application, on) == FULL
    promise = getattr(application, "promise", None)
    form = SignForm(request.POST or None)
    if tried(
        request,
        form,
        lambda: awaiting.sign_promise(
            application=application, person=application.applicant,
            signature=form.cleaned_data.get("png", b""), by=citizen(request), at=clock.now(),
        ),
    ):  # fmt: skip
        messages.success(request, _("承诺书签好了。"))
        return redirect("applications_later", application.key)
    return render(
        request,
        "applications/later.html",
        {
            "application": application,
            "lines": item_lines(application, on),
            "text": promise_text(promise.text_version) if promise else promise_text(),
            "promise": promise,
            "form": form,
            "full": full,
        },
    )


@for_citizen()
def item_upload(request: HttpRequest, key: UUID, pk: int) -> HttpResponse:
    """A photograph is taken in, never shown again: any sign-in of this phone may bring it."""
    application = _seen(request, key)
    item = AwaitedItem.objects.filter(application=application, pk=pk).first()
    if item is None:
        raise Http404
    form = PictureForm(request.POST or None, request.FILES or None)
    if tried(
        request,
        form,
        lambda: awaiting.receive_item(
            item=item, content=form.content(), by=citizen(request), at=clock.now()
        ),
    ):
        messages.success(request, _("收到了。"))
        return redirect("applications_later", application.key)
    shown = {"application": application, "item": item, "form": form}
    return render(request, "applications/item_upload.html", shown)


@for_citizen()
def sent_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is to be put right, all at once, and where."""
    application = _seen(request, key)
    back = application.send_backs.filter(returned_at__isnull=True, to="family").first()
    if back is None:
        return redirect("portal_case", application.key)
    reasons = [SendBackReason(one).label for one in back.reasons]
    full = sight(citizen(request), application, clock.today()) == FULL
    shown = {"application": application, "back": back, "reasons": reasons, "full": full}
    return render(request, "applications/sent_back.html", shown)
