/** Turns facts and choices into the view of the Node templates. */
import { UserError } from '../../../errors.ts';
import type { LanguagePlan, RuntimePlan } from '../../language.ts';
import type { NodePlanInput, ProjectDetails, ServiceDetails } from '../details.ts';
import { sitePort } from '../frameworks/site-port.ts';
import type { PossibleInstall } from '../package-managers/choose.ts';
import { unmet } from '../package-managers/engines.ts';
import { managerOf } from '../package-managers/index.ts';
import type { Install, Manager } from '../package-managers/manager.ts';
import { interpreterOf } from '../runtime/interpreters.ts';
import { ignoreView, leftOutOf } from './ignore.ts';
import { type Layout, layoutOf } from './packages.ts';
import { runtimeOf } from './runtime.ts';
import { siteRuntime } from './site.ts';
import { copiedFiles, dockerfileView, removedFiles } from './stages.ts';
import { installFor } from './workspace.ts';

/**
 * Plans the image of one Node program.
 *
 * @throws UserError E_PROJECT if the install would fail: a lock file that does not match, a package
 *   that may not run its install script, a package manager that the image does not have.
 */
export function planNode(input: NodePlanInput): LanguagePlan {
  const { facts, service, choices, offer } = input;
  const project = facts.details;
  const details = service.details;
  const chosen = chosenInstall(project, choices.packageManager.value);
  const manager = managerOf(chosen.manager);
  refuseOtherManager(project, details, manager, chosen.install);
  const start = details.given ?? choices.start.value;
  const layout = layoutOf(chosen.install, service, start, project.files);
  const install = unmet(chosen.install, choices.runtimeVersion.value);
  const stages = {
    plan: input,
    project,
    details,
    manager,
    install: installFor(install, manager, details.workspace),
    layout,
  };
  const ignore = ignoreView(project, details);
  return {
    images: offer.server?.kind === 'static-web-server' ? { server: offer.server.image } : {},
    targets: [{ runtime: programOf(input, project, details, layout), program: {} }],
    project: dockerfileView(stages),
    ignore,
    contents: {
      only: copiedFiles(stages),
      leftOut: leftOutOf(ignore, removedFiles(stages)),
      kept: [...details.kept, ...details.certificates, ...project.certificates],
    },
    // A build may read what the image lacks.
    unbuilt: [],
    secrets: project.hasDependencies ? chosen.install.secrets : [],
    notes: [],
  };
}

function chosenInstall(project: ProjectDetails, choice: string): PossibleInstall {
  const chosen = project.installs[choice];
  if (!chosen) throw new Error(`no install for ${choice}`);
  const refusal = chosen.outdated ?? chosen.forbidden;
  if (refusal && project.hasDependencies) throw new UserError(refusal);
  return chosen;
}

function programOf(
  input: NodePlanInput,
  project: ProjectDetails,
  details: ServiceDetails,
  layout: Layout,
): RuntimePlan {
  const { choices, offer } = input;
  if (details.site && offer.server)
    return siteRuntime(details.site, offer.server, choices.port.value ?? sitePort);
  return runtimeOf(
    input,
    details,
    offer.interpreter ?? interpreterOf(details.interpreter).program,
    project.hasDependencies ? layout.flags : [],
  );
}

/** The Bun image contains no package manager other than Bun. */
function refuseOtherManager(
  project: ProjectDetails,
  details: ServiceDetails,
  manager: Manager,
  install: Install,
): void {
  if (details.interpreter !== 'bun' || manager.id === 'bun' || !project.hasDependencies) return;
  const lock = install.lock ?? `the lock file of ${manager.title}`;
  throw new UserError({
    code: 'E_PROJECT',
    file: install.lock ?? details.manifest.file,
    reason: `the program runs on Bun, and ${manager.title} installs its packages: Bun's image has no ${manager.title}`,
    hint: `Run "bun install", which takes the versions over from ${lock}; commit bun.lock and remove ${lock}.`,
  });
}
