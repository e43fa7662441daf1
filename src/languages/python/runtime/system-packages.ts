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
  /**
   * PyPI packages whose modules are linked against it, and those that depend on them. They need it
   * wherever they are installed.
   */
  readonly linkedBy?: readonly string[];
  /** A package that needs it only where the code has a certain text: a part that is switched on. */
  readonly switchedOn?: { readonly packageName: string; readonly text: RegExp };
  /** PyPI packages that include it. */
  readonly providedBy: readonly string[];
  readonly debian: string;
  readonly alpine: string;
  /**
   * Patterns for paths below /usr, for both distributions. The loader finds the libraries that
   * these files are linked against.
   */
  readonly files: readonly string[];
  /**
   * Set if it is looked up with ctypes.util.find_library, which asks ldconfig. musl has none.
   * https://docs.python.org/3/library/ctypes.html#finding-shared-libraries
   */
  readonly lookedUp?: true;
}

/** The fonts that fontconfig finds by itself where no file configures it. */
const fonts = ['*/fonts/*/DejaVuSans.ttf', '*/fonts/*/DejaVuSans-Bold.ttf'];

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
      { module: 'ffmpeg', packageName: 'python-ffmpeg' },
      { module: 'ffmpy', packageName: 'ffmpy' },
      { module: 'whisper', packageName: 'openai-whisper' },
      { module: 'mediapy', packageName: 'mediapy' },
      { module: 'skvideo', packageName: 'scikit-video' },
    ],
    debian: 'ffmpeg',
    alpine: 'ffmpeg',
    files: ['*/bin/ffmpeg', '*/bin/ffprobe'],
  },
  {
    ...none,
    title: 'poppler',
    programs: ['pdftoppm', 'pdftocairo', 'pdftotext', 'pdfinfo', 'pdfimages'],
    modules: [
      { module: 'pdf2image', packageName: 'pdf2image' },
      { module: 'pdftotext', packageName: 'pdftotext' },
    ],
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
    modules: [
      { module: 'pytesseract', packageName: 'pytesseract' },
      { module: 'pyocr', packageName: 'pyocr' },
    ],
    debian: 'tesseract-ocr',
    alpine: 'tesseract-ocr tesseract-ocr-data-eng',
    files: ['*/bin/tesseract', '*/tessdata/*'],
  },
  {
    ...none,
    title: 'git',
    programs: ['git'],
    modules: [
      { module: 'git', packageName: 'gitpython' },
      { module: 'pydriller', packageName: 'pydriller' },
      { module: 'cookiecutter', packageName: 'cookiecutter' },
      { module: 'copier', packageName: 'copier' },
    ],
    debian: 'git',
    alpine: 'git',
    files: [
      '*/bin/git',
      '*/git-core/git-remote-http',
      '*/git-core/git-remote-https',
      '*/git-core/templates/description',
    ],
  },
  // A server of repositories starts them by name: https://git-scm.com/docs/http-protocol
  {
    ...none,
    title: 'git-upload-pack',
    programs: ['git-upload-pack', 'git-receive-pack', 'git-upload-archive'],
    debian: 'git',
    alpine: 'git',
    files: ['*/bin/git', '*/bin/git-upload-*', '*/bin/git-receive-pack'],
  },
  // https://www.psycopg.org/psycopg3/docs/basic/install.html#pure-python-installation
  {
    ...none,
    title: 'libpq',
    linkedBy: ['psycopg'],
    providedBy: ['psycopg-binary', 'psycopg-c'],
    debian: 'libpq5',
    alpine: 'libpq',
    files: ['*/libpq.so.5'],
    lookedUp: true,
  },
  // https://docs.djangoproject.com/en/stable/ref/contrib/gis/install/geolibs/
  {
    ...none,
    title: 'GDAL',
    switchedOn: { packageName: 'django', text: /["']django\.contrib\.gis(?:["']|\.db\.backends)/ },
    debian: 'libgdal36 libgeos-c1t64 libproj25 proj-data gdal-data',
    alpine: 'gdal geos proj-util',
    files: [
      '*/libgdal.so.*',
      '*/libgeos_c.so.*',
      '*/libproj.so.*',
      '*/share/proj/*',
      '*/share/gdal/*',
    ],
    lookedUp: true,
  },
  // https://graphviz.readthedocs.io/en/stable/manual.html#installation
  {
    ...none,
    title: 'graphviz',
    programs: ['dot', 'neato', 'fdp', 'sfdp', 'twopi', 'circo'],
    modules: [
      { module: 'graphviz', packageName: 'graphviz' },
      { module: 'pydot', packageName: 'pydot' },
      { module: 'pydotplus', packageName: 'pydotplus' },
      { module: 'pygraphviz', packageName: 'pygraphviz' },
      { module: 'diagrams', packageName: 'diagrams' },
      { module: 'eralchemy', packageName: 'eralchemy' },
      { module: 'objgraph', packageName: 'objgraph' },
    ],
    debian: 'graphviz',
    alpine: 'graphviz font-dejavu',
    files: [
      ...['dot', 'neato', 'fdp', 'sfdp', 'twopi', 'circo'].map((it) => `*/bin/${it}`),
      '*/graphviz/libgvplugin_*.so.*',
      '*/graphviz/config*',
      ...fonts,
    ],
  },
  // https://github.com/JessicaTegner/pypandoc#installing-pandoc
  {
    ...none,
    title: 'pandoc',
    programs: ['pandoc'],
    modules: [
      { module: 'pypandoc', packageName: 'pypandoc' },
      { module: 'pandoc', packageName: 'pandoc' },
    ],
    providedBy: ['pypandoc-binary'],
    debian: 'pandoc',
    alpine: 'pandoc-cli',
    files: ['*/bin/pandoc', '*/share/pandoc/*'],
  },
  // https://pysaml2.readthedocs.io/en/latest/install.html
  {
    ...none,
    title: 'xmlsec1',
    programs: ['xmlsec1'],
    modules: [
      { module: 'saml2', packageName: 'pysaml2' },
      { module: 'djangosaml2', packageName: 'djangosaml2' },
    ],
    debian: 'xmlsec1',
    alpine: 'xmlsec',
    files: ['*/bin/xmlsec1', '*/libxmlsec1-openssl.so*'],
  },
  // https://doc.courtbouillon.org/weasyprint/stable/first_steps.html#linux
  {
    ...none,
    title: 'pango',
    modules: [
      { module: 'weasyprint', packageName: 'weasyprint' },
      { module: 'django_weasyprint', packageName: 'django-weasyprint' },
      { module: 'flask_weasyprint', packageName: 'flask-weasyprint' },
    ],
    debian: 'libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core',
    alpine: 'pango harfbuzz-subset font-dejavu',
    files: [
      '*/libgobject-2.0.so.0',
      '*/libpango-1.0.so.0',
      '*/libpangoft2-1.0.so.0',
      '*/libharfbuzz.so.0',
      '*/libharfbuzz-subset.so.0',
      '*/libfontconfig.so.1',
      ...fonts,
    ],
  },
  {
    ...none,
    title: 'libvips',
    modules: [{ module: 'pyvips', packageName: 'pyvips' }],
    providedBy: ['pyvips-binary'],
    debian: 'libvips42t64',
    alpine: 'vips',
    files: ['*/libvips.so.42', '*/libgobject-2.0.so.0', '*/libglib-2.0.so.0'],
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
  // The loader finds the libraries below: nothing is loaded by name.
  // https://github.com/opencv/opencv-python#documentation-for-opencv-python
  {
    ...none,
    title: 'the desktop libraries of OpenCV',
    linkedBy: [
      'opencv-python',
      'opencv-contrib-python',
      'ultralytics',
      'supervision',
      'mediapipe',
      'deepface',
      'imgaug',
      'paddleocr',
    ],
    debian: 'libxcb1 libgl1 libglib2.0-0t64',
    alpine: 'libxcb mesa-gl glib',
    files: [],
  },
  // https://lightgbm.readthedocs.io/en/stable/Installation-Guide.html
  {
    ...none,
    title: 'OpenMP',
    linkedBy: ['lightgbm'],
    debian: 'libgomp1',
    alpine: 'libgomp',
    files: [],
  },
  // https://github.com/mkleehammer/pyodbc/wiki/Install
  {
    ...none,
    title: 'unixODBC',
    linkedBy: ['pyodbc', 'aioodbc', 'mssql-django'],
    debian: 'libodbc2',
    alpine: 'unixodbc',
    files: [],
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

/**
 * Programs and libraries that packages look for, and that no base can have: they need too many
 * parts of a system, or are looked for with tools that no image has. The program starts without
 * them.
 */
export const absentPrograms: readonly {
  readonly module: string;
  readonly packageName: string;
  readonly program: string;
  readonly instead: string;
}[] = [
  ...(
    [
      ['tabula', 'tabula-py'],
      ['pyspark', 'pyspark'],
      ['language_tool_python', 'language-tool-python'],
      ['tika', 'tika'],
      ['jpype', 'jpype1'],
      ['konlpy', 'konlpy'],
      ['h2o', 'h2o'],
    ] as const
  ).map(([module, packageName]) => ({
    module,
    packageName,
    program: 'Java',
    instead: 'Run what needs Java in another container.',
  })),
  ...(
    [
      ['unoserver', 'unoserver'],
      ['docx2pdf', 'docx2pdf'],
    ] as const
  ).map(([module, packageName]) => ({
    module,
    packageName,
    program: 'LibreOffice',
    instead: 'Convert documents in another container, such as gotenberg/gotenberg.',
  })),
  ...(
    [
      ['html2image', 'html2image'],
      ['kaleido', 'kaleido'],
      ['pyhtml2pdf', 'pyhtml2pdf'],
    ] as const
  ).map(([module, packageName]) => ({
    module,
    packageName,
    program: 'a browser',
    instead: 'Run the browser in another container, and connect to it.',
  })),
  ...(
    [
      ['pyzbar', 'pyzbar', 'libzbar'],
      ['pylibdmtx', 'pylibdmtx', 'libdmtx'],
      ['sounddevice', 'sounddevice', 'libportaudio'],
      ['usb', 'pyusb', 'libusb'],
      ['wand', 'wand', 'ImageMagick'],
      ['enchant', 'pyenchant', 'libenchant'],
      ['aspell', 'aspell-python-py3', 'libaspell'],
    ] as const
  ).map(([module, packageName, program]) => ({
    module,
    packageName,
    program,
    instead:
      'It is looked for with ctypes.util.find_library, which asks ldconfig or a compiler. Take a package from PyPI that includes the library, or run it in another container.',
  })),
  ...(
    [
      ['camelot', 'camelot-py', 'ghostscript'],
      ['exiftool', 'pyexiftool', 'exiftool'],
      ['ocrmypdf', 'ocrmypdf', 'ghostscript'],
      ['treepoem', 'treepoem', 'ghostscript'],
      ['rpy2', 'rpy2', 'R'],
      ['nmap', 'python-nmap', 'nmap'],
      ['nmap3', 'python3-nmap', 'nmap'],
      ['pyttsx3', 'pyttsx3', 'espeak'],
      ['speech_recognition', 'speechrecognition', 'flac'],
      ['python_on_whales', 'python-on-whales', 'docker'],
      ['python_terraform', 'python-terraform', 'terraform'],
      ['ansible_runner', 'ansible-runner', 'ansible'],
      ['hglib', 'python-hglib', 'hg'],
      ['dbbackup', 'django-dbbackup', "the database's own dump program"],
    ] as const
  ).map(([module, packageName, program]) => ({
    module,
    packageName,
    program,
    instead: 'Run what needs it in another container.',
  })),
];

/** Programs that a package of PyPI installs under another name than its own. */
export const broughtPrograms: Readonly<Record<string, string>> = {
  'ansible-core': 'ansible ansible-playbook ansible-galaxy ansible-vault ansible-inventory',
  awscli: 'aws',
  babel: 'pybabel',
  'dbt-core': 'dbt',
  django: 'django-admin',
  docutils: 'rst2html rst2html5 docutils',
  esptool: 'esptool.py',
  httpie: 'http https',
  'huggingface-hub': 'hf huggingface-cli',
  'jupyter-core': 'jupyter',
  'jupyter-server': 'jupyter',
  jupyterlab: 'jupyter jupyter-lab',
  notebook: 'jupyter jupyter-notebook',
  'pdfminer-six': 'pdf2txt.py',
  platformio: 'pio',
  pygments: 'pygmentize',
  'python-dotenv': 'dotenv',
  sphinx: 'sphinx-build',
  supervisor: 'supervisord supervisorctl',
  torch: 'torchrun',
  twisted: 'twistd trial',
};
