"""The web server: granian over `config.wsgi`, with what a supervisor or systemd needs."""

import os
import socket
import sys

# where a trial may be served: its keys, codes and messages are public
LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]", "testserver")
WORKERS = os.environ.get("DOUDI_WEB_WORKERS", "2")


def serve_command(_arguments: list[str]) -> int:
    """Becomes granian; refuses a taken port first, as granian would share it silently."""
    port = port_from_environment()
    host = os.environ.get("DOUDI_BIND", "127.0.0.1")
    if os.environ.get("DOUDI_MODE") in {"demo", "bench"} and host not in LOOPBACK:
        print(public_sentence(host), file=sys.stderr)
        return 1
    if is_taken(port, host):
        print(taken_sentence(port, "doudi serve"), file=sys.stderr)
        return 1
    say_if_owner()
    command = granian(host, port)
    os.execv(command[0], command)  # nosec B606 # becomes granian, without a shell
    raise AssertionError("execv does not return")


def say_if_owner() -> None:
    """A process that serves under the owner's address works, without the database's own wall."""
    import psycopg

    from doudi.cli.roles import holds_too_much

    try:
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            alone = holds_too_much(connection)
    except psycopg.Error:  # not there yet, or no tables: what is wrong is said elsewhere
        return
    if alone:
        print(
            "正在以数据库所有者的身份运行，缺少数据库自身的权限保护：见 docs/operations.md。"
            " Running as the owner of the database: see docs/operations.md, database roles.",
            file=sys.stderr,
        )


def granian(host: str, port: int) -> list[str]:
    options = ["--interface", "wsgi", "--workers", WORKERS, "--blocking-threads", "4"]
    options += ["--respawn-failed-workers", "--workers-kill-timeout", "10"]
    options += ["--host", host, "--port", str(port), "--no-ws", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *options, "config.wsgi:application"]


def port_from_environment() -> int:
    given = os.environ.get("PORT", "8000")
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise SystemExit(f"PORT={given} 不是端口号 · is no port: give a number from 1 to 65535.")
    return int(given)


def public_sentence(host: str) -> str:
    return (
        f"演示和压测用的是公开的密钥，只在本机服务，不能用 {host}。"
        f" A demo or a bench has public keys and is served on this machine alone, not as {host}."
    )


def is_taken(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def taken_sentence(port: int, command: str) -> str:
    return (
        f"端口 {port} 已被别的程序占用：请先停掉它，或换一个端口，例如 PORT={port + 1} {command}。"
        f" Port {port} is taken: stop what uses it, or choose another, as in"
        f" PORT={port + 1} {command}."
    )
