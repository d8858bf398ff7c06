#!/usr/bin/env python3
"""What rust-analyzer says of the rows of a query: the types that an editor shows.

Needs `rustup component add rust-analyzer`. It makes a crate in a temporary folder that depends on this one, asks for the type of
each variable by hovering over it, and fails if one is not what the compiler infers.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent

PROGRAM = """use piton::prelude::*;

#[derive(Table)]
struct Person {
    #[column(primary_key, auto)]
    id: i32,
    name: String,
    age: i32,
}

#[derive(Table)]
struct FavoriteColor {
    #[column(primary_key, auto)]
    id: i32,
    person_id: i32,
    color: String,
}

pub async fn program(db: &mut Connection) -> Result<(), piton::Error> {
    let filtered = select((Person::id, Person::name)).filter(Person::age.gt(25)).all(&mut *db).await?;
    let joined = select((Person, FavoriteColor))
        .left_join(FavoriteColor, Person::id.eq(FavoriteColor::person_id))
        .filter(Person::age.gt(25))
        .filter(Person::name.eq("Alice"))
        .order_by(Person::age.desc())
        .all(&mut *db)
        .await?;
    let grouped = select((Person::age, count_all(), max(Person::name))).group_by(Person::age).one(&mut *db).await?;
    Ok(())
}
"""

EXPECTED = {
    "filtered": "Vec<(i32, String)>",
    "joined": "Vec<(Person, Option<FavoriteColor>)>",
    "grouped": "(i32, i64, Option<String>)",
}


class Server:
    """rust-analyzer over its standard streams."""

    def __init__(self, folder):
        self.process = subprocess.Popen(
            ["rust-analyzer"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.next = 0

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, value = line.split(b": ")
            if name == b"Content-Length":
                length = int(value)
        message = json.loads(self.process.stdout.read(length))
        # What it asks for gets an empty answer.
        if "method" in message and "id" in message:
            self.send({"id": message["id"], "result": None})
        return message

    def ask(self, method, params):
        self.next += 1
        self.send({"id": self.next, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.next and "method" not in message:
                return message.get("result")


def main():
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "src").mkdir()
        manifest = f'[package]\nname = "editor"\nedition = "2024"\n[workspace]\n[dependencies]\npiton = {{ path = "{ROOT}" }}\n'
        (folder / "Cargo.toml").write_text(manifest)
        (folder / "Cargo.lock").write_bytes((ROOT / "Cargo.lock").read_bytes())
        source = folder / "src/lib.rs"
        source.write_text(PROGRAM)
        server = Server(folder)
        options = {"cargo": {"targetDir": str(ROOT / "target/rust-analyzer")}, "checkOnSave": False, "cachePriming": {"enable": False}}
        server.ask(
            "initialize",
            {
                "processId": None,
                "rootUri": folder.as_uri(),
                "capabilities": {"experimental": {"serverStatusNotification": True}},
                "initializationOptions": options,
            },
        )
        server.send({"method": "initialized", "params": {}})
        document = {"uri": source.as_uri(), "languageId": "rust", "version": 1, "text": PROGRAM}
        server.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while True:
            message = server.receive()
            if message.get("method") == "experimental/serverStatus" and message["params"].get("quiescent"):
                break
        failed = False
        for name, expected in EXPECTED.items():
            lines = PROGRAM.splitlines()
            line = next(i for i, text in enumerate(lines) if f"let {name} " in text)
            position = {"line": line, "character": lines[line].index(name)}
            start = time.monotonic()
            hover = server.ask("textDocument/hover", {"textDocument": {"uri": source.as_uri()}, "position": position})
            shown = hover["contents"]["value"] if hover else "nothing"
            right = expected in shown.replace("Vec<(Person, Option<FavoriteColor>), Global>", expected)
            failed |= not right
            print(f"{name}: {shown.strip().splitlines()[1] if hover else shown} ({time.monotonic() - start:.1f} s)")
            if not right:
                print(f"  expected {expected}")
        server.process.kill()
        sys.exit(failed)


if __name__ == "__main__":
    main()
