/** Which package of Alpine has a program that the code starts. */
import type { Note } from '../../types.ts';

/** Packages of Alpine that have another name than the program: https://pkgs.alpinelinux.org */
const packages: Readonly<Record<string, string>> = {
  aria2c: 'aria2',
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
  pgrep: 'procps',
  pkill: 'procps',
  ps: 'procps',
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

/** Packages of Alpine with the name of their program. */
const alike = new Set(
  'bash bzip2 chromium curl exiftool ffmpeg file fping git gzip htop iperf3 iptables jq kubectl lsof make mtr nginx nmap npm openssl perl python3 qpdf rclone rsync ruby sox sshpass sudo tar tcpdump tmux tshark tree unzip vim wget whois xz yt-dlp zip zstd'.split(
    ' ',
  ),
);

/** Programs that no package of Alpine has. */
const unpackaged =
  /^(?:wkhtmltopdf|wkhtmltoimage|systemctl|journalctl|apt|apt-get|dpkg|yum|dnf|snap|brew)$/;

/** @returns the hint of a note about a missing program, and the packages that settle it. */
export function installHint(program: string): Pick<Note, 'hint' | 'packages'> {
  if (unpackaged.test(program)) return { hint: 'Run it in another container.' };
  const name = packages[program] ?? program;
  const isKnown = name !== program || alike.has(program);
  const options = `--base alpine --packages ${name}`;
  return {
    hint: isKnown
      ? `Install it with ${options}, or run it in another container.`
      : `If Alpine has a package ${name}, install it with ${options}; else run it in another container.`,
    packages: [name, `cmd:${program}`],
  };
}
