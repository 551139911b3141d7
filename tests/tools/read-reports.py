"""Reads reports with the readers of others, and prints what they saw as JSON.

    read-reports.py READERS FOLDER

READERS is where install-report-readers.sh puts them. FOLDER holds NAME.sarif, NAME.xml, NAME.gitlab.json and
NAME.github for each project. Ends with a fault's text and 1 where a report is not as its schema says.
"""

import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

readers, folder = Path(sys.argv[1]), Path(sys.argv[2])
sys.path.insert(0, str(readers / "lib"))

import jsonschema  # noqa: E402
import junitparser  # noqa: E402
import xmlschema  # noqa: E402

# What GitLab's page asks of a report: GitLab drops an entry without it. The rules, field by field:
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format has `description`, `check_name`,
# `fingerprint` (unique), `severity` (one of five), `location.path` (relative to the repository, without `./`) and
# `location.lines.begin` or `location.positions.begin.line`, and wants no byte-order mark before the list.
# https://github.com/codeclimate/platform/blob/master/spec/analyzers/SPEC.md wants `type` to be "issue", one line
# of description and at least one of its categories; codeclimate-types has these, and types() asks it.
POSITION = {"type": "object", "required": ["line"], "properties": {"line": {"type": "integer", "minimum": 1}}}
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1, "pattern": r"^[^\r\n]+\Z"},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines", "positions"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/.]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                    "positions": {
                        "type": "object",
                        "required": ["begin", "end"],
                        "properties": {"begin": POSITION, "end": POSITION},
                    },
                },
            },
        },
    },
}


def validator(kind, schema):
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


sarif_schema = validator(
    jsonschema.Draft4Validator, json.loads((readers / "sarif-schema-2.1.0.json").read_text())
)
gitlab_schema = validator(jsonschema.Draft202012Validator, GITLAB)
junit_schema = xmlschema.XMLSchema(str(readers / "junit-10.xsd"))


def valid(schema, path):
    value = json.loads(path.read_text())
    faults = [f"{path.name}: {fault.json_path}: {fault.message}" for fault in schema.iter_errors(value)]
    if faults:
        sys.exit("\n".join(faults))
    return value


def sarif(path):
    results = valid(sarif_schema, path)["runs"][0]["results"]
    return [
        {"level": result["level"], "code": result["ruleId"], "waived": bool(result["suppressions"])}
        for result in results
    ]


def gitlab(path):
    if path.read_bytes()[:1] != b"[":
        sys.exit(f"{path.name}: does not begin with the list")
    issues = valid(gitlab_schema, path)
    prints = {issue["fingerprint"] for issue in issues}
    if len(prints) != len(issues):
        sys.exit(f"{path.name}: two findings have one fingerprint, and GitLab would show one of them")
    return [{"code": issue["check_name"]} for issue in issues]


def types(paths):
    """Holds GitLab reports to the types of others, which take no name that they do not know."""
    with tempfile.TemporaryDirectory() as work:
        lines = ["import { Issue } from 'codeclimate-types'"]
        for index, path in enumerate(paths):
            issues = json.loads(path.read_text())
            # The one thing that the types do not know: the units, for scripts of one's own.
            for issue in issues:
                issue.pop("keys", None)
            lines.append(f"// {path.name}")
            lines.append(f"export const report{index}: Issue[] = {json.dumps(issues)}")
        Path(work, "reports.ts").write_text("\n".join(lines))
        Path(work, "node_modules").symlink_to((readers / "types/node_modules").resolve())
        compiler = (readers / "types/node_modules/typescript/bin/tsc").resolve()
        run = subprocess.run(
            ["node", compiler, "--noEmit", "--strict", "reports.ts"],
            cwd=work,
            capture_output=True,
            text=True,
        )
        if run.returncode != 0:
            sys.exit(f"the types of Code Climate's reports find fault:\n{run.stdout[:4000]}{run.stderr}")


def junit(path):
    tree = ElementTree.parse(path)
    # The one thing that the schema does not know: GitLab and others read where a case stands.
    for case in tree.iter("testcase"):
        case.attrib.pop("file", None)
        case.attrib.pop("line", None)
    junit_schema.validate(tree)
    report = junitparser.JUnitXml.fromfile(str(path))
    cases = []
    for suite in report:
        for case in suite:
            kinds = [type(result).__name__ for result in case.result]
            cases.append({"suite": suite.name, "name": case.name, "result": kinds})
    counts = {"tests": report.tests, "failures": report.failures, "errors": report.errors}
    report.update_statistics()
    if counts != {"tests": report.tests, "failures": report.failures, "errors": report.errors}:
        sys.exit(f"{path.name}: its counts {counts} are not those of its cases")
    return {"cases": cases, "failures": report.failures, "skipped": report.skipped}


def github(names):
    """Lets act run a step that prints all reports, and returns the commands that it understood."""
    with tempfile.TemporaryDirectory() as work:
        flow = Path(work, ".github", "workflows")
        flow.mkdir(parents=True)
        lines = [f"echo '== {name}'; cat '{folder / name}.github'" for name in names]
        step = {"run": "\n".join(lines)}
        job = {"runs-on": "ubuntu-latest", "steps": [step]}
        Path(flow, "reports.yml").write_text(json.dumps({"on": "push", "jobs": {"reports": job}}))
        subprocess.run(["git", "init", "-q", work], check=True)
        run = subprocess.run(
            [readers / "lib/bin/act", "--json", "-P", "ubuntu-latest=-self-hosted", "push"],
            cwd=work,
            capture_output=True,
            text=True,
            env={"PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": work},
        )
    if run.returncode != 0:
        sys.exit(f"act fails:\n{run.stdout}{run.stderr}")
    found, current = {name: [] for name in names}, None
    for line in run.stdout.splitlines():
        event = json.loads(line)
        if event.get("raw_output"):
            text = event["msg"].strip()
            if not text.startswith("== "):
                sys.exit(f"act reads no command in {text!r}")
            current = text[3:]
        elif event.get("command") in ("error", "warning", "notice"):
            found[current].append(
                {"command": event["command"], "properties": event["kvPairs"], "message": event["arg"]}
            )
    return found


names = sorted(path.name.removesuffix(".sarif") for path in folder.glob("*.sarif"))
commands = github(names)
seen = {
    name: {
        "sarif": sarif(folder / f"{name}.sarif"),
        "junit": junit(folder / f"{name}.xml"),
        "gitlab": gitlab(folder / f"{name}.gitlab.json"),
        "github": commands[name],
    }
    for name in names
}
types([folder / f"{name}.gitlab.json" for name in names])
print(json.dumps(seen))
