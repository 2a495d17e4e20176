#!/usr/bin/env python3
"""Makes the store of version 1.0 again, with what 1.0 answered and said (see README.md).

    make.py CHECKOUT

CHECKOUT is a checkout of version 1.0. Its own deploy/up runs it, on servers of its own in a temporary folder; this
plays test systems, update tooling and people, and writes store.sql, answers.jsonl and messages.jsonl beside itself.
Ids and times are those of the day. It takes a few minutes.
"""
import datetime
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import pika

HERE = pathlib.Path(__file__).resolve().parent
PUBLIC_URL = "https://gatehouse.example.org"  # in place of the address that 1.0 was found at
PORT_BASE = 17400
PATIENCE = 60
TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

DEPCHECK, DEPCHECK_I386 = ("dist.depcheck", "x86_64"), ("dist.depcheck", "i386")
UPGRADEPATH, ABICHECK, RPMLINT = ("dist.upgradepath", "noarch"), ("dist.abicheck", "x86_64"), ("dist.rpmlint", None)
INSTALLABILITY = ("dist.installability", "x86_64")
START = "update.base_services_start"
SERVER, KDE = "fedora.updates-server.x86_64.64bit", "fedora.updates-kde.x86_64.64bit"
CHECKS = {"fedora": [DEPCHECK, DEPCHECK_I386, UPGRADEPATH, ABICHECK, RPMLINT]}  # others: depcheck and rpmlint

RECORDED = ("select count(*) from gatehouse.mt_events where type in"
            " ('result_recorded', 'update_recorded', 'waiver_recorded', 'message_rejected')")
SETTLED = ("select count(*) = 4 from gatehouse.fold_checkpoint where name in ('views', 'gates', 'announce', 'verdicts')"
           " and position >= (select max(seq_id) from gatehouse.mt_events)")


def stamp(seconds=0.0):
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return now.isoformat().replace("+00:00", "Z")


def until(condition, what):
    deadline = time.monotonic() + PATIENCE
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {PATIENCE} s in vain until {what}")
        time.sleep(0.05)


