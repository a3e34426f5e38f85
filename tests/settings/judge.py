"""Judges files by a schema: reads {"schema": …, "files": [text, …]} from stdin, and answers with one
list of mistakes for each file."""

import json
import sys

import jsonschema

asked = json.load(sys.stdin)
jsonschema.Draft202012Validator.check_schema(asked["schema"])
validator = jsonschema.Draft202012Validator(asked["schema"])
json.dump(
    [
        [f"{error.json_path}: {error.message}" for error in validator.iter_errors(json.loads(text))]
        for text in asked["files"]
    ],
    sys.stdout,
)
