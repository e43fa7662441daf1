/** Ports and paths that are a step behind a literal: in a variable, a field, a parameter, an option or a library of settings. */
import { expect, it } from 'vitest';
import { linesOf } from '../../../support/knowledge.ts';
import { pythonUses } from '../../../support/python-uses.ts';

const ports: readonly (readonly [where: string, source: string, port: string])[] = [
  [
    'argparse',
    'import argparse\nfrom http.server import HTTPServer, BaseHTTPRequestHandler\np = argparse.ArgumentParser()\np.add_argument("--port", type=int, default=7301)\nargs = p.parse_args()\nHTTPServer(("", args.port), BaseHTTPRequestHandler).serve_forever()',
    '7301',
  ],
  [
    'click',
    'import click\nimport uvicorn\n@click.command()\n@click.option("--port", default=7302)\ndef main(port):\n    uvicorn.run("app:app", host="0.0.0.0", port=port)\nmain()',
    '7302',
  ],
  [
    'typer',
    'import typer\nimport uvicorn\ndef main(port: int = 7303):\n    uvicorn.run("app:app", host="0.0.0.0", port=port)\ntyper.run(main)',
    '7303',
  ],
  [
    'typer option',
    'import typer, uvicorn\napp = typer.Typer()\n@app.command()\ndef serve(port: int = typer.Option(7304, envvar="PORT")):\n    uvicorn.run("x:app", host="0.0.0.0", port=port)\napp()',
    '7304',
  ],
  [
    'pydantic-settings',
    'from pydantic_settings import BaseSettings\nimport uvicorn\nclass Settings(BaseSettings):\n    port: int = 7305\nsettings = Settings()\nuvicorn.run("app:app", host="0.0.0.0", port=settings.port)',
    '7305',
  ],
  [
    'pydantic Field',
    'from pydantic import Field\nfrom pydantic_settings import BaseSettings\nimport uvicorn\nclass Settings(BaseSettings):\n    http_port: int = Field(default=7306, alias="HTTP_PORT")\nuvicorn.run("app:app", host="0.0.0.0", port=Settings().http_port)',
    '7306',
  ],
  [
    'environs',
    'from environs import Env\nimport uvicorn\nenv = Env()\nPORT = env.int("PORT", 7307)\nuvicorn.run("app:app", host="0.0.0.0", port=PORT)',
    '7307',
  ],
  [
    'decouple',
    'from decouple import config\nimport uvicorn\nuvicorn.run("app:app", host="0.0.0.0", port=config("PORT", default=7308, cast=int))',
    '7308',
  ],
  [
    'django-environ',
    'import environ, uvicorn\nenv = environ.Env(PORT=(int, 7309))\nuvicorn.run("app:app", host="0.0.0.0", port=env("PORT"))',
    '7309',
  ],
  [
    'dataclass',
    'from dataclasses import dataclass\nimport uvicorn\n@dataclass\nclass Config:\n    host: str = "0.0.0.0"\n    port: int = 7310\nc = Config()\nuvicorn.run("app:app", host=c.host, port=c.port)',
    '7310',
  ],
  [
    'a thread',
    'from threading import Thread\nfrom flask import Flask\napp = Flask("app")\nThread(target=app.run, kwargs={"host": "0.0.0.0", "port": 7501}, daemon=True).start()',
    '7501',
  ],
  [
    'a thread with a tuple',
    'import threading\nfrom flask import Flask\napp = Flask("app")\nthreading.Thread(target=app.run, args=("0.0.0.0", 7502)).start()',
    '7502',
  ],
  [
    'a process with a dictionary',
    'from multiprocessing import Process\nimport uvicorn\noptions = dict(host="0.0.0.0", port=7503)\nProcess(None, uvicorn.run, kwargs=options).start()',
    '7503',
  ],
  [
    'a partial function',
    'from functools import partial\nimport uvicorn\npartial(uvicorn.run, "app:app", host="0.0.0.0", port=7504)()',
    '7504',
  ],
  [
    'an executor',
    'import asyncio\nfrom flask import Flask\napp = Flask("app")\nasyncio.get_event_loop().run_in_executor(None, app.run, "0.0.0.0", 7505)',
    '7505',
  ],
  [
    'os.environ.get int',
    'import os\nfrom waitress import serve\nserve(app, host="0.0.0.0", port=int(os.environ.get("PORT", "7311")))',
    '7311',
  ],
  [
    'getenv or',
    'import os\nfrom waitress import serve\nserve(app, listen="*:%s" % (os.getenv("HTTP_PORT") or 7312))',
    '* 7312',
  ],
  [
    'fstring',
    'import os\nfrom waitress import serve\nport = os.environ.get("P", 7313)\nserve(app, listen=f"0.0.0.0:{port}")',
    '7313',
  ],
  [
    'dict',
    'import uvicorn\nCONFIG = {"server": {"port": 7314}}\nuvicorn.run("app:app", host="0.0.0.0", port=CONFIG["server"]["port"])',
    '7314',
  ],
  [
    'method attr',
    'import socketserver\nclass App:\n    def __init__(self, port=7315):\n        self.port = port\n    def run(self):\n        socketserver.TCPServer(("", self.port), None).serve_forever()\nApp().run()',
    '7315',
  ],
  [
    'aiohttp',
    'from aiohttp import web\nimport os\nweb.run_app(app, port=int(os.getenv("PORT", 7316)))',
    '7316',
  ],
  [
    'asyncio',
    'import asyncio\nPORT = 7317\nasync def main():\n    server = await asyncio.start_server(handle, "0.0.0.0", PORT)\n    await server.serve_forever()\nasyncio.run(main())',
    '7317',
  ],
  [
    'grpc',
    'import grpc\nfrom concurrent import futures\nport = 7318\nserver = grpc.server(futures.ThreadPoolExecutor())\nserver.add_insecure_port(f"[::]:{port}")\nserver.start()',
    ':: 7318',
  ],
  [
    'flask run',
    'from flask import Flask\nimport os\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(host="0.0.0.0", port=int(os.environ.get("PORT", 7319)))',
    '7319',
  ],
  [
    'tornado options',
    'from tornado.options import define, options\nimport tornado.web\ndefine("port", default=7320, type=int)\napp = tornado.web.Application([])\napp.listen(options.port)',
    '7320',
  ],
  [
    'configparser',
    'import configparser, uvicorn\nc = configparser.ConfigParser()\nc.read("shop.ini")\nuvicorn.run("a:app", host="0.0.0.0", port=c.getint("server", "port", fallback=7321))',
    '7321',
  ],
  [
    'walrus',
    'import os, uvicorn\nif not (port := os.getenv("PORT")):\n    port = 7322\nuvicorn.run("a:app", host="0.0.0.0", port=int(port))',
    '7322',
  ],
  [
    'try int',
    'import os, uvicorn\ntry:\n    port = int(os.environ["PORT"])\nexcept KeyError:\n    port = 7323\nuvicorn.run("a:app", host="0.0.0.0", port=port)',
    '7323',
  ],
  [
    'kwargs',
    'import uvicorn\noptions = dict(host="0.0.0.0", port=7324)\nuvicorn.run("a:app", **options)',
    '7324',
  ],
  [
    'uvicorn Config',
    'import uvicorn\nconfig = uvicorn.Config("a:app", host="0.0.0.0", port=7325)\nserver = uvicorn.Server(config)\nserver.run()',
    '7325',
  ],
  [
    'enum',
    'from enum import IntEnum\nimport uvicorn\nclass Ports(IntEnum):\n    HTTP = 7326\nuvicorn.run("a:app", host="0.0.0.0", port=Ports.HTTP)',
    '7326',
  ],
  [
    'classvar',
    'import uvicorn\nclass Config:\n    PORT = 7327\nuvicorn.run("a:app", host="0.0.0.0", port=Config.PORT)',
    '7327',
  ],
  [
    'sys.argv',
    'import sys, uvicorn\nport = int(sys.argv[1]) if len(sys.argv) > 1 else 7328\nuvicorn.run("a:app", host="0.0.0.0", port=port)',
    '7328',
  ],
  [
    'attrs',
    'import attr, uvicorn\n@attr.s\nclass C:\n    port = attr.ib(default=7330)\nuvicorn.run("a:app", host="0.0.0.0", port=C().port)',
    '7330',
  ],
  [
    'NamedTuple',
    'from typing import NamedTuple\nimport uvicorn\nclass C(NamedTuple):\n    port: int = 7331\nuvicorn.run("a:app", host="0.0.0.0", port=C().port)',
    '7331',
  ],
  [
    'starlette Config',
    'from starlette.config import Config\nimport uvicorn\nconfig = Config(".env")\nPORT = config("PORT", cast=int, default=7332)\nuvicorn.run("a:app", host="0.0.0.0", port=PORT)',
    '7332',
  ],
  [
    'dynaconf',
    'from dynaconf import Dynaconf\nimport uvicorn\nsettings = Dynaconf(envvar_prefix="SHOP")\nuvicorn.run("a:app", host="0.0.0.0", port=settings.get("port", 7333))',
    '7333',
  ],
  [
    'lambda default',
    'import os, uvicorn\nenv = lambda k, d=None: os.environ.get(k, d)\nuvicorn.run("a:app", host="0.0.0.0", port=int(env("PORT", "7334")))',
    '7334',
  ],
  [
    'cached settings',
    'from functools import lru_cache\nfrom pydantic_settings import BaseSettings\nimport uvicorn\nclass Settings(BaseSettings):\n    port: int = 7335\n@lru_cache\ndef get_settings():\n    return Settings()\nuvicorn.run("a:app", host="0.0.0.0", port=get_settings().port)',
    '7335',
  ],
];