class Platform:
    """A running 1.0: publishes there, hears all, and looks into its database whether everything is folded and said."""

    def __init__(self, endpoints):
        self.endpoints, self.facts, self.heard, self.asked = endpoints, 0, [], []
        self.user = urllib.parse.urlparse(endpoints["amqp"]).username
        self.listening = self.connect()
        queue = self.listening.queue_declare("", exclusive=True).method.queue
        self.listening.queue_bind(queue, "gatehouse", "#")
        self.listening.basic_consume(queue, self.hear, auto_ack=True)
        self.listener = threading.Thread(target=self.listening.start_consuming)
        self.listener.start()
        self.channel = self.connect()
        self.channel.confirm_delivery()

    def connect(self):
        return pika.BlockingConnection(pika.URLParameters(self.endpoints["amqp"])).channel()

    def disconnect(self):
        self.listening.connection.add_callback_threadsafe(self.listening.stop_consuming)
        self.listener.join()
        self.channel.connection.close()

    def hear(self, _, method, properties, body):
        kept = {k: v for k, v in vars(properties).items() if v is not None and k != "headers"}
        self.heard.append({"routing_key": method.routing_key, "properties": kept,
                           "headers": properties.headers or {}, "body": body.decode()})

    def sql(self, query):
        psql = ["psql", "-XAtqc", query, self.endpoints["postgres"]]
        return subprocess.run(psql, check=True, capture_output=True, text=True).stdout.strip()

    def publish(self, exchange, key, body, new=True, **properties):
        """Returns when what it causes has been folded and said. A repeat is not new: it brings no fact."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        properties = pika.BasicProperties(content_type="application/json", delivery_mode=2, **properties)
        self.channel.basic_publish(exchange, key, raw, properties)
        self.facts += new
        until(lambda: int(self.sql(RECORDED)) >= self.facts, f"it is recorded: {raw[:200]}")
        self.settle()

    def settle(self):
        until(lambda: self.sql(SETTLED) == "t", "all is folded and said")

    def until_said(self, alias, kind):
        def said():
            return any(m["headers"].get("alias") == alias and m["properties"]["type"] == kind for m in self.heard)
        until(said, f"{alias} says {kind}")
        self.settle()

    def post(self, path, expect=(200, 202)):
        request = urllib.request.Request(self.endpoints["http"] + path, b"", {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as answer:
                status, answered = answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            status, answered = refused.code, json.load(refused)
        assert status in expect, (path, status, answered)
        return answered

    def get(self, path):
        with urllib.request.urlopen(self.endpoints["http"] + path) as answer:
            return json.load(answer)

    def ask(self, path):
        """Keeps the answer."""
        answer = self.get(path)
        self.asked.append({"path": path, "body": answer})
        return answer


class Update:
    """An update of the story, with builds that are named after it and a letter each."""

    def __init__(self, platform, alias, product="fedora-44", contexts=("push_stable",), builds="a"):
        self.platform, self.alias, self.product, self.contexts = platform, alias, product, list(contexts)
        self.letters = builds

    def nvr(self, letter):
        return f"{self.alias.lower()}-{letter}-1.0-1.fc44"

    def define(self, **changes):
        body = {"alias": self.alias, "product_version": self.product, "decision_contexts": self.contexts,
                "builds": [self.nvr(b) for b in self.letters], "state": "open", "submitter": "kparal",
                "title": f"the story of {self.alias}", "time": stamp(),
                "url": f"https://updates.example.org/{self.alias}", **changes}
        self.platform.publish("gatehouse.updates", f"update.{self.alias}", body)
        return self

    def close(self, state, when=None):
        body = {"alias": self.alias, "state": state, "time": when or stamp()}
        self.platform.publish("gatehouse.updates", f"update.{self.alias}", body, user_id=self.platform.user)
        return self

    def result(self, check, outcome, build="a", new=True, properties=None, **more):
        """A field whose value is `...` is left out."""
        testcase, arch = check
        body = {"id": str(uuid.uuid4()), "subject": {"type": "koji_build", "id": self.nvr(build)}, "testcase": testcase,
                "arch": arch, "outcome": outcome, "submit_time": stamp(), **more}
        body = {k: v for k, v in body.items() if v is not ...}
        self.platform.publish("gatehouse.results", f"result.koji_build.{testcase}", body, new, **(properties or {}))
        return self

    def passed(self, but=(), builds=None):
        """All that is asked of its builds passes, but for some."""
        for build in builds or self.letters:
            for check in CHECKS.get(self.product.split("-")[0], [DEPCHECK, RPMLINT]):
                if check not in but:
                    self.result(check, "PASSED", build)
        return self

    def itself(self, outcome, scenario, **more):
        """A result of the update itself."""
        body = {"id": str(uuid.uuid4()), "subject": {"type": "bodhi_update", "id": self.alias}, "testcase": START,
                "scenario": scenario, "outcome": outcome, "submit_time": stamp(), "groups": ["openqa"], **more}
        self.platform.publish("gatehouse.results", f"result.bodhi_update.{START}", body)
        return self

    def waive(self, testcase, waived=True, build="a", vouched=True, **more):
        body = {"id": str(uuid.uuid4()), "subject": {"type": "koji_build", "id": self.nvr(build)}, "testcase": testcase,
                "waived": waived, "comment": "known and harmless" if waived else "harmful after all",
                "username": "kparal", "time": stamp(), **more}
        user = {"user_id": self.platform.user} if vouched else {}
        self.platform.publish("gatehouse.waivers", f"waiver.{testcase}", body, **user)
        return self


def waiting(p):
    """Gates that wait, for each reason that there is."""
    Update(p, "WAIT-MISSING", builds="ab").define().result(DEPCHECK, "PASSED").result(RPMLINT, "INFO", "b")
    Update(p, "WAIT-FAILED").define() \
        .result(DEPCHECK, "FAILED", note="1 of 142 failed", ref_url="https://ci.example.org/runs/77")
    Update(p, "WAIT-RUNNING").define().result(DEPCHECK, "QUEUED").result(DEPCHECK, "RUNNING") \
        .result(DEPCHECK_I386, "PASSED").result(DEPCHECK_I386, "RUNNING")
    Update(p, "WAIT-ERRORED").define().passed(but=[DEPCHECK]).result(DEPCHECK, "ERROR")
    Update(p, "WAIT-ERRORED-AFTER-PASSED").define().passed(but=[UPGRADEPATH]).result(DEPCHECK, "ERROR")
    # Each answer at once; abicheck on two arches, of which the worst counts, and without any.
    Update(p, "WAIT-FOR-ALL-KINDS", builds="ab").define().result(DEPCHECK, "FAILED").result(DEPCHECK_I386, "ERROR") \
        .result(UPGRADEPATH, "RUNNING").result(ABICHECK, "PASSED") \
        .result(("dist.abicheck", "aarch64"), "NEEDS_INSPECTION").result(("dist.abicheck", None), "PASSED", "b") \
        .result(RPMLINT, "FAILED", "b")
    # That the run which was queued somewhere is the one that passed is not known to 1.0.
    Update(p, "WAIT-QUEUED-NOWHERE").define().passed(but=[ABICHECK]) \
        .result(("dist.abicheck", None), "QUEUED", ref_url="https://ci.example.org/runs/78") \
        .result(ABICHECK, "PASSED", ref_url="https://ci.example.org/runs/78")
    # For any arch, for one, withdrawn, for this product version and for another.
    Update(p, "WAIT-WAIVED", builds="ab").define().result(DEPCHECK, "FAILED").waive("dist.depcheck") \
        .waive("dist.depcheck", build="b", arch="i386").waive("dist.upgradepath").waive("dist.upgradepath", False) \
        .waive("dist.abicheck", product_version="fedora-43") \
        .waive("dist.abicheck", build="b", product_version="fedora-44")
    # A waiver that names an arch does not cover what accepts any.
    Update(p, "WAIT-ARCH-WAIVED").define().passed(but=[ABICHECK, UPGRADEPATH]).result(ABICHECK, "FAILED") \
        .waive("dist.abicheck", arch="x86_64")
    Update(p, "WAIT-KERNEL", contexts=["kernel_review"]).define(builds=["kernel-6.17.1-1.fc44"])
    itself = Update(p, "WAIT-ITSELF", contexts=["push_testing", "push_stable"])
    itself.itself("FAILED", KDE).define().result(DEPCHECK, "PASSED")
    itself.waive(START, vouched=False, subject={"type": "bodhi_update", "id": itself.alias}, scenario=KDE)


def complete(p):
    """Gates that said their verdict, and changed it."""
    Update(p, "PASSED", builds="ab").define().passed()
    Update(p, "PASSED-EARLY", product="small-1").passed().define()
    Update(p, "INFO", product="small-1").define().result(RPMLINT, "FAILED").result(DEPCHECK, "PASSED")
    Update(p, "FAILED", builds="ab").define().passed(builds="a").passed(builds="b", but=[DEPCHECK_I386]) \
        .result(DEPCHECK_I386, "FAILED", "b")
    rerun = Update(p, "RE-RUN", product="small-1", builds="ab").define().passed(but=[DEPCHECK])
    rerun.result(DEPCHECK, "PASSED", "b").result(DEPCHECK, "FAILED").result(DEPCHECK, "PASSED")
    rerun.result(DEPCHECK, "PASSED").result(DEPCHECK, "RUNNING").result(DEPCHECK, "FAILED")
    rerun.result(DEPCHECK, "FAILED", "b")                       # only the list changes
    rerun.result(DEPCHECK, "PASSED", submit_time=stamp(-3600))  # late and old: nothing changes
    Update(p, "WAIVED-AFTER", product="small-1").define().passed(but=[DEPCHECK]).result(DEPCHECK, "FAILED") \
        .waive("dist.depcheck", comment="the mirror was away")
    Update(p, "WAIVED-AND-WITHDRAWN", product="small-1").define().passed(but=[DEPCHECK]).result(DEPCHECK, "FAILED") \
        .waive("dist.depcheck").waive("dist.depcheck", False)
    Update(p, "WAIVED-BEFORE", product="small-1").waive("dist.depcheck").define().passed(but=[DEPCHECK])
    Update(p, "CHANGED-TO-INFO", product="small-1").define().passed().result(RPMLINT, "FAILED")
    Update(p, "ESSENTIAL", product="lazy-1").define().result(DEPCHECK, "PASSED").result(RPMLINT, "FAILED")
    Update(p, "ESSENTIAL-FAILED", product="lazy-1").define().result(DEPCHECK, "FAILED")
    Update(p, "NO-POLICY", product="unheard-of").define()
    Update(p, "NOTHING-REQUIRED", contexts=["kernel_review"]).define()
    Update(p, "ITSELF", contexts=["push_testing"]).define().result(DEPCHECK, "PASSED") \
        .itself("PASSED", SERVER).itself("FAILED", KDE)
    itself = Update(p, "ITSELF-EDITED", contexts=["push_testing"]).define().result(DEPCHECK, "PASSED")
    itself.itself("PASSED", SERVER).itself("PASSED", KDE)
    itself.letters = "ab"
    itself.define()  # what was found of the update before still counts


def deadlines(p):
    """Gates whose time is up."""
    builds = {"FAILED": "a", "INFO": "a", "PASSED-LATE": "a", "MISSING": "ab", "RUNNING": "a", "ERRORED": "ab"}
    hasty = {name: Update(p, f"DEADLINE-{name}", product="hasty-1", builds=b) for name, b in builds.items()}
    hasty["FAILED"].define().result(DEPCHECK, "FAILED")
    hasty["INFO"].define().result(DEPCHECK, "PASSED")
    hasty["PASSED-LATE"].define().result(DEPCHECK, "PASSED")
    hasty["MISSING"].define().result(DEPCHECK, "PASSED")
    hasty["RUNNING"].define().result(DEPCHECK, "FAILED").result(DEPCHECK, "RUNNING")
    hasty["ERRORED"].define().result(DEPCHECK, "ERROR").result(DEPCHECK, "PASSED", "b")
    for update in hasty.values():
        p.until_said(update.alias, "gate.complete")
    hasty["PASSED-LATE"].result(RPMLINT, "PASSED")
    hasty["MISSING"].result(DEPCHECK, "PASSED", "b")
    hasty["RUNNING"].result(DEPCHECK, "FAILED")
    hasty["ERRORED"].waive("dist.depcheck")


def edits(p):
    """Revisions, contexts that come and go, closings."""
    edited = Update(p, "EDITED", product="small-1", builds="ab").define().passed()
    edited.letters = "bc"
    edited.define().result(DEPCHECK, "FAILED", "c")
    edited.letters = "bcd"
    edited.define()
    edited.define(title="only the title is another")
    edited.define(time=stamp(-7200), builds=[edited.nvr("z")])  # older: not taken up
    moved = Update(p, "EDITED-PRODUCT").define().passed(but=[ABICHECK])
    moved.product = "fedora-45"
    moved.define().result(ABICHECK, "PASSED")
    contexts = Update(p, "CONTEXTS", contexts=["push_testing"]).define().result(DEPCHECK, "PASSED")
    contexts.contexts = ["push_testing", "push_stable"]
    contexts.define()
    contexts.contexts = ["push_stable", "kernel_review"]
    contexts.define()
    Update(p, "WITHDRAWN").define().result(DEPCHECK, "FAILED").close("withdrawn")
    Update(p, "OBSOLETED", product="small-1").define().passed().close("obsoleted").result(DEPCHECK, "FAILED")
    Update(p, "SHIPPED", product="small-1", builds="ab").define().passed().close("shipped")
    Update(p, "REOPENED", product="small-1").define().passed(but=[DEPCHECK]).close("withdrawn").define()
    when = stamp()
    Update(p, "REOPENED-AT-THE-SAME-TIME", product="small-1").define(time=stamp(-60)).close("withdrawn", when) \
        .define(time=when)
    Update(p, "ONLY-CLOSED").close("shipped")


def identities(p):
    """A UUID, a text, the message's own, none; the older form; repeats and conflicts; subjects of many kinds."""
    ids = Update(p, "IDS").define()
    ids.result(DEPCHECK, "PASSED", id="taskotron-2016-77",
               properties={"user_id": p.user, "headers": {"traceparent": TRACEPARENT}})
    ids.result(DEPCHECK_I386, "PASSED", id=..., properties={"message_id": "run-78"})
    ids.result(UPGRADEPATH, "PASSED", id=..., groups=["5e1c", "77"])  # named by its content
    ids.result(ABICHECK, "FAILED", id=..., submit_time=...)           # named by nothing
    same = {"id": str(uuid.uuid4()), "submit_time": stamp(), "data": {"firmware": ["uefi"], "size": 1.50, "none": None}}
    ids.result(RPMLINT, "PASSED", **same).result(RPMLINT, "PASSED", new=False, **same)
    ids.result(RPMLINT, "FAILED", **same)  # a conflict: rejected
    older = Update(p, "OLDER-FORM", product="small-1").define()
    for testcase, arch in (DEPCHECK, RPMLINT):
        p.publish("gatehouse.results", f"result.{testcase}", {
            "id": f"older-{testcase}",
            "testcase": {"name": testcase, "ref_url": f"https://docs.example.org/{testcase}"},
            "outcome": "passed", "submit_time": stamp()[:-1],
            "data": {"item": [older.nvr("a")], "type": ["koji_build"], "arch": arch, "firmware": ["bios"]}})
    # What a later version may take for other things, or refuse: it is on record as it is.
    for kind, name in (("compose", "Fedora-44-20261129.n.0"), ("brew-build", "glibc-2.42-7.el10"),
                       ("koji_build", "glibc-2.42-7.fc44.x86_64.rpm"), ("koji_build", "perl-5.40:4-1.fc44")):
        p.publish("gatehouse.results", f"result.{kind}.boot", {
            "subject": {"type": kind, "id": name}, "testcase": "boot", "outcome": "PASSED", "arch": "x86_64",
            "scenario": "uefi", "submit_time": stamp()}, message_id=str(uuid.uuid4()))


