"""Runs a notebook from top to bottom and prints what it found, a Python expression, as one line of JSON; ends with 1 where a cell fails."""

import json
import sys

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

path, folder, found = sys.argv[1:]
notebook = nbformat.read(path, as_version=4)
report = nbformat.v4.new_code_cell(f"import json\nprint(json.dumps({found}))")
notebook.cells.append(report)
client = NotebookClient(notebook, timeout=None, kernel_name="python3", resources={"metadata": {"path": folder}})
try:
    client.execute()
except CellExecutionError as error:
    sys.exit(f"{error.ename}: {error.evalue}")
pictures = sum("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
complaints = [
    output["text"]
    for cell in notebook.cells
    for output in cell.get("outputs", [])
    if output["output_type"] == "stream" and output["name"] == "stderr"
]
result = json.loads("".join(output["text"] for output in report["outputs"]))
print(json.dumps({**result, "pictures": pictures, "complaints": complaints}))
