"""Assess, give an opinion, post, propose, decide, serve: what offices do with a request."""

from doudi.decisions.actions.assessments import assess
from doudi.decisions.actions.complaints import (
    answer_complaint,
    assign_complaint,
    open_name,
    receive_complaint,
)
from doudi.decisions.actions.deciding import decide, propose, return_proposal
from doudi.decisions.actions.letters import read_in_app, serve, write_letter
from doudi.decisions.actions.objections import (
    answer_objection,
    hold_appraisal,
    judge_objection,
    note_objection,
    open_objector,
    raise_objection,
)
from doudi.decisions.actions.opinions import give_opinion
from doudi.decisions.actions.postings import hang, prepare_posting, take_down
from doudi.decisions.actions.removals import strike, take_off
from doudi.decisions.actions.reviews import answer_review, ask_review

__all__ = [
    "answer_complaint",
    "answer_objection",
    "answer_review",
    "ask_review",
    "assess",
    "assign_complaint",
    "decide",
    "give_opinion",
    "hang",
    "hold_appraisal",
    "judge_objection",
    "note_objection",
    "open_name",
    "open_objector",
    "prepare_posting",
    "propose",
    "raise_objection",
    "read_in_app",
    "receive_complaint",
    "return_proposal",
    "serve",
    "strike",
    "take_down",
    "take_off",
    "write_letter",
]
