/** What of a Node project stays out of the build context, beyond what is common to all languages. */
import type { View } from '../../types.ts';
import type { ProjectDetails, ServiceDetails } from './details.ts';

/** Folders of tests at the root; kept where a script that runs in the build names them. */
const testFolders = ['test', 'tests', '__tests__', 'e2e', 'cypress', 'playwright'];

export function ignoreView(project: ProjectDetails, details: ServiceDetails): View {
  const outputs = details.build?.outputs.map((it) => it.folder).filter((it) => it !== '' && !it.startsWith('..')) ?? [];
  // An output folder that holds the compiler's own sources would be lost.
  const sources = details.build?.outputs.flatMap((it) => it.sources ?? []) ?? [];
  const written = [...new Set(outputs)].filter((it) => !sources.includes(it));
  const scripts = Object.values(details.manifest.scripts).join('\n');
  const tests = testFolders.filter((it) => project.files.some((file) => file.startsWith(`${it}/`)) && !new RegExp(`\\bbuild[^\\n]*\\b${it}/`).test(scripts));
  return { outputs: written, tests, tokens: project.withTokens };
}