it.each(ports)('sees a port: %s', async (_, source, port) => {
  const seen = linesOf(await pythonUses({ 'main.py': source })).map((it) => it.split(' by ')[0]);
  expect(seen).toContain(`listens ${port}`);
});

const paths: readonly (readonly [where: string, source: string, line: string])[] = [
  [
    'pathlib module',
    'from pathlib import Path\nBASE = Path(__file__).parent\nDATA = BASE / "data"\nDATA.mkdir(exist_ok=True)',
    'writes data',
  ],
  [
    'pathlib resolve',
    'from pathlib import Path\nBASE = Path(__file__).resolve().parent\n(BASE / "uploads" / "x.txt").write_text("a")',
    'writes uploads/x.txt',
  ],
  [
    'os.path join',
    'import os\nBASE = os.path.dirname(os.path.abspath(__file__))\nos.makedirs(os.path.join(BASE, "var", "log"), exist_ok=True)',
    'writes var/log',
  ],
  [
    'env default',
    'import os\nDATA_DIR = os.environ.get("DATA_DIR", "/data")\nos.makedirs(DATA_DIR, exist_ok=True)',
    'writes /data',
  ],
  [
    'settings field',
    'from pydantic_settings import BaseSettings\nfrom pathlib import Path\nclass Settings(BaseSettings):\n    upload_dir: Path = Path("uploads")\ns = Settings()\ns.upload_dir.mkdir(parents=True, exist_ok=True)',
    'writes uploads',
  ],
  [
    'dataclass',
    'from dataclasses import dataclass\n@dataclass\nclass C:\n    log: str = "logs/app.log"\nc = C()\nopen(c.log, "a")',
    'writes logs/app.log',
  ],
  [
    'sqlite',
    'import sqlite3\nDB = "data/app.db"\ndef connect():\n    return sqlite3.connect(DB)\nconnect()',
    'writes data/app.db',
  ],
  [
    'fstring',
    'import os\nroot = "media"\ndef save(name):\n    with open(f"{root}/{name}.png", "wb") as f:\n        f.write(b"")\nsave("a")',
    'writes media/a.png',
  ],
  [
    'tempfile not',
    'import json\nwith open("config.json") as f:\n    c = json.load(f)',
    'reads config.json',
  ],
  [
    'argparse',
    'import argparse, os\np = argparse.ArgumentParser()\np.add_argument("--out", default="output")\na = p.parse_args()\nos.makedirs(a.out, exist_ok=True)',
    'writes output',
  ],
  [
    'self attr',
    'import os\nclass Store:\n    def __init__(self, folder="store"):\n        self.folder = folder\n        os.makedirs(self.folder, exist_ok=True)\nStore()',
    'writes store',
  ],
  [
    'jinja',
    'from jinja2 import Environment, FileSystemLoader\nTEMPLATES = "templates"\nenv = Environment(loader=FileSystemLoader(TEMPLATES))',
    'reads templates',
  ],
  [
    'StaticFiles',
    'from fastapi import FastAPI\nfrom fastapi.staticfiles import StaticFiles\napp = FastAPI()\nSTATIC = "static"\napp.mount("/s", StaticFiles(directory=STATIC))',
    'reads static',
  ],
  [
    'sqlalchemy url',
    'from sqlalchemy import create_engine\nimport os\nURL = os.getenv("DATABASE_URL", "sqlite:///./shop.db")\ncreate_engine(URL)',
    'writes shop.db',
  ],
  [
    'flask config',
    'from flask import Flask\nimport os\napp = Flask(__name__)\napp.config["UPLOAD_FOLDER"] = "uploads"\nos.makedirs(app.config["UPLOAD_FOLDER"], exist_ok=True)',
    'writes uploads',
  ],
  [
    'yaml',
    'import yaml\nCONFIG = "settings/shop.yaml"\ndef load(path=CONFIG):\n    with open(path) as f:\n        return yaml.safe_load(f)\nload()',
    'reads settings/shop.yaml',
  ],
  [
    'home',
    'from pathlib import Path\nd = Path.home() / ".shop"\nd.mkdir(exist_ok=True)',
    'writes ~/.shop',
  ],
  [
    'expanduser',
    'import os\nos.makedirs(os.path.expanduser("~/.config/shop"), exist_ok=True)',
    'writes ~/.config/shop',
  ],
  [
    'a default behind a section and a key',
    'import os\nclass Config:\n    def __init__(self):\n        self.data = {}\n    def get(self, section, key=None, default=None):\n        return self.data.get(section, {}).get(key, default)\nconfig = Config()\nos.makedirs(config.get("store", "path", "kept/files"))',
    'writes kept/files',
  ],
  [
    'strip',
    'import os\nURL = "/media/"\nos.makedirs(os.path.join("shop", URL.strip("/")))',
    'writes shop/media',
  ],
  ['lstrip', 'import os\nURL = "/up/"\nos.makedirs("a" + URL.lstrip("/") + "b")', 'writes aup/b'],
  ['rstrip', 'import os\nURL = "up//"\nos.makedirs(URL.rstrip("/") + "b")', 'writes upb'],
  [
    'the index of a search',
    'import os\nclass Config:\n    base = "shop"\n    WHOOSHEE_DIR = os.path.join(base, "index")',
    'writes shop/index',
  ],
  ['backups', 'BACKUP_DIR = "backups"', 'writes backups'],
  [
    'removeprefix',
    'import os\nURL = "sqlite-data"\nos.makedirs(URL.removeprefix("sqlite-"))',
    'writes data',
  ],
  [
    'removesuffix',
    'import os\nNAME = "shop.tmp"\nos.makedirs(NAME.removesuffix(".tmp"))',
    'writes shop',
  ],
];

