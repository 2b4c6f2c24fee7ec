"""Prints the paths that `make check` types strictly: the layers where a wrong type costs money."""

from pathlib import Path

LAYERS = ("rules", "states", "actions", "jobs", "queries", "guards")
WHOLE = ("common", "warehouse")


def main() -> None:
    for module in sorted(path for path in Path("doudi").iterdir() if path.is_dir()):
        parts = [module] if module.name in WHOLE else [module / layer for layer in LAYERS]
        for part in parts:
            for path in (part, part.with_suffix(".py")):
                if path.exists() and (path.suffix or any(path.rglob("*.py"))):
                    print(path)  # noqa: T201


if __name__ == "__main__":
    main()
