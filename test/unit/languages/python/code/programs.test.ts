/**
 * Small programs in which a port, a path, a program or a variable is one step or more behind a
 * literal, as applications have them.
 */
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../support/knowledge.ts';
import { pythonUses } from '../../../../support/python-uses.ts';

type Files = Readonly<Record<string, string>>;

async function seenIn(program: string | Files): Promise<readonly string[]> {
  return linesOf(await pythonUses(typeof program === 'string' ? { 'main.py': program } : program));
}

const uvicorn = 'import uvicorn\n';
const http = 'from http.server import HTTPServer\n';

describe('a port behind', () => {
  it.each<readonly [string, string | Files, string]>([
    ['a constant', `${http}PORT = 9000\nHTTPServer(("", PORT), None)`, 'listens 9000'],
    [
      'int() around getenv',
      `${http}import os\nHTTPServer(("", int(os.getenv("HTTP", "7212"))), None)`,
      'listens 7212 by HTTP',
    ],
    [
      'environ.get with a number',
      `${uvicorn}from os import environ\nuvicorn.run(app, host="0.0.0.0", port=environ.get("PORT", 8123))`,
      'listens 8123 by PORT',
    ],
    [
      'environ.get or a number',
      `${uvicorn}import os\nport = int(os.environ.get("PORT") or 8124)\nuvicorn.run(app, host="0.0.0.0", port=port)`,
      'listens 8124 by PORT',
    ],
    [
      'a condition on the variable',
      `${uvicorn}import os\nport = os.getenv("PORT")\nif not port:\n    port = 8125\nuvicorn.run(app, host="0.0.0.0", port=int(port))`,
      'listens 8125 by PORT',
    ],
    [
      'a conditional expression',
      `${uvicorn}import os\nuvicorn.run(app, host="0.0.0.0", port=int(os.environ["PORT"]) if "PORT" in os.environ else 8126)`,
      'listens 8126 by PORT',
    ],
    [
      'an attempt',
      `${uvicorn}import os\ntry:\n    port = int(os.environ["PORT"])\nexcept KeyError:\n    port = 8127\nuvicorn.run(app, host="0.0.0.0", port=port)`,
      'listens 8127 by PORT',
    ],
    [
      'setdefault',
      `${uvicorn}import os\nos.environ.setdefault("PORT", "8128")\nuvicorn.run(app, host="0.0.0.0", port=int(os.environ["PORT"]))`,
      'listens 8128 by PORT',
    ],
    [
      'a demanded variable',
      `${uvicorn}import os\nuvicorn.run(app, host="0.0.0.0", port=int(os.environ["PORT"]))`,
      'listens somewhere by PORT',
    ],
    [
      'a module of the project',
      {
        'main.py': `${uvicorn}import config\nuvicorn.run(app, host=config.HOST, port=config.PORT)`,
        'config.py': 'HOST = "0.0.0.0"\nPORT = 8129\n',
      },
      'listens 8129',
    ],
    [
      'a name imported from a package',
      {
        'main.py': `${uvicorn}from shop.settings import PORT as port\nuvicorn.run(app, host="0.0.0.0", port=port)`,
        'shop/__init__.py': '',
        'shop/settings.py': 'import os\nPORT = int(os.getenv("SHOP_PORT", 8130))\n',
      },
      'listens 8130 by SHOP_PORT',
    ],
    [
      'a relative import in a package of src',
      {
        'src/shop/__init__.py': '',
        'src/shop/config.py': 'class Config:\n    port = 8131\n',
        'src/shop/__main__.py': `${uvicorn}from .config import Config\nuvicorn.run(app, host="0.0.0.0", port=Config.port)`,
        'main.py': 'from shop import __main__',
      },
      'listens 8131',
    ],
    [
      'a name that a package passes on',
      {
        'main.py': `${uvicorn}from shop import settings\nuvicorn.run(app, host="0.0.0.0", port=settings.port)`,
        'shop/__init__.py': 'from .conf import settings\n',
        'shop/conf.py':
          'class Settings:\n    def __init__(self):\n        self.port = 8132\nsettings = Settings()\n',
      },
      'listens 8132',
    ],
    [
      'a star import',
      {
        'main.py': `${uvicorn}from constants import *\nuvicorn.run(app, host="0.0.0.0", port=PORT)`,
        'constants.py': 'PORT = 8133\n',
      },
      'listens 8133',
    ],
    [
      'a package without __init__',
      {
        'main.py': `${uvicorn}from app.core import config\nuvicorn.run(app, host="0.0.0.0", port=config.PORT)`,
        'app/core/config.py': 'PORT = 8134\n',
      },
      'listens 8134',
    ],
    [
      'a class attribute',
      `${uvicorn}class Config:\n    PORT = 8135\nuvicorn.run(app, host="0.0.0.0", port=Config.PORT)`,
      'listens 8135',
    ],
    [
      'a dataclass field',
      `${uvicorn}from dataclasses import dataclass\n@dataclass\nclass Config:\n    host: str = "0.0.0.0"\n    port: int = 8136\nconfig = Config()\nuvicorn.run(app, host=config.host, port=config.port)`,
      'listens 8136',
    ],
    [
      'a dataclass field that is given',
      `${uvicorn}from dataclasses import dataclass, field\n@dataclass\nclass Config:\n    host: str\n    port: int = field(default=80)\nconfig = Config("0.0.0.0", port=8137)\nuvicorn.run(app, host=config.host, port=config.port)`,
      'listens 8137',
    ],
    [
      'a nested dataclass',
      `${uvicorn}from dataclasses import dataclass, field\n@dataclass\nclass Server:\n    port: int = 8138\n@dataclass\nclass Config:\n    server: Server = field(default_factory=Server)\nconfig = Config()\nuvicorn.run(app, host="0.0.0.0", port=config.server.port)`,
      'listens 8138',
    ],
    [
      'settings of pydantic',
      `${uvicorn}from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    port: int = 8139\nsettings = Settings()\nuvicorn.run(app, host="0.0.0.0", port=settings.port)`,
      'listens 8139 by PORT',
    ],
    [
      'settings of pydantic with a prefix',
      `${uvicorn}from pydantic_settings import BaseSettings, SettingsConfigDict\nclass Settings(BaseSettings):\n    model_config = SettingsConfigDict(env_prefix="SHOP_")\n    port: int = 8140\nuvicorn.run(app, host="0.0.0.0", port=Settings().port)`,
      'listens 8140 by SHOP_PORT',
    ],
    [
      'settings of pydantic with an alias',
      `${uvicorn}from pydantic import Field\nfrom pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    port: int = Field(default=8141, validation_alias="HTTP_PORT")\ndef get_settings():\n    return Settings()\nuvicorn.run(app, host="0.0.0.0", port=get_settings().port)`,
      'listens 8141 by HTTP_PORT',
    ],
    [
      'settings in a function that is cached, in another module',
      {
        'main.py': `${uvicorn}from shop.config import get_settings\nsettings = get_settings()\nif __name__ == "__main__":\n    uvicorn.run("main:app", host="0.0.0.0", port=settings.server.port)`,
        'shop/config.py':
          'from functools import lru_cache\nfrom pydantic import BaseModel\nfrom pydantic_settings import BaseSettings\nclass Server(BaseModel):\n    port: int = 8142\nclass Settings(BaseSettings):\n    server: Server = Server()\n@lru_cache\ndef get_settings() -> Settings:\n    return Settings()\n',
      },
      'listens 8142',
    ],
    [
      'a model in settings',
      `${uvicorn}from pydantic import BaseModel\nfrom pydantic_settings import BaseSettings\nclass Server(BaseModel):\n    port: int = 8200\nclass Settings(BaseSettings):\n    model_config = {"env_nested_delimiter": "__"}\n    server: Server = Server()\nuvicorn.run(app, host="0.0.0.0", port=Settings().server.port)`,
      'listens 8200 by SERVER__PORT',
    ],
    [
      'a NamedTuple',
      `${uvicorn}from typing import NamedTuple\nclass Options(NamedTuple):\n    port: int = 8143\nuvicorn.run(app, host="0.0.0.0", port=Options().port)`,
      'listens 8143',
    ],
    [
      'attrs',
      `${uvicorn}import attr\n@attr.s\nclass Options:\n    port = attr.ib(default=8144)\nuvicorn.run(app, host="0.0.0.0", port=Options().port)`,
      'listens 8144',
    ],
    [
      'an attribute that the constructor sets',
      `${http}class Server:\n    def __init__(self, port=8145):\n        self.port = port\n    def start(self):\n        HTTPServer(("", self.port), None)\nServer().start()`,
      'listens 8145',
    ],
    [
      'an argument of the constructor',
      `${http}class Server:\n    def __init__(self, port):\n        self._port = port\n    def start(self):\n        HTTPServer(("", self._port), None)\nserver = Server(8146)\nserver.start()`,
      'listens 8146',
    ],
    [
      'a property',
      `${http}class Config:\n    @property\n    def address(self):\n        return ("", 8147)\nHTTPServer(Config().address, None)`,
      'listens 8147',
    ],
    [
      'a parameter',
      `${http}def serve(port):\n    HTTPServer(("", port), None)\nserve(8148)`,
      'listens 8148',
    ],
    [
      'the default of a parameter',
      `${http}def serve(host="", port=8149):\n    HTTPServer((host, port), None)\nif __name__ == "__main__":\n    serve()`,
      'listens 8149',
    ],
    [
      'a parameter of another module',
      {
        'main.py': 'from server import serve\nserve(port=8150)',
        'server.py': `${http}def serve(port):\n    HTTPServer(("", port), None)\n`,
      },
      'listens 8150',
    ],
    [
      'a thread',
      `${http}import threading\ndef serve(port):\n    HTTPServer(("", port), None)\nthreading.Thread(target=serve, args=(8151,)).start()`,
      'listens 8151',
    ],
    [
      'what a function returns',
      `${uvicorn}import os\ndef get_port():\n    return int(os.getenv("PORT", "8152"))\nuvicorn.run(app, host="0.0.0.0", port=get_port())`,
      'listens 8152 by PORT',
    ],
    [
      'a helper that reads the environment',
      `${uvicorn}import os\ndef env(name, default=None):\n    return os.environ.get(name, default)\nuvicorn.run(app, host="0.0.0.0", port=int(env("PORT", 8153)))`,
      'listens 8153 by PORT',
    ],
    [
      'argparse',
      `${http}import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("-p", "--port", type=int, default=8154)\nargs = parser.parse_args()\nHTTPServer(("", args.port), None)`,
      'listens 8154 by --port',
    ],
    [
      'argparse in a function, whose result is passed on',
      `${http}import argparse\ndef parse():\n    parser = argparse.ArgumentParser()\n    parser.add_argument("--listen-port", type=int, default="8155")\n    return parser.parse_args()\ndef main():\n    args = parse()\n    run(args)\ndef run(args):\n    HTTPServer(("", args.listen_port), None)\nmain()`,
      'listens 8155 by --listen-port',
    ],
    [
      'argparse with a default from the environment',
      `${http}import argparse, os\nparser = argparse.ArgumentParser()\nparser.add_argument("--port", type=int, default=os.environ.get("APP_PORT", 8156))\nHTTPServer(("", parser.parse_args().port), None)`,
      'listens 8156 by APP_PORT',
    ],
    [
      'the dictionary of argparse',
      `${http}import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--port", type=int, default=8157)\noptions = vars(parser.parse_args())\nHTTPServer(("", options["port"]), None)`,
      'listens 8157 by --port',
    ],
    [
      'click',
      `${uvicorn}import click\n@click.command()\n@click.option("--host", default="0.0.0.0")\n@click.option("--port", "-p", default=8158, envvar="CLICK_PORT", show_default=True)\ndef main(host, port):\n    uvicorn.run(app, host=host, port=port)\nmain()`,
      'listens 8158 by CLICK_PORT',
    ],
    [
      'click with all options in one dictionary',
      `${uvicorn}import click\n@click.command()\n@click.option("--port", "-p", default=8162)\ndef main(**options):\n    number = options["port"]\n    uvicorn.run(app, host="0.0.0.0", port=number)\nmain()`,
      'listens 8162 by --port',
    ],
    [
      'click with another name',
      `${uvicorn}import click\n@click.command()\n@click.option("--bind-port", "number", default=8159, type=int)\ndef main(number):\n    uvicorn.run(app, host="0.0.0.0", port=number)\nmain()`,
      'listens 8159 by --bind-port',
    ],
    [
      'typer',
      `${uvicorn}import typer\ncli = typer.Typer()\n@cli.command()\ndef serve(host: str = "0.0.0.0", port: int = typer.Option(8160, "--port", envvar="TYPER_PORT")):\n    uvicorn.run(app, host=host, port=port)\ncli()`,
      'listens 8160 by TYPER_PORT',
    ],
    [
      'typer with Annotated',
      `${uvicorn}from typing import Annotated\nimport typer\ncli = typer.Typer()\n@cli.command()\ndef serve(port: Annotated[int, typer.Option(help="x")] = 8161):\n    uvicorn.run(app, host="0.0.0.0", port=port)\ncli()`,
      'listens 8161 by --port',
    ],
    [
      "tornado's options",
      'import tornado.httpserver\nfrom tornado.options import define, options\ndefine("port", default=8162, type=int)\nserver = tornado.httpserver.HTTPServer(app)\nserver.listen(options.port)',
      'listens 8162 by --port',
    ],
    [
      "absl's flags",
      `${http}from absl import flags\nFLAGS = flags.FLAGS\nflags.DEFINE_integer("port", 8163, "x")\nHTTPServer(("", FLAGS.port), None)`,
      'listens 8163 by --port',
    ],
    [
      'environs',
      `${uvicorn}from environs import Env\nenv = Env()\nenv.read_env()\nuvicorn.run(app, host="0.0.0.0", port=env.int("PORT", 8164))`,
      'listens 8164 by PORT',
    ],
    [
      'decouple',
      `${uvicorn}from decouple import config\nuvicorn.run(app, host="0.0.0.0", port=config("PORT", default=8165, cast=int))`,
      'listens 8165 by PORT',
    ],
    [
      'django-environ with a scheme',
      `${uvicorn}import environ\nenv = environ.Env(PORT=(int, 8166))\nuvicorn.run(app, host="0.0.0.0", port=env("PORT"))`,
      'listens 8166 by PORT',
    ],
    [
      "starlette's configuration",
      `${uvicorn}from starlette.config import Config\nconfig = Config(".env")\nuvicorn.run(app, host="0.0.0.0", port=config("PORT", cast=int, default=8167))`,
      'listens 8167 by PORT',
    ],
    [
      'dotenv_values',
      `${uvicorn}from dotenv import dotenv_values\nconfig = dotenv_values(".env")\nuvicorn.run(app, host="0.0.0.0", port=int(config.get("PORT", 8168)))`,
      'listens 8168 by PORT',
    ],
    [
      'a YAML file',
      {
        'main.py': `${uvicorn}import yaml\nwith open("config.yaml") as file:\n    config = yaml.safe_load(file)\nuvicorn.run(app, host="0.0.0.0", port=config["server"]["port"])`,
        'config.yaml': 'server:\n  port: 8169\n',
      },
      'listens 8169 by server.port',
    ],
    [
      'a JSON file beside the module',
      {
        'main.py': `${uvicorn}import json\nfrom pathlib import Path\nconfig = json.loads((Path(__file__).parent / "config" / "app.json").read_text())\nuvicorn.run(app, host="0.0.0.0", port=config.get("port", 80))`,
        'config/app.json': '{"port": 8170}',
      },
      'listens 8170 by port',
    ],
    [
      'a TOML file in a function',
      {
        'main.py': `${uvicorn}import tomllib\ndef load(path="settings.toml"):\n    with open(path, "rb") as file:\n        return tomllib.load(file)\nuvicorn.run(app, host="0.0.0.0", port=load()["http"]["port"])`,
        'settings.toml': '[http]\nport = 8171\n',
      },
      'listens 8171 by http.port',
    ],
    [
      'an INI file',
      {
        'main.py': `${uvicorn}import configparser\nconfig = configparser.ConfigParser()\nconfig.read("app.ini")\nuvicorn.run(app, host="0.0.0.0", port=config.getint("server", "port"))`,
        'app.ini': '[server]\nport = 8172\n',
      },
      'listens 8172 by server.port',
    ],
    [
      'an INI file in brackets',
      {
        'main.py': `${uvicorn}import configparser\nconfig = configparser.ConfigParser()\nconfig.read("app.ini")\nuvicorn.run(app, host="0.0.0.0", port=int(config["server"]["port"]))`,
        'app.ini': '[server]\nport = 8173\n',
      },
      'listens 8173 by server.port',
    ],
    [
      'the default for a key of a file that is not there',
      `${uvicorn}import json\nconfig = json.load(open("/etc/app.json"))\nuvicorn.run(app, host="0.0.0.0", port=config.get("port", 8174))`,
      'listens 8174 by port',
    ],
    [
      'a dictionary',
      `${uvicorn}CONFIG = {"host": "0.0.0.0", "port": 8175}\nuvicorn.run(app, host=CONFIG["host"], port=CONFIG["port"])`,
      'listens 8175',
    ],
    [
      'options in a dictionary',
      `${uvicorn}options = dict(host="0.0.0.0", port=8176)\nuvicorn.run(app, **options)`,
      'listens 8176',
    ],
    [
      'a field that becomes a copy of itself',
      `${uvicorn}class Menu:\n    def __init__(self):\n        self.items = set()\n        self.items.add(1)\n        self.items = dict(self.items)\nMenu()\nuvicorn.run(app, port=8187)`,
      'listens 127.0.0.1 8187',
    ],
    [
      'keywords that a function passes to itself',
      `${uvicorn}def serve(cls=None, **kwargs):\n    if cls is None:\n        return serve(app, **kwargs)\n    uvicorn.run(cls, port=kwargs.get("port", 8186))`,
      'listens 127.0.0.1 8186',
    ],
    [
      'a dictionary that extends another',
      `${uvicorn}DEFAULTS = {"port": 8177}\nCONFIG = {**DEFAULTS, "host": "0.0.0.0"}\nuvicorn.run(app, host=CONFIG["host"], port=CONFIG.get("port"))`,
      'listens 8177',
    ],
    [
      'a tuple',
      `${http}HOST, PORT = "0.0.0.0", 8178\nHTTPServer((HOST, PORT), None)`,
      'listens 8178',
    ],
    [
      'an f-string',
      'import grpc\nPORT = 50051\nserver = grpc.server(None)\nserver.add_insecure_port(f"0.0.0.0:{PORT}")',
      'listens 50051',
    ],
    [
      'a format',
      'import grpc\nserver = grpc.server(None)\nserver.add_insecure_port("{}:{}".format("0.0.0.0", 50052))',
      'listens 50052',
    ],
    [
      'a format with %',
      'import grpc, os\nserver = grpc.server(None)\nserver.add_insecure_port("0.0.0.0:%s" % os.getenv("PORT", "50053"))',
      'listens 50053 by PORT',
    ],
    [
      'an address with a default, that is split',
      `${http}import os\nhost, port = os.getenv("ADDRESS", "0.0.0.0:8179").split(":")\nHTTPServer((host, int(port)), None)`,
      'listens 8179 by ADDRESS',
    ],
    ['a sum', `${http}BASE = 8000\nHTTPServer(("", BASE + 180), None)`, 'listens 8180'],
    [
      'a separate class',
      `import socketserver\nclass Server(socketserver.ThreadingMixIn, socketserver.TCPServer):\n    allow_reuse_address = True\nserver = Server(("0.0.0.0", 8181), None)`,
      'listens 8181',
    ],
    [
      'a class that calls its base',
      `import socketserver\nclass Server(socketserver.TCPServer):\n    def __init__(self, port):\n        super().__init__(("", port), None)\nServer(8182)`,
      'listens 8182',
    ],
    [
      'an object of configuration of uvicorn',
      'import asyncio, os\nfrom uvicorn import Config, Server\nasync def main():\n    server = Server(Config("main:app", host="0.0.0.0", port=int(os.getenv("PORT", 8183))))\n    await server.serve()\nasyncio.run(main())',
      'listens 8183 by PORT',
    ],
    [
      'aiohttp with a runner',
      'from aiohttp import web\nimport os\nasync def main():\n    runner = web.AppRunner(app)\n    await web.TCPSite(runner, "0.0.0.0", int(os.environ.get("PORT", 8184))).start()',
      'listens 8184 by PORT',
    ],
    [
      'an Enum',
      `${http}from enum import Enum\nclass Ports(Enum):\n    HTTP = 8185\nHTTPServer(("", Ports.HTTP.value), None)`,
      'listens 8185',
    ],
    [
      'getattr with a default',
      `${http}import settings\nHTTPServer(("", getattr(settings, "PORT", 8186)), None)`,
      'listens 8186',
    ],
    [
      'a class method',
      `${uvicorn}import os\nclass Config:\n    def __init__(self, port):\n        self.port = port\n    @classmethod\n    def from_env(cls):\n        return cls(port=int(os.getenv("PORT", "8187")))\nconfig = Config.from_env()\nuvicorn.run(app, host="0.0.0.0", port=config.port)`,
      'listens 8187 by PORT',
    ],
    [
      'a global',
      `${http}port = 80\ndef configure():\n    global port\n    port = 8188\ndef main():\n    HTTPServer(("", port), None)\nmain()`,
      'listens 8188',
    ],
    [
      'a base class of settings',
      {
        'main.py': `${uvicorn}from config import config\nuvicorn.run(app, host="0.0.0.0", port=config.PORT)`,
        'config.py':
          'class Base:\n    PORT = 8189\nclass Production(Base):\n    DEBUG = False\nclass Development(Base):\n    DEBUG = True\nconfigs = {"production": Production, "development": Development}\nconfig = configs["production"]()\n',
      },
      'listens 8189',
    ],
    [
      'a loop over ports',
      `${http}for port in (8190, 8191):\n    HTTPServer(("", port), None)`,
      'listens 8191',
    ],
    [
      'sys.argv or a default',
      `${http}import sys\nport = int(sys.argv[1]) if len(sys.argv) > 1 else 8192\nHTTPServer(("", port), None)`,
      'listens 8192',
    ],
    [
      'the walrus',
      `${http}import os\nif (port := int(os.getenv("PORT", 8193))):\n    HTTPServer(("", port), None)`,
      'listens 8193 by PORT',
    ],
    [
      'fire',
      `${uvicorn}import fire\ndef main(port: int = 8194):\n    uvicorn.run(app, host="0.0.0.0", port=port)\nif __name__ == "__main__":\n    fire.Fire(main)`,
      'listens 8194',
    ],
    [
      "Flask's configuration",
      'from flask import Flask\napp = Flask(__name__)\napp.config["PORT"] = 8195\napp.run(host="0.0.0.0", port=app.config["PORT"])',
      'listens 8195',
    ],
    [
      "Flask's configuration from an object",
      {
        'main.py':
          'from flask import Flask\napp = Flask(__name__)\napp.config.from_object("config.Config")\napp.run(host="0.0.0.0", port=app.config.get("PORT", 5000))',
        'config.py': 'class Config:\n    PORT = 8196\n',
      },
      'listens 8196',
    ],
    [
      'a simple namespace',
      `${uvicorn}from types import SimpleNamespace\nsettings = SimpleNamespace(port=8197)\nuvicorn.run(app, host="0.0.0.0", port=settings.port)`,
      'listens 8197',
    ],
    [
      'an application that a factory makes',
      'from flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    return app\nif __name__ == "__main__":\n    create_app().run(host="0.0.0.0", port=8198)',
      'listens 8198',
    ],
    [
      'dynaconf-like access to data of a file',
      {
        'main.py': `${uvicorn}import yaml\nfrom pathlib import Path\nclass Config:\n    def __init__(self, path):\n        self.data = yaml.safe_load(Path(path).read_text())\n    def port(self):\n        return self.data["port"]\nconfig = Config("conf.yml")\nuvicorn.run(app, host="0.0.0.0", port=config.port())`,
        'conf.yml': 'port: 8199\n',
      },
      'listens 8199 by port',
    ],
  ])('%s', async (_what, program, expected) => {
    expect(await seenIn(program)).toContain(expected);
  });
});

