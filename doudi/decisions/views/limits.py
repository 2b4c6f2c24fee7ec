"""Public forms are open to anyone, but not to a machine that fills them all day."""

from allauth.core import ratelimit
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _


def asked_too_often(request: HttpRequest, form: Form) -> bool:
    """True after too many forms from one address (`public_word` of the settings); says so."""
    if ratelimit.consume(request, action="public_word"):
        return False
    form.is_valid()
    form.add_error(None, _("这里提交得太多了，请过一小时再试，或者打热线电话。"))
    return True
