/**
 * Calls that people reported: each is seen with its value. Programs and caches that come with a
 * package (graphviz, whisper, NLTK, Hugging Face) are in runtime/system.test.ts and plan/caches.test.ts.
 */
import { expect, it } from 'vitest';
import { linesOf } from '../../../support/knowledge.ts';
import { pythonUses } from '../../../support/python-uses.ts';

const seen: readonly (readonly [call: string, source: string, line: string])[] = [
  // Written by libraries.
  ['loguru', 'from loguru import logger\nlogger.add("logs/app.log")', 'writes logs/app.log'],
  [
    'peewee',
    'from peewee import SqliteDatabase\ndb = SqliteDatabase("data/app.db")',
    'writes data/app.db',
  ],
  ['diskcache', 'from diskcache import Cache\ncache = Cache("cache")', 'writes cache'],
  [
    'requests-cache',
    'from requests_cache import CachedSession\nsession = CachedSession("data/http")',
    'writes data/http',
  ],
  [
    'platformdirs',
    'from pathlib import Path\nfrom platformdirs import user_data_dir\nPath(user_data_dir("shop")).mkdir(parents=True)',
    'writes ~/.local/share/shop',
  ],
  [
    'chromadb',
    'import chromadb\nclient = chromadb.PersistentClient(path="data/chroma")',
    'writes data/chroma',
  ],
  [
    'tortoise',
    'from tortoise import Tortoise\nasync def start():\n    await Tortoise.init(db_url="sqlite://data/app.db", modules={})',
    'writes data/app.db',
  ],
  [
    'SQLAlchemy',
    'from sqlalchemy import create_engine\nengine = create_engine("sqlite:///data/app.db")',
    'writes data/app.db',
  ],
  [
    'logging',
    'import logging\nlogging.basicConfig(filename="logs/app.log")',
    'writes logs/app.log',
  ],
  [
    'logging.handlers',
    'from logging.handlers import RotatingFileHandler\nhandler = RotatingFileHandler("logs/app.log")',
    'writes logs/app.log',
  ],
  [
    'Path of a function',
    'from pathlib import Path\ndef data_folder():\n    return Path("/app/data")\ndata_folder().mkdir(exist_ok=True)',
    'writes data',
  ],
  // Listeners.
  [
    'tornado',
    'import tornado.web\napp = tornado.web.Application([])\napp.listen(8888)',
    'listens 8888',
  ],
  [
    'what is set after FastMCP is made',
    'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("shop")\nmcp.settings.host = "0.0.0.0"\nmcp.settings.port = 9001\nmcp.run(transport="sse")',
    'listens 9001',
  ],
  [
    'FastMCP',
    'from fastmcp import FastMCP\nmcp = FastMCP("shop", host="0.0.0.0", port=9000)\nmcp.run(transport="sse")',
    'listens 9000',
  ],
  [
    'Sanic',
    'from sanic import Sanic\napp = Sanic("shop")\napp.run(host="0.0.0.0", port=8001)',
    'listens 8001',
  ],
  ['bottle', 'import bottle\nbottle.run(host="0.0.0.0", port=8002)', 'listens 8002'],
  ['NiceGUI', 'from nicegui import ui\nui.run()', 'listens 8080'],
  [
    'gevent',
    'from gevent.pywsgi import WSGIServer\nWSGIServer(("0.0.0.0", 5001), app).serve_forever()',
    'listens 5001',
  ],
  [
    'reactor.listenTCP',
    'from twisted.internet import reactor\nreactor.listenTCP(8007, factory)',
    'listens 8007',
  ],
  ['CherryPy', 'import cherrypy\ncherrypy.quickstart(Root())', 'listens 127.0.0.1 8080'],
  [
    'CherryPy with settings',
    'import cherrypy\ncherrypy.config.update({"server.socket_host": "0.0.0.0", "server.socket_port": 8083})\ncherrypy.quickstart(Root())',
    'listens 8083',
  ],
  // Settings that are required.
  ['os.environ', 'import os\ntoken = os.environ["SHOP_TOKEN"]', 'needs SHOP_TOKEN'],
  [
    'pydantic-settings',
    'from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    shop_token: str\nsettings = Settings()',
    'needs SHOP_TOKEN',
  ],
  [
    'pydantic-settings with a model',
    'from pydantic import BaseModel\nfrom pydantic_settings import BaseSettings\nclass Key(BaseModel):\n    value: str\n    days: int = 3\nclass Api(BaseModel):\n    key: Key\nclass Settings(BaseSettings):\n    model_config = {"env_prefix": "SHOP_", "env_nested_delimiter": "__"}\n    api: Api\nsettings = Settings()',
    'needs SHOP_API__KEY__VALUE',
  ],
  [
    'pydantic-settings with a model that only JSON fills',
    'from pydantic import BaseModel\nfrom pydantic_settings import BaseSettings\nclass Api(BaseModel):\n    key: str\nclass Settings(BaseSettings):\n    api: Api\nsettings = Settings()',
    'needs API',
  ],
  ['decouple', 'from decouple import config\ndebug = config("DEBUG", cast=bool)', 'needs DEBUG'],
  ['environ', 'import environ\nenv = environ.Env()\nworkers = env.int("WORKERS")', 'needs WORKERS'],
  [
    'env.cache',
    'import environ\nenv = environ.Env()\ncaches = env.cache("CACHE_URL")',
    'needs CACHE_URL',
  ],
  // Programs and libraries.
  ['a shell', 'import subprocess\nsubprocess.run("ls", shell=True)', 'starts sh'],
  // Reads.
  [
    'a data file',
    'import sqlite3\ndb = sqlite3.connect("file:data/words.sqlite3?mode=ro", uri=True)',
    'reads data/words.sqlite3',
  ],
  [
    'a public key',
    'from pathlib import Path\nkey = Path("keys/issuer.pem").read_text()',
    'reads keys/issuer.pem',
  ],
];

it.each(seen)('sees %s', async (_, source, line) => {
  expect(linesOf(await pythonUses({ 'main.py': source }))).toContain(line);
});

/** What is not seen yet, and why. A row that comes to be seen belongs above. */
const notSeen: readonly (readonly [call: string, source: string, line: string, because: string])[] =
  [
    [
      'spaCy',
      'import spacy\nnlp = spacy.load("en_core_web_sm")',
      'reads en_core_web_sm',
      'a model is an installed package, or a folder; the text alone does not say which',
    ],
  ];

it.each(notSeen)('does not see %s', async (_, source, line) => {
  expect(linesOf(await pythonUses({ 'main.py': source }))).not.toContain(line);
});

it('misses fewer than one in ten', () => {
  expect(notSeen.length * 10).toBeLessThan(seen.length + notSeen.length);
});
