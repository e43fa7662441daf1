/**
 * Installs well-known packages that the program imports at its start and no list names. They were
 * there once: an older release of a listed package required them, or the image of the maintainers has
 * them.
 */
import { listed } from '../../../text/lists.ts';
import type { ForeignImport } from '../code/imports.ts';
import { distributions } from '../runtime/import-names.ts';
import { type Installation, withRequirements } from './installation.ts';
import { managerOf } from './index.ts';

/**
 * Modules with one well-known package on PyPI, which pip installs without a compiler. A module of
 * another name is never guessed: anyone can register a package of that name.
 */
const wellKnown = new Set(
  `aiofiles aiohttp apscheduler attr babel bcrypt bleach boto3 bs4 cachetools certifi chardet click
  colorama croniter cryptography Crypto dateutil decouple dns docker docx dotenv emoji feedparser
  filelock flask_cors flask_login flask_migrate flask_sqlalchemy flask_wtf html5lib httpx humanize
  jinja2 joblib jsonschema jwt loguru lxml markdown markupsafe matplotlib numpy openpyxl orjson
  packaging pandas paramiko peewee PIL plotly prettytable prometheus_client prompt_toolkit psutil
  psycopg2 pydantic pydantic_settings pygments pymongo pymysql pyparsing pytz redis regex requests
  requests_toolbelt retrying rich scipy seaborn serial simplejson six sklearn slugify socks sqlalchemy
  tabulate tenacity termcolor toml tomlkit tornado tqdm typer typing_extensions tzlocal ujson unidecode
  urllib3 validators werkzeug websocket websockets wtforms xlrd xmltodict yaml yarl zmq`
    .split(/\s+/)
    .filter((it) => it !== ''),
);

/**
 * @param lacking imports that end the program at its start, because nothing provides the module.
 * @returns the installation with the well-known packages among them, if pip resolves it. A lock file
 *   stays as it is.
 */
export function withImported(
  installation: Installation,
  lacking: readonly ForeignImport[],
): Installation {
  const { manager, standing, packages, members, unread, git, evidence, steps } = installation;
  const added = lacking.filter((it) => wellKnown.has(it.name));
  const [place] = evidence;
  if (added.length === 0 || manager !== 'pip' || standing === 'lock' || !place) return installation;
  // A repository without a name can provide anything.
  if (members.length > 0 || unread || git) return installation;
  const commands = steps.flatMap((it) => (it.installs === 'packages' ? it.command : []));
  if (commands.length === 0 || commands.some((it) => it.includes('--require-hashes')))
    return installation;
  const names = added.map((it) => distributions[it.name]?.[0] ?? it.name.replaceAll('_', '-'));
  return {
    ...withRequirements(installation, names),
    packages: [
      ...packages,
      ...added.map((it, at) => ({
        name: names[at] ?? it.name,
        version: null,
        extras: [],
        wheels: null,
        added: true,
        evidence: it.evidence,
      })),
    ],
    notes: [
      ...installation.notes,
      {
        code: 'python/imports-added',
        level: 'warning',
        text: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} installed, too: the program imports ${names.length === 1 ? 'it' : 'them'} at its start, and no list names ${names.length === 1 ? 'it' : 'them'}`,
        hint: `Add ${names[0] ?? ''} to the packages of the project (${managerOf(manager).add(names[0] ?? '', place.file)}).`,
        evidence: added.slice(0, 3).map((it) => it.evidence),
      },
    ],
  };
}
