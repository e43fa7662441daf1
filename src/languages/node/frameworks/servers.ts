/**
 * Programs of dependencies that are the server themselves. The code of the project does not show
 * what they do.
 */
import type { EnvironmentLine } from '../../language.ts';

export interface DependencyServer {
  readonly title: string;
  /** `null` if a file of the project sets it, as for other programs of the project. */
  readonly listens: { readonly port: number; readonly variable: string } | null;
  readonly environment: readonly EnvironmentLine[];
  /** Folders below the package that are written to at run time. */
  readonly writable: readonly string[];
  /**
   * Files of the package that usually only a build reads, but that this server reads when it
   * starts.
   */
  readonly reads?: readonly string[];
  /** Variables that it needs to start. */
  readonly demands?: readonly string[];
}

const listens = { port: 3000, variable: 'PORT' };

const servers: readonly (readonly [file: string, server: DependencyServer])[] = [
  [
    'fastify-cli/cli.js',
    {
      title: 'fastify-cli',
      listens,
      writable: [],
      environment: [
        {
          name: 'FASTIFY_ADDRESS',
          value: '0.0.0.0',
          why: 'fastify-cli listens on localhost unless told otherwise.',
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
        { name: 'STRAPI_TELEMETRY_DISABLED', value: 'true', why: 'No usage data from the server.' },
        {
          name: 'XDG_CONFIG_HOME',
          value: '/tmp',
          why: 'The command line of Strapi makes a folder for settings, and the home is read-only.',
        },
      ],
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
          why: 'Probot listens on localhost unless told otherwise.',
        },
      ],
    },
  ],
];

/**
 * @param words the words of the start command.
 * @returns `undefined` if it runs no such program.
 */
export function dependencyServer(words: readonly string[]): DependencyServer | undefined {
  return servers.find(([file]) => words.some((it) => it.endsWith(`node_modules/${file}`)))?.[1];
}
