"""What is left of the libraries: enough for all that functions ask of AWS, and no more."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import botocore
import botocore.session
import pytest
from botocore import xform_name

from shipping import pruning

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(botocore.__file__).parent / "data"
#: What makes tables is run from the owner's machine, never in a function.
AT_HOME = ("_dynamo_tables.py",)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As much of botocore's data as is looked at, pruned."""
    folder = tmp_path_factory.mktemp("data")
    for service in pruning.USED:
        shutil.copytree(DATA / service, folder / service)
    shutil.copytree(DATA / "sts", folder / "sts")
    for file in DATA.glob("*.json*"):
        shutil.copy(file, folder)
    pruning.prune_data(folder, pruning.USED)
    return folder


def operations(service: str, data: Path) -> set[str]:
    loader = botocore.loaders.Loader([str(data)], include_default_search_paths=False)
    return set(loader.load_service_model(service, "service-2")["operations"])


@pytest.mark.parametrize("service", pruning.USED)
def test_the_operations_are_those_that_functions_name(service: str) -> None:
    files = [file for file in sorted((ROOT / "functions").glob("*.py")) if file.name not in AT_HOME]
    source = "\n".join(file.read_text(encoding="utf-8") for file in files)
    known = operations(service, DATA)

    named = {name for name in known if re.search(rf'["\.]{xform_name(name)}\b["(]', source)}

    assert named == set(pruning.USED[service])


def test_nothing_but_what_is_used_is_left(data: Path) -> None:
    assert sorted(each.name for each in data.iterdir() if each.is_dir()) == sorted(pruning.USED)
    assert {service: operations(service, data) for service in pruning.USED} == {
        service: set(used) for service, used in pruning.USED.items()
    }
    assert sum(file.stat().st_size for file in data.rglob("*.json")) < 400_000
    assert not any('"documentation":"' in file.read_text() for file in data.rglob("service-2.json"))


@pytest.mark.parametrize("service", pruning.USED)
@pytest.mark.parametrize("region", ["eu-central-1", "us-east-1", "cn-north-1", "us-gov-west-1"])
def test_a_client_is_made_as_with_all_of_it(data: Path, service: str, region: str) -> None:
    def made(session: botocore.session.Session) -> tuple[str, dict[str, str]]:
        client = session.create_client(
            service, region, aws_access_key_id="k", aws_secret_access_key="s"
        )  # fmt: skip
        return client.meta.endpoint_url, dict(client.meta.method_to_api_mapping)

    whole, pruned = botocore.session.Session(), botocore.session.Session()
    pruned.register_component(
        "data_loader", botocore.loaders.Loader([str(data)], include_default_search_paths=False)
    )
    (address, all_of_them), (same, few) = made(whole), made(pruned)

    assert same == address
    assert few == {name: all_of_them[name] for name in few}
    assert set(few.values()) == set(pruning.USED[service])


@pytest.mark.parametrize("service", pruning.USED)
def test_what_is_sent_has_the_same_shape(data: Path, service: str) -> None:
    from botocore.model import ServiceModel, StructureShape

    loader = botocore.loaders.Loader([str(data)], include_default_search_paths=False)
    pruned = ServiceModel(loader.load_service_model(service, "service-2"))
    whole = ServiceModel(botocore.session.Session().get_service_data(service))

    for name in pruning.USED[service]:
        for side in ("input_shape", "output_shape"):
            kept, known = (getattr(model.operation_model(name), side) for model in (pruned, whole))
            assert isinstance(kept, StructureShape)
            assert list(kept.members) == list(known.members)


def test_a_file_is_left_out_wherever_it_stands(tmp_path: Path) -> None:
    for name in ("a/tests/test_a.py", "a/__init__.pyi", "a/__init__.py", "a-1.dist-info/METADATA", "bin/a"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")

    pruning.prune(tmp_path)

    assert [each.relative_to(tmp_path).as_posix() for each in tmp_path.rglob("*") if each.is_file()] == [
        "a/__init__.py"
    ]
