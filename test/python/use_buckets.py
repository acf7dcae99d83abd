"""What a user of the Python client finds in buckets, as JSON; and what it says where they cannot be read."""

import json
import sys

import wattline
from seen import DATASET, code_of, seen

endpoint, region, features, models, results, before, after = sys.argv[1:]
address = {"endpoint_override": endpoint, "region": region}
named = {"features": features, "models": models, "results": results}

place = wattline.connect(stores=named, **address)
without_results = wattline.connect(stores={"features": features, "models": models}, **address)
nowhere = wattline.connect(stores={name: f"no-{bucket}" for name, bucket in named.items()}, **address)
unreachable = wattline.connect(
    stores=named, endpoint_override="http://127.0.0.1:9", region=region, connect_timeout=1, request_timeout=1
)
print(
    json.dumps(
        {
            "seen": seen(place, before, after),
            "profile": code_of(lambda: without_results.dataset(DATASET).version().profile()),
            "features": without_results.dataset(DATASET).version().features("arrow").num_rows,
            "nowhere": code_of(lambda: nowhere.dataset(DATASET).version()),
            "unreachable": code_of(lambda: unreachable.dataset(DATASET).version()),
            "upload": code_of(lambda: place.dataset(DATASET).upload("a.csv", b"")),
        }
    )
)