describe('a path behind', () => {
  it.each<readonly [string, string | Files, string]>([
    [
      'os.path.join',
      'import os\nBASE = "data"\nopen(os.path.join(BASE, "a", "b.txt"), "w")',
      'writes data/a/b.txt',
    ],
    [
      '/',
      'from pathlib import Path\nBASE = Path(__file__).resolve().parent\nDATA = BASE / "data"\n(DATA / "a.json").write_text("")',
      'writes data/a.json',
    ],
    [
      'parents',
      'from pathlib import Path\nROOT = Path(__file__).parents[0]\n(ROOT / "var").mkdir()',
      'writes var',
    ],
    [
      '__file__ of a package',
      {
        'main.py': 'import shop.store',
        'shop/__init__.py': '',
        'shop/store.py':
          'import os\nHERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\nos.makedirs(os.path.join(HERE, "uploads"))',
      },
      'writes uploads',
    ],
    [
      'a variable with a default',
      'import os\nDIR = os.getenv("DATA_DIR", "/data")\nos.makedirs(DIR)',
      'writes /data',
    ],
    [
      'a name that the run knows',
      'import os\ndef save(name):\n    open(f"uploads/{name}.txt", "w")',
      'writes uploads/*',
    ],
    [
      'settings',
      'from pydantic_settings import BaseSettings\nfrom pathlib import Path\nclass Settings(BaseSettings):\n    upload_dir: Path = Path("var/uploads")\nsettings = Settings()\nsettings.upload_dir.mkdir()',
      'writes var/uploads',
    ],
    [
      'self',
      'import sqlite3\nclass Store:\n    def __init__(self, path="data/store.db"):\n        self.path = path\n    def open(self):\n        return sqlite3.connect(self.path)\nStore().open()',
      'writes data/store.db',
    ],
    [
      'a parameter',
      'def dump(path):\n    with open(path, mode="w") as file:\n        file.write("x")\ndump("out/report.txt")',
      'writes out/report.txt',
    ],
    [
      'an option',
      'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--output", default="out/result.csv")\nargs = parser.parse_args()\nopen(args.output, "w")',
      'writes out/result.csv',
    ],
    [
      'an address of a database',
      'import os\nDATABASE_URL = os.getenv("DATABASE_URL", "sqlite:///./data/app.db")',
      'writes data/app.db',
    ],
    [
      'an address in an f-string',
      "from pathlib import Path\nBASE = Path(__file__).parent\nURL = f\"sqlite+aiosqlite:///{BASE / 'data' / 'app.db'}\"",
      'writes data/app.db',
    ],
    [
      'an address of tortoise',
      'from tortoise import Tortoise\nasync def main():\n    await Tortoise.init(db_url="sqlite://data/tortoise.sqlite3")',
      'writes data/tortoise.sqlite3',
    ],
    [
      'handlers of logging',
      'import logging.config\nLOGGING = {"handlers": {"file": {"class": "logging.handlers.RotatingFileHandler", "filename": "logs/app.log"}}}\nlogging.config.dictConfig(LOGGING)',
      'writes logs/app.log',
    ],
    [
      'a YAML file of logging',
      {
        'main.py':
          'import logging.config, yaml\nwith open("logging.yaml") as file:\n    logging.config.dictConfig(yaml.safe_load(file))',
        'logging.yaml':
          'handlers:\n  file:\n    class: logging.FileHandler\n    filename: logs/yaml.log\n',
      },
      'writes logs/yaml.log',
    ],
    [
      'an INI file of logging',
      {
        'main.py': 'import logging.config\nlogging.config.fileConfig("logging.ini")',
        'logging.ini': "[handler_file]\nclass=FileHandler\nargs=('logs/ini.log', 'a')\n",
      },
      'writes logs/ini.log',
    ],
    [
      'platformdirs',
      'import platformdirs, os\nos.makedirs(platformdirs.user_data_dir("shop"))',
      'writes ~/.local/share/shop',
    ],
    [
      'the home folder',
      'from pathlib import Path\nCONFIG = Path("~/.shop").expanduser()\nCONFIG.mkdir()',
      'writes ~/.shop',
    ],
    [
      'a file that the project ships',
      'import json, os\nHERE = os.path.dirname(__file__)\nwith open(os.path.join(HERE, "data", "words.json")) as file:\n    WORDS = json.load(file)',
      'reads data/words.json',
    ],
    [
      'a database that is only read',
      'import sqlite3\nsqlite3.connect("file:data/x.db?mode=ro", uri=True)',
      'reads data/x.db',
    ],
    [
      'a folder that is served',
      'from fastapi import FastAPI\nfrom fastapi.staticfiles import StaticFiles\nfrom pathlib import Path\napp = FastAPI()\napp.mount("/", StaticFiles(directory=Path(__file__).parent / "dist", html=True))',
      'reads dist',
    ],
    [
      'importlib.resources',
      {
        'main.py': 'import shop.data',
        'shop/__init__.py': '',
        'shop/data.py':
          'from importlib.resources import files\nTEXT = files("shop").joinpath("words.txt").read_text()',
      },
      'reads shop/words.txt',
    ],
    [
      'a key of a file',
      {
        'main.py':
          'import yaml, os\nconfig = yaml.safe_load(open("config.yaml"))\nos.makedirs(config["paths"]["out"])',
        'config.yaml': 'paths:\n  out: results\n',
      },
      'writes results',
    ],
    [
      "Flask's upload folder",
      'import os\nfrom flask import Flask\napp = Flask(__name__)\napp.config["UPLOAD_FOLDER"] = os.path.join(app.root_path, "uploads")',
      'writes uploads',
    ],
    [
      'a cached folder',
      'import os, tempfile\nfrom diskcache import Cache\nCACHE_DIR = os.getenv("CACHE_DIR", "cache/http")\ncache = Cache(directory=CACHE_DIR)',
      'writes cache/http',
    ],
  ])('%s', async (_what, program, expected) => {
    expect(await seenIn(program)).toContain(expected);
  });
});