it.each([
  [
    'PlatformDirs of platformdirs',
    'from pathlib import Path\nfrom platformdirs import PlatformDirs\ndirs = PlatformDirs("shop", "acme")\n(Path(dirs.user_state_dir) / "orders.json").write_text("")',
    'writes ~/.local/state/shop/orders.json',
  ],
  [
    'AppDirs of appdirs',
    'import os\nfrom appdirs import AppDirs\nos.makedirs(AppDirs("shop").user_data_dir)',
    'writes ~/.local/share/shop',
  ],
  [
    'an address that SQLAlchemy puts together',
    'import os\nfrom sqlalchemy import URL, create_engine\nFOLDER = os.getenv("FOLDER", "state")\nURI = URL.create(os.getenv("DRIVER", "sqlite"), database=FOLDER + "/shop.db")\ncreate_engine(URI)',
    'writes state/shop.db',
  ],
  [
    'xdg-base-dirs',
    'from xdg_base_dirs import xdg_data_home\n(xdg_data_home() / "shop").mkdir(parents=True)',
    'writes ~/.local/share/shop',
  ],
  [
    'a field that is assigned later',
    'from pathlib import Path\nfrom pydantic import BaseModel, PrivateAttr\nclass Settings(BaseModel):\n    _path: str = PrivateAttr("")\n    def save(self):\n        open(self._path, "w")\nsettings = Settings()\nsettings._path = Path("~").expanduser() / ".shop" / "x.json"\nsettings.save()',
    'writes ~/.shop/x.json',
  ],
  [
    'a field of the same name of another class',
    'class Settings:\n    path: str = ""\n    def save(self):\n        open(self.path, "w")\nclass Other:\n    path: str = ""\nother = Other()\nother.path = "data/x.json"\nSettings().save()',
    undefined,
  ],
  [
    'the address of another database',
    'from sqlalchemy import URL, create_engine\nNAME = "sqlite"\ncreate_engine(URL.create("postgresql", database="shop"))',
    undefined,
  ],
])('sees a folder of a library: %s', async (_, source, line) => {
  const seen = linesOf(await pythonUses({ 'main.py': source })).filter((it) =>
    it.startsWith('writes'),
  );
  expect(seen).toEqual(line === undefined ? [] : [line]);
});

