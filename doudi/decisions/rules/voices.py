"""Words that people get when they complain or ask for a review, and the numbers of complaints."""

from datetime import date

from doudi.messaging.rules import register

REVIEW_ASKED = register(
    "decisions.review_asked",
    "已收到复核申请",
    "您对{programme}决定的复核申请已经收到，最晚 {due} 前答复。",
    ("programme", "due"),
)
REVIEW_ANSWERED = register(
    "decisions.review_answered",
    "复核有了答复",
    "您对{programme}决定的复核已有答复。请登录后打开决定书查看，也可以等工作人员告诉您。",
    ("programme",),
)
COMPLAINT_ANSWERED = register(
    "decisions.complaint_answered",
    "您反映的事有了答复",
    "您反映的事（编号 {number}）已有答复，请登录后在“投诉举报”里查看。",
    ("number",),
)


def complaint_number(place_code: str, on: date, running: int) -> str:
    """TS430902-261121-00012: groups of at most six digits, so that it may stand in a message."""
    return f"TS{place_code[:6]}-{on:%y%m%d}-{running:05d}"
