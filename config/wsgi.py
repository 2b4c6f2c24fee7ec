"""The web entry point. The first lines tie this process to the server that started it."""

import gc
import os
import signal

from doudi.cli.processes import end_with_parent

# granian binds with SO_REUSEPORT: a worker that outlived its parent would go on serving old code.
end_with_parent(signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()

from django.db import connection  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from doudi.cli.marks import check_mode  # noqa: E402

check_mode()
connection.close()  # the threads that answer have their own
len(get_resolver().url_patterns)  # all pages, before the first is asked for
gc.freeze()  # what is loaded stays: no collection walks through it again
