"""The database's own wall: web and worker may not do what only its owner may."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from doudi.cli import roles
from doudi.cli.walls import FUNCTIONS, POLICIES

pytestmark = pytest.mark.django_db
# what is written once, by invariants 4, 8 and 14 and by the journal
NEVER_CHANGED = ("audit_entry", "audit_seal", "audit_leaf", "journal_entry", "payments_entitlement")
KEPT = (*NEVER_CHANGED, "facts_fact", "facts_snapshot", "files_file", "policies_bundle")


@pytest.fixture(scope="module", params=roles.PARTS)
def logged_in(request, django_db_setup, django_db_blocker):
    """A connection of its own under each role, to the database of the tests."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        name = connection.settings_dict["NAME"]
    own = roles.address_as(os.environ["DATABASE_URL"], request.param)
    with psycopg.connect(own, dbname=name, autocommit=True) as opened:
        yield opened


def is_denied(opened: psycopg.Connection, statement: str) -> bool:
    try:
        opened.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"])
def test_web_and_worker_remove_nothing_that_is_kept(logged_in, table, verb):
    assert is_denied(logged_in, verb.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET verb = 'x'",
        "UPDATE audit_seal SET root = 'x'",
        "UPDATE audit_leaf SET position = 0",
        "UPDATE journal_entry SET verb = 'x'",
        "UPDATE payments_entitlement SET amount_fen = 0",
        "UPDATE facts_fact SET value = 'null'",
        "UPDATE facts_fact SET known_at = now()",
        "UPDATE facts_snapshot SET content = '{}'",
        "UPDATE files_file SET owner_key = '1'",
    ],
)
def test_web_and_worker_change_nothing_that_is_kept(logged_in, statement):
    assert is_denied(logged_in, statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only",
        "DROP TRIGGER audit_entry_append_only ON audit_entry",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION doudi_append_only() RETURNS trigger AS '' LANGUAGE plpgsql",
        "ALTER TABLE facts_fact DISABLE ROW LEVEL SECURITY",
        "DROP POLICY web_reads ON facts_fact",
        "CREATE POLICY mine ON facts_fact USING (true)",
        "SELECT set_config('session_replication_role', 'replica', false)",
        "CREATE TABLE mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE ROLE mine SUPERUSER",
        "GRANT ALL ON audit_entry TO PUBLIC",
        "COPY audit_entry TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
        "UPDATE django_migrations SET name = 'x'",
    ],
)
def test_web_and_worker_build_and_switch_off_nothing(logged_in, statement):
    if statement.startswith("GRANT"):  # refused with a warning only
        logged_in.execute(statement)
        given = "SELECT has_table_privilege('public', 'audit_entry', 'SELECT')"
        assert logged_in.execute(given).fetchone() == (False,)
        return
    assert is_denied(logged_in, statement)


def test_neither_becomes_the_owner(logged_in):
    owner = connection.settings_dict["USER"]
    assert is_denied(logged_in, f'SET ROLE "{owner}"')
    me = logged_in.execute("SELECT session_user").fetchone()
    logged_in.execute("RESET ROLE")
    assert logged_in.execute("SELECT current_user").fetchone() == me
    asked = "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles"
    held = logged_in.execute(f"{asked} WHERE rolname = current_user").fetchone()
    assert held == (False, False, False, False)
    assert not roles.holds_too_much(logged_in)


def test_reading_around_the_wall_is_an_error_and_no_answer(logged_in):
    if "_web" not in logged_in.info.user:
        return
    logged_in.execute("SET row_security = off")
    try:
        for table in POLICIES:
            assert is_denied(logged_in, f"SELECT count(*) FROM {table}")
    finally:
        logged_in.execute("RESET row_security")


def test_only_the_worker_seals():
    connection.ensure_connection()
    tables, kept = roles.tables_of(connection.connection)
    may = {(r.table, r.part): r.verbs for r in roles.rights(tables, kept)}
    for table in roles.SEALS:
        assert may[table, roles.WEB] == {roles.READ}
        assert may[table, roles.WORKER] == {roles.READ, roles.ADD}


def held_rights() -> dict[tuple[str, str], set[str]]:
    """What PostgreSQL says: (table, role) → verbs on the whole table."""
    found: dict[tuple[str, str], set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, r.rolname, a.privilege_type FROM pg_class c"
            " CROSS JOIN LATERAL aclexplode(c.relacl) a JOIN pg_roles r ON r.oid = a.grantee"
            " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )
        for table, name, verb in cursor.fetchall():
            found.setdefault((table, name), set()).add(verb)
    return found


def test_each_role_holds_exactly_its_rights_on_every_table():
    connection.ensure_connection()
    raw = connection.connection
    owner, (tables, kept) = roles.owner_of(raw), roles.tables_of(raw)
    held = held_rights()
    for right in roles.rights(tables, kept):
        assert held[right.table, roles.role(owner, right.part)] == right.verbs, right
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    unmanaged = {"procrastinate_jobs", "procrastinate_events", "procrastinate_workers"}
    assert models - set(tables) <= unmanaged | {"procrastinate_periodic_defers"}


def test_what_triggers_keep_no_role_may_update():
    connection.ensure_connection()
    raw = connection.connection
    owner, (_, kept) = roles.owner_of(raw), roles.tables_of(raw)
    assert set(NEVER_CHANGED) <= set(kept)
    held = held_rights()
    for table in (*kept, *KEPT):
        for part in roles.PARTS:
            assert held[table, roles.role(owner, part)] <= {"SELECT", "INSERT"}, (table, part)


def test_a_table_that_comes_later_is_not_forgotten():
    connection.ensure_connection()
    raw = connection.connection
    raw.execute("CREATE TABLE later (id int)")
    raw.execute("CREATE TABLE later_kept (id int)")
    raw.execute(
        "CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON later_kept"
        " FOR EACH ROW EXECUTE FUNCTION doudi_append_only()"
    )
    roles.give(raw)
    owner = roles.owner_of(raw)
    for part in roles.PARTS:
        held = held_rights()
        assert held["later", roles.role(owner, part)] == {"SELECT", "INSERT", "UPDATE"}
        assert held["later_kept", roles.role(owner, part)] == {"SELECT", "INSERT"}


def test_what_is_named_by_hand_exists():
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    named = roles.READ_ONLY | roles.WRITTEN_ONCE | roles.SEALS | roles.DELETABLE
    assert (named | set(roles.LATER) | set(POLICIES)) - tables <= {
        "demo_family",
        "demo_stamp",
        "django_cache",
    }


def test_an_address_becomes_that_of_a_part():
    url = "postgres://doudi:secret@%2Ftmp%2Fx/doudi?a=1"
    assert roles.address_as(url, "web") == "postgres://doudi_web:secret@%2Ftmp%2Fx/doudi?a=1"
    assert roles.address_as("postgres://127.0.0.1/d", "worker") == (
        "postgres://doudi_worker@127.0.0.1/d"
    )


def test_every_owner_of_a_file_has_its_branch(root: Path):
    said = set()
    for file in (root / "doudi").rglob("*.py"):
        said |= set(re.findall(r'owner_noun="(\w+)"', file.read_text()))
    branches = set(re.findall(r"WHEN '(\w+)' THEN", FUNCTIONS))
    assert said
    assert said == branches
