"""What the Python client asks of a server that is in trouble, as JSON."""

import json
import sys

import wattline
from seen import code_of

[address] = sys.argv[1:]
place = wattline.connect(server=address, token="a-token")
busy = wattline.connect(server=f"{address}/busy", token="a-token")
print(
    json.dumps(
        {
            "datasets": place.datasets(),
            "upload": code_of(lambda: busy.dataset("plant").upload("a.csv", b"time,load\n")),
            "busy": code_of(busy.datasets),
            "html": code_of(wattline.connect(server=f"{address}/html").datasets),
        }
    )
)
