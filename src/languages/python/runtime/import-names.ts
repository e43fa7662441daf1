/**
 * What the names of imports mean: the standard library, the packages on PyPI whose modules have
 * other names than the package, and what well-known packages install besides themselves.
 */

/**
 * Modules of the standard library, without those that a newer version lost.
 * https://docs.python.org/3/py-modindex.html
 */
export const standardModules: ReadonlySet<string> = new Set(
  `__future__ __main__ _thread abc annotationlib antigravity argparse array ast asyncio atexit base64
  bdb binascii bisect builtins bz2 cProfile calendar cmath cmd code codecs codeop collections colorsys
  compileall compression concurrent configparser contextlib contextvars copy copyreg csv ctypes curses
  dataclasses datetime dbm decimal difflib dis doctest email encodings ensurepip enum errno
  faulthandler fcntl filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass
  gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io
  ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap
  modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os
  pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile
  pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib
  resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib
  socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep
  struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios test textwrap this
  threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle
  turtledemo types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg
  winsound wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo`
    .split(/\s+/)
    .filter((it) => it !== ''),
);

/** A module that the standard library had up to a version. */
export interface LostModule {
  readonly module: string;
  /** The last version that has it. */
  readonly until: string;
  /** Packages on PyPI that bring it back under the same name. */
  readonly packages: readonly string[];
}

const until = (
  version: string,
  modules: Readonly<Record<string, readonly string[]>>,
): readonly LostModule[] =>
  Object.entries(modules).map(([module, packages]) => ({ module, until: version, packages }));

/**
 * Modules that only the standard library of Python 2 has, under these names.
 * https://docs.python.org/3.0/whatsnew/3.0.html#library-changes
 */
export const modulesOfPython2: readonly string[] =
  'BaseHTTPServer CGIHTTPServer ConfigParser Cookie HTMLParser Queue SimpleHTTPServer SimpleXMLRPCServer SocketServer StringIO Tkinter UserDict __builtin__ cPickle cStringIO commands cookielib copy_reg exceptions htmlentitydefs httplib robotparser thread tkMessageBox urllib2 urlparse xmlrpclib'.split(
    ' ',
  );

/**
 * https://docs.python.org/3.12/whatsnew/3.12.html#removed
 * https://docs.python.org/3.13/whatsnew/3.13.html#removed-modules-and-apis
 */
export const lostModules: readonly LostModule[] = [
  ...until('3.11', {
    asynchat: ['pyasynchat', 'standard-asynchat'],
    asyncore: ['pyasyncore', 'standard-asyncore'],
    // setuptools puts its copy in the place of the module.
    distutils: ['setuptools'],
    imp: ['zombie-imp', 'standard-imp'],
    smtpd: ['standard-smtpd'],
  }),
  ...until('3.12', {
    aifc: ['standard-aifc'],
    audioop: ['audioop-lts'],
    cgi: ['legacy-cgi', 'standard-cgi'],
    cgitb: ['legacy-cgi', 'standard-cgitb'],
    chunk: ['standard-chunk'],
    crypt: ['standard-crypt'],
    imghdr: ['standard-imghdr'],
    lib2to3: ['standard-lib2to3'],
    mailcap: ['standard-mailcap'],
    nis: [],
    nntplib: ['standard-nntplib'],
    ossaudiodev: [],
    pipes: ['standard-pipes'],
    sndhdr: ['standard-sndhdr'],
    spwd: [],
    sunau: ['standard-sunau'],
    telnetlib: ['standard-telnetlib'],
    uu: ['standard-uu'],
    xdrlib: ['standard-xdrlib'],
  }),
];

/** Modules of the standard library that need a screen, or make environments: no image has them. */
export const leftOutModules: readonly string[] = [
  'ensurepip',
  'idlelib',
  'test',
  'tkinter',
  'turtle',
  'turtledemo',
  'venv',
];

/**
 * Packages on PyPI by the module that they bring, the usual one first. Only where the module's name
 * does not follow from the package's.
 */
