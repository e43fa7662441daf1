import { describe, expect, it } from 'vitest';
import { generated, refusal } from '../../../../support/python-generated.ts';

const script = (dependencies: string, more = ''): string =>
  `#!/usr/bin/env -S uv run --script\n# /// script\n# requires-python = ">=3.12"\n# dependencies = [${dependencies}]\n${more}# ///\nfrom bottle import Bottle\n\napp = Bottle()\n\nif __name__ == "__main__":\n    app.run(port=8000)\n`;
const lock =
  'version = 1\nrequires-python = ">=3.12"\n\n[[package]]\nname = "bottle"\nversion = "0.13.4"\nsource = { registry = "https://pypi.org/simple" }\n\n[[package]]\nname = "waitress"\nversion = "3.0.2"\nsource = { registry = "https://pypi.org/simple" }\n';
const both = '"bottle", "waitress"';

describe('a script that says what it needs', () => {
  it('is installed by uv from its lock file, before its code', async () => {
    const { dockerfile, notes } = await generated({
      'clock.py': script(both),
      'clock.py.lock': lock,
    });
    expect(dockerfile).toContain(
      `WORKDIR /script\nCOPY ["clock.py", "/tmp/"]\nRUN sed -n '/^# \\/\\/\\/ script/,/^# \\/\\/\\/[[:space:]]*$/p' /tmp/clock.py > clock.py\n`,
    );
    expect(dockerfile).toContain('COPY --from=script /script/ ./\nCOPY ["clock.py.lock", "./"]\n');
    expect(dockerfile).toContain(
      '    VIRTUAL_ENV=/opt/venv UV_PYTHON=/usr/local/bin/python3 UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy \\\n    uv sync --script clock.py --active --locked \\\n',
    );
    expect(dockerfile).toContain('RUN rm -r clock.py.lock \\\n');
    expect(dockerfile).toContain(
      'ENTRYPOINT ["/opt/venv/bin/python", "-m", "waitress"]\nCMD ["--listen=0.0.0.0:8000", "clock:app"]\n',
    );
    // waitress has no handler for SIGTERM.
    expect(dockerfile).toContain('\nSTOPSIGNAL SIGINT\n');
    expect(notes).toEqual([]);
  });
  it('without a lock file, and says so', async () => {
    const { dockerfile, notes } = await generated({ 'clock.py': script(both) });
    expect(dockerfile).toContain('    uv sync --script clock.py --active \\\n');
    expect(notes).toContain(
      'clock.py has no lock file: two builds can install different versions\nRun uv lock --script clock.py, and commit the lock file.',
    );
  });
  it('is a program whatever it is called', async () => {
    const { dockerfile } = await generated({
      'nightly-report.py':
        '# /// script\n# dependencies = ["httpx"]\n# ///\nimport httpx\nprint(httpx.get("https://example.com"))\n',
    });
    expect(dockerfile).toContain('ENTRYPOINT ["/opt/venv/bin/python", "nightly-report.py"]');
    expect(dockerfile).toContain('org.opencontainers.image.title="nightly-report"');
  });
  it('needs a server in its list, and names the line to add', async () => {
    expect(await refusal({ 'clock.py': script('"bottle"') })).toContain(
      'Bottle needs a WSGI server, but none is installed: add gunicorn (uv add --script clock.py gunicorn)',
    );
  });
  it('has its own versions and private indexes', async () => {
    const { dockerfile, notes } = await generated({
      'clock.py': script(
        both,
        '# [[tool.uv.index]]\n# name = "acme"\n# url = "https://packages.example.com/simple"\n',
      ).replace('>=3.12', '>=3.12,<3.14'),
    });
    expect(dockerfile).toContain('FROM python:3.13-slim-trixie@');
    expect(dockerfile).toContain('--mount=type=secret,id=UV_INDEX_ACME_USERNAME,required=true');
    expect(notes).toContain(
      'packages.example.com requires a login: UV_INDEX_ACME_USERNAME and UV_INDEX_ACME_PASSWORD are mounted as secrets, and the build needs them',
    );
  });
  it('several are asked for', async () => {
    const files = {
      'clock.py': script(both),
      'report.py': '# /// script\n# dependencies = ["httpx"]\n# ///\nimport httpx\nprint(1)\n',
    };
    expect(await refusal(files)).toContain(
      'several programs, and none is named: clock (clock.py:8); report (report.py:1)',
    );
    expect((await generated(files, { service: ['report'] })).dockerfile).toContain(
      'uv sync --script report.py --active \\',
    );
  });
  it('is a tool where the project is another', async () => {
    const { dockerfile } = await generated({
      'release.py': '# /// script\n# dependencies = ["httpx"]\n# ///\nimport httpx\nprint(1)\n',
      'main.py': 'import flask\nif __name__ == "__main__":\n    print(1)\n',
      'requirements.txt': 'flask==3.1.0\n',
    });
    expect(dockerfile).toContain('-r requirements.txt');
    expect(dockerfile).toContain('ENTRYPOINT ["/opt/venv/bin/python", "main.py"]');
  });
});