it.each([
  ['[default]\nstore = "store"\n', 'settings_files=["settings.toml"], environments=True'],
  ['STORE = "store"\n', 'settings_file="settings.toml"'],
  ['store = "store"\n', ''],
])('sees a folder in the file that Dynaconf reads: %j', async (text, given) => {
  const files = {
    'main.py': 'import os\nfrom config import settings\nos.makedirs(settings.store)\n',
    'config.py': `from dynaconf import Dynaconf\n# settings.toml\nsettings = Dynaconf(envvar_prefix="SHOP", ${given})\n`,
    'settings.toml': text,
  };
  const { writes } = await pythonUses(files);
  expect(writes).toMatchObject([{ path: 'store', setting: { variable: 'SHOP_STORE' } }]);
});

it.each([
  ['by a default', 'mcp = FastMCP("shop", host="0.0.0.0", port=7401)\nmcp.run()', []],
  [
    'by an option',
    'import argparse\nmcp = FastMCP("shop", host="0.0.0.0", port=7402)\np = argparse.ArgumentParser()\np.add_argument("--transport", default="stdio")\nmcp.run(transport=p.parse_args().transport)',
    [],
  ],
  [
    'by a variable that a member of an enumeration gives way to',
    'import os\nfrom enum import Enum\nclass Transport(str, Enum):\n    STDIO = "stdio"\n    HTTP = "http"\nclass Config:\n    @property\n    def transport(self):\n        return os.getenv("TRANSPORT", Transport.STDIO.value).lower()\nmcp = FastMCP("shop", host="0.0.0.0", port=7403)\nconfig = Config()\nif config.transport in ("http", "sse"):\n    mcp.run(transport=config.transport)\nelse:\n    mcp.run()',
    [],
  ],
  [
    'in the branch that is taken',
    'import os\nkind = os.getenv("TRANSPORT", "stdio")\nmcp = FastMCP("shop", host="0.0.0.0", port=7404)\nif kind == "stdio":\n    mcp.run()\nelse:\n    mcp.run(transport="sse")',
    [],
  ],
  [
    'or not: the other branch is taken',
    'import os\nkind = os.getenv("TRANSPORT", "sse")\nmcp = FastMCP("shop", host="0.0.0.0", port=7405)\nif kind == "stdio":\n    mcp.run()\nelse:\n    mcp.run(transport="sse")',
    ['listens 7405'],
  ],
  [
    'where an old name of another transport is replaced',
    'import os\nkind = os.getenv("TRANSPORT", "stdio")\nif kind == "sse":\n    kind = "http"\nmcp = FastMCP("shop", host="0.0.0.0", port=7407)\nif kind == "http":\n    mcp.run(transport="http")\nelse:\n    mcp.run()',
    [],
  ],
  [
    'unless a variable is set',
    'import os\nmcp = FastMCP("shop", host="0.0.0.0", port=7408)\nif os.getenv("HTTP"):\n    mcp.run(transport="http")\nelse:\n    mcp.run()',
    [],
  ],
  [
    'unless an option is given',
    'import argparse\nmcp = FastMCP("shop", host="0.0.0.0", port=7409)\np = argparse.ArgumentParser()\np.add_argument("--http", action="store_true")\nif p.parse_args().http:\n    mcp.run(transport="http")\nelse:\n    mcp.run()',
    [],
  ],
  [
    'or not: what is set is not known',
    'import settings_of_others\nmcp = FastMCP("shop", host="0.0.0.0", port=7406)\nmcp.run(transport=settings_of_others.transport)',
    ['listens 7406'],
  ],
  [
    'or not: the port is the usual one',
    'mcp = FastMCP("shop")\nmcp.run(transport="streamable-http")',
    ['listens 127.0.0.1 8000'],
  ],
  [
    'or not: the address is with what makes it',
    'mcp = FastMCP("shop", host="0.0.0.0")\nmcp.run(transport="streamable-http")',
    ['listens 8000'],
  ],
])('an MCP server speaks on standard input: %s', async (_, source, lines) => {
  const files = { 'main.py': `from mcp.server.fastmcp import FastMCP\n${source}\n` };
  expect(linesOf(await pythonUses(files)).filter((it) => it.startsWith('listens'))).toEqual(lines);
});

