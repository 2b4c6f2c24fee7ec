"""What a disability certificate says: kind and level 1 (heaviest) to 4, of several every one.

The one that weighs most for work stands in `disability_kind` and `disability_level`, the others in
`disability_also`, a list of `kind` with level and of the level alone: `|2|hearing2|`.
"""

from __future__ import annotations

from doudi.policies.rules.vocabulary import (
    Node,
    Word,
    all_of,
    any_of,
    at_least,
    at_most,
    equals,
    field,
    in_list,
    not_,
    one_of,
)

KIND, LEVEL = field("member", "disability_kind", "text"), field("member", "disability_level")
ALSO = field("member", "disability_also", "text")
MIND = ("intellectual", "mental")
LIGHTEST = 4


def disabled(*kinds: str, most: Word, least: int = 1) -> Node:
    """A certificate of one of these kinds (none named: of any), of level `least` to `most`.

    `most` may be a parameter. One of several certificates is enough.
    """
    listed = one_of(KIND, *kinds) if kinds else not_(equals(KIND, "none"))
    heavier = [at_least(LEVEL, least)] if least > 1 else []
    lighter = [] if most == LIGHTEST else [at_most(LEVEL, most)]
    return any_of(all_of(listed, *heavier, *lighter), *_also(kinds, most, least))


def _also(kinds: tuple[str, ...], most: Word, least: int) -> list[Node]:
    last = most if isinstance(most, int) else LIGHTEST
    return [
        all_of(in_list(f"{kind}{level}", ALSO), at_most(level, most))
        for kind in kinds or ("",)
        for level in range(least, last + 1)
    ]
