"""Three roles of the database: its owner migrates; web and worker may do what their work needs.

`doudi roles` makes the two logins where they are missing, and gives each its rights; `doudi
prepare` gives the rights again after every change of tables. A new table may be read, added to
and updated; one whose rows an append-only trigger keeps may not be updated; and rows are deleted
only from the tables named here.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from doudi.cli.walls import FUNCTIONS, POLICIES

WEB, WORKER = "web", "worker"
PARTS = (WEB, WORKER)
READ, ADD, CHANGE, DELETE = "SELECT", "INSERT", "UPDATE", "DELETE"

# Only the owner writes these: the order of migrations, Django's own lists, the demo's clock.
READ_ONLY = frozenset(
    {"auth_group", "auth_group_permissions", "auth_permission", "demo_family",
     "demo_stamp", "django_content_type", "django_migrations", "socialaccount_socialapp"}
)  # fmt: skip
# Rows written once, that no trigger keeps: what was frozen, and what was put on the disk.
WRITTEN_ONCE = frozenset({"facts_snapshot", "files_file"})
# The only columns of a kept row that are filled in later.
LATER = {"facts_fact": ("superseded_at",)}
# Only the worker seals.
SEALS = frozenset({"audit_seal", "audit_leaf"})
DELETABLE = frozenset(
    {"account_emailaddress", "account_emailconfirmation", "django_cache", "django_session",
     "mfa_authenticator", "procrastinate_events", "procrastinate_jobs",
     "procrastinate_periodic_defers", "procrastinate_workers", "socialaccount_socialaccount",
     "socialaccount_socialtoken",
     # a draft's own lines, an answer given again before the visit is finished, a question not put
     "applications_named", "payments_mayask", "payments_raise_values", "visits_visitanswer"}
)  # fmt: skip

_KEPT = """
SELECT c.relname FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid
WHERE c.relnamespace = 'public'::regnamespace AND f.proname = 'doudi_append_only'
  AND t.tgtype & 16 > 0