def rejections(p):
    """One that stays, one that is sent again with success, one that is discarded, one that nobody can read."""
    update = Update(p, "REJECTIONS").define()
    update.result(DEPCHECK, "MAYBE", id="bad-1")
    update.result(DEPCHECK_I386, "PASSED", submit_time=stamp(600 + 5),
                  properties={"message_id": "ahead-1", "user_id": p.user})
    p.publish("gatehouse.updates", "update.bad", {"alias": "BAD", "builds": ["no nvr"], "time": "yesterday"},
              message_id="bad-2")
    p.publish("gatehouse.waivers", "waiver.bad", b"{ no json", message_id="bad-3")

    def path(message_id):
        found = p.get("/api/v1/rejections?limit=500")["items"]
        return f"/api/v1/rejections/{next(r['id'] for r in found if r['message_id'] == message_id)}"

    p.post(f"{path('bad-2')}/discard")
    retry = f"{path('ahead-1')}/retry"
    until(lambda: "fact" in p.post(retry, expect=(202, 422)), "its time has come")
    p.facts += 1
    p.settle()


def second_set(p, policies):
    """Another set comes into force: gates that wait are planned anew under it, the others keep theirs."""
    loosened = Update(p, "LOOSENED", product="loosened-1").define().result(DEPCHECK, "PASSED")
    Update(p, "LOOSENED-FAILED", product="loosened-1").define().result(DEPCHECK, "FAILED")
    shutil.copytree(HERE / "policies", policies, dirs_exist_ok=True)
    p.post("/api/v1/policies/reload")
    p.until_said(loosened.alias, "gate.complete")
    Update(p, "SECOND-SET").define().passed().result(INSTALLABILITY, "PASSED")
    Update(p, "SECOND-SET-FAILED").define().result(INSTALLABILITY, "FAILED")
    Update(p, "WAIT-MISSING").result(INSTALLABILITY, "PASSED")
    Update(p, "PASSED").result(INSTALLABILITY, "FAILED")  # its gate asks for it no more than before


