WAITING, SENT, FAILED = "waiting", "sent", "failed"
STATES = (WAITING, SENT, FAILED)
MOVES = {WAITING: {SENT, FAILED}, FAILED: {SENT}, SENT: set[str]()}
