"""What a family is told: no name, no amount, as a locked phone shows it."""

from doudi.messaging.rules import register

OPINION_GIVEN = register(
    "decisions.opinion_given",
    "审核意见已作出",
    "您家申请{programme}，{office}已提出审核意见。接下来按规定办理，请留意消息。",
    ("programme", "office"),
    short="您家办的事有新进展，请登录查看。",
)
POSTED = register(
    "decisions.posted",
    "正在公示",
    "您家申请{programme}，{place}从 {hung}起公示，到 {until}为止。"
    "对公示有疑问，可以打电话问办理单位。",
    ("programme", "place", "hung", "until"),
    short="您家办的事有新进展，请登录查看。",
)
DECIDED = register(
    "decisions.decided",
    "决定已作出",
    "您家申请{programme}，{office}已作出决定。请登录后打开这份申请，点“看决定书”，也可以等工作人员送来。",
    ("programme", "office"),
    short="您家办的事有结果了，请登录查看。",
)
# no longer sent, as the decision and its letter are told at once; read where it was sent
register(
    "decisions.letter_ready",
    "决定书可以看了",
    "您家申请{programme}的决定书已经写好。请登录后打开这份申请，点“看决定书”，也可以等工作人员送来。",
    ("programme",),
    short="有一份文书要交给您。请登录查看，也可以等工作人员送来。",
)
MATTER_DECIDED = register(
    "decisions.matter_decided",
    "决定已作出",
    "您家的事，{office}已作出决定。决定书会送到您手上，也可以登录后在手机上看。",
    ("office",),
)
VIEW_ASKED = register(
    "decisions.view_asked",
    "想听听您的意见",
    "您家有一件事，{office}作决定之前想听听您的意见。请登录后打开首页写下来，也可以打电话或当面说。",
    ("office",),
)
