from pathlib import Path

import pytest

from app.metrics import Metrics
from app.tunables import TunablesFile
from tests.conftest import MountedFile
from tests.processes import eventually, running_backend


def test_a_field_left_out_has_its_default(tunables: MountedFile) -> None:
    tunables.write('{"poolSize": 3}')
    file = TunablesFile(tunables.path, Metrics())
    assert file.refresh()
    assert (file.current.pool_size, file.current.cache_ttl_seconds, file.status) == (3, 60, "applied")


def test_a_file_is_read_again_only_when_it_is_another_one(tunables: MountedFile) -> None:
    tunables.write('{"poolSize": 3}')
    file = TunablesFile(tunables.path, Metrics())
    assert [file.refresh(), file.refresh()] == [True, False]
    tunables.write('{"poolSize": 4}')
    assert [file.refresh(), file.refresh(), file.current.pool_size] == [True, False, 4]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"poolSize": 0}', "poolSize: Input should be greater than or equal to 1, received 0"),
        ('{"poolSize": "9"}', "poolSize: Input should be a valid integer, received '9'"),
        ('{"cacheTtlSeconds": 3601}', "cacheTtlSeconds: Input should be less than or equal to 3600, received 3601"),
        ('{"prewarmKeys": ["price:1"]}', "prewarmKeys.0: String should match pattern '^item:[1-9][0-9]{0,8}$', received 'price:1'"),
        ('{"pool_size": 3}', "pool_size: Extra inputs are not permitted, received 3"),
        ("[]", "file: Input should be an object, received []"),
        ("", "file: Invalid JSON: EOF while parsing a value at line 1 column 0, received ''"),
    ],
)
def test_refused_content_keeps_the_values_before_it_and_says_what_is_wrong(tunables: MountedFile, content: str, problem: str) -> None:
    tunables.write('{"poolSize": 3}')
    metrics = Metrics()
    file = TunablesFile(tunables.path, metrics)
    file.refresh()
    tunables.write(content)
    assert not file.refresh()
    assert (file.status, file.problems, file.current.pool_size) == ("refused", (problem,), 3)
    assert metrics.registry.get_sample_value("backend_tunables_valid") == 0


def test_every_problem_of_a_file_is_told_at_once(tunables: MountedFile) -> None:
    tunables.write('{"poolSize": 0, "cacheTtlSeconds": 0}')
    file = TunablesFile(tunables.path, Metrics())
    file.refresh()
    assert len(file.problems) == 2


def test_a_file_without_end_is_refused(tunables: MountedFile) -> None:
    tunables.write(" " * 70_000)
    file = TunablesFile(tunables.path, Metrics())
    file.refresh()
    assert file.problems == ("must be at most 65536 bytes",)


def test_a_file_that_is_missing_is_visible_and_picked_up_when_it_comes(tunables: MountedFile) -> None:
    file = TunablesFile(tunables.path, Metrics())
    assert (file.refresh(), file.status) == (False, "absent")
    tunables.write('{"poolSize": 3}')
    assert (file.refresh(), file.status) == (True, "applied")


def test_a_running_process_takes_new_values_and_refuses_bad_ones(tmp_path: Path, tunables: MountedFile) -> None:
    tunables.write('{"poolSize": 2, "cacheTtlSeconds": 30}')
    with running_backend(tmp_path, TUNABLES_FILE=str(tunables.path)) as backend:
        assert backend.metric("backend_sql_pool_size") == 2
        tunables.write('{"poolSize": 5, "cacheTtlSeconds": 45}')
        eventually(lambda: backend.metric("backend_sql_pool_size") == 5, "the pool has its new size")
        assert backend.metric("backend_tunable_cache_ttl_seconds") == 45
        assert backend.get("/items/1").status_code == 200

        tunables.write('{"poolSize": 500}')
        eventually(lambda: backend.metric("backend_tunables_valid") == 0, "the file is refused")
        assert backend.metric("backend_sql_pool_size") == 5
        assert backend.get("/health").json()["tunables"] == {
            "status": "refused",
            "problems": ["poolSize: Input should be less than or equal to 50, received 500"],
        }
