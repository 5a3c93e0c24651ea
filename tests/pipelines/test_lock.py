"""The run lock: one holder, named to who comes second, gone with its owner."""

import fcntl
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pipelines.lock import LOCK_FILE, RunLockedError, holder_of, run_lock
from pipelines.workers import CODE_ROOT

HOLDER = """
import pathlib, sys
from pipelines.lock import run_lock
with run_lock(pathlib.Path(sys.argv[1]), "gat run, run r7"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_refused_at_once_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, cwd=CODE_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        told = rf"process {holder.pid} .*gat run, run r7"
        with pytest.raises(RunLockedError, match=told) as refusal, run_lock(tmp_path, "gat load"):
            pass
        assert refusal.value.exit_code == 6
        assert f"process {holder.pid}" in (holder_of(tmp_path) or "")
        holder.kill()
        holder.wait()
        with run_lock(tmp_path, "gat load"):
            assert f"process {os.getpid()}" in (holder_of(tmp_path) or "")
    assert holder_of(tmp_path) is None


def test_a_torn_lock_file_of_a_dead_owner_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / LOCK_FILE).write_text('{"pid": 1', "ascii")
    assert holder_of(tmp_path) is None
    with run_lock(tmp_path, "gat run"):
        assert "gat run" in (holder_of(tmp_path) or "")


def test_who_only_asks_for_the_holder_refuses_no_run(tmp_path: Path) -> None:
    with (tmp_path / LOCK_FILE).open("w") as asking:
        fcntl.flock(asking, fcntl.LOCK_SH)
        done = threading.Timer(0.05, fcntl.flock, (asking, fcntl.LOCK_UN))
        done.start()
        with run_lock(tmp_path, "gat run"):
            assert "gat run" in (holder_of(tmp_path) or "")
        done.join()


def test_a_folder_without_a_lock_is_free(tmp_path: Path) -> None:
    assert holder_of(tmp_path) is None
