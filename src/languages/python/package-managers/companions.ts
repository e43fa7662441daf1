/**
 * Holds back what an old release requires without an upper limit. Where a list pins the one and not
 * the other, pip installs the newest, and the program ends at its first import.
 */
import { firstTwo } from '../../../text/lists.ts';
import { isBefore, type Package } from '../package.ts';
import { type Installation, isResolvedByPip, withRequirements } from './installation.ts';

/** Releases of a package that do not work with the newest of another one. */
export interface Companion {
  readonly package: string;
  /** The first release that does; `null` where none does yet. */
  readonly before: string | null;
  /** The first that does not. */
  readonly since?: string;
  /** The extra by which it requires the other one, if it is not always. */
  readonly extra?: string;
  readonly needs: string;
  /** The first release of the other one that it does not work with. */
  readonly below: string;
}

/** The strictest of two rows for what is held back comes first. */
export const companions: readonly Companion[] = [
  // https://werkzeug.palletsprojects.com/en/stable/changes/#version-1-0-0: names of its modules in the package
  { package: 'flask-wtf', before: '0.14.3', needs: 'werkzeug', below: '1' },
  // https://werkzeug.palletsprojects.com/en/stable/changes/#version-2-1-0: names that Flask 1 imports, and safe_str_cmp
  { package: 'flask', before: '2', needs: 'werkzeug', below: '2.1' },
  { package: 'flask-socketio', before: '5', needs: 'werkzeug', below: '2.1' },
  { package: 'flask-login', before: '0.6', needs: 'werkzeug', below: '2.1' },
  { package: 'dash', before: '2.3.1', needs: 'werkzeug', below: '2.1' },
  // https://werkzeug.palletsprojects.com/en/stable/changes/#version-3-0-0: url_quote, url_decode
  { package: 'flask', before: '2.3', needs: 'werkzeug', below: '3' },
  { package: 'flask-login', before: '0.6.3', needs: 'werkzeug', below: '3' },
  // https://jinja.palletsprojects.com/en/stable/changes/#version-3-1-0: escape and Markup
  { package: 'flask', before: '2', needs: 'jinja2', below: '3.1' },
  // https://itsdangerous.palletsprojects.com/en/stable/changes/#version-2-1-0: json
  { package: 'flask', before: '2', needs: 'itsdangerous', below: '2.1' },
  // https://markupsafe.palletsprojects.com/en/stable/changes/#version-2-1-0: soft_unicode
  { package: 'jinja2', before: '3', needs: 'markupsafe', below: '2.1' },
  // https://flask.palletsprojects.com/en/stable/changes/#version-2-0-0: flask._compat
  { package: 'flask-script', before: null, needs: 'flask', below: '2' },
  // https://flask.palletsprojects.com/en/stable/changes/#version-2-3-0: _request_ctx_stack, _app_ctx_stack and flask.scaffold
  { package: 'flask-sqlalchemy', before: '3', needs: 'flask', below: '2.3' },
  { package: 'flask-login', before: '0.6.2', needs: 'flask', below: '2.3' },
  { package: 'flask-socketio', before: '5.3', needs: 'flask', below: '2.3' },
  { package: 'flask-restx', before: '1.2', needs: 'flask', below: '2.3' },
  // https://flask.palletsprojects.com/en/stable/changes/#version-3-0-0: escape and Markup
  { package: 'flask-wtf', before: '1.1', needs: 'flask', below: '2.3' },
  { package: 'flask-wtf', before: '1.2', needs: 'flask', below: '3' },
  { package: 'flask-wtf', before: '1.2', needs: 'werkzeug', below: '3' },
  { package: 'quart', before: '0.19', needs: 'werkzeug', below: '3' },
  // https://flask-sqlalchemy.readthedocs.io/en/stable/changes/: sqlalchemy.__all__
  { package: 'flask-sqlalchemy', before: '3', needs: 'sqlalchemy', below: '2' },
  // https://github.com/openai/openai-python/blob/main/CHANGELOG.md: the argument proxies of httpx
  { package: 'openai', since: '1', before: '1.55.3', needs: 'httpx', below: '0.28' },
  // https://numpy.org/doc/stable/release/2.0.0-notes.html: what was compiled with numpy 1
  { package: 'pandas', before: '2.2.2', needs: 'numpy', below: '2' },
  { package: 'scikit-learn', before: '1.4.2', needs: 'numpy', below: '2' },
  { package: 'opencv-python', before: '4.10.0.84', needs: 'numpy', below: '2' },
  { package: 'opencv-python-headless', before: '4.10.0.84', needs: 'numpy', below: '2' },
  // https://github.com/pyca/bcrypt#changelog: passlib tries a password of more than 72 bytes
  { package: 'passlib', extra: 'bcrypt', before: null, needs: 'bcrypt', below: '5' },
  // https://docs.streamlit.io/develop/quick-reference/release-notes/2023: altair.vegalite.v4, and pandas 1
  { package: 'streamlit', before: '1.22', needs: 'altair', below: '5' },
  { package: 'streamlit', before: '1.22', needs: 'numpy', below: '2' },
  { package: 'streamlit', before: '1.22', needs: 'pyarrow', below: '16' },
  { package: 'matplotlib', before: '3.7.3', needs: 'numpy', below: '2' },
  { package: 'scikit-image', before: '0.23', needs: 'numpy', below: '2' },
  { package: 'prophet', before: '1.1.6', needs: 'numpy', below: '2' },
  { package: 'shapely', before: '2.0.3', needs: 'numpy', below: '2' },
  // https://numpy.org/doc/stable/release/2.0.0-notes.html: np.bool8
  { package: 'bokeh', before: '3', needs: 'numpy', below: '2' },
  // https://docs.scipy.org/doc/scipy/release/1.16.0-notes.html: _lazywhere
  { package: 'statsmodels', before: '0.14.5', needs: 'scipy', below: '1.16' },
  // https://pandas.pydata.org/docs/whatsnew/v3.0.0.html: deprecate_kwarg
  { package: 'statsmodels', before: '0.14.6', needs: 'pandas', below: '3' },
  // https://www.python-httpx.org/compatibility/: the argument proxies
  { package: 'anthropic', before: '0.40', needs: 'httpx', below: '0.28' },
  { package: 'groq', before: '0.13', needs: 'httpx', below: '0.28' },
  // https://marshmallow.readthedocs.io/en/stable/changelog.html: pprint, __version__ and __version_info__
  { package: 'environs', before: '11', needs: 'marshmallow', below: '4' },
  { package: 'flask-marshmallow', before: '1.3', needs: 'marshmallow', below: '4' },
  { package: 'marshmallow-sqlalchemy', before: '1', needs: 'marshmallow', below: '4' },
  // https://pymongo.readthedocs.io/en/stable/changelog.html: private names that moved
  { package: 'motor', before: '3.6', needs: 'pymongo', below: '4.9' },
  { package: 'mongoengine', before: '0.29.1', needs: 'pymongo', below: '4.9' },
  // https://docker-py.readthedocs.io/en/stable/change-log.html: the scheme http+docker
  { package: 'docker', before: '7.1', needs: 'requests', below: '2.32' },
  // https://www.pyopenssl.org/en/latest/changelog.html: names of its library
  { package: 'pyopenssl', before: '22.1', needs: 'cryptography', below: '39' },
  // https://docs.scrapy.org/en/latest/news.html: _setAcceptableProtocols of Twisted, _safe_chars of w3lib
  { package: 'scrapy', since: '2.11', before: '2.13.1', needs: 'twisted', below: '26' },
  { package: 'scrapy', since: '2.11', before: '2.13', needs: 'w3lib', below: '2.4' },
  // https://github.com/huggingface/huggingface_hub/releases/tag/v1.0.0: HfFolder
  { package: 'gradio', since: '4', before: '5', needs: 'huggingface-hub', below: '1' },
];

