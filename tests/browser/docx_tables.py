#!/usr/bin/python3
"""Opens a DOCX with python-docx and prints its tables as JSON: rows of texts."""
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'system'))
from readers import docx_tables, squeeze  # noqa: E402

json.dump([[[squeeze(cell) for cell in row] for row in table] for table in docx_tables(sys.argv[1])],
          sys.stdout)
