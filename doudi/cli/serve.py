"""The web server: granian over `config.wsgi`, with what a supervisor or systemd needs."""

import os
import socket
import sys

WORKERS = os.environ.get("DOUDI_WEB_WORKERS", "2")


def serve_command(_arguments: list[str]) -> int:
    """Becomes granian; refuses a taken port first, as granian would share it silently."""
    port = port_from_environment()
    host = os.environ.get("DOUDI_BIND", "127.0.0.1")
    if os.environ.get("DOUDI_MODE") == "demo":
        host = "127.0.0.1"  # demo keys and codes never leave this machine
    if is_taken(port, host):
        print(taken_sentence(port, "doudi serve"), file=sys.stderr)
        return 1
    command = granian(host, port)
    os.execv(command[0], command)
    raise AssertionError("execv does not return")


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
