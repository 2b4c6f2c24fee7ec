"""Runs a command on a server of Debian's PostgreSQL 15, made for it in a temporary folder.

Never the machine's own cluster: `python -m tests.second_postgres pytest …`.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

BIN = Path("/usr/lib/postgresql/15/bin")
OPTIONS = "-c listen_addresses= -c timezone=UTC -c jit=off -c fsync=off -c max_connections=60"


def as_nobody() -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def run(*command: object) -> None:
    words = [str(part) for part in command]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, cwd="/", **as_nobody())


def main() -> int:
    if not (BIN / "postgres").exists():
        sys.exit("PostgreSQL 15 is missing: apt-get install postgresql-15")
    home = Path(tempfile.mkdtemp(prefix="doudi-pg15-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(home, "nobody", "nogroup")
    data = home / "data"
    initdb = ("--username=doudi", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
    run(BIN / "initdb", "-D", data, *initdb)
    control = (BIN / "pg_ctl", "-D", data, "-w", "-s")
    run(*control, "-l", home / "log", "-o", f"-k {home} {OPTIONS}", "start")
    try:
        run(BIN / "createdb", "-h", home, "-U", "doudi", "doudi")
        url = f"postgres://doudi@{quote(str(home), safe='')}/doudi"
        command = subprocess.run(sys.argv[1:], check=False, env=os.environ | {"DATABASE_URL": url})
        return command.returncode
    finally:
        run(*control, "-m", "immediate", "stop")
        shutil.rmtree(home)


if __name__ == "__main__":
    sys.exit(main())
