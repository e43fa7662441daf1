/**
 * Finds the system packages that are needed to compile Python packages without a wheel. Their
 * run-time libraries are copied later, because the loader lists them.
 */
import type { Libc } from '../../../types.ts';
import { installSystemPackages } from '../../shared/system-packages.ts';
import type { Package } from '../package.ts';
import { lastPythonOf } from '../last-pythons.ts';
import { newer, wheelFits } from '../versions.ts';

interface NativePackage {
  readonly name: string;
  readonly debian: readonly string[];
  readonly alpine: readonly string[];
}

/** System packages that the documentation of each Python package requires, besides a compiler. */
const nativePackages: readonly NativePackage[] = [
  { name: 'psycopg2', debian: ['libpq-dev'], alpine: ['postgresql-dev'] },
  // It has wheels, but none of an old release for a Python that came later.
  { name: 'psycopg2-binary', debian: ['libpq-dev'], alpine: ['postgresql-dev'] },
  { name: 'psycopg-c', debian: ['libpq-dev'], alpine: ['postgresql-dev'] },
  {
    name: 'mysqlclient',
    debian: ['default-libmysqlclient-dev', 'pkgconf'],
    alpine: ['mariadb-dev', 'pkgconf'],
  },
  { name: 'pycairo', debian: ['libcairo2-dev', 'pkgconf'], alpine: ['cairo-dev', 'pkgconf'] },
  {
    name: 'python-ldap',
    debian: ['libldap-dev', 'libsasl2-dev'],
    alpine: ['openldap-dev', 'cyrus-sasl-dev'],
  },
  {
    name: 'pygraphviz',
    debian: ['libgraphviz-dev', 'pkgconf'],
    alpine: ['graphviz-dev', 'pkgconf'],
  },
  { name: 'xmlsec', debian: ['libxmlsec1-dev', 'pkgconf'], alpine: ['xmlsec-dev', 'pkgconf'] },
  { name: 'pyodbc', debian: ['unixodbc-dev'], alpine: ['unixodbc-dev'] },
  { name: 'lxml', debian: ['libxml2-dev', 'libxslt1-dev'], alpine: ['libxml2-dev', 'libxslt-dev'] },
  {
    name: 'pillow',
    debian: ['libjpeg62-turbo-dev', 'zlib1g-dev'],
    alpine: ['jpeg-dev', 'zlib-dev'],
  },
  { name: 'cffi', debian: ['libffi-dev'], alpine: ['libffi-dev'] },
  // It links libcrypt, which libc6-dev of newer releases does not bring. Routes need PCRE:
  // https://uwsgi-docs.readthedocs.io/en/latest/InternalRouting.html
  {
    name: 'uwsgi',
    debian: ['libcrypt-dev', 'libpcre2-dev'],
    alpine: ['linux-headers', 'pcre2-dev'],
  },
  // https://misaka.61924.nl and https://github.com/al45tair/netifaces need a compiler alone.
  { name: 'misaka', debian: [], alpine: [] },
  { name: 'netifaces', debian: [], alpine: ['linux-headers'] },
  // https://github.com/spotify/annoy
  { name: 'annoy', debian: ['g++'], alpine: ['g++'] },
  // https://github.com/jonashaag/bjoern/wiki/Installation
  { name: 'bjoern', debian: ['libev-dev'], alpine: ['libev-dev'] },
  // https://github.com/pythongssapi/python-gssapi#installation
  { name: 'gssapi', debian: ['libkrb5-dev'], alpine: ['krb5-dev'] },
  // https://github.com/OpenPrinting/pycups
  { name: 'pycups', debian: ['libcups2-dev'], alpine: ['cups-dev'] },
  // https://sendapatch.se/projects/pylibmc/install.html
  {
    name: 'pylibmc',
    debian: ['libmemcached-dev', 'zlib1g-dev'],
    alpine: ['libmemcached-dev', 'zlib-dev'],
  },
  // http://pycurl.io/docs/latest/install.html
  {
    name: 'pycurl',
    debian: ['libcurl4-openssl-dev', 'libssl-dev'],
    alpine: ['curl-dev', 'openssl-dev'],
  },
  // https://gitlab.pyicu.org/main/pyicu
  {
    name: 'pyicu',
    debian: ['g++', 'libicu-dev', 'pkgconf'],
    alpine: ['g++', 'icu-dev', 'pkgconf'],
  },
  // https://m2crypto.readthedocs.io/en/latest/INSTALL.html
  { name: 'm2crypto', debian: ['libssl-dev', 'swig'], alpine: ['openssl-dev', 'swig'] },
  // https://pymssql.readthedocs.io/en/stable/building_and_developing.html
  {
    name: 'pymssql',
    debian: ['freetds-dev', 'libssl-dev'],
    alpine: ['freetds-dev', 'openssl-dev'],
  },
  // https://people.csail.mit.edu/hubert/pyaudio/
  { name: 'pyaudio', debian: ['portaudio19-dev'], alpine: ['portaudio-dev'] },
  // https://github.com/systemd/python-systemd
  {
    name: 'systemd-python',
    debian: ['libsystemd-dev', 'pkgconf'],
    alpine: ['elogind-dev', 'pkgconf'],
  },
  // https://github.com/coleifer/pysqlite3
  { name: 'pysqlite3', debian: ['libsqlite3-dev'], alpine: ['sqlite-dev'] },
];

