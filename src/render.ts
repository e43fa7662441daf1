/**
 * Step 5, render: turns a PinnedPlan into OutputFiles. Pure. Templates print what the view decided.
 * A missing value throws an error. No value can end its line, so no value can become another
 * instruction.
 */
import { sealed, unsealedLine } from './render/header.ts';
import { formatReference } from './registry/reference.ts';
import { dockerBuild, imageName } from './dockerfile/build-secrets.ts';
import type { IgnoreFile } from './render/ignore-file.ts';
import { strictView } from './render/strict-view.ts';
import type { Print } from './render/templates.ts';
import type { OutputFile, PinnedPlan, View, ViewValue } from './types.ts';

export interface RenderInput {
  readonly plan: PinnedPlan;
  /** Renders the templates of the plan's language. */
  readonly print: Print;
  /** The name of the Dockerfile. */
  readonly output: string;
  readonly ignore: IgnoreFile;
  /** The version of this program and the command that regenerates the files. */
  readonly version: string;
  readonly command: string;
}

/** @returns the Dockerfile and its ignore file, in this order, each with its checksum. */
export function renderFiles({
  plan,
  print,
  output,
  ignore,
  version,
  command,
}: RenderInput): [OutputFile, OutputFile] {
  const images: Record<string, string> = {};
  for (const [role, pin] of Object.entries(plan.pins)) images[role] = formatReference(pin.ref);
  // The final stages start from the pinned base, or from nothing.
  const runtime = images['runtime'] ?? 'scratch';
  const header = {
    version,
    command,
    checksum: unsealedLine,
    what: `${plan.language} on ${plan.base}, ${servicesText(plan.targets)}`,
  };
  const view: View = {
    ...plan.view,
    // Packages are installed in a separate stage, which the final ones start from.
    targets: targetsOf(plan, plan.view['packages'] === null ? runtime : 'base'),
    theirs: ignore.theirs,
    images: { ...images, runtime },
  };
  const render = (name: string, build: View | null): string =>
    sealed(print(name, strictView({ ...view, header: { ...header, build } }, 'view')));
  // Without secrets, the header shows no build command because the usual one works.
  const build =
    plan.secrets.length > 0
      ? {
          command: dockerBuild({
            output,
            image: imageName(plan.targets[0].service),
            secrets: plan.secrets,
          }),
        }
      : null;
  return [
    { path: output, text: render('Dockerfile', build) },
    {
      path: ignore.path,
      text: render('dockerignore', null),
    },
  ];
}

function servicesText(targets: PinnedPlan['targets']): string {
  return `${targets.length === 1 ? 'service' : 'services'} ${targets.map((it) => it.service).join(', ')}`;
}

/** Adds the base image and the labels to each target. */
function targetsOf(plan: PinnedPlan, image: string): ViewValue {
  const targets = plan.view['targets'] as readonly (View & { readonly service: string })[];
  return targets.map((it) => ({ ...it, image, labels: labelsOf(plan, it.service) }));
}

/**
 * Returns the OCI labels: https://github.com/opencontainers/image-spec/blob/main/annotations.md.
 * scratch has no base image to name.
 */
function labelsOf(plan: PinnedPlan, service: string): ViewValue {
  const labels = [{ name: 'org.opencontainers.image.title', value: service }];
  const base = plan.pins['runtime']?.ref;
  if (base) {
    const { digest, ...ref } = base;
    labels.push({
      name: 'org.opencontainers.image.base.name',
      value: `${ref.registry}/${ref.repository}:${ref.tag}`,
    });
    labels.push({ name: 'org.opencontainers.image.base.digest', value: digest });
  }
  return labels;
}
