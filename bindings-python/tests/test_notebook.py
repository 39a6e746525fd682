"""The notebook runs, and shows what it is stored with.

With `UPDATE_NOTEBOOK=1` what it shows is stored instead.
"""

import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOK = Path(__file__).parents[1] / "examples" / "testing-rules.ipynb"


def outputs(notebook: nbformat.NotebookNode) -> list[Any]:
    """What every cell printed and showed; of pictures, that they are there."""
    shown: list[Any] = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = dict(output.get("data", {}))
            if "image/png" in data:
                data["image/png"] = True
            shown.append((cell["id"], output["output_type"], output.get("text"), data))
    return shown


# The kernel's own libraries warn about each other.
@pytest.mark.filterwarnings("default")
def test_the_notebook_shows_what_it_is_stored_with() -> None:
    stored = nbformat.read(NOTEBOOK, as_version=4)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    where = {"metadata": {"path": str(NOTEBOOK.parent)}}
    client = NotebookClient(
        notebook, kernel_name="python3", resources=where, timeout=120, record_timing=False
    )
    client.execute()
    if "UPDATE_NOTEBOOK" in os.environ:
        notebook.metadata = stored.metadata
        nbformat.write(notebook, NOTEBOOK)
        return
    assert outputs(notebook) == outputs(stored)
    kinds = {kind for *_, data in outputs(notebook) for kind in data}
    assert {"text/html", "image/png"} <= kinds
