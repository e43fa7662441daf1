/**
 * Programs of dependencies that are the server themselves. The code of the project does not show
 * what they do.
 */
import type { Evidence, Note } from '../../../types.ts';
import type { EnvironmentLine } from '../../language.ts';

export interface DependencyServer {
  readonly title: string;
  /** `null` if a file of the project sets it, as for other programs of the project. */
  readonly listens: { readonly port: number; readonly variable: string | null } | null;
  /** How it is made to listen on all addresses, if no variable does that. */
  readonly local?: string;
  readonly environment: readonly EnvironmentLine[];
  /** Folders that are written to at run time: below the package, or absolute. */
  readonly writable: readonly string[];
  /**
   * Files of the package that usually only a build reads, but that this server reads when it
   * starts.
   */
  readonly reads?: readonly string[];
  /** Variables that it needs to start. */
  readonly demands?: readonly string[];
  /** Set where it loads the sources of the project, and these may demand variables. */
  readonly loadsSources?: true;
}

const listens = { port: 3000, variable: 'PORT' };

const servers: readonly (readonly [file: string, server: DependencyServer])[] = [
  [
    'fastify-cli/cli.js',
    {
      title: 'fastify-cli',
      listens,
      loadsSources: true,
      writable: [],
      environment: [
        {
          name: 'FASTIFY_ADDRESS',
          value: '0.0.0.0',
          why: 'fastify-cli listens on localhost by default.',
        },
      ],
    },
  ],
  [
    '@react-router/serve/bin.js',
    { title: 'react-router-serve', listens, writable: [], environment: [] },
  ],
  [
    '@remix-run/serve/dist/cli.js',
    { title: 'remix-serve', listens, writable: [], environment: [] },
  ],
  ['srvx/bin/srvx.mjs', { title: 'srvx', listens, writable: [], environment: [] }],
  [
    '@strapi/strapi/bin/strapi.js',
    {
      title: 'Strapi',
      listens: null,
      // Uploads and a file database: https://docs.strapi.io/cms/configurations/database
      writable: ['public/uploads', '.tmp'],
      // If there is a tsconfig.json, Strapi looks for its configuration in the compiled folder,
      // otherwise among the sources.
      reads: ['tsconfig.json'],
      // From the .env of its starter: https://docs.strapi.io/cms/configurations/environment
      demands: [
        'APP_KEYS',
        'API_TOKEN_SALT',
        'ADMIN_JWT_SECRET',
        'TRANSFER_TOKEN_SALT',
        'JWT_SECRET',
      ],
      environment: [
        {
          name: 'STRAPI_TELEMETRY_DISABLED',
          value: 'true',
          why: 'The server sends no usage data.',
        },
        {
          name: 'XDG_CONFIG_HOME',
          value: '/tmp',
          why: 'The command line of Strapi creates a folder for settings, and the home directory is read-only.',
        },
      ],
    },
  ],
  // https://docs.n8n.io/hosting/configuration/environment-variables/
  [
    'n8n/bin/n8n',
    {
      title: 'n8n',
      listens: { port: 5678, variable: 'N8N_PORT' },
      writable: ['/app/.n8n', '/app/.cache'],
      environment: [
        {
          name: 'N8N_USER_FOLDER',
          value: '/app',
          why: 'n8n keeps its data in .n8n below this folder.',
        },
      ],
    },
  ],
  // https://docs.directus.io/configuration/general
  [
    'directus/cli.js',
    {
      title: 'Directus',
      listens: { port: 8055, variable: 'PORT' },
      writable: ['uploads'],
      demands: ['SECRET', 'DB_CLIENT'],
      environment: [],
    },
  ],
  // https://verdaccio.org/docs/configuration#listen-port
  [
    'verdaccio/bin/verdaccio',
    {
      title: 'Verdaccio',
      listens: { port: 4873, variable: null },
      local: 'Add --listen 0.0.0.0:4873 to the start command, or "listen" to its configuration.',
      writable: ['storage', '/home/nonroot/.config', '/home/nonroot/.local'],
      environment: [],
    },
  ],
  // https://nodered.org/docs/user-guide/runtime/configuration
  [
    'node-red/red.js',
    {
      title: 'Node-RED',
      listens: { port: 1880, variable: 'PORT' },
      writable: ['/home/nonroot/.node-red'],
      environment: [],
    },
  ],
  // https://github.com/typicode/json-server
  [
    'json-server/lib/bin.js',
    {
      title: 'json-server',
      listens,
      writable: [],
      environment: [
        { name: 'HOST', value: '0.0.0.0', why: 'json-server listens on localhost by default.' },
      ],
    },
  ],
  // https://parseplatform.org/parse-server/api/master/ParseServerOptions.html
  [
    'parse-server/bin/parse-server',
    {
      title: 'Parse Server',
      listens: { port: 1337, variable: 'PORT' },
      writable: ['logs'],
      demands: ['PARSE_SERVER_APPLICATION_ID', 'PARSE_SERVER_MASTER_KEY'],
      environment: [],
    },
  ],
  // https://docs.ghost.org/config
  [
    'ghost/index.js',
    {
      title: 'Ghost',
      listens: { port: 2368, variable: 'server__port' },
      writable: ['content'],
      environment: [
        {
          name: 'server__host',
          value: '0.0.0.0',
          why: 'Ghost listens on localhost by default.',
        },
      ],
    },
  ],
  // https://keystonejs.com/docs/config/config#server
  [
    '@keystone-6/core/bin/cli.js',
    { title: 'Keystone', listens, loadsSources: true, writable: [], environment: [] },
  ],
  // https://docs.medusajs.com/resources/medusa-cli/commands/start
  [
    '@medusajs/cli/cli.js',
    {
      title: 'Medusa',
      listens: { port: 9000, variable: 'PORT' },
      writable: [],
      environment: [],
    },
  ],
  // https://docs.flowiseai.com/configuration/environment-variables
  [
    'flowise/bin/run',
    {
      title: 'Flowise',
      listens,
      writable: ['/home/nonroot/.flowise'],
      environment: [],
    },
  ],
  // https://github.com/maildev/maildev
  [
    'maildev/bin/maildev',
    {
      title: 'MailDev',
      listens: { port: 1080, variable: 'MAILDEV_WEB_PORT' },
      writable: [],
      environment: [],
    },
  ],
  // https://docs.stoplight.io/docs/prism
  [
    '@stoplight/prism-cli/dist/index.js',
    {
      title: 'Prism',
      listens: { port: 4010, variable: null },
      local: 'Add --host 0.0.0.0 to the start command.',
      writable: [],
      environment: [],
    },
  ],
  // https://www.graphile.org/postgraphile/usage-cli/
  [
    'postgraphile/cli.js',
    {
      title: 'PostGraphile',
      listens: { port: 5000, variable: null },
      local: 'Add --host 0.0.0.0 to the start command.',
      writable: [],
      environment: [],
    },
  ],
  [
    'probot/bin/probot.js',
    {
      title: 'Probot',
      listens,
      writable: [],
      environment: [
        {
          name: 'HOST',
          value: '0.0.0.0',
          why: 'Probot listens on localhost by default.',
        },
      ],
    },
  ],
];

