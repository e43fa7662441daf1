/**
 * Warns of programs that the code starts: a final image has the program itself, and on alpine what
 * is part of its shell.
 */
import type { Note } from '../../types.ts';
import { shellPrograms } from '../shared/shell-programs.ts';
import type { Start } from '../shared/uses.ts';

/** Packages of Alpine that have another name than the program: https://pkgs.alpinelinux.org */
const packages: Readonly<Record<string, string>> = {
  'chromium-browser': 'chromium',
  'google-chrome': 'chromium',
  chrome: 'chromium',
  convert: 'imagemagick',
  magick: 'imagemagick',
  identify: 'imagemagick',
  dig: 'bind-tools',
  docker: 'docker-cli',
  dot: 'graphviz',
  ffprobe: 'ffmpeg',
  gpg: 'gnupg',
  gs: 'ghostscript',
  hg: 'mercurial',
  ldapsearch: 'openldap-clients',
  mysql: 'mariadb-client',
  mysqldump: 'mariadb-client',
  node: 'nodejs',
  npx: 'npm',
  pandoc: 'pandoc-cli',
  pdfinfo: 'poppler-utils',
  pdftocairo: 'poppler-utils',
  pdftoppm: 'poppler-utils',
  pdftotext: 'poppler-utils',
  pg_dump: 'postgresql-client',
  pg_restore: 'postgresql-client',
  psql: 'postgresql-client',
  python: 'python3',
  'redis-cli': 'redis',
  scp: 'openssh-client',
  sftp: 'openssh-client',
  soffice: 'libreoffice',
  sqlite3: 'sqlite',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-keygen',
  svn: 'subversion',
  tesseract: 'tesseract-ocr',
};

/** Programs that no package of Alpine has. */
const unpackaged =
  /^(?:wkhtmltopdf|wkhtmltoimage|systemctl|journalctl|apt|apt-get|dpkg|yum|dnf|snap|brew)$/;

const mostPlaces = 3;

/** @returns a warning for each program that no base has. */
export function programNotes(starts: readonly Start[]): readonly Note[] {
  const byName = new Map<string, Start[]>();
  for (const it of starts.filter(({ program }) => !shellPrograms.includes(program)))
    byName.set(it.program, [...(byName.get(it.program) ?? []), it]);
  return [...byName].map(([program, all]) => {
    const needed = all.filter((it) => !it.optional);
    const places = (needed.length > 0 ? needed : all).map((it) => it.evidence);
    return {
      code: 'go/program-missing',
      level: 'warning',
      text:
        needed.length > 0
          ? `${program} is started, but the image does not have it: code that needs it fails`
          : `${program} is started if it exists; the image does not have it`,
      hint: cureOf(program),
      evidence: places.slice(0, mostPlaces),
    };
  });
}

function cureOf(program: string): string {
  if (unpackaged.test(program)) return 'Run it in another container.';
  return `With --base alpine, write RUN apk add --no-cache ${packages[program] ?? program} above its last USER; or run it in another container.`;
}

/** @returns why the program needs a shell, with the first place that does; `null` if it does not. */
export function shellReason(starts: readonly Start[]): string | null {
  const found = starts.find((it) => !it.optional && shellPrograms.includes(it.program));
  if (!found) return null;
  const { file, line } = found.evidence;
  const what = /^(?:sh|ash)$/.test(found.program)
    ? 'runs a command line'
    : `starts ${found.program}, which comes with a shell`;
  return `${file}:${line} ${what}`;
}
