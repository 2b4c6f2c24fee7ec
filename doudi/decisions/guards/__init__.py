"""May this officer do this now? Silent, or a Refusal whose sentence also greys the button."""

from doudi.decisions.guards.complaints import (
    check_can_answer_complaint,
    check_can_assign,
    check_can_read_name,
    check_can_receive,
    check_can_see_complaint,
)
from doudi.decisions.guards.deciding import (
    check_can_decide,
    check_can_propose,
    check_can_return,
)
from doudi.decisions.guards.letters import check_can_read, check_can_serve, check_own_letter
from doudi.decisions.guards.matters import (
    check_can_assess_matter,
    check_can_hear,
    check_can_propose_matter,
    check_can_say,
    check_heard,
)
from doudi.decisions.guards.objections import (
    check_can_answer,
    check_can_appraise,
    check_can_judge,
    check_can_note_objection,
    check_can_read_objector,
)
from doudi.decisions.guards.opinions import check_can_assess, check_can_give_opinion
from doudi.decisions.guards.postings import (
    check_can_hang,
    check_can_prepare,
    check_can_strike,
    check_can_take_down,
    check_ready_for_sheet,
)
from doudi.decisions.guards.reach import check_can_see
from doudi.decisions.guards.reviews import (
    check_can_annul,
    check_can_answer_review,
    check_can_ask_review,
)

__all__ = [
    "check_can_annul",
    "check_can_answer",
    "check_can_answer_complaint",
    "check_can_answer_review",
    "check_can_appraise",
    "check_can_ask_review",
    "check_can_assess",
    "check_can_assign",
    "check_can_assess_matter",
    "check_can_decide",
    "check_can_give_opinion",
    "check_can_hang",
    "check_can_judge",
    "check_can_hear",
    "check_can_note_objection",
    "check_can_prepare",
    "check_can_propose",
    "check_can_propose_matter",
    "check_can_read",
    "check_can_read_name",
    "check_can_read_objector",
    "check_can_receive",
    "check_can_return",
    "check_can_say",
    "check_can_see",
    "check_can_see_complaint",
    "check_can_serve",
    "check_can_strike",
    "check_can_take_down",
    "check_heard",
    "check_own_letter",
    "check_ready_for_sheet",
]
