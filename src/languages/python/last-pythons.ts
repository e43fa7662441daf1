/**
 * The last Python that releases of a package run on. Their metadata rarely has an upper limit, so
 * they install on every later version, and fail there.
 */
import { isBefore, type Package } from './package.ts';

interface LastPython {
  /** The first release that runs on a later Python. Without it, no release does. */
  readonly below?: string;
  /** The last Python that the releases before it run on. */
  readonly until: string;
}

/**
 * From the oldest release. Without a link, the releases were installed and imported on Python 3.13
 * and 3.14 on 2026-11-29: what they lack there was removed in the version after the last one
 * (distutils, imp and asyncore in 3.12, cgi and imghdr in 3.13, pkgutil.get_loader in 3.14).
 */
const lastPythons: Readonly<Record<string, readonly LastPython[]>> = {
  aiogram: [{ below: '3', until: '3.11' }],
  aioredis: [{ until: '3.10' }],
  boto3: [
    { below: '1.21', until: '3.11' },
    { below: '1.25', until: '3.12' },
  ],
  botocore: [
    { below: '1.24', until: '3.11' },
    { below: '1.28', until: '3.12' },
  ],
  bottle: [{ below: '0.13', until: '3.11' }],
  // It requires a setuptools with pkgutil.ImpImporter: https://docs.celeryq.dev/en/stable/history/whatsnew-5.2.html
  celery: [{ below: '5.2.7', until: '3.11' }],
  cherrypy: [{ below: '18.9', until: '3.12' }],
  'discord-py': [{ below: '2.5', until: '3.12' }],
  // https://docs.djangoproject.com/en/dev/faq/install/#what-python-version-can-i-use-with-django
  django: [
    { below: '1.11', until: '3.5' },
    { below: '2.2', until: '3.7' },
    { below: '3.2', until: '3.9' },
    { below: '4.1', until: '3.10' },
    { below: '4.2', until: '3.11' },
    { below: '5.1', until: '3.12' },
    { below: '5.2', until: '3.13' },
  ],
  eventlet: [
    { below: '0.34', until: '3.11' },
    { below: '0.37', until: '3.12' },
    { below: '0.40', until: '3.13' },
  ],
  feedparser: [{ below: '6.0.11', until: '3.12' }],
  flask: [{ below: '2.3.3', until: '3.13' }],
  future: [{ below: '1', until: '3.11' }],
  gradio: [{ below: '5', until: '3.12' }],
  gunicorn: [{ below: '20', until: '3.11' }],
  // There is no wheel, and its setup.py imports cgi. pandas-profiling requires it.
  htmlmin: [{ until: '3.12' }],
  httpx: [{ below: '0.23', until: '3.12' }],
  jinja2: [{ below: '2.10.1', until: '3.9' }],
  'kafka-python': [{ below: '2.0.3', until: '3.11' }],
  langchain: [{ below: '0.2', until: '3.12' }],
  'pandas-profiling': [{ until: '3.11' }],
  // Models that refer to themselves: https://github.com/pydantic/pydantic/releases/tag/v1.10.16
  pydantic: [
    { below: '1.10.16', until: '3.11' },
    { below: '2', until: '3.13' },
  ],
  pydub: [{ until: '3.12' }],
  pyrogram: [{ until: '3.13' }],
  'python-telegram-bot': [
    { below: '20', until: '3.11' },
    // Its Application asks for the event loop: https://docs.python-telegram-bot.org/en/stable/changelog.html
    { below: '22.4', until: '3.13' },
  ],
  'python-decouple': [{ below: '3.5', until: '3.11' }],
  redis: [{ below: '4.1', until: '3.11' }],
  six: [{ below: '1.16', until: '3.11' }],
  sqlalchemy: [
    { below: '2', until: '3.14' },
    { below: '2.0.31', until: '3.12' },
    { below: '2.0.41', until: '3.13' },
  ],
  streamlit: [
    { below: '1.36', until: '3.12' },
    { below: '1.41', until: '3.13' },
  ],
  telethon: [{ below: '1.25', until: '3.12' }],
  tweepy: [{ below: '4.15', until: '3.12' }],
  'typing-extensions': [{ below: '4.6', until: '3.11' }],
  urllib3: [{ below: '1.26.5', until: '3.11' }],
  vine: [{ below: '5', until: '3.10' }],
  webob: [{ below: '1.8.8', until: '3.12' }],
  werkzeug: [
    { below: '0.15', until: '3.9' },
    // ast.Str, which Python 3.14 does not have.
    { below: '2.3', until: '3.13' },
  ],
};

/**
 * @returns the last Python that a package runs on; `undefined` if no limit is known. A range has
 *   the limit of its newest release, and a pre-release that of its release.
 */
export function lastPythonOf(it: Package): string | undefined {
  const version = it.version?.replace(/[._-]?(?:a|b|rc|dev)\d+$/, '') ?? null;
  const released = { ...it, version };
  return lastPythons[it.name]?.find(({ below }) => below === undefined || isBefore(released, below))
    ?.until;
}