it.each([
  ['stdio', []],
  ['http', ['listens 7421']],
])('an MCP server that starts its own server with %s', async (transport, lines) => {
  const source = `import asyncio, os
import uvicorn
from mcp.server import Server
from mcp.server.stdio import stdio_server
server = Server("shop")
async def over_input():
    async with stdio_server() as streams:
        await server.run(*streams)
async def over_http():
    await uvicorn.Server(uvicorn.Config(app, host="0.0.0.0", port=7421)).serve()
async def main():
    transport = os.getenv("TRANSPORT", "${transport}").lower().replace("-", "_")
    if transport in {"stdio", ""}:
        await over_input()
    elif transport in {"http", "streamable_http"}:
        await over_http()
asyncio.run(main())
`;
  const { listens } = await pythonUses({ 'main.py': source });
  expect(
    linesOf({ listens, reads: [], writes: [], starts: [], needs: [], loads: [], stops: [] }),
  ).toEqual(lines);
});

it.each([
  ['["stdio"]', []],
  ['["sse"]', ['listens 127.0.0.1 8000 by --port']],
])('an MCP server whose transports are %s where none is named', async (transports, lines) => {
  const source = `import argparse
import uvicorn
from mcp.server.fastmcp import FastMCP
mcp = FastMCP("shop")
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--transport", nargs="+", default=${transports})
    parser.add_argument("--host", default=None)
    parser.add_argument("--port", type=int, default=None)
    args = parser.parse_args()
    transports = set(args.transport)
    if transports == {"stdio"}:
        mcp.run(transport="stdio")
    elif transports.issubset({"sse", "streamable-http"}):
        uvicorn.run(mcp.sse_app(), host=args.host or "127.0.0.1", port=args.port or 8000)
main()
`;
  const uses = linesOf(await pythonUses({ 'main.py': source }));
  expect(uses.filter((it) => it.startsWith('listens'))).toEqual(lines);
});

