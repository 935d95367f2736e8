"""Reading a folder of built boundaries, for tests."""

import json

import numpy as np
import shapely

from data.boundaries import load_manifest


def quiet(_message):
    pass


def screen(folder, kind):
    name = getattr(load_manifest(folder), kind)
    return json.loads((folder / name).read_text(encoding="utf-8"))["features"]


def shapes(features):
    return np.array([shapely.geometry.shape(f["geometry"]) for f in features], dtype=object)


def every_file(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}
