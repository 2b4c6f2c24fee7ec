"""The made-up officers: one person per duty of the first town and its district, and those whom
other turns of a case need: a second town, the hotline, a town of Changzhou that decides itself."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from doudi.accounts.actions.divisions import load_area
from doudi.accounts.actions.posts import enrol_totp, give_post, open_account
from doudi.accounts.models import Office, Post, User
from doudi.accounts.queries import officer_of
from doudi.accounts.queries.demo import DEMO_PASSWORD
from doudi.accounts.states import FIELD_DUTIES, Duty, UserKind
from doudi.common.actors import Officer, System
from doudi.common.clock import beijing

SETUP = System("setup")
VILLAGE, TOWN = "430902106219-village", "430902106-town"
DISTRICT, CHECKING = "430902-civil_affairs", "430902-verification"
NEXT_TOWN = "430902107-town"
ZONE_VILLAGE, ZONE_TOWN = "320412104220-village", "320412104-town"
ZONE, ZONE_CHECKING = "3204jk-civil_affairs", "3204jk-verification"

# sign-in name, name, office, duty
STAFF = (
    ("cunwei", "曾庆元", VILLAGE, Duty.VILLAGE_INTAKE),
    ("shouli", "周敏", TOWN, Duty.TOWN_ACCEPTOR),
    ("heshi1", "陈立", TOWN, Duty.TOWN_INVESTIGATOR),
    ("heshi2", "李娜", TOWN, Duty.TOWN_INVESTIGATOR),
    ("shenhe", "王建军", TOWN, Duty.TOWN_LEADER),
    ("hedui", "何静", CHECKING, Duty.VERIFIER),
    ("fuhe", "郭志远", DISTRICT, Duty.COUNTY_REVIEWER),
    ("queren", "夏立新", DISTRICT, Duty.COUNTY_LEADER),
    ("fafang", "彭丽华", DISTRICT, Duty.FINANCE_DRAFTER),
    ("shenpi", "汤卫东", DISTRICT, Duty.FINANCE_APPROVER),
    ("shenji", "罗平", DISTRICT, Duty.AUDITOR),
    # colleagues and neighbours in Ziyang
    ("xieli", "段小芳", TOWN, Duty.COORDINATOR),
    ("rexian", "龙艳", DISTRICT, Duty.HOTLINE),
    ("fuhe2", "孟凡林", DISTRICT, Duty.COUNTY_REVIEWER),
    ("queren2", "尹国庆", DISTRICT, Duty.COUNTY_LEADER),
    ("shouli2", "符晓燕", NEXT_TOWN, Duty.TOWN_ACCEPTOR),
    ("heshi3", "邹强", NEXT_TOWN, Duty.TOWN_INVESTIGATOR),
    ("heshi4", "姜雪梅", NEXT_TOWN, Duty.TOWN_INVESTIGATOR),
    ("shenhe2", "温建华", NEXT_TOWN, Duty.TOWN_LEADER),
    # a town of Changzhou that decides itself
    ("czcunwei", "蒋国良", ZONE_VILLAGE, Duty.VILLAGE_INTAKE),
    ("czshouli", "薛敏", ZONE_TOWN, Duty.TOWN_ACCEPTOR),
    ("czheshi", "顾伟", ZONE_TOWN, Duty.TOWN_INVESTIGATOR),
    ("czshegong", "陆佳怡", ZONE_TOWN, Duty.SOCIAL_WORKER),
    ("czshenhe", "钱志刚", ZONE_TOWN, Duty.TOWN_LEADER),
    ("czqueren", "史文娟", ZONE_TOWN, Duty.TOWN_DECIDER),
    ("czhedui", "丁浩", ZONE_CHECKING, Duty.VERIFIER),
    ("czfuhe", "许建明", ZONE, Duty.COUNTY_REVIEWER),
)
# those of a town that has no story of its own; the town's code follows the word
OF_A_TOWN = (
    ("shouli", Duty.TOWN_ACCEPTOR),
    ("heshia", Duty.TOWN_INVESTIGATOR),
    ("heshib", Duty.TOWN_INVESTIGATOR),
    ("shenhe", Duty.TOWN_LEADER),
)
SURNAMES = "彭汤石文易熊邓莫夏欧贺祝喻申邹聂廖"
GIVEN = ("国强", "丽", "志刚", "晓燕", "建军", "红梅", "勇", "海霞", "立华", "娟", "新民", "艳")
FIRST = 11  # those of the first town's story come first, in the order of `Staff`
# Known secrets, so that the sign-in page of the demo can show the current code. A live database
# never has them: people set up their own authenticator.
SECRETS = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass(frozen=True)
class Staff:
    village: Officer
    acceptor: Officer
    first: Officer
    second: Officer
    leader: Officer
    verifier: Officer
    reviewer: Officer
    decider: Officer
    drafter: Officer
    approver: Officer
    auditor: Officer
    others: dict[str, Officer] = field(default_factory=dict)
    visitor: str = "fuhe2"

    @property
    def county(self) -> tuple[Officer, Officer]:
        """The two who visit for the county; neither proposes nor decides in a story."""
        return self.others[self.visitor], self.verifier


def changzhou(staff: Staff) -> Staff:
    """The delegated town's officers in the places that a story calls for."""
    of = staff.others.__getitem__
    return replace(
        staff,
        village=of("czcunwei"),
        acceptor=of("czshouli"),
        first=of("czheshi"),
        second=of("czshegong"),
        leader=of("czshenhe"),
        verifier=of("czhedui"),
        reviewer=of("czshenhe"),
        decider=of("czqueren"),
        visitor="czfuhe",
    )


