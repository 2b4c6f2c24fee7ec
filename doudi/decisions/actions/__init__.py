"""Assess, give an opinion, post, propose, decide, serve: what offices do with a request."""

from doudi.decisions.actions.assessments import assess
from doudi.decisions.actions.deciding import decide, propose, return_proposal
from doudi.decisions.actions.letters import read_in_app, serve, write_letter
from doudi.decisions.actions.objections import answer_objection, note_objection
from doudi.decisions.actions.opinions import give_opinion
from doudi.decisions.actions.postings import hang, prepare_posting, take_down

__all__ = [
    "answer_objection",
    "assess",
    "decide",
    "give_opinion",
    "hang",
    "note_objection",
    "prepare_posting",
    "propose",
    "read_in_app",
    "return_proposal",
    "serve",
    "take_down",
    "write_letter",
]