"""  # 16: the trigger fires on UPDATE


@dataclass(frozen=True)
class Right:
    """What one part may do to one table; `columns` are those it may update, empty for all."""

    table: str
    part: str
    verbs: frozenset[str]
    columns: tuple[str, ...] = ()


class NotAllowed(Exception):
    """The owner may not make logins; the text says what an administrator types."""


def rights(tables: Iterable[str], kept: Iterable[str]) -> list[Right]:
    """The rights of both parts on every table; `kept`: those with an append-only trigger."""
    unchanging = frozenset(kept) | WRITTEN_ONCE | frozenset(LATER)
    return [_right(table, part, unchanging) for table in sorted(tables) for part in PARTS]


def _right(table: str, part: str, unchanging: frozenset[str]) -> Right:
    if table in READ_ONLY or (part == WEB and table in SEALS):
        return Right(table, part, frozenset({READ}))
    verbs = {READ, ADD} | ({CHANGE} if table not in unchanging else set())
    if table in DELETABLE:
        verbs.add(DELETE)
    return Right(table, part, frozenset(verbs), LATER.get(table, ()))


def tables_of(connection: Any) -> tuple[list[str], list[str]]:
    """All tables of the schema, and those that a trigger keeps from updates."""
    found = connection.execute(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
        " AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    kept = connection.execute(_KEPT).fetchall()
    return [row[0] for row in found], [row[0] for row in kept]


def role(owner: str, part: str) -> str:
    return f"{owner}_{part}"


def missing(connection: Any) -> list[str]:
    """The logins that the server does not have yet."""
    wanted = [role(owner_of(connection), part) for part in PARTS]
    rows = connection.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [wanted])
    found = {row[0] for row in rows.fetchall()}
    return [name for name in wanted if name not in found]


def owner_of(connection: Any) -> str:
    return str(connection.execute("SELECT session_user").fetchone()[0])


def make_logins(connection: Any, password: str = "") -> None:  # nosec B107 # none is set then
    """Makes those that are missing; an existing one is left as it is. Raises NotAllowed."""
    for name in missing(connection):
        made = sql.SQL("CREATE ROLE {} LOGIN NOINHERIT").format(sql.Identifier(name))
        if password:
            made += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
        try:
            with connection.transaction():
                connection.execute(made)
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            continue  # another database of the same server was first
        except psycopg.errors.InsufficientPrivilege as error:
            raise NotAllowed(_by_hand(missing(connection))) from error


def _by_hand(names: list[str]) -> str:
    typed = "\n".join(f"  sudo -u postgres createuser --pwprompt {name}" for name in names)
    return f"数据库还缺登录角色，请由数据库管理员建立 · make these logins first:\n{typed}"


def give(connection: Any) -> None:
    """Exactly these rights, whatever was given before, and the policies; in one transaction."""
    owner, (tables, kept) = owner_of(connection), tables_of(connection)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('doudi.roles'))")
        _close_to_others(connection)
        for part in PARTS:
            _give_part(connection, role(owner, part))
        for right in rights(tables, kept):
            _give_right(connection, role(owner, right.part), right)
        if set(POLICIES) <= set(tables):
            _raise_walls(connection, owner)


def _close_to_others(connection: Any) -> None:
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")


def _give_part(connection: Any, name: str) -> None:
    to = sql.Identifier(name)
    for statement in (
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}",
        "REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {}",
        "REVOKE ALL ON SCHEMA public FROM {}",
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
    ):
        connection.execute(sql.SQL(statement).format(to))


def _give_right(connection: Any, name: str, right: Right) -> None:
    verbs = sql.SQL(", ").join(sql.SQL(verb) for verb in sorted(right.verbs))
    given = sql.SQL("GRANT {} ON {} TO {}")
    table, to = sql.Identifier(right.table), sql.Identifier(name)
    connection.execute(given.format(verbs, table, to))
    if right.columns:
        columns = sql.SQL(", ").join(map(sql.Identifier, right.columns))
        connection.execute(given.format(sql.SQL("UPDATE ({})").format(columns), table, to))


def _raise_walls(connection: Any, owner: str) -> None:
    connection.execute(FUNCTIONS)
    have = {
        (table, name)
        for table, name in connection.execute(
            "SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'"
        ).fetchall()
    }
    for table, condition in POLICIES.items():
        for name, part, clause in (
            ("web_reads", WEB, f"FOR SELECT TO {{to}} USING ({condition})"),
            ("web_adds", WEB, "FOR INSERT TO {to} WITH CHECK (true)"),
            ("web_changes", WEB, f"FOR UPDATE TO {{to}} USING ({condition})"),
            ("worker", WORKER, "FOR ALL TO {to} USING (true) WITH CHECK (true)"),
        ):
            if (table, name) not in have:
                _make_policy(connection, table, name, role(owner, part), clause)


def _make_policy(connection: Any, table: str, name: str, to: str, clause: str) -> None:
    """Only where it is missing: it locks the table against everybody for a moment."""
    on = sql.Identifier(table)
    connection.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(on))
    made = sql.SQL("CREATE POLICY {} ON {} ").format(sql.Identifier(name), on)
    connection.execute(made + sql.SQL(clause).format(to=sql.Identifier(to)))


def address_as(url: str, part: str) -> str:
    """The same database for one part: `doudi` becomes `doudi_web`; password and place stay."""
    parts = urlsplit(url)
    at, _, host = parts.netloc.rpartition("@")
    user, colon, password = at.partition(":")
    name = quote(role(user or "doudi", part), safe="")
    return urlunsplit(parts._replace(netloc=f"{name}{colon}{password}@{host}"))


def address_for(url: str, part: str) -> str:
    """For a trial: the part's own address, unless only the owner's opens; that is said."""
    own = address_as(url, part)
    if opens(own) or not opens(url):
        return own
    print(f"{part} runs as the owner of the database: no login {part}", file=sys.stderr)
    return url


def opens(url: str) -> bool:
    """Whether this login gets in and was given its rights here."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            connection.execute("SELECT FROM django_migrations LIMIT 1")
    except psycopg.Error:
        return False
    return True


def holds_too_much(connection: Any) -> bool:
    """Whether this login may change the trail: the owner's, which serves nobody."""
    asked = "SELECT has_table_privilege('audit_entry', 'UPDATE')"
    return bool(connection.execute(asked).fetchone()[0])


def roles_command(_arguments: list[str]) -> int:
    """Makes the logins and gives the rights; may be run again at any time."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    return keep_roles(needed=True)


def keep_roles(*, needed: bool) -> int:
    """`needed` False: a server where nobody made the logins yet is left as it is, with a word."""
    from django.db import connection

    connection.ensure_connection()
    try:
        make_logins(connection.connection, trial_password())
    except NotAllowed as refused:
        print(refused, file=sys.stderr)
        return 1 if needed else 0
    give(connection.connection)
    return 0


def trial_password() -> str:
    """In a trial the logins get the owner's; in a city somebody gives each its own."""
    from django.conf import settings

    return str(settings.DATABASES["default"]["PASSWORD"] or "") if settings.TRIAL else ""