it.each([
  [
    'a dictionary of options',
    'import cherrypy\nweb = {"host": "0.0.0.0", "port": 7411}\ndef start():\n    cherrypy.config.update({"server.socket_host": web.get("host", "127.0.0.1"), "server.socket_port": web["port"]})\n    cherrypy.quickstart(Root())\nstart()\n',
    ['listens 7411'],
  ],
  [
    'a configuration for the whole',
    'import cherrypy\ncherrypy.quickstart(Root(), "/", {"global": {"server.socket_port": 7412}})\n',
    ['listens 127.0.0.1 7412'],
  ],
])('CherryPy listens as %s says', async (_, source, lines) => {
  expect(linesOf(await pythonUses({ 'main.py': source }))).toEqual(lines);
});

it.each([
  'cherrypy.quickstart(Root(), "/", os.path.join(os.path.dirname(__file__), "conf", "web.conf"))',
  'cherrypy.config.update("conf/web.conf")\ncherrypy.quickstart(Root())',
])('CherryPy listens as the file says that it is given: %s', async (source) => {
  const uses = await pythonUses({
    'main.py': `import os\nimport cherrypy\n${source}\n`,
    'conf/web.conf': '[global]\nserver.socket_host = "0.0.0.0"\nserver.socket_port = 7413\n',
  });
  expect(linesOf(uses).filter((it) => it.startsWith('listens'))).toEqual(['listens 7413']);
});

