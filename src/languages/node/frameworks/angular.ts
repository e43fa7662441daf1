/** Angular: a browser application, or a server that renders it. https://angular.dev/guide/ssr */
import { parseRelaxed } from '../files/documents.ts';
import { dependsOn, isRecord, recordOf } from '../files/manifest.ts';
import { joined } from '../../../text/paths.ts';
import { literal } from '../../../text/patterns.ts';
import { type Framework, prefixOf } from './framework.ts';

export const angular: Framework = {
  id: 'angular',
  async detect(input) {
    const { manifest, project } = input;
    const file = joined(manifest.folder, 'angular.json');
    if (!dependsOn(manifest, '@angular/core') || !input.files.includes(file)) return null;
    const workspace = await parseRelaxed((await project.read(file)) ?? '');
    const projects = Object.entries(recordOf(workspace['projects']));
    const applications = projects.filter(
      ([, it]) => isRecord(it) && it['projectType'] === 'application',
    );
    const script = manifest.scripts['build'] ?? '';
    const [name, entry] =
      applications.find(([it]) =>
        new RegExp(`\\bng\\s+build\\s+(?:\\S+\\s+)*?${literal(it)}(?=\\s|$)`).test(script),
      ) ??
      applications[0] ??
      [];
    if (name === undefined || !isRecord(entry)) return null;
    const targets = isRecord(entry['architect']) ? entry['architect'] : entry['targets'];
    const build = recordOf(recordOf(targets)['build']);
    const options = recordOf(build['options']);
    const builder = typeof build['builder'] === 'string' ? build['builder'] : '';
    const output = options['outputPath'];
    const base = isRecord(output) ? output['base'] : output;
    const configured = typeof base === 'string' ? base : `dist/${name}`;
    const folder = joined('', /--output-path[= ](\S+)/.exec(script)?.[1] ?? configured);
    const named = applications.length === 1 || script.includes(name);
    const several = named
      ? []
      : [
          {
            level: 'error' as const,
            text: `it has several applications (${applications.map(([it]) => it).join(', ')}), and the script "build" names none\nName one: "ng build ${name}".`,
            evidence: [{ file, because: 'several applications' }],
          },
        ];
    const evidence = { file, because: `Angular application ${name}` };
    const shared = {
      title: 'Angular',
      evidence,
      buildEnvironment: [
        {
          name: 'NG_CLI_ANALYTICS',
          value: 'false',
          why: 'A build asks nobody, and sends no usage data.',
        },
      ],
      buildCache: '.angular/cache',
    };
    if (
      options['ssr'] !== undefined &&
      options['ssr'] !== false &&
      options['outputMode'] !== 'static'
    ) {
      return {
        ...shared,
        kind: 'server',
        start: ['node', `${folder}/server/server.mjs`],
        port: 4000,
        portVariable: 'PORT',
        environment: [],
        handlesSigterm: false,
        writable: [],
        copies: [
          { from: 'package.json', to: 'package.json' },
          { from: folder, to: folder },
        ],
        bundle: null,
        notes: [
          ...several,
          {
            level: 'info',
            text: 'name the hosts that it answers for when the container runs (docker run -e NG_ALLOWED_HOSTS=example.com): Angular renders for no others',
            evidence: [evidence],
          },
        ],
      };
    }
    // The builder of Angular 17 and later separates what is for browsers.
    const browser =
      /:(?:application|browser-esbuild)$/.test(builder) &&
      !(isRecord(output) && output['browser'] === '')
        ? `${folder}/browser`
        : folder;
    return {
      ...shared,
      kind: 'site',
      folder: browser,
      fallback: { page: 'index.html', kind: 'application' },
      hashed: [],
      ...prefixOf(
        /--base-href[= ](\S+)/.exec(script)?.[1] ??
          (typeof options['baseHref'] === 'string' ? options['baseHref'] : undefined),
      ),
      notes: several,
    };
  },
};
