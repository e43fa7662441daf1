/** Go: one static binary. Facts from go.mod and the main packages; https://go.dev/ref/mod */
import type { ProjectReader } from '../../ports/ports.ts';
import { supportedVersions } from '../../data/lifecycles.ts';
import type { ProjectFacts, ServiceFacts } from '../../types.ts';
import type { Language } from '../language.ts';

export const go: Language = {
  id: 'go',
  title: 'Go',
  packageManagers: ['go'],
  async recognize(project) {
    return (await project.files()).includes('go.mod') ? { role: 'program', evidence: [{ file: 'go.mod', because: 'a Go module' }] } : null;
  },
  async detect(project, given) {
    const mod = await project.read('go.mod');
    if (mod === undefined) return null;
    const newest = supportedVersions('go', given.today)[0]?.version ?? '1.27';
    const services = await mains(project);
    const facts: ProjectFacts = {
      language: 'go',
      evidence: [{ file: 'go.mod', because: 'a Go module' }],
      runtimeVersion: { kind: 'found', value: newest, evidence: [{ file: 'go.mod', because: 'newest supported' }] },
      packageManager: { kind: 'found', value: 'go', evidence: [] },
      service: services.length === 1 && services[0] ? { kind: 'found', value: services[0].name, evidence: services[0].evidence } : { kind: 'ambiguous', candidates: services.map((it) => ({ value: it.name, evidence: it.evidence })), why: 'several main packages' },
      services,
      notes: [],
      details: { sum: (await project.files()).includes('go.sum') },
    };
    return facts;
  },
  versions: (today) => supportedVersions('go', today).map((it) => ({ value: it.version, hint: `until ${it.endOfLife}` })),
  needs: (_facts, choices) => ({ toolchain: { name: 'golang', version: choices.runtimeVersion.value }, runtime: { kind: 'static-binary' } }),
  plan({ facts, service, choices }) {
    const { sum } = facts.details as { sum: boolean };
    const { folder } = service.details as { folder: string };
    return {
      images: {},
      runtime: { entrypoint: [`/usr/local/bin/${service.name}`], arguments: choices.start.value.slice(1), environment: [], writable: [] },
      project: { manifests: [...(sum ? ['go.mod', 'go.sum'] : ['go.mod']), './'], package: folder === '' ? '.' : `./${folder}`, binary: `/usr/local/bin/${service.name}` },
      ignore: {},
      notes: [],
    };
  },
};

async function mains(project: ProjectReader): Promise<ServiceFacts[]> {
  const found: ServiceFacts[] = [];
  for (const file of await project.files()) {
    if (!file.endsWith('.go') || file.endsWith('_test.go')) continue;
    const text = (await project.read(file)) ?? '';
    if (!/^package main$/m.test(text) || !/^func main\(\)/m.test(text)) continue;
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
    const name = folder === '' ? 'app' : folder.slice(folder.lastIndexOf('/') + 1);
    const port = /ListenAndServe\(":(\d+)"/.exec(text)?.[1];
    found.push({
      name,
      evidence: [{ file, because: 'package main' }],
      start: { kind: 'found', value: [name], evidence: [{ file, because: 'main package' }] },
      port: port === undefined ? { kind: 'unknown', why: 'no port' } : { kind: 'found', value: Number(port), evidence: [{ file, because: 'ListenAndServe' }] },
      notes: [],
      details: { folder },
    });
  }
  return found;
}
