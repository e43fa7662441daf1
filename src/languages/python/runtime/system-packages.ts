/**
 * System packages that Python packages and programs need at run time, and which of their files. To
 * add one, add an object here.
 */
export interface SystemPackage {
  readonly title: string;
  /** The names of programs that code starts. */
  readonly programs: readonly string[];
  /** Modules that need the system package, with the Python package of each. */
  readonly modules: readonly { readonly module: string; readonly packageName: string }[];
  /** PyPI packages that include it. */
  readonly providedBy: readonly string[];
  readonly debian: string;
  readonly alpine: string;
  /**
   * Patterns for paths below /usr, for both distributions. The loader finds the libraries that
   * these files are linked against.
   */
  readonly files: readonly string[];
}

const none = { programs: [], modules: [], providedBy: [] } as const;

export const systemPackages: readonly SystemPackage[] = [
  {
    title: 'ffmpeg',
    programs: ['ffmpeg', 'ffprobe'],
    providedBy: ['imageio-ffmpeg', 'static-ffmpeg'],
    modules: [
      { module: 'ffmpeg', packageName: 'ffmpeg-python' },
      { module: 'pydub', packageName: 'pydub' },
      { module: 'moviepy', packageName: 'moviepy' },
    ],
    debian: 'ffmpeg',
    alpine: 'ffmpeg',
    files: ['*/bin/ffmpeg', '*/bin/ffprobe'],
  },
  {
    ...none,
    title: 'poppler',
    programs: ['pdftoppm', 'pdftocairo', 'pdftotext', 'pdfinfo', 'pdfimages'],
    modules: [{ module: 'pdf2image', packageName: 'pdf2image' }],
    debian: 'poppler-utils',
    alpine: 'poppler-utils',
    files: [
      '*/bin/pdftoppm',
      '*/bin/pdftocairo',
      '*/bin/pdftotext',
      '*/bin/pdfinfo',
      '*/bin/pdfimages',
    ],
  },
  {
    ...none,
    title: 'tesseract',
    programs: ['tesseract'],
    modules: [{ module: 'pytesseract', packageName: 'pytesseract' }],
    debian: 'tesseract-ocr',
    alpine: 'tesseract-ocr tesseract-ocr-data-eng',
    files: ['*/bin/tesseract', '*/tessdata/*'],
  },
  {
    ...none,
    title: 'git',
    programs: ['git'],
    modules: [{ module: 'git', packageName: 'gitpython' }],
    debian: 'git',
    alpine: 'git',
    files: [
      '*/bin/git',
      '*/git-core/git-remote-http',
      '*/git-core/git-remote-https',
      '*/git-core/templates/description',
    ],
  },
  {
    ...none,
    title: 'curl',
    programs: ['curl'],
    debian: 'curl',
    alpine: 'curl',
    files: ['*/bin/curl'],
  },
  {
    ...none,
    title: 'libmagic',
    modules: [{ module: 'magic', packageName: 'python-magic' }],
    debian: 'libmagic1t64',
    alpine: 'file',
    files: ['*/libmagic.so.1', '*/misc/magic.mgc'],
  },
  {
    ...none,
    title: 'libcairo',
    modules: [
      { module: 'cairosvg', packageName: 'cairosvg' },
      { module: 'cairocffi', packageName: 'cairocffi' },
    ],
    debian: 'libcairo2',
    alpine: 'cairo',
    files: ['*/libcairo.so.2'],
  },
];

/**
 * Programs that no base supports, because they need too many parts of a system. `unless`: a call
 * that connects to an instance elsewhere.
 */
export const refusedPrograms: readonly {
  readonly module: string;
  readonly packageName: string;
  readonly program: string;
  readonly unless: RegExp | null;
  readonly instead: string;
}[] = [
  {
    module: 'playwright',
    packageName: 'playwright',
    program: 'a browser',
    unless: /\.connect(?:_over_cdp)?$/,
    instead:
      'Run it in another container, from the image mcr.microsoft.com/playwright, and connect to it: browser_type.connect(url).',
  },
  {
    module: 'selenium',
    packageName: 'selenium',
    program: 'a browser',
    unless: /\.Remote$/,
    instead:
      'Run it in another container, from an image such as selenium/standalone-chromium, and connect to it: webdriver.Remote(url).',
  },
  {
    module: 'pyppeteer',
    packageName: 'pyppeteer',
    program: 'a browser',
    unless: /\.connect$/,
    instead: 'Run it in another container, and connect to it: pyppeteer.connect(url).',
  },
  {
    module: 'pdfkit',
    packageName: 'pdfkit',
    program: 'wkhtmltopdf',
    unless: null,
    instead:
      'Neither Debian nor Alpine has it any more. Make the PDF with a package from PyPI, such as fpdf2.',
  },
  {
    module: 'imgkit',
    packageName: 'imgkit',
    program: 'wkhtmltoimage',
    unless: null,
    instead:
      'Neither Debian nor Alpine has it any more. Make the picture with a package from PyPI.',
  },
];

/** Programs that are part of a shell environment. Alpine has them; the other bases do not. */
export const shellPrograms = [
  'sh',
  'ash',
  'ls',
  'cat',
  'cp',
  'mv',
  'rm',
  'ln',
  'mkdir',
  'touch',
  'chmod',
  'tar',
  'gzip',
  'gunzip',
  'zcat',
  'grep',
  'find',
  'sed',
  'awk',
  'sort',
  'uniq',
  'head',
  'tail',
  'wc',
  'cut',
  'tr',
  'tee',
  'xargs',
  'date',
  'sleep',
  'echo',
  'printf',
  'true',
  'false',
  'env',
  'id',
  'whoami',
  'hostname',
  'uname',
  'uptime',
  'free',
  'df',
  'du',
  'ps',
  'pgrep',
  'pkill',
  'kill',
  'killall',
  'which',
  'nproc',
  'ping',
  'ip',
  'ifconfig',
  'netstat',
  'nslookup',
  'wget',
  'unzip',
  'vi',
  'diff',
  'md5sum',
  'sha256sum',
  'stat',
  'mount',
  'top',
];