describe('others behind', () => {
  it.each<readonly [string, string | Files, string]>([
    [
      'a command in a variable',
      'import subprocess\nFFMPEG = "ffmpeg"\ncommand = [FFMPEG, "-i", name]\nsubprocess.run(command)',
      'starts ffmpeg',
    ],
    [
      'a helper that runs commands',
      'import subprocess\ndef run(*args):\n    return subprocess.run(["git", *args])\nrun("status")',
      'starts git',
    ],
    [
      'a command as a parameter',
      'import subprocess\ndef run(command):\n    return subprocess.check_output(command)\nrun(["pdftotext", "a.pdf"])',
      'starts pdftotext',
    ],
    [
      'which',
      'import shutil, subprocess\nsubprocess.run([shutil.which("pandoc"), "a.md"])',
      'starts pandoc',
    ],
    [
      'shlex',
      'import shlex, subprocess\nsubprocess.run(shlex.split("rsync -a a b"))',
      'starts rsync',
    ],
    ['a function of sh', 'import sh\nsh.rsync("a", "b")', 'starts rsync'],
    ['a function of plumbum', 'from plumbum.cmd import rsync\nrsync("a", "b")', 'starts rsync'],
    ['a demanded variable', 'import os\nTOKEN = os.environ["TOKEN"]', 'needs TOKEN'],
    [
      'settings that a function makes of the class that it is given, with the fields of a base',
      'from pydantic import BaseModel\nfrom pydantic_settings import BaseSettings, SettingsConfigDict\nclass Database(BaseModel):\n    PASSWORD: str\n    PORT: int = 5432\nclass Environment(BaseSettings, Database):\n    model_config = COMMON | SettingsConfigDict(env_prefix="DB_")\ndef load(settings_cls):\n    return settings_cls()\ndatabase = load(Environment)',
      'needs DB_PASSWORD',
    ],
    [
      'a list of variables that a loop demands',
      'import os\nNAMES = ["KEY", "TOKEN"]\nfor it in NAMES:\n    if it not in os.environ:\n        raise SystemExit(it)',
      'needs TOKEN',
    ],
    [
      'a list of variables, those of which are missing are named',
      'import os, sys\nmissing = [it for it in ("KEY", "TOKEN") if not os.getenv(it)]\nif missing:\n    sys.exit("no " + ", ".join(missing))',
      'needs TOKEN',
    ],
    [
      'a field of settings',
      'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    api_key: str\nsettings = Settings()',
      'needs API_KEY',
    ],
    [
      'a variable that production demands',
      'import os\nif not DEBUG:\n    TOKEN = os.environ["TOKEN"]',
      'needs TOKEN',
    ],
    [
      'a variable that is demanded where a condition does not hold',
      'import os\nif DEVELOPER:\n    pass\nelse:\n    TOKEN = os.environ["TOKEN"]',
      'needs TOKEN',
    ],
    [
      'a variable of the main block',
      'import os\nif __name__ == "__main__":\n    print(os.environ["TOKEN"])',
      'needs TOKEN',
    ],
    [
      'a variable whose absence ends the program',
      'import os\nif not os.getenv("TOKEN"):\n    raise ValueError("TOKEN")',
      'needs TOKEN',
    ],
    [
      'a variable that a name is asked for',
      'import os, sys\nTOKEN = os.environ.get("TOKEN")\nKEY = 1\nif not KEY or TOKEN is None:\n    print("set it")\n    sys.exit(1)',
      'needs TOKEN',
    ],
    [
      'the second variable that a function is asked for',
      'import os\ndef require(name):\n    value = os.getenv(name)\n    if not value:\n        raise RuntimeError(name)\n    return value\nA = require("A")\nTOKEN = require("TOKEN")',
      'needs TOKEN',
    ],
    [
      'a variable that a function of another module reads',
      {
        'main.py': 'from config import require\nTOKEN = require(name="TOKEN")',
        'config.py': 'import os\ndef require(name: str) -> str:\n    return os.environ[name]',
      },
      'needs TOKEN',
    ],
    [
      'a variable that an argument makes mandatory',
      'import os, sys\ndef setting(key, default=None, mandatory=False):\n    value = os.environ.get(key)\n    if mandatory and not value:\n        sys.exit(1)\n    return value or default\nTOKEN = setting("TOKEN", mandatory=True)',
      'needs TOKEN',
    ],
    [
      'a variable that has no default',
      'import os\ndef setting(key, default=None):\n    value = os.environ.get(key)\n    if value is None and default is None:\n        raise ValueError(key)\n    return value or default\nTOKEN = setting("TOKEN")',
      'needs TOKEN',
    ],
    [
      'a variable that all commands but one demand',
      'import os, sys\nif os.getenv("DEV"):\n    pass\nelif len(sys.argv) > 0 and sys.argv[1] != "collectstatic":\n    if os.getenv("TOKEN", None) is None:\n        raise Exception("TOKEN")',
      'needs TOKEN',
    ],
    [
      'settings that are called Config',
      'from pydantic_settings import BaseSettings\nclass Config(BaseSettings):\n    token: str\nconfig = Config()',
      'needs TOKEN',
    ],
    ['environs', 'from environs import Env\nenv = Env()\nTOKEN = env("TOKEN")', 'needs TOKEN'],
    ['decouple', 'from decouple import config\nTOKEN = config("TOKEN")', 'needs TOKEN'],
    [
      'a library by a constant',
      'import ctypes\nNAME = "libzbar.so.0"\nctypes.CDLL(NAME)',
      'loads libzbar.so.0',
    ],
    [
      'a signal in a loop',
      'import signal\nfor it in (signal.SIGINT, signal.SIGTERM):\n    signal.signal(it, stop)',
      'stops on SIGTERM',
    ],
  ])('%s', async (_what, program, expected) => {
    expect(await seenIn(program)).toContain(expected);
  });
});