/** @returns the installation with limits for what its pinned packages require, if pip resolves it. */
export function withCompanions(installation: Installation): Installation {
  if (!isResolvedByPip(installation)) return installation;
  const { packages } = installation;
  const added = limitsFor(packages);
  if (added.length === 0) return installation;
  const requirements = added.map((it) => `${it.needs}<${it.below}`);
  return {
    ...withRequirements(installation, requirements),
    packages: [...packages, ...listedAs(added)],
    notes: [
      ...installation.notes,
      {
        code: 'python/companions-added',
        level: 'info',
        text: `${firstTwo(requirements)} ${added.length === 1 ? 'is' : 'are'} required, too: newer releases do not work with ${firstTwo([...new Set(added.map((it) => it.package))])} as pinned here`,
        hint: `Update what is pinned, or add ${requirements.map((it) => `"${it}"`).join(', ')} to the packages of the project.`,
        evidence: added.map((it) => it.evidence),
      },
    ],
  };
}

/** A row that applies, and where the package is required. */
interface Limit extends Companion {
  readonly evidence: Package['evidence'];
}

/** What holds one package back can make it one that holds back another: Flask, and then Werkzeug. */
function limitsFor(packages: readonly Package[]): readonly Limit[] {
  const found: Limit[] = [];
  for (let next = firstLimit(packages); next; next = firstLimit([...packages, ...listedAs(found)]))
    found.push(next);
  return found;
}

function firstLimit(packages: readonly Package[]): Limit | undefined {
  for (const row of companions) {
    const old = packages.find((it) => isOld(it, row));
    if (old && isOpen(row, packages)) return { ...row, evidence: old.evidence };
  }
  return undefined;
}

function listedAs(limits: readonly Limit[]): readonly Package[] {
  return limits.map(({ needs, below, evidence }) => ({
    name: needs,
    version: null,
    below,
    extras: [],
    wheels: null,
    evidence,
  }));
}

function isOld(it: Package, row: Companion): boolean {
  if (it.name !== row.package) return false;
  if (row.extra !== undefined && !it.extras.includes(row.extra)) return false;
  if (row.before === null) return true;
  return isBefore(it, row.before) && (row.since === undefined || !isBefore(it, row.since));
}

/** Whether no list limits it, and none asks for what a newer release brings. */
function isOpen({ needs }: Companion, packages: readonly Package[]): boolean {
  const isNew = packages.some(
    (it) =>
      needs === 'werkzeug' && it.name === 'flask' && it.version !== null && !isBefore(it, '2.3'),
  );
  return (
    !isNew &&
    packages.every((it) => it.name !== needs || (it.version === null && it.below === undefined))
  );
}
