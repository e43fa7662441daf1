import { describe, expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const app = 'from flask import Flask\n\napp = Flask(__name__)\n';
const commit = '0f1e2d3c4b5a69788796a5b4c3d2e1f001122334';
const pyproject = (more: string): string =>
  `[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ["flask", "gunicorn", "forms"]\n${more}`;
const entry = (name: string, source: string): string =>
  `\n[[package]]\nname = "${name}"\nversion = "1.0"\nsource = ${source}\n`;
const registry = '{ registry = "https://pypi.org/simple" }';

describe('a package from git over SSH', () => {
  const list = `flask==3.1.2\ngunicorn==23.0.0\nforms @ git+ssh://git@github.com/acme/forms@${commit}\n`;

  it('gets the agent of the user, git and a client, and no file of logins', async () => {
    const { dockerfile, notes } = await generated({ 'app.py': app, 'requirements.txt': list });
    expect(dockerfile).toContain(
      "--mount=type=ssh,required=true \\\n    export GIT_SSH_COMMAND='ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new' && \\\n    python3 -m venv",
    );
    expect(dockerfile).toMatch(/apt-get install [^\n]* git openssh-client /);
    expect(dockerfile).not.toContain('netrc');
    expect(notes).toContain(
      'github.com is reached over SSH: the keys of your SSH agent are mounted, and the build needs them',
    );
  });

  it('is pinned by its commit', async () => {
    const { notes } = await generated({ 'app.py': app, 'requirements.txt': list });
    expect(notes.join('\n')).not.toContain('does not pin');
    const branch = list.replace(commit, 'main');
    const other = await generated({ 'app.py': app, 'requirements.txt': branch });
    expect(other.notes.join('\n')).toContain('does not pin forms');
  });

  it('is seen in uv.lock', async () => {
    const { dockerfile } = await generated({
      'app.py': app,
      'pyproject.toml': pyproject(
        '[project.urls]\nSource = "ssh://git@example.com/acme/shop"\n[tool.uv.sources]\nforms = { git = "ssh://git@gitlab.example.com/acme/forms" }\n',
      ),
      'uv.lock': `version = 1\nrequires-python = ">=3.12"\n${entry('flask', registry)}${entry('gunicorn', registry)}${entry('forms', `{ git = "ssh://git@gitlab.example.com/acme/forms?rev=v1#${commit}" }`)}${entry('shop', '{ virtual = "." }')}dependencies = [{ name = "flask" }, { name = "gunicorn" }, { name = "forms" }]\n`,
    });
    expect(dockerfile).toContain('--mount=type=ssh,required=true');
    expect(dockerfile).toContain('StrictHostKeyChecking=accept-new');
  });

  it.each([
    ['of HTTPS', `forms @ git+https://github.com/acme/forms@${commit}\n`],
    ['in a comment', `# git+ssh://git@github.com/acme/forms\nforms==1.0\n`],
  ])('mounts nothing for an address %s', async (_, line) => {
    const { dockerfile } = await generated({
      'app.py': app,
      'requirements.txt': `flask==3.1.2\ngunicorn==23.0.0\n${line}`,
    });
    expect(dockerfile).not.toContain('type=ssh');
  });
});