describe('a variable that a constructor demands', () => {
  const files = {
    'config.py': 'from auth import Auth\nclass Config:\n    def auth(self):\n        return Auth()',
    'auth.py':
      'import os\ndef require(name):\n    return os.environ[name]\nclass Auth:\n    def __init__(self):\n        self.token = require("TOKEN")',
  };
  it.each([
    ['at the start, where a method makes the object', '\nauth = config.auth()', 'start'],
    ['for requests, where nothing makes it at the start', '', 'request'],
  ])('is demanded %s', async (_what, end, when) => {
    const main = `from config import Config\nconfig = Config()${end}`;
    const { needs } = await pythonUses({ ...files, 'main.py': main });
    expect(needs.map((it) => `${it.variable} ${it.when}`)).toEqual([`TOKEN ${when}`]);
  });
});

describe('what is not evidence', () => {
  it.each<readonly [string, string | Files]>([
    [
      'a module that nothing imports',
      {
        'main.py': 'print(1)',
        'hatch_build.py': 'import os\nos.system("npm ci")',
        'other.py': 'open("x/y", "w")',
      },
    ],
    [
      'what a condition demands',
      'import os\nif USE_S3:\n    KEY = os.environ["KEY"]\nelif DEBUG:\n    KEY = os.environ["OTHER"]',
    ],
    [
      'a variable that an argument leaves optional',
      'import os, sys\ndef setting(key, default=None, mandatory=False):\n    value = os.environ.get(key)\n    if mandatory and not value:\n        sys.exit(1)\n    return value or default\nA = setting("A")\nB = setting("B", mandatory=False)\ndef other(key, default=None):\n    value = os.environ.get(key)\n    if value is None and default is None:\n        raise ValueError(key)\n    return value or default\nC = other("C", "x")',
    ],
    [
      'what a module does when it is run itself',
      { 'main.py': 'import tool', 'tool.py': 'if __name__ == "__main__":\n    open("x/y", "w")' },
    ],
    [
      'an import for types',
      {
        'main.py': 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tool import x',
        'tool.py': 'open("x/y", "w")',
      },
    ],
    ['a comment or a text', '# open("a/b", "w")\nX = """open("a/b", "w")"""'],
    [
      'a database in memory',
      'import sqlite3\nsqlite3.connect(":memory:")\nURL = "sqlite://"\nB = "sqlite:///:memory:"',
    ],
    [
      'a variable that may be absent',
      'import os\nA = os.environ.get("A")\nif "B" in os.environ:\n    print(os.environ["B"])\ntry:\n    os.environ["C"]\nexcept KeyError:\n    pass\nos.environ["D"] = "x"',
    ],
    [
      'a variable that a function asks for first',
      'import os\ndef setting(name):\n    if name in os.environ:\n        return os.environ[name]\nA = setting("A")\ndef other(name):\n    if name not in os.environ:\n        return None\n    return os.environ[name]\nB = other("B")',
    ],
    [
      'a variable whose absence has another answer',
      'import os\nA = os.getenv("A")\nif not A and B:\n    raise ValueError("A")\nC = os.getenv("C", "x")\nif not C:\n    raise ValueError("C")\nD = os.getenv("D")\nif D:\n    raise ValueError("D")\nE = os.getenv("E")\ntry:\n    if not E:\n        raise ValueError("E")\nexcept ValueError:\n    E = "x"',
    ],
    [
      'a socket of Unix',
      'from aiohttp import web\nimport grpc\ngrpc.server(None).add_insecure_port("unix:/tmp/x.sock")',
    ],
  ])('%s', async (_what, program) => {
    expect(await seenIn(program)).toEqual([]);
  });
});