export const distributions: Readonly<Record<string, readonly string[]>> = {
  actstream: ['django-activity-stream'],
  attr: ['attrs'],
  bluetooth: ['pybluez'],
  bs4: ['beautifulsoup4'],
  bson: ['pymongo', 'bson'],
  colors: ['ansicolors'],
  community: ['python-louvain'],
  Cryptodome: ['pycryptodomex'],
  Crypto: ['pycryptodome', 'pycrypto'],
  cv2: [
    'opencv-python-headless',
    'opencv-python',
    'opencv-contrib-python-headless',
    'opencv-contrib-python',
  ],
  dateutil: ['python-dateutil'],
  decouple: ['python-decouple'],
  discord: ['discord.py', 'py-cord', 'nextcord'],
  docx: ['python-docx'],
  dns: ['dnspython'],
  dotenv: ['python-dotenv'],
  environ: ['django-environ', 'environ-config'],
  faiss: ['faiss-cpu', 'faiss-gpu'],
  fitz: ['pymupdf'],
  git: ['gitpython'],
  gi: ['pygobject'],
  grpc_health: ['grpcio-health-checking'],
  grpc_reflection: ['grpcio-reflection'],
  grpc_status: ['grpcio-status'],
  github: ['pygithub'],
  gridfs: ['pymongo'],
  jose: ['python-jose', 'jose'],
  jwt: ['pyjwt', 'jwt'],
  kafka: ['kafka-python', 'kafka-python-ng'],
  ldap: ['python-ldap'],
  magic: ['python-magic', 'python-magic-bin', 'file-magic'],
  memcache: ['python-memcached', 'python3-memcached'],
  mpl_toolkits: ['matplotlib'],
  multipart: ['python-multipart', 'multipart'],
  MySQLdb: ['mysqlclient'],
  nacl: ['pynacl'],
  oauth2_provider: ['django-oauth-toolkit'],
  OpenSSL: ['pyopenssl'],
  onelogin: ['python3-saml'],
  PIL: ['pillow', 'pillow-simd'],
  pkg_resources: ['setuptools'],
  playhouse: ['peewee'],
  pywt: ['pywavelets'],
  pyximport: ['cython'],
  pyVim: ['pyvmomi'],
  pyrogram: ['pyrogram', 'kurigram', 'pyrofork'],
  sha3: ['pysha3'],
  social_core: ['social-auth-core'],
  social_django: ['social-auth-app-django'],
  telebot: ['pytelegrambotapi'],
  tlz: ['toolz'],
  pptx: ['python-pptx'],
  psycopg2: ['psycopg2-binary', 'psycopg2'],
  pythonjsonlogger: ['python-json-logger'],
  rest_framework: ['djangorestframework'],
  rest_framework_simplejwt: ['djangorestframework-simplejwt'],
  corsheaders: ['django-cors-headers'],
  crispy_forms: ['django-crispy-forms'],
  debug_toolbar: ['django-debug-toolbar'],
  django_filters: ['django-filter'],
  djmoney: ['django-money'],
  serial: ['pyserial'],
  skimage: ['scikit-image'],
  sklearn: ['scikit-learn'],
  slugify: ['python-slugify', 'unicode-slugify', 'awesome-slugify'],
  socketio: ['python-socketio'],
  engineio: ['python-engineio'],
  socks: ['pysocks'],
  storages: ['django-storages'],
  talib: ['ta-lib'],
  telegram: ['python-telegram-bot'],
  tensorflow: ['tensorflow', 'tensorflow-cpu', 'tf-nightly'],
  usb: ['pyusb'],
  websocket: ['websocket-client'],
  wx: ['wxpython'],
  yaml: ['pyyaml'],
  zmq: ['pyzmq'],
  _yaml: ['pyyaml'],
};

/**
 * Modules with one well-known package on PyPI, which pip installs without a compiler. A module of
 * another name is never guessed: anyone can register a package of that name.
 */
