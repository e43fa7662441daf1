import { describe, expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const requirements = { 'requirements.txt': 'prometheus-client==0.22\n' };

describe('a well-known package that the program imports and no list names', () => {
  it('is installed, with the name that it has on PyPI', async () => {
    const { dockerfile, notes } = await generated({
      ...requirements,
      'main.py': 'import shop\nprint(shop)\n',
      'shop.py': 'import requests\nimport yaml\n',
    });
    expect(dockerfile).toContain('-r requirements.txt requests pyyaml || \\\n');
    expect(notes).toContain(
      'requests, pyyaml are installed, too: the program imports them at its start, and no list names them\nAdd requests to the packages of the project (a line "requests" in requirements.txt).',
    );
    expect(notes.join()).not.toContain('provides the module');
  });
  it.each(['raise', 'raise SystemExit(1)', 'sys.exit("install it")'])(
    'is installed where it is only explained that it is missing: %s',
    async (end) => {
      const { dockerfile } = await generated({
        ...requirements,
        'main.py': `import sys\ntry:\n    import requests\nexcept ImportError:\n    print("install it")\n    ${end}\nprint(1)\n`,
      });
      expect(dockerfile).toContain('-r requirements.txt requests || \\\n');
    },
  );
  it.each([
    ['what only a function imports', 'def f():\n    import requests\n', requirements],
    [
      'what it can do without',
      'try:\n    import requests\nexcept ImportError:\n    pass\n',
      requirements,
    ],
    ['an unknown name', 'import shopping_helpers\n', requirements],
    [
      'what a repository without a name may have',
      'import requests\n',
      { 'requirements.txt': 'git+https://github.com/shop/money@1234567\n' },
    ],
    [
      'what a lock file lacks',
      'import requests\n',
      { 'requirements.txt': 'flask==3.1 \\\n    --hash=sha256:12\n' },
    ],
    [
      'what setup.py may compute',
      'import requests\n',
      {
        'requirements.txt': '-e .\nprometheus-client==0.22\n',
        'setup.py': 'from setuptools import setup\nsetup(name="shop", install_requires=read())\n',
      },
    ],
    [
      'what a project without packages imports',
      'import requests\n',
      { 'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\n' },
    ],
  ])('is not: %s', async (_, code, list) => {
    const { dockerfile, notes } = await generated({ ...list, 'main.py': `${code}print(1)\n` });
    expect(dockerfile).not.toContain('requests');
    expect(notes.join()).not.toContain('installed, too: the program imports');
  });
});