describe('a module that is imported by a name that only the run knows', () => {
  it.each([
    ['__import__', 'def load(name):\n    return __import__(name)\n'],
    [
      'spec_from_file_location',
      'from importlib.util import spec_from_file_location\ndef load(name):\n    return spec_from_file_location(name, name)\n',
    ],
  ])('is one of the folder: %s', async (_what, loader) => {
    const files = {
      'main.py': 'from clients.factory import load\nload("redis")\n',
      'clients/__init__.py': '',
      'clients/factory.py': loader,
      'clients/redis.py': 'import os\nos.mkdir("log")\n',
      'jobs/clean.py': 'import os\nos.mkdir("cleaned")\n',
    };
    expect(await seenIn(files)).toEqual(['writes log']);
  });
});

describe('imports for type checkers', () => {
  it.each([
    ['alone', 'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from tool import x\n'],
    ['by module', 'import typing\nif typing.TYPE_CHECKING:\n    from tool import x\n'],
    [
      'with empty lines and brackets between',
      'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\n\n    from tool import (\n        x,\n    )\n',
    ],
    [
      'with the line ends of Windows',
      'from typing import TYPE_CHECKING\r\nif TYPE_CHECKING:\r\n    import os\r\n\r\n    from tool import x\r\n',
    ],
    [
      'in a function',
      'from typing import TYPE_CHECKING\ndef f():\n    if TYPE_CHECKING:\n        from tool import x\n',
    ],
    ['on one line', 'from typing import TYPE_CHECKING\nif TYPE_CHECKING: from tool import x\n'],
  ])('are not run: %s', async (_what, main) => {
    const tool = 'open("x/y", "w")\n';
    expect(await seenIn({ 'main.py': main, 'tool.py': tool })).toEqual([]);
    const after = main + (main.includes('\r') ? '\r\n' : '\n') + 'import tool\n';
    expect(await seenIn({ 'main.py': after, 'tool.py': tool })).toEqual(['writes x/y']);
  });
  it('are run in the other branch', async () => {
    const main =
      'from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import os\nelse:\n    import tool\n';
    expect(await seenIn({ 'main.py': main, 'tool.py': 'open("x/y", "w")\n' })).toEqual([
      'writes x/y',
    ]);
  });
});
