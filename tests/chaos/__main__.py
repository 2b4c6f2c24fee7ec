"""`python -m tests.chaos`: kills of a running product, and whether anything was lost or done twice.

Prints JSON; ends with 1 when something was lost, came twice or no longer holds.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from tests.chaos.disk import Disk
from tests.chaos.product import Product
from tests.journeys.world import free_port
from tests.messaging.gateway import running


def main() -> int:
    given = _arguments()
    data = (given.data or Path("/var/tmp") / f"doudi-chaos-{os.getpid()}").absolute()
    data.mkdir(exist_ok=True)
    data.chmod(0o755)  # the database runs as another user when this is root
    product = Product(data, free_port(), Disk(data / "disk"))
    product.disk.prepare()
    with running() as gateway:
        product.at_home(gateway.url)
        from tests.chaos.run import run  # needs Django, which is set up only now

        figures = run(product, gateway, given.kills, given.seed, _speaker(given.json))
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    well = not (figures["lost"] or figures["duplicated"] or figures["broken"])
    if well and not given.data:
        product.clear()
    if not well:
        sys.stderr.write(f"see {data}/product.log and {data}/pg.log\n")
    return 0 if well else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--json", action="store_true", help="the figures without progress")
    parser.add_argument("--data", type=Path, help="use this folder, and keep it to look into")
    return parser.parse_args()


def _speaker(quiet: bool):  # type: ignore[no-untyped-def]
    began = time.monotonic()

    def say(words: str) -> None:
        if not quiet:
            sys.stderr.write(f"{time.monotonic() - began:6.0f} s  {words}\n")

    return say


if __name__ == "__main__":
    sys.exit(main())
