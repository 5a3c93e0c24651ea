"""SECURITY.md names tests that exist; in all of the code: no pickle, no shell, no foreign database."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from spiders.attachments import file_name
from spiders.feeds import read_feed
from spiders.files import FileLimits, FileRejected, read_here
from spiders.files.zips import entry_names, members
from spiders.listing import Answer, Ask
from tests.spiders.test_files_office import workbook, zipped
from tests.spiders.test_files_refused import part_replaced

ROOT = Path(__file__).parent.parent
PACKAGES = ("extractors", "spiders", "pipelines", "warehouse", "flows")
PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
#: The risks that the project answers for, each with at least one test.
RISKS = (
    *("SSRF", "Proxies", "Open ports", "Code in data", "Bombs", "XML", "Paths", "Formulas", "Queries"),
    *("SQL injection", "HTML and Markdown", "Pages of other sites", "Logs and terminals", "Secrets"),
    *("Supply chain", "Foreign databases", "Resources", "Private pages", "Least privilege"),
)
_LOADS_CODE = {"pickle", "cPickle", "shelve", "marshal", "dill", "cloudpickle", "joblib", "code", "imp"}
#: The only pickles: in pipes between our own processes.
_OWN_PIPES = {"pipelines/workers.py", "spiders/attachments.py", "spiders/sample.py"}
#: Starts processes whose environment is this one's on purpose: git, the replicas of the demo, and converters
#: of a child that has been told next to nothing itself.
_INHERIT = {"pipelines/compare.py", "flows/demo.py", "spiders/files/ocr.py", "spiders/files/converters.py"}


@cache
def code() -> dict[str, list[ast.AST]]:
    """Return what each module of the packages is made of."""
    return {
        path.relative_to(ROOT).as_posix(): list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of a module with what is called: ``name`` or ``module.name``."""
    for node in code()[name]:
        match node:
            case ast.Call(func=ast.Name(id=called)):
                yield called, node
            case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=called)):
                yield f"{module}.{called}", node


def rows() -> dict[str, str]:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and "`tests/" in line]
    return {line.split("|")[1].strip(): line for line in lines}


def test_every_risk_has_a_row() -> None:
    assert tuple(rows()) == RISKS


@pytest.mark.parametrize("risk", RISKS)
def test_every_row_names_tests_that_exist(risk: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", rows()[risk])
    assert named
    for path, name in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert not name or name in defined, f"{path}::{name}"
        assert any(one.startswith("test_") for one in defined)


def test_the_readme_leads_to_the_page() -> None:
    assert "(SECURITY.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_nothing_that_is_read_becomes_code() -> None:
    for name, nodes in code().items():
        imported = {
            alias.name.split(".")[0]
            for node in nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in (node.names if isinstance(node, ast.Import) else [ast.alias(node.module or "")])
        }
        assert not imported & _LOADS_CODE, name
        assert "multiprocessing" not in imported or name in _OWN_PIPES, name
        for called, call in calls(name):
            assert called not in {"eval", "exec", "__import__", "os.system"}, name
            assert not {one.arg for one in call.keywords} & {"shell", "persist_result"}, name
        texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
        assert not texts & {"JOBDIR", "HTTPCACHE_ENABLED", "FEEDS"}, name


def test_every_process_is_told_its_environment() -> None:
    for name in sorted(set(code()) - _INHERIT):
        for called, call in calls(name):
            if called in {"subprocess.run", "subprocess.Popen"}:
                assert "env" in {one.arg for one in call.keywords}, f"{name}:{call.lineno}"


def test_duckdb_files_are_opened_in_one_place() -> None:
    """Each of its paths is one that Gặt itself wrote: the warehouse, a release, a table in memory."""
    found = {name for name in code() for called, _ in calls(name) if called == "duckdb.connect"}
    assert found == {"warehouse/connection.py"}
    attached = {name for name in code() if "ATTACH '" in (ROOT / name).read_text(encoding="utf-8")}
    assert attached == {"warehouse/publish.py", "warehouse/released.py", "warehouse/shrinkage.py"}


def test_packages_are_installed_by_their_hashes_alone() -> None:
    lines = [
        line
        for path in (ROOT / "Makefile", *(ROOT / ".ci").iterdir())
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"pip3? install|uv pip (install|sync)|uvx|pipx|npm ", line)
    ]
    assert lines
    for line in lines:
        assert "--no-deps" in line
        assert "--require-hashes" in line or line.endswith("--no-build-isolation -e .")
    for path in (ROOT / "tests/bench/constraints.txt", *(ROOT / "tests/older").glob("*.txt")):
        entries = re.split(r"^(?=[A-Za-z0-9])", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
        assert entries
        assert all("--hash=sha256:" in entry for entry in entries)


def unit_of(about: str) -> str:
    """Return the unit for systemd that describes itself so."""
    parts = (ROOT / "flows/README.md").read_text(encoding="utf-8").split("```ini")
    return next(part.split("```")[0] for part in parts if f"\nDescription={about}" in part)


def lines_of(unit: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in unit.splitlines() if "=" in line and not line.startswith("#"))


def test_the_unit_for_systemd_may_do_little() -> None:
    unit = unit_of("Gat, nights")
    said = lines_of(unit)
    assert said["User"] != "root"
    assert (said["ProtectSystem"], said["UMask"]) == ("strict", "0077")
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "RestrictSUIDSGID"):
        assert said[name] == "yes"
    assert {"MemoryMax", "ReadWritePaths"} <= said.keys()
    # As a remark: the unit starts where there is no secret too.
    assert "\n#LoadCredential=" in unit