export const wellKnown: ReadonlySet<string> = new Set(
  `aiofiles aiohttp apscheduler attr babel bcrypt bleach boto3 bs4 cachetools certifi chardet click
  colorama croniter Crypto cryptography dateutil decouple dns docker docx dotenv emoji eventlet
  feedparser filelock flask flask_cors flask_login flask_migrate flask_sqlalchemy flask_wtf gevent
  gunicorn html5lib httpx humanize jinja2 joblib jsonschema jwt loguru lxml markdown markupsafe
  matplotlib numpy openpyxl orjson packaging pandas paramiko peewee PIL pip plotly prettytable
  prometheus_client prompt_toolkit psutil psycopg2 pydantic pydantic_settings pygments pymongo
  pymysql pyparsing pytz redis regex requests requests_toolbelt retrying rich scipy seaborn serial
  simplejson six sklearn slugify socks sqlalchemy tabulate tenacity termcolor toml tomlkit tornado
  tqdm typer typing_extensions tzlocal ujson unidecode urllib3 uvicorn validators waitress websocket
  websockets werkzeug wtforms xlrd xmltodict yaml yarl zmq`
    .split(/\s+/)
    .filter((it) => it !== ''),
);

/**
 * Modules that well-known packages install, because they require their packages. Needed where a
 * list of requirements has only what the developers wrote down themselves.
 */
