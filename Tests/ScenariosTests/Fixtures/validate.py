"""Compares what the program says of specs with what the Python package jsonschema says by the schema.

    python3 validate.py scenario.schema.json corpus.json

The corpus is a list of {"spec": text, "isFine": …, "isWrongInForm": …}. The exit code is 1 when the schema accepts what
is wrong in form or refuses what is fine.
"""
import json
import sys

import jsonschema

schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def no_duplicates(pairs):
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key stands twice")
    return dict(pairs)


different = 0
for entry in json.load(open(sys.argv[2])):
    try:
        spec = json.loads(entry["spec"], object_pairs_hook=no_duplicates)
    except ValueError:
        continue  # No schema sees what is no JSON.
    errors = list(validator.iter_errors(spec))
    if (errors and entry["isFine"]) or (not errors and entry["isWrongInForm"]):
        different += 1
        print("refused" if errors else "accepted", [(e.json_path, e.message[:100]) for e in errors[:2]],
              "" if errors else entry["spec"])
sys.exit(1 if different else 0)
