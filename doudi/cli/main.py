"""`doudi`: one command for people and for scripts. `doudi help` lists what it does.

`assess`, `parameters` and `help` need no database; everything else gets one before Django starts.
"""

import importlib
import os
import sys
from collections.abc import Callable

from doudi.cli.postgres import DatabaseUnavailable, ensure_database, find_place

# name → (module, function, what it does). The module is imported only when the command is given.
PLAIN: dict[str, tuple[str, str, str]] = {
    "assess": (
        "doudi.cli.assess",
        "assess_command",
        "按家庭数据文件计算结论，不用数据库 · the verdict of one family, without a database",
    ),
    "parameters": (
        "doudi.cli.assess",
        "parameters_command",
        "导出现行政策参数 · export the parameters in force",
    ),
    "reference": (
        "doudi.cli.reference",
        "reference_command",
        "由代码生成 docs/reference（--check 只比较）· write docs/reference from the code",
    ),
    "demo": (
        "doudi.cli.supervisor",
        "demo_command",
        "启动演示：数据库、后台任务、网页 · database, worker and web with demo families",
    ),
}
WITH_DATABASE: dict[str, tuple[str, str, str]] = {
    "serve": ("doudi.cli.serve", "serve_command", "只启动网页服务 · the web server alone"),
    "worker": ("doudi.cli.worker", "worker_command", "只启动后台任务 · the worker alone"),
    "clock": (
        "doudi.cli.clock",
        "clock_command",
        "看或拨动演示的钟：+8d · show or move the demo's clock",
    ),
    "prepare": (
        "doudi.cli.prepare",
        "prepare_command",
        "建表、收集静态文件（--demo 再载入演示数据）· migrate, collect static, load the demo",
    ),
}
MANAGEMENT = {
    "audit": "核验操作留痕与封存 · audit verify --anchors FILE",
    "decisions": "重算已存的决定 · decisions recompute --all",
    "migrate": "更新数据库表 · bring the tables up to date",
    "shell": "Django 交互环境 · Django's shell",
}


def main() -> None:
    """The console script; ends with the command's exit status."""
    arguments = sys.argv[1:]
    command = arguments[0] if arguments else "help"
    try:
        sys.exit(run(command, arguments[1:]))
    except DatabaseUnavailable as trouble:
        sys.exit(f"doudi: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)


def run(command: str, arguments: list[str]) -> int:
    if command in {"help", "--help", "-h"} and not arguments:
        return help_command()
    if command in PLAIN:
        return _load(PLAIN[command])(arguments)
    choose_mode()
    ensure_database()
    if command in WITH_DATABASE:
        return _load(WITH_DATABASE[command])(arguments)
    return manage([command, *arguments])


def help_command() -> int:
    print("doudi 兜底：社会救助平台 · a social-assistance platform\n")
    plain = {name: text for name, (_, _, text) in (PLAIN | WITH_DATABASE).items()}
    for name, text in (plain | MANAGEMENT).items():
        print(f"  {name:<12}{text}")
    print("\n其他 Django 管理命令同样可用 · any other Django command works too: doudi help COMMAND")
    return 0


def choose_mode() -> None:
    """On our own PostgreSQL, a database that the demo made is opened with the demo's keys."""
    if "DATABASE_URL" not in os.environ and find_place().demo.exists():
        os.environ.setdefault("DOUDI_MODE", "demo")


def manage(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["doudi", *arguments])
    return 0


def _load(entry: tuple[str, str, str]) -> Callable[[list[str]], int]:
    module, function, _ = entry
    loaded: Callable[[list[str]], int] = getattr(importlib.import_module(module), function)
    return loaded


if __name__ == "__main__":
    main()