def hire(since: date, at: datetime) -> Staff:
    """Places and offices of both shipped areas, and the officers of the demo."""
    for area in ("430902", "3204"):
        load_area(area=area, since=since, by=SETUP, at=at)
    officers = [_officer(number, row, since, at) for number, row in enumerate(STAFF)]
    others = {row[0]: one for row, one in zip(STAFF[FIRST:], officers[FIRST:], strict=True)}
    return Staff(*officers[:FIRST], others=others)


def _officer(number: int, row: tuple[str, str, str, Duty], since: date, at: datetime) -> Officer:
    username, name, office, duty = row
    user = open_account(
        username=username,
        name=name,
        password=DEMO_PASSWORD,
        phone=f"1390000{number:04d}",
        by=SETUP,
        at=at,
    )
    if duty not in FIELD_DUTIES:
        enrol_totp(user=user, secret=SECRETS[number:] + SECRETS[:number], by=SETUP, at=at)
    post = give_post(
        user=user,
        office=Office.objects.get(code=office),
        duty=duty,
        valid_from=since,
        by=SETUP,
        at=at,
    )
    return officer_of(post)


def known() -> Staff:
    """The officers of the demo as they were hired."""
    own = Post.objects.filter(acting_for__isnull=True).select_related("user")
    posts = own.filter(user__username__in=[row[0] for row in STAFF])
    by_name = {post.user.username: officer_of(post) for post in posts}
    first = [row[0] for row in STAFF[:FIRST]]
    others = {name: one for name, one in by_name.items() if name not in first}
    return Staff(*(by_name[name] for name in first), others=others)


def team(village: str, staff: Staff) -> Staff:
    """Those of this village and its town, hired when they are first needed; the county stays."""
    if village == VILLAGE.partition("-")[0]:
        return staff
    code, office = village[:9], f"{village[:9]}-town"
    own = replace(
        staff, village=_of(f"cunwei{village[6:]}", f"{village}-village", Duty.VILLAGE_INTAKE)
    )
    if office == TOWN:
        return own
    if office == NEXT_TOWN:
        four = [staff.others[name] for name in ("shouli2", "heshi3", "heshi4", "shenhe2")]
    else:
        four = [_of(f"{word}{code[6:]}", office, duty) for word, duty in OF_A_TOWN]
    return replace(own, acceptor=four[0], first=four[1], second=four[2], leader=four[3])


def _of(username: str, office: str, duty: Duty) -> Officer:
    post = Post.objects.filter(user__username=username).select_related("user").first()
    if post is not None:
        return officer_of(post)
    since = Post.objects.get(user__username=STAFF[0][0]).valid_from
    number = len(STAFF) + User.objects.filter(kind=UserKind.OFFICER).count()
    name = SURNAMES[number * 7 % len(SURNAMES)] + GIVEN[number * 5 % len(GIVEN)]
    return _officer(number, (username, name, office, duty), since, beijing(since))
