"""What the Python client asks of a server that is in trouble, as JSON."""

import json
import sys

import wattline
from seen import code_of

[address] = sys.argv[1:]
place = wattline.connect(server=address, token="a-token")
served = wattline.connect(server=address, token="a-token", serving=f"{address}/serving").dataset("plant")
cut = wattline.connect(server=address, token="a-token", serving=f"{address}/cut").dataset("plant")
busy = wattline.connect(server=f"{address}/busy", token="a-token")
print(
    json.dumps(
        {
            "datasets": place.datasets(),
            "upload": code_of(lambda: busy.dataset("plant").upload("a.csv", b"time,load\n")),
            "busy": code_of(busy.datasets),
            "bulk": [one.problem.code for one in served.rows_in_bulk([wattline.RowsRequest(entity="a")] * 2)],
            "cut": code_of(lambda: list(cut.rows_in_bulk([wattline.RowsRequest(entity="a")] * 2))),
            "html": code_of(wattline.connect(server=f"{address}/html").datasets),
        }
    )
)
