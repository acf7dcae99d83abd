"""moto's server on a free port of this machine, with the gaps mended that Terraform's AWS provider trips over.

Prints its URL on a line of its own once it answers, and ends when its standard input does, so that it never
outlives the tests that started it. Each mend is beside its reason, in the file of its service.
"""

import logging
import os
import sys
import threading

# Without them, attaching one of AWS's own policies to a role fails. Read when moto is imported.
os.environ.setdefault("MOTO_IAM_LOAD_MANAGED_POLICIES", "true")

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

import application_autoscaling  # noqa: E402
import ec2  # noqa: E402
import ecs  # noqa: E402
import sqs  # noqa: E402


def end_with_standard_input() -> None:
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    for service in (application_autoscaling, ec2, ecs, sqs):
        service.mend()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
