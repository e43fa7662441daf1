import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../../support/knowledge.ts';
import { pythonUses } from '../../../../support/python-uses.ts';

const uses = async (source: string, files: Readonly<Record<string, string>> = {}) =>
  linesOf(
    await pythonUses({
      'main.py': `import os, platform, subprocess, sys\n${source}\n`,
      ...files,
    }),
  );

describe('what runs on another system is not used', () => {
  it.each([
    'if sys.platform == "win32":\n    START',
    'if sys.platform != "linux":\n    START',
    'if os.name == "nt":\n    START',
    'if os.name in ("nt", "dos"):\n    START',
    'if "win" in sys.platform:\n    START',
    'if sys.platform not in ["linux"]:\n    START',
    'if sys.platform.startswith("win"):\n    START',
    'if sys.platform.startswith(("win", "cygwin")):\n    START',
    'if sys.platform.endswith("win32"):\n    START',
    'if platform.system() == "Windows":\n    START',
    'if platform.system().lower() == "darwin":\n    START',
    'if not platform.system() == "Linux":\n    START',
    'if sys.platform == "win32" and ready():\n    START',
    'if sys.platform == "win32" or os.name == "nt":\n    START',
    'if sys.platform == "linux":\n    pass\nelse:\n    START',
    'if debug():\n    pass\nelif sys.platform == "darwin":\n    START',
    'if os.name == "posix":\n    pass\nelif debug():\n    START',
    'IS_WINDOWS = sys.platform == "win32"\nif IS_WINDOWS:\n    START',
    'def is_windows():\n    return os.name == "nt"\nif is_windows():\n    START',
    'from sys import platform\nif platform == "win32":\n    START',
    'system = platform.system()\nif system == "Windows":\n    START',
    'x = START if os.name == "nt" else None',
  ])('%s', async (source) => {
    expect(await uses(source.replace('START', 'subprocess.run(["ffmpeg"])'))).toEqual([]);
  });

  it('also where another module asks', async () => {
    const files = { 'compat.py': 'import sys\nWIN = sys.platform.startswith("win")\n' };
    const source = 'from compat import WIN\nif WIN:\n    subprocess.run(["ffmpeg"])';
    expect(await uses(source, files)).toEqual([]);
  });
});

it.each(['reg', 'taskkill', 'osascript', 'tool.exe', 'xdg-open'])(
  'the program %s is not missed',
  async (program) => {
    expect(await uses(`subprocess.run(["${program}"])`)).toEqual([]);
  },
);

describe('a module of another system', () => {
  it.each([
    ['macos', ''],
    ['_osx', ''],
    ['windows', 'import winreg\n'],
    ['win32', 'import ctypes\nctypes.windll.x()\n'],
  ])('is not used: %s', async (name, head) => {
    const files = { [`${name}.py`]: `${head}import subprocess\nsubprocess.run(["ffmpeg"])\n` };
    expect(await uses(`import ${name}`, files)).toEqual([]);
  });

  it.each([
    ['windows', ''],
    ['macosx_theme', ''],
    ['linux', 'import winreg\n'],
  ])('is used where its name has another meaning: %s', async (name, head) => {
    const files = { [`${name}.py`]: `${head}import subprocess\nsubprocess.run(["ffmpeg"])\n` };
    expect(await uses(`import ${name}`, files)).toEqual(['starts ffmpeg']);
  });
});

describe('what runs on Linux is used', () => {
  it.each([
    'START',
    'if sys.platform != "win32":\n    START',
    'if sys.platform == "linux":\n    START',
    'if os.name == "posix":\n    START',
    'if os.name == "nt":\n    pass\nelse:\n    START',
    'if os.name == "nt":\n    pass\nelif ready():\n    START',
    'if sys.platform in ("linux", "darwin"):\n    START',
    'if sys.platform == sys.argv[1]:\n    START',
    'if mode == "windows":\n    START',
    'if sys.platform == "win32" or ready():\n    START',
    'DEBUG_WINDOW = False\nif winning():\n    START',
    'import argparse\np = argparse.ArgumentParser()\np.add_argument("--windows", action="store_true")\nargs = p.parse_args()\nif args.windows:\n    START',
    'x = START if os.name != "nt" else None',
  ])('%s', async (source) => {
    expect(await uses(source.replace('START', 'subprocess.run(["ffmpeg"])'))).toEqual([
      'starts ffmpeg',
    ]);
  });
});

describe('a value has the branch of Linux', () => {
  it.each([
    'folder = "windows" if os.name == "nt" else "data"',
    'folder = "data" if sys.platform == "linux" else "windows"',
    'if os.name == "nt":\n    folder = "windows"\nelse:\n    folder = "data"',
    'def choose():\n    if os.name == "nt":\n        return "windows"\n    return "data"\nfolder = choose()',
    'folder = "data"\nif os.name == "nt":\n    folder = "windows"',
  ])('%s', async (source) => {
    expect(await uses(`${source}\nos.makedirs(folder)`)).toEqual(['writes data']);
  });
});
