"""The leader of an office names who acts in its posts."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doudi.accounts.actions.acting import end_acting, name_acting
from doudi.accounts.forms import ActingForm
from doudi.accounts.guards import LEADERS
from doudi.accounts.models import Post
from doudi.accounts.queries.posts import acting_in, posts_in
from doudi.common import clock
from doudi.common.refusals import Refusal
from doudi.ui.access import for_officer


@for_officer(*LEADERS)
@never_cache
def acting(request: HttpRequest) -> HttpResponse:
    by, on = request.officer, clock.today()  # type: ignore[attr-defined]
    form = ActingForm(
        request.POST or None, posts=posts_in(by.office_id, on), initial={"valid_from": on}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _named(request, form)
        except Refusal as refusal:
            name = {"valid_until": "last_on"}.get(refusal.field, refusal.field)
            form.add_error(name or None, refusal.sentence)
        else:
            messages.success(request, _("已经指定。代理人登录后可以选用这个岗位。"))
            return redirect("accounts_acting")
    rows = [(post, post.valid_until - timedelta(days=1)) for post in acting_in(by.office_id, on)]
    context = {"form": form, "rows": rows}
    return render(request, "accounts/acting.html", context, status=422 if form.errors else 200)


def _named(request: HttpRequest, form: ActingForm) -> Post:
    given = form.cleaned_data
    return name_acting(
        post=form.posts[given["post"]],
        user=form.users[given["user"]],
        valid_from=given["valid_from"],
        valid_until=given["last_on"] + timedelta(days=1),
        by=request.officer,  # type: ignore[attr-defined]
        at=clock.now(),
    )


@for_officer(*LEADERS)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    by = request.officer  # type: ignore[attr-defined]
    post = Post.objects.filter(pk=pk, office_id=by.office_id).select_related("user").first()
    if post is None:
        raise Http404
    end_acting(post=post, by=by, at=clock.now())
    messages.success(request, _("代理从明天起结束。"))
    return redirect("accounts_acting")