/** Extras that require one of them: a list without a lock does not name it. */
const compiledExtras = [{ package: 'psycopg', extra: 'c', requires: 'psycopg-c' }] as const;

/** Packages that have no wheel for Linux in any version. */
const alwaysCompiled = [
  'psycopg2',
  'psycopg-c',
  'mysqlclient',
  'pycairo',
  'python-ldap',
  'pygraphviz',
  'uwsgi',
  'misaka',
  'netifaces',
  'annoy',
  'bjoern',
  'gssapi',
  'pycups',
  'pyicu',
  'pyaudio',
  'systemd-python',
  'pysqlite3',
];

/**
 * @param git whether packages come from git repositories, and `ssh` whether SSH reaches those.
 * @param own whether the project has extension modules.
 * @returns the command that installs them; `null` if no package is known to be compiled.
 */
export function compilersFor(
  packages: readonly Package[],
  version: string,
  libc: Libc,
  {
    git,
    ssh = false,
    own,
  }: { readonly git: boolean; readonly ssh?: boolean; readonly own: boolean },
): string | null {
  const platform = libc === 'musl' ? /^any$|musllinux/ : /^any$|manylinux/;
  const compiled = withExtras(packages).filter((it) =>
    it.wheels === null
      ? alwaysCompiled.includes(it.name)
      : !it.wheels.some((wheel) => wheelFits(wheel, version, platform)) &&
        (nativePackages.some((known) => known.name === it.name) || it.wheels.some(isCompiled)),
  );
  if (compiled.length === 0 && !git && !own) return null;
  const needed = nativePackages.filter((it) => compiled.some((known) => known.name === it.name));
  const compiler =
    compiled.length === 0 && !own
      ? []
      : ['gcc', ...(own ? ['g++'] : []), libc === 'musl' ? 'musl-dev' : 'libc6-dev'];
  const names = [
    ...new Set([
      ...compiler,
      ...needed.flatMap((it) => (libc === 'musl' ? it.alpine : it.debian)),
      ...(git ? ['git'] : []),
      ...(ssh ? ['openssh-client'] : []),
    ]),
  ];
  return installSystemPackages(libc, names);
}

/**
 * A list of requirements does not say which packages have a wheel, and of one that has none it is
 * not known whether it needs a compiler.
 * @returns the command that installs what compiling them needs; `null` if all have wheels.
 */
export function fallbackCompilers(packages: readonly Package[], libc: Libc): string | null {
  const unsure = withExtras(packages).filter((it) => it.wheels === null || it.wheels.length === 0);
  if (unsure.length === 0) return null;
  const compilers = ['gcc', 'g++', 'make', libc === 'musl' ? 'musl-dev' : 'libc6-dev'];
  const named = nativePackages.filter((it) => unsure.some((known) => known.name === it.name));
  const headers = named.flatMap((it) => (libc === 'musl' ? it.alpine : it.debian));
  return installSystemPackages(libc, [...new Set([...compilers, 'libffi-dev', ...headers])]);
}

/**
 * Whether a list pins a release that no Python after 3.11 runs: others of its time ask for what a new
 * setuptools does not have. The old one runs up to Python 3.11.
 */
export function hasOldReleases(packages: readonly Package[], version: string): boolean {
  const isOld = (line: string | undefined): boolean => line !== undefined && !newer(line, '3.11');
  return (
    !newer(version, '3.11') &&
    packages.some((it) => it.version !== null && it.wheels === null && isOld(lastPythonOf(it)))
  );
}

/** Adds what the extras of packages require, where no lock file does. */
function withExtras(packages: readonly Package[]): readonly Package[] {
  const required = compiledExtras.flatMap((row) => {
    const found = packages.find((it) => it.name === row.package && it.extras.includes(row.extra));
    const isListed = packages.some((it) => it.name === row.requires);
    return found && !isListed ? [{ ...found, name: row.requires, wheels: null }] : [];
  });
  return [...packages, ...required];
}

/** Whether a wheel is for one platform: the same package has to be compiled for another. */
function isCompiled(wheel: string): boolean {
  return !wheel.endsWith('-any.whl');
}
