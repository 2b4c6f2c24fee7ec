"""`doudi`: one command for people and for scripts. `doudi help` lists what it does.

The commands in PLAIN need no database; everything else gets one before Django starts.
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
    "assess-batch": (
        "doudi.cli.batch",
        "batch_command",
        "对整个文件夹的家庭测算，Parquet 进出 · all programmes over files of families",
    ),
    "simulate": (
        "doudi.cli.simulate",
        "simulate_command",
        "改参数试算：谁进谁出、费用多少 · try changed parameters on files of families",
    ),
    "parameters": (
        "doudi.cli.assess",
        "parameters_command",
        "导出现行政策参数 · export the parameters in force",
    ),
    "bench": (
        "doudi.cli.bench",
        "bench_command",
        "量一量：policies 规则的速度，screening 自测 · speed and agreement, as figures",
    ),
    "synth": (
        "doudi.cli.synth",
        "synth_command",
        "造一座合成的城市，Parquet 文件 · a synthetic city in census shapes",
    ),
    "reference": (
        "doudi.cli.reference",
        "reference_command",
        "由代码生成 docs/reference（--check 只比较）· write docs/reference from the code",
    ),
    "messages": (
        "doudi.cli.catalogue",
        "messages_command",
        "整理英文文本（--check 只比较）· the English catalogue, up to date or checked",
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
    "backup": (
        "doudi.cli.backup",
        "backup_command",
        "加密备份数据库、文件、锚定 · a sealed backup, while all runs",
    ),
    "restore": (
        "doudi.cli.restore",
        "restore_command",
        "把备份恢复到空机器（--check 只检查）· restore into an empty machine",
    ),
    "keys": (
        "doudi.cli.keys",
        "keys_command",
        "密钥：status 看、rotate 换数据密钥、index 换索引 · see and change the keys",
    ),
    "roles": (
        "doudi.cli.roles",
        "roles_command",
        "数据库三种角色的登录和权限 · logins and rights of the database's roles",
    ),
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
# command → the database role it works under
SERVED_AS = {"serve": "web", "worker": "worker"}
MANAGEMENT = {
    "audit": "核验操作留痕与封存 · audit verify --anchors FILE",
    "decisions": "重算已存的决定 · decisions recompute --all",
    "inputs": "导出测算数据，不含姓名和号码 · inputs export DIR",
    "migrate": "更新数据库表 · bring the tables up to date",
    "shell": "Django 交互环境 · Django's shell",
}


def main() -> None:
    """The console script; ends with the command's exit status."""
    arguments = sys.argv[1:]
    command = arguments[0] if arguments else "help"
    try:
        status = run(command, arguments[1:])
        sys.stdout.flush()
        sys.exit(status)
    except BrokenPipeError:  # `doudi … | head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
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
    own = "DATABASE_URL" not in os.environ
    ensure_database()
    if own and command in SERVED_AS:
        serve_as(SERVED_AS[command])
    if command in WITH_DATABASE:
        return _load(WITH_DATABASE[command])(arguments)
    return manage([command, *arguments])


def serve_as(part: str) -> None:
    """On our own server web and worker have their own roles; elsewhere the address says which."""
    from doudi.cli.roles import address_for

    os.environ["DATABASE_URL"] = address_for(os.environ["DATABASE_URL"], part)


def help_command() -> int:
    print("doudi 兜底：社会救助平台 · a social-assistance platform\n")
    plain = {name: text for name, (_, _, text) in (PLAIN | WITH_DATABASE).items()}
    for name, text in (plain | MANAGEMENT).items():
        print(f"  {name:<14}{text}")
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
