WAITING, SENT, FAILED = "waiting", "sent", "failed"
STATES = (WAITING, SENT, FAILED)
MOVES = {WAITING: {SENT, FAILED}, FAILED: set[str](), SENT: set[str]()}