it.each([
  ['sys.path.insert(0, os.path.join(os.path.dirname(__file__), "inner/parts"))', ['listens 7414']],
  ["sys.path.append('./inner/parts/')", ['listens 7414']],
  ['sys.path.append("other")', []],
])('a module in a folder that the program imports from: %s', async (added, lines) => {
  const uses = await pythonUses({
    'main.py': `import os, sys\n${added}\nimport tiny\ntiny.serve(7414)\n`,
    'inner/parts/tiny.py':
      'from http.server import HTTPServer\ndef serve(port):\n    HTTPServer(("", port), None).serve_forever()\n',
  });
  expect(linesOf(uses)).toEqual(lines);
});

it('reads modules that a package imports as if it were run inside', async () => {
  const uses = await pythonUses({
    'main.py': 'import service.serve\n',
    'service/serve.py':
      'from http.server import HTTPServer\nfrom utils.net import PORT\nHTTPServer(("", PORT), None)\n',
    'service/__init__.py': '',
    'service/utils/__init__.py': '',
    'service/utils/net.py': 'PORT = 7415\n',
  });
  expect(linesOf(uses)).toEqual(['listens 7415']);
});

it('a variable of fastmcp lets others reach it', async () => {
  const { listens } = await pythonUses({
    'main.py': 'from fastmcp import FastMCP\nFastMCP("shop").run(transport="http")\n',
  });
  expect(listens).toMatchObject([
    { port: 8000, host: '127.0.0.1', hostSetting: { variable: 'FASTMCP_HOST' } },
  ]);
});

it.each([
  ['either of two', 'os.getenv("KEY") or os.getenv("TOKEN")', ['needs KEY']],
  ['one of three', 'os.environ.get("KEY") or os.getenv("A") or os.getenv("B")', ['needs KEY']],
  ['one with another default', 'os.getenv("KEY") or os.getenv("A", "x")', []],
  ['one with a constant behind it', 'os.getenv("KEY") or "x"', []],
])('demands %s', async (_, value, needs) => {
  const source = `import os, sys\nKEY = ${value}\nif not KEY:\n    print("no key")\n    sys.exit(1)\n`;
  expect(
    linesOf(await pythonUses({ 'main.py': source })).filter((it) => it.startsWith('needs')),
  ).toEqual(needs);
});

it.each(paths)('sees a path: %s', async (_, source, line) => {
  expect(linesOf(await pythonUses({ 'main.py': source }))).toContain(line);
});

it('follows super() to the class of the project', async () => {
  const source = `import os
class Config:
    @property
    def folder(self):
        return os.path.join(os.environ.get("CONFIG_HOME") or os.path.expanduser("~/.config"), "shop")
class LinuxConfig(Config):
    @property
    def folder(self):
        return super().folder
class Handler:
    def __call__(self, config=None):
        self.config = config if config else LinuxConfig()
        os.makedirs(self.config.folder)
Handler()()
`;
  const { writes } = await pythonUses({ 'main.py': source });
  expect(writes).toMatchObject([{ path: '.config/shop', below: 'home' }]);
});

it('takes no method of a text for one of the project', async () => {
  const source =
    'import os\nclass Shop:\n    def split(self, text, folder=None):\n        if folder:\n            with open(os.path.join(folder, "a.txt"), "w") as f:\n                f.write(text)\ndef run(shop, line):\n    Shop().split("a", "exports")\n    return line.split("=", 1)\nrun(Shop(), input())\n';
  expect(linesOf(await pythonUses({ 'main.py': source }))).toEqual(['writes exports/a.txt']);
});

it('takes no number for a path', async () => {
  const source =
    'import os\nclass Shop:\n    def split(self, text, folder=None):\n        if folder:\n            os.makedirs(folder)\ndef run(shop, line):\n    shop.split("a", "exports")\n    return line.split("=", 1)\nrun(Shop(), input())\n';
  expect(linesOf(await pythonUses({ 'main.py': source }))).toEqual(['writes exports']);
});

it('takes no message for a path', async () => {
  const source =
    'class Picture:\n    def __init__(self, ok):\n        self.place = "data/picture.png"\n        if not ok:\n            self.place = "[Download failed]"\n    def save(self):\n        with open(self.place, "wb") as f:\n            f.write(b"")\nPicture(True).save()\n';
  expect(linesOf(await pythonUses({ 'main.py': source }))).toEqual(['writes data/picture.png']);
});
