/** Configures the web server of a static site, and its command. */
import type { SiteServer } from '../../../types.ts';
import type { RuntimePlan } from '../../language.ts';
import type { SiteFacts } from '../frameworks/framework.ts';
import type { SiteView } from './view.ts';

/** The folder of the site's files in the image. */
export const siteRoot = '/srv';

/** @returns the folder of a site, below the path prefix of its addresses. */
export function siteFolder(site: SiteFacts): string {
  return `${siteRoot}${site.prefix ?? ''}`;
}

const forever = 'public, max-age=31536000, immutable';

/**
 * Writes the configuration file of the server: caching, and the response for a path without a file.
 */
export function siteConfiguration(site: SiteFacts, server: SiteServer, port: number): SiteView {
  if (server.kind === 'nginx')
    return {
      folder: '/rootfs/etc/nginx/conf.d',
      file: '/rootfs/etc/nginx/conf.d/default.conf',
      lines: nginxLines(site, port),
    };
  return {
    folder: '/rootfs/etc',
    file: '/rootfs/etc/static-web-server.toml',
    lines: staticWebServerLines(site),
  };
}

/** ENTRYPOINT is the server, and CMD is what it serves. */
export function siteRuntime(site: SiteFacts, server: SiteServer, port: number): RuntimePlan {
  const shared = { environment: [], writable: [], ownCertificates: true } as const;
  if (server.kind === 'nginx') {
    return {
      ...shared,
      entrypoint: ['nginx'],
      arguments: ['-g', 'daemon off;'],
      stopSignal: {
        signal: 'SIGQUIT',
        why: 'On SIGQUIT, nginx finishes the requests that it is answering; on SIGTERM it cuts them off.',
      },
    };
  }
  const { fallback } = site;
  const page =
    fallback === null
      ? []
      : [
          fallback.kind === 'application' ? '--page-fallback' : '--page404',
          `${siteFolder(site)}/${fallback.page}`,
        ];
  return {
    ...shared,
    entrypoint: [server.program],
    arguments: ['--root', siteRoot, '--port', String(port), ...page],
    environment: [
      {
        name: 'SERVER_CONFIG_FILE',
        value: '/etc/static-web-server.toml',
        why: 'Names the file that sets how long browsers may cache files.',
      },
    ],
  };
}

/**
 * Every matching block applies, and later blocks override earlier ones:
 * https://static-web-server.net/features/custom-http-headers/
 */
function staticWebServerLines(site: SiteFacts): string[] {
  const block = (source: string, value: string): string[] => [
    '[[advanced.headers]]',
    `source = "${source}"`,
    `headers = { Cache-Control = "${value}", X-Content-Type-Options = "nosniff" }`,
  ];
  const [first] = site.locales ?? [];
  // https://static-web-server.net/features/url-redirects/
  const redirect = (from: string, locale: string): string[] => [
    '[[advanced.redirects]]',
    `source = "${from}"`,
    `destination = "${from}${locale}/"`,
    'kind = 302',
  ];
  // By default, HTML is cached for a day. Cached pages would then refer to files that no longer
  // exist.
  const addresses = site.namedPages ? ['redirect-trailing-slash = false'] : [];
  return [
    '[general]',
    'cache-control-headers = false',
    ...addresses,
    '[advanced]',
    ...block('**', 'no-cache'),
    ...site.hashed.flatMap((it) => block(`${site.prefix ?? ''}${it}**`, forever)),
    ...(first === undefined ? [] : redirect(`${site.prefix ?? ''}/`, first)),
  ];
}

/** Each language answers its own addresses, and the root redirects to the first. */
function localeLines({ locales, prefix = '' }: SiteFacts, headers: readonly string[]): string[] {
  const [first] = locales ?? [];
  if (!locales || first === undefined) return [];
  return [
    `  location = ${prefix}/ {`,
    `    return 302 ${prefix}/${first}/;`,
    '  }',
    ...locales.flatMap((it) => [
      `  location ${prefix}/${it}/ {`,
      `    try_files $uri $uri/index.html $uri.html ${prefix}/${it}/index.html;`,
      ...headers,
      '  }',
    ]),
  ];
}

/** https://nginx.org/en/docs/http/ngx_http_core_module.html#try_files */
function nginxLines(site: SiteFacts, port: number): string[] {
  const { fallback } = site;
  const last = fallback?.kind === 'application' ? `${site.prefix ?? ''}/${fallback.page}` : '=404';
  const headers = (value: string): string[] => [
    `    add_header Cache-Control "${value}";`,
    '    add_header X-Content-Type-Options nosniff;',
  ];
  return [
    'server {',
    `  listen ${port};`,
    `  root ${siteRoot};`,
    '  server_tokens off;',
    '  absolute_redirect off;',
    '  gzip on;',
    '  gzip_vary on;',
    '  gzip_types text/css text/javascript application/javascript application/json application/manifest+json application/wasm image/svg+xml;',
    ...(fallback?.kind === 'error'
      ? [`  error_page 404 ${site.prefix ?? ''}/${fallback.page};`]
      : []),
    ...localeLines(site, headers('no-cache')),
    '  location / {',
    `    try_files $uri $uri/index.html $uri.html ${last};`,
    ...headers('no-cache'),
    '  }',
    ...site.hashed.flatMap((it) => [
      `  location ${site.prefix ?? ''}${it} {`,
      ...headers(forever),
      '  }',
    ]),
    '}',
  ];
}
