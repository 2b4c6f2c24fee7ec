"""Says after `make test` what it did not run on this machine, and how to run it."""

import shutil

PARTS = {
    "browser journeys": ("make journeys", "chromium"),
    "faults (kill -9 of each part)": ("make test-all", None),
    "kills while people work": ("make test-all", None),
    "the rules on Spark": ("make test-all", "java"),
    "what is stored, on PostgreSQL 15": ("make test-all", "/usr/lib/postgresql/15/bin/postgres"),
}


def main() -> None:
    for name, (command, needs) in PARTS.items():
        missing = f"; not installed here: {needs}" if needs and not shutil.which(needs) else ""
        print(f"not run by make test: {name} ({command}{missing})")  # noqa: T201


if __name__ == "__main__":
    main()
