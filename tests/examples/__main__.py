"""`make examples`: every example on the three readers, and how many there were."""

import json
import sys

import pytest

from doudi.policies.rules.catalogue import services
from doudi.policies.rules.registry import about
from tests.examples.given import examples


def main() -> int:
    found = int(pytest.main(["-q", "--no-skips", "tests/examples"]))
    programmes = {one.programme for one in examples()}
    departments = {about(code).department for code in programmes}
    told = {
        "examples": len(examples()),
        "programmes": len(programmes),
        "departments": len(departments),
        "services": len(services()),
        "readers": ["python", "duckdb", "spark"],
        "disagreements": 0 if found == 0 else "see above",
    }
    sys.stdout.write(json.dumps(told) + "\n")
    return found


if __name__ == "__main__":
    sys.exit(main())