/** Programs whose link in node_modules/.bin has another name than their package. */
const linked: Readonly<Record<string, string>> = {
  keystone: '@keystone-6/core/',
  medusa: '@medusajs/cli/',
  prism: '@stoplight/prism-cli/',
};

/**
 * @param words the words of the start command: a file in node_modules, or a link in its `.bin`.
 * @returns `undefined` if it runs no such program.
 */
export function dependencyServer(words: readonly string[]): DependencyServer | undefined {
  const link = words
    .map((it) => /(?:^|\/)node_modules\/\.bin\/([\w.-]+)$/.exec(it)?.[1])
    .find((it) => it !== undefined);
  return servers.find(
    ([file]) =>
      words.some((it) => it.endsWith(`node_modules/${file}`)) ||
      (link !== undefined && file.startsWith(linked[link] ?? `${link}/`)),
  )?.[1];
}

/** @returns a warning for a server that nothing outside the container can reach. */
export function localServerNotes(
  server: DependencyServer | undefined,
  words: readonly string[],
  evidence: Evidence,
): Note[] {
  if (server?.local === undefined || /\b0\.0\.0\.0\b|(?:^|\s|\[)::/.test(words.join(' ')))
    return [];
  return [
    {
      code: 'node/listens-on-localhost',
      level: 'warning',
      text: `${server.title} listens on localhost by default: nothing outside the container can reach it`,
      hint: server.local,
      evidence: [evidence],
    },
  ];
}
