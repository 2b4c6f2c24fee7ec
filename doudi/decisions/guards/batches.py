"""What may be done to a list; each row is asked again by the guard of its own act."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from doudi.common.actors import Officer
from doudi.common.refusals import Forbidden, Refusal
from doudi.decisions.models import Batch
from doudi.decisions.queries.batches import kinds_of

MOST_ROWS = 50


def check_can_run(by: Officer, kind: str, rows: Sequence[object], batch: Batch | None) -> None:
    if kind not in kinds_of(by.duty):
        raise Forbidden("batch.duty", _("您当前的岗位不能这样批量办理。"))
    if not rows:
        raise Refusal("batch.empty", _("请至少勾选一户。"))
    if len(rows) > MOST_ROWS:
        raise Refusal(
            "batch.too_many",
            _("一次最多办理 %(most)d 户，请分几次办理。") % {"most": MOST_ROWS},
        )
    if batch is not None and (batch.made_by_id, batch.kind) != (by.post_id, kind):
        raise Refusal("batch.of_another", _("这份清单已由别人提交。请重新打开页面再办。"))
