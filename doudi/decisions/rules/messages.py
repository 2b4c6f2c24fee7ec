"""What a family is told: no name, no amount, as a locked phone shows it."""

from doudi.messaging.rules import register

OPINION_GIVEN = register(
    "decisions.opinion_given",
    "审核意见已作出",
    "您家申请{programme}，{office}已提出审核意见。接下来按规定办理，请留意消息。",
    ("programme", "office"),
)
POSTED = register(
    "decisions.posted",
    "正在公示",
    "您家申请{programme}，{place}从 {hung}起公示，到 {until}为止。"
    "对公示有疑问，可以打电话问办理单位。",
    ("programme", "place", "hung", "until"),
)
DECIDED = register(
    "decisions.decided",
    "决定已作出",
    "您家申请{programme}，{office}已作出决定。决定书会送到您手上，也可以在手机上看。",
    ("programme", "office"),
)
LETTER_READY = register(
    "decisions.letter_ready",
    "决定书可以看了",
    "您家申请{programme}的决定书已经写好。请登录后打开这份申请，点“看决定书”，也可以等工作人员送来。",
    ("programme",),
)
