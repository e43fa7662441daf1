/** Ports and paths that are two steps behind a literal: in what is filled, made or loaded before. */
import { expect, it } from 'vitest';
import { linesOf } from '../../../support/knowledge.ts';
import { pythonUses } from '../../../support/python-uses.ts';

const serve = (port: string): string => `uvicorn.run("app:app", host="0.0.0.0", port=${port})\n`;
const file = (source: string): Readonly<Record<string, string>> => ({ 'main.py': source });

it.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'a default that the parser is given later',
    file(
      `import argparse, uvicorn\np = argparse.ArgumentParser()\np.add_argument("--port", type=int)\np.set_defaults(port=7601)\n${serve('p.parse_args().port')}`,
    ),
    'listens 7601 by --port',
  ],
  [
    'all options as a dictionary',
    file(
      'import argparse, uvicorn\np = argparse.ArgumentParser()\np.add_argument("--host", default="0.0.0.0")\np.add_argument("--port", type=int, default=7602)\nuvicorn.run("app:app", **vars(p.parse_args()))\n',
    ),
    'listens 7602 by --port',
  ],
  [
    'an entry that is set',
    file(
      'import uvicorn\noptions = {"host": "0.0.0.0", "port": 1}\noptions["port"] = 7603\nuvicorn.run("app:app", **options)\n',
    ),
    'listens 7603',
  ],
  [
    'an entry that is set only where something holds',
    file(
      'import sys, uvicorn\noptions = {"host": "0.0.0.0", "port": 7604}\nif sys.argv[1:]:\n    options["port"] = 1\nuvicorn.run("app:app", **options)\n',
    ),
    'listens 7604',
  ],
  [
    'an entry of an update',
    file(
      'import uvicorn\noptions = dict(host="0.0.0.0")\noptions.update({"port": 7605})\nuvicorn.run("app:app", **options)\n',
    ),
    'listens 7605',
  ],
  [
    'a keyword of an update',
    file(
      'import uvicorn\noptions = {"host": "0.0.0.0"}\noptions.update(port=7606)\nuvicorn.run("app:app", **options)\n',
    ),
    'listens 7606',
  ],
  [
    'a default of the options of a function',
    file(
      'import uvicorn\ndef serve(app, **kw):\n    kw.setdefault("host", "0.0.0.0")\n    kw.setdefault("port", 7651)\n    uvicorn.run(app, **kw)\nserve("app:app")\n',
    ),
    'listens 7651',
  ],
  [
    'an option of a call before the default of the function',
    file(
      'import uvicorn\ndef serve(app, **kw):\n    kw.setdefault("port", 1)\n    uvicorn.run(app, host="0.0.0.0", **kw)\nserve("app:app", port=7652)\n',
    ),
    'listens 7652',
  ],
  [
    'an option that the function sets itself',
    file(
      'import uvicorn\ndef other(**kw):\n    kw["port"] = 1\ndef serve(app, **kw):\n    kw["port"] = 7653\n    uvicorn.run(app, host="0.0.0.0", **kw)\nserve("app:app", port=2)\n',
    ),
    'listens 7653',
  ],
  [
    'a part of an address',
    file(
      `import os, uvicorn\nfrom urllib.parse import urlparse\naddress = urlparse(os.getenv("BASE", "http://u:p@0.0.0.0:7607/shop"))\n${serve('address.port')}`,
    ),
    'listens 7607 by BASE',
  ],
  [
    'a queue in front',
    file(
      'import gradio as gr\ndemo = gr.Interface(print, "text", "text")\ndemo.queue().launch(server_name="0.0.0.0", server_port=7608)\n',
    ),
    'listens 7608',
  ],
  [
    'a module that is loaded by its name',
    {
      'main.py': `import importlib, os, uvicorn\nsettings = importlib.import_module(os.getenv("SETTINGS", "settings.live"))\n${serve('settings.PORT')}`,
      'settings/__init__.py': '',
      'settings/live.py': 'PORT = 7609\n',
    },
    'listens 7609',
  ],
  [
    'the only object of a class',
    {
      'main.py': `import uvicorn\nfrom settings import Settings\n${serve('Settings.get().port')}`,
      'settings.py':
        'class Settings:\n    _made = None\n    def __init__(self):\n        self.port = 7610\n    @classmethod\n    def get(cls):\n        if Settings._made is None:\n            Settings._made = cls()\n        return cls._made\n',
    },
    'listens 7610',
  ],
  [
    'a model of a file',
    {
      'main.py': `import yaml, uvicorn\nfrom pydantic import BaseModel\nclass Settings(BaseModel):\n    port: int = 1\nsettings = Settings.model_validate(yaml.safe_load(open("shop.yaml")))\n${serve('settings.port')}`,
      'shop.yaml': 'port: 7611\n',
    },
    'listens 7611 by port',
  ],
  [
    'a model of a file that does not have it',
    {
      'main.py': `import yaml, uvicorn\nfrom pydantic import BaseModel\nclass Settings(BaseModel):\n    port: int = 7612\nsettings = Settings.parse_obj(yaml.safe_load(open("shop.yaml")))\n${serve('settings.port')}`,
      'shop.yaml': 'host: localhost\n',
    },
    'listens 7612',
  ],
  [
    'the values of a dictionary',
    file(
      'from pathlib import Path\nfolders = {"a": Path("var") / "a", "b": Path("var") / "b"}\nfor folder in folders.values():\n    folder.mkdir()\n',
    ),
    'writes var/b',
  ],
  [
    'the pairs of a dictionary',
    file(
      'import os\nfolders = {"a": "var/a", "b": "var/b"}\nfor name, folder in folders.items():\n    os.makedirs(folder)\n',
    ),
    'writes var/b',
  ],
  [
    'the keys of a dictionary',
    file(
      'import os\nfolders = {"var/a": 1, "var/b": 2}\nfor folder in folders:\n    os.makedirs(folder)\n',
    ),
    'writes var/b',
  ],
])('sees %s', async (_what, files, line) => {
  expect(linesOf(await pythonUses(files))).toContain(line);
});