export const broughtModules: Readonly<Record<string, string>> = {
  'aiohttp-socks': 'python_socks',
  'httpx-socks': 'python_socks',
  toolz: 'tlz',
  aiogram: 'aiohttp aiofiles magic_filter pydantic certifi',
  aiohttp: 'multidict yarl aiosignal frozenlist attr propcache',
  bokeh: 'tornado jinja2 numpy pandas PIL yaml packaging contourpy',
  boto3: 'botocore s3transfer jmespath dateutil urllib3',
  botocore: 'jmespath dateutil urllib3',
  celery: 'kombu billiard vine amqp click dateutil',
  dash: 'flask werkzeug plotly click jinja2 requests retrying',
  dask: 'yaml click cloudpickle fsspec toolz packaging partd',
  'discord-py': 'aiohttp',
  django: 'asgiref sqlparse',
  djangorestframework: 'django asgiref sqlparse',
  fastapi: 'starlette pydantic pydantic_core typing_extensions anyio sniffio annotated_types',
  'fastapi-slim': 'starlette pydantic pydantic_core typing_extensions anyio sniffio',
  flask: 'werkzeug jinja2 markupsafe click itsdangerous blinker',
  'flask-sqlalchemy': 'flask sqlalchemy werkzeug jinja2 markupsafe click itsdangerous',
  'flask-migrate': 'alembic flask sqlalchemy',
  'flask-wtf': 'wtforms flask itsdangerous markupsafe',
  'flask-socketio': 'socketio engineio flask werkzeug',
  'google-api-python-client': 'googleapiclient google_auth_httplib2 httplib2 uritemplate',
  gradio:
    'fastapi starlette uvicorn pydantic numpy pandas PIL httpx huggingface_hub gradio_client jinja2 markupsafe yaml orjson typer requests',
  httpx: 'httpcore certifi anyio idna h11 sniffio',
  gql: 'graphql yarl anyio backoff',
  graphene: 'graphql graphql_relay dateutil',
  ariadne: 'graphql starlette typing_extensions',
  'huggingface-hub': 'requests yaml tqdm filelock fsspec packaging typing_extensions httpx',
  jinja2: 'markupsafe',
  langchain: 'langchain_core pydantic yaml requests sqlalchemy langsmith tenacity',
  litestar: 'anyio httpx msgspec click rich multidict typing_extensions polyfactory',
  matplotlib: 'numpy PIL dateutil pyparsing packaging cycler kiwisolver contourpy fontTools',
  mcp: 'pydantic anyio httpx starlette uvicorn pydantic_settings click typer',
  fastmcp: 'mcp pydantic anyio httpx starlette uvicorn rich dotenv',
  moto: 'boto3 botocore requests werkzeug jinja2 cryptography',
  nicegui: 'fastapi starlette uvicorn pydantic httpx jinja2 socketio engineio aiofiles markdown2',
  openai: 'httpx pydantic anyio tqdm typing_extensions distro jiter sniffio',
  anthropic: 'httpx pydantic anyio typing_extensions distro jiter sniffio',
  ipykernel: 'IPython traitlets tornado zmq jupyter_client jupyter_core psutil',
  'jupyter-client': 'traitlets tornado zmq jupyter_core dateutil',
  'jupyter-server':
    'tornado traitlets nbformat nbconvert jupyter_core jupyter_client zmq jinja2 anyio packaging prometheus_client websocket',
  jupyterhub:
    'tornado traitlets sqlalchemy alembic jinja2 dateutil requests prometheus_client packaging oauthlib',
  jupyterlab:
    'tornado traitlets nbformat nbconvert jupyter_core jupyter_client jupyter_server zmq jinja2 packaging httpx ipykernel IPython requests',
  'matrix-nio': 'aiohttp aiofiles h11 h2 jsonschema unpaddedbase64 Crypto',
  'opencv-python': 'numpy',
  'opencv-python-headless': 'numpy',
  pandas: 'numpy dateutil pytz tzdata',
  panel: 'bokeh param tornado jinja2 numpy pandas requests markdown bleach',
  paramiko: 'cryptography nacl bcrypt',
  plotly: 'packaging narwhals',
  pydantic: 'pydantic_core typing_extensions annotated_types',
  'pydantic-settings': 'pydantic pydantic_core dotenv typing_extensions',
  pymongo: 'dns',
  pyopenssl: 'cryptography',
  pyramid: 'webob zope translationstring venusian plaster',
  'python-jose': 'ecdsa rsa pyasn1',
  'python-socketio': 'engineio bidict',
  'python-telegram-bot': 'httpx',
  requests: 'urllib3 certifi idna charset_normalizer',
  rich: 'markdown_it pygments',
  'scikit-learn': 'numpy scipy joblib threadpoolctl',
  scipy: 'numpy',
  scrapy: 'twisted parsel w3lib lxml itemadapter OpenSSL cryptography zope itemloaders cssselect',
  seaborn: 'numpy pandas matplotlib PIL',
  selenium: 'trio urllib3 certifi',
  'pyramid-simpleform': 'formencode webhelpers',
  'sentence-transformers': 'torch transformers numpy scipy sklearn tqdm huggingface_hub PIL',
  'strawberry-graphql': 'graphql dateutil typing_extensions',
  'slack-bolt': 'slack_sdk',
  sqlmodel: 'sqlalchemy pydantic typing_extensions',
  sqlalchemy: 'typing_extensions',
  starlette: 'anyio sniffio',
  streamlit:
    'pandas numpy PIL altair requests tornado click git protobuf google pydeck watchdog tenacity toml packaging pyarrow jinja2 blinker',
  tensorflow: 'numpy keras h5py absl google tensorboard requests',
  torch: 'sympy networkx jinja2 fsspec filelock typing_extensions mpmath',
  torchvision: 'torch numpy PIL',
  transformers:
    'numpy requests yaml tqdm tokenizers safetensors huggingface_hub regex filelock packaging',
  typer: 'click rich shellingham typing_extensions',
  twisted: 'zope attr incremental constantly hyperlink automat typing_extensions',
  uvicorn: 'h11 click',
  wagtail:
    'django modelcluster taggit treebeard rest_framework django_filters permissionedforms willow draftjs_exporter PIL bs4 openpyxl requests telepath laces',
  wtforms: 'markupsafe',
};

/** Names that many packages share, so that the name of one says nothing. */
export const sharedNames: readonly string[] = [
  'azure',
  'backports',
  'google',
  'opentelemetry',
  'ruamel',
  'zope',
  'zc',
  'plone',
  'sphinxcontrib',
  'jaraco',
  'snowflake',
  'odoo',
  'repoze',
  'paste',
];