def ask(p):
    """Everything that is kept as what 1.0 answered."""
    p.ask("/api/v1/policies")
    for update in p.ask("/api/v1/updates?limit=500")["items"]:
        path = f"/api/v1/updates/{update['alias']}"
        for gate in p.ask(path)["gates"]:
            p.ask(f"{path}/gates/{gate['decision_context']}")
            p.ask(f"{path}/gates/{gate['decision_context']}/timeline?limit=500")
    p.ask("/api/v1/results?limit=500")
    for rejection in p.ask("/api/v1/rejections?limit=500")["items"]:
        p.ask(f"/api/v1/rejections/{rejection['id']}")


def dump(postgres):
    """
    Statements without psql's own commands and without comments, so that any client can run them. Who led there, which
    names the machine, is left out: that has run out long ago.
    """
    pg_dump = ["pg_dump", "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=200",
               "--exclude-table-data=gatehouse.lease", postgres]
    text = subprocess.run(pg_dump, check=True, capture_output=True, text=True).stdout
    return re.sub(r"\n{2,}", "\n", re.sub(r"(?m)^(--.*|\\.*)$", "", text)).lstrip()


def write(name, lines, address):
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    (HERE / name).write_text(text.replace(address, PUBLIC_URL))


def main(checkout):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o711)  # PostgreSQL may run as a user of its own
        policies = shutil.copytree(HERE / "policies-before", pathlib.Path(folder, "policies"))
        data = pathlib.Path(folder, "data")
        up = subprocess.Popen([pathlib.Path(checkout, "deploy", "up"), "--data", data,
                               "--port-base", str(PORT_BASE), "--policies", policies])
        try:
            while not (data / "endpoints.json").exists():
                assert up.poll() is None, "deploy/up ended"
                time.sleep(0.2)
            p = Platform(json.loads((data / "endpoints.json").read_text()))
            try:
                for part in (waiting, complete, deadlines, edits, identities, rejections):
                    part(p)
                second_set(p, policies)
                p.settle()
                ask(p)
            finally:
                p.disconnect()
            write("answers.jsonl", p.asked, p.endpoints["http"])
            write("messages.jsonl", p.heard, p.endpoints["http"])
            store = dump(p.endpoints["postgres"])
            assert p.endpoints["http"] not in store
            (HERE / "store.sql").write_text(store)
        finally:
            up.send_signal(signal.SIGINT)
            up.wait()


main(sys.argv[1])
