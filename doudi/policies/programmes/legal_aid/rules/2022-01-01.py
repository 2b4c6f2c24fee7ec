"""Legal aid (法律援助): a lawyer without pay; assistance objects need no means check."""

from datetime import date

from doudi.policies.rules.builders import for_household
from doudi.policies.rules.rule import Rule
from doudi.policies.rules.screening import condition, holds, poor
from doudi.policies.rules.vocabulary import all_of, any_of, is_so

DIBAO_OF = date(2021, 7, 1)
MATTER = "法律援助法第三十一条"
MEANS = "法律援助法第三十四条、第四十二条"

HELP = is_so("case", "legal_help")
WAGES = is_so("case", "wages_or_injury")
POOR = any_of(poor(DIBAO_OF), holds("orphan", "factual_orphan"))


def rule() -> Rule:
    """The law of this file as one value: the first condition, and one of the other two."""
    return for_household(
        criteria=(
            condition("legal_aid.1", MATTER, "要打官司，或者要请律师", HELP, "legal_help"),
            condition(
                "legal_aid.2",
                MEANS,
                "经济困难；社会救助对象不核查（或者符合第三项）",
                POOR,
                "income",
            ),
            condition(
                "legal_aid.3",
                MEANS,
                "讨薪、要工伤赔偿的农民工，不核查（或者符合第二项）",
                WAGES,
                "wages_or_injury",
            ),
        ),
        met=all_of(HELP, any_of(POOR, WAGES)),
        label="法律援助",
    )