def test_the_unit_for_systemd_is_started_again_after_what_passes() -> None:
    said = lines_of(unit_of("Gat, nights"))
    assert (said["Restart"], said["RestartPreventExitStatus"]) == ("on-failure", "4")
    # One reader that the kernel ends costs its page, and no night.
    assert (said["KillMode"], said["OOMPolicy"]) == ("mixed", "continue")
    assert said["ExecStart"].startswith(f"{said['WorkingDirectory']}/.venv/bin/gat --config ")


def test_the_units_for_a_server_of_ones_own_run_in_the_same_place() -> None:
    names = ("Gat, nights", "Prefect server of", "Runs of Gat for a Prefect server")
    schedule, server, worker = (lines_of(unit_of(name)) for name in names)
    for said in (server, worker):
        same = ("User", "WorkingDirectory", "StateDirectory", "WantedBy")
        assert [said[name] for name in same] == [schedule[name] for name in same]
        assert said["ExecStart"].startswith(f"{said['WorkingDirectory']}/.venv/bin/prefect ")
    assert server["ExecStart"].endswith("--host 127.0.0.1")


BOMB = "".join(
    f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in zip("abcdef", "bcdefg", strict=True)
)
DOCTYPES = {
    "a file": '<!DOCTYPE x [<!ENTITY g SYSTEM "file:///etc/passwd">]>',
    "an address": '<!DOCTYPE x [<!ENTITY g SYSTEM "http://127.0.0.1:1/">]>',
    "a bomb": f'<!DOCTYPE x [<!ENTITY a "lol">{BOMB}]>',
}


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_entities_lead_nowhere_in_feeds_sitemaps_and_workbooks(doctype: str) -> None:
    for root, row in (
        ("rss", "<item><title>T&g;</title><link>http://a.test/x-1.html</link></item>"),
        ("urlset", "<url><loc>http://a.test/x-1.html</loc><lastmod>T&g;</lastmod></url>"),
    ):
        body = f'<?xml version="1.0"?>{DOCTYPES[doctype]}<{root}>{row}</{root}>'.encode()
        page = read_feed(Answer(ask=Ask(url="http://a.test/"), final_url="http://a.test/", body=body))
        assert all(len(item.title + (item.summary or "")) < 9 for item in page.items)
    strings = f'<?xml version="1.0"?>{DOCTYPES[doctype]}<sst><si><t>T&g;</t></si></sst>'.encode()
    try:
        text = read_here(
            "a.xlsx", None, part_replaced(workbook(), "xl/sharedStrings.xml", strings), FileLimits()
        ).text
    except (FileRejected, IndexError, KeyError):  # the child tells these as a broken file
        text = ""
    assert "root:" not in text
    assert text.count("lol") == 0


NAMES = [
    "../../../etc/cron.d/x", "..\\..\\x.pdf", "/etc/passwd", "C:\\Windows\\x.pdf", "a/../../b", "....//x",
    "x\0.pdf", "x\r\nSet-Cookie: a", "\u202efdp.exe", "Báo cáo\u0301.pdf", "x" * 300, "-rf", "~/x", "", ".",
    "..",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_are_words_and_no_paths(name: str) -> None:
    body = zipped({name or "?": b"%PDF-1.4"})
    assert entry_names(body)
    shown = [one for one, _ in members(body)]
    for said in [*shown, file_name(name, "http://a.test/%2e%2e/%2fetc/x.pdf")]:
        assert len(said) <= 500
        assert not {"\0", "\r", "\n"} & set(said)
    for said in shown:
        assert not Path(said).is_absolute()
        assert ".." not in Path(said).parts
