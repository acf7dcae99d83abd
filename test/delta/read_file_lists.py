"""Reads versions of a Delta table: for each, its files and columns as the log has them."""

import json
import sys

from deltalake import DeltaTable

table, versions = sys.argv[1], json.loads(sys.argv[2])
found = []
for version in versions:
    delta = DeltaTable(table, version=version)
    files = sorted(uri.rsplit("/", 1)[-1] for uri in delta.file_uris())
    found.append({"files": files, "columns": [field.name for field in delta.schema().fields]})
print(json.dumps(found))
