"""Who had a hand in a case: none of them answers a review of it."""

from doudi.decisions.models import Decision
from doudi.decisions.queries import river


def touched_by(decision: Decision) -> set[int]:
    """User ids of all who took in, accepted, visited, assessed, judged, proposed, decided."""
    users: set[int | None] = {decision.proposed_user_id, decision.decided_user_id}
    if decision.assessment is not None:
        users.add(decision.assessment.assessed_by.user_id)
    request = decision.request
    if request is not None:
        application = request.application
        users |= river.investigators(application)
        posts = (application.taken_in_by, application.accepted_by)
        users |= {post.user_id for post in posts if post}
        users |= set(request.assessments.values_list("assessed_by__user", flat=True))
        users |= set(request.opinions.values_list("given_by__user", flat=True))
        lines = request.posting_lines.filter(objections__judged_by__isnull=False)
        users |= set(lines.values_list("objections__judged_by__user", flat=True))
        for pair in request.decisions.values_list("proposed_user", "decided_user"):
            users |= set(pair)
    return {user for user in users if user is not None}
