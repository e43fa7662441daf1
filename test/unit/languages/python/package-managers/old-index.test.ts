import { describe, expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const main = { 'main.py': 'import six\nprint(six)\n' };
const change = (list: string): string =>
  `sed -i 's#//pypi.python.org/#//pypi.org/#' ${list} && \\\n`;

describe('the old address of PyPI', () => {
  it('is replaced in the lists that pip reads', async () => {
    const { dockerfile, notes } = await generated({
      ...main,
      'requirements.txt': '-r requirements/base.txt\nsix==1.17.0\n',
      'requirements/base.txt': '-i https://pypi.python.org/simple\n',
    });
    expect(dockerfile).toContain(change('requirements/base.txt'));
    expect(notes.join('\n')).toContain('pypi.python.org is the old address of PyPI');
  });
  it('is replaced in a list that is exported', async () => {
    const { dockerfile } = await generated({
      ...main,
      Pipfile: '[[source]]\nurl = "https://pypi.python.org/simple"\n[packages]\nsix = "*"\n',
      'Pipfile.lock': '{"default": {"six": {"version": "==1.17.0", "hashes": ["sha256:12"]}}}',
    });
    const list = '/tmp/requirements.txt';
    expect(dockerfile).toContain(change(list));
    expect(dockerfile.indexOf(change(list))).toBeGreaterThan(dockerfile.indexOf(`> ${list}`));
  });
  it('is what it was where a list has the address of today', async () => {
    const { dockerfile } = await generated({
      ...main,
      'requirements.txt': '-i https://pypi.org/simple\nsix==1.17.0\n',
    });
    expect(dockerfile).not.toContain('sed -i');
  });
});
