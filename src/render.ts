/**
 * 5 render: PinnedPlan -> OutputFile[]. Pure. Templates print what the view decided; a value that is missing throws,
 * and no value can end its line, so none can become another instruction.
 */
import { UserError } from './errors.ts';
import { sealed, unsealedLine } from './render/header.ts';
import { formatReference } from './registry/reference.ts';
import { dockerBuild, imageName } from './dockerfile/build-secrets.ts';
import { openTemplates } from './render/templates.ts';
import type { OutputFile, PinnedPlan, View, ViewValue } from './types.ts';
import { shellWord } from './text/shell-words.ts';

export interface RenderInput {
  readonly plan: PinnedPlan;
  /** Reads a text file that ships with the program: `templates/go/Dockerfile.hbs`. */
  readonly asset: (path: string) => string;
  /** The name of the Dockerfile; its ignore file goes by it. */
  readonly output: string;
  /** Version of this program and the command that writes the files again. */
  readonly version: string;
  readonly command: string;
}

/** @returns the Dockerfile and its ignore file, in this order, each with its checksum. */
export function renderFiles({ plan, asset, output, version, command }: RenderInput): OutputFile[] {
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
    targets: targetsOf(plan, runtime),
    images: { ...images, runtime },
  };
  const print = openTemplates({ asset, helpers });
  const render = (path: string, build: View | null): string =>
    sealed(print(path, strictView({ ...view, header: { ...header, build } }, 'view')));
  // Without secrets the command is the one that everybody knows.
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
    { path: output, text: render(`templates/${plan.language}/Dockerfile.hbs`, build) },
    {
      path: output === 'Dockerfile' ? '.dockerignore' : `${output}.dockerignore`,
      text: render(`templates/${plan.language}/dockerignore.hbs`, null),
    },
  ];
}

function servicesText(targets: PinnedPlan['targets']): string {
  return `${targets.length === 1 ? 'service' : 'services'} ${targets.map((it) => it.service).join(', ')}`;
}

/** The targets as they are printed, each with what it starts from and its labels. */
function targetsOf(plan: PinnedPlan, image: string): ViewValue {
  const targets = plan.view['targets'] as readonly (View & { readonly service: string })[];
  return targets.map((it) => ({ ...it, image, labels: labelsOf(plan, it.service) }));
}

/** OCI labels: https://github.com/opencontainers/image-spec/blob/main/annotations.md. scratch has no base to name. */
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

const helpers = {
  json: (value: unknown) => execForm(value),
  paths: (value: unknown) => copyPaths(value),
  quote: (value: unknown) => quoted(String(value)),
  word: (value: unknown) => shellWord(String(value)),
};

/** A list as JSON: the exec form of ENTRYPOINT, CMD and HEALTHCHECK, where no variable is expanded; VOLUME, whose paths hold none. */
function execForm(value: unknown): string {
  if (!Array.isArray(value)) throw new Error('json takes a list');
  return `[${value.map((it) => JSON.stringify(String(it))).join(', ')}]`;
}

/**
 * The list form of COPY. Unlike in other JSON forms, variables, quotes and patterns mean something in these paths
 * (https://docs.docker.com/reference/dockerfile/#copy), so a file name is escaped twice: as a pattern, then as a word.
 */
function copyPaths(value: unknown): string {
  if (!Array.isArray(value)) throw new Error('paths takes a list');
  return execForm(
    value.map((it) =>
      String(it)
        .replace(/[\\*?[\]]/g, '\\$&')
        .replace(/[\\$'"]/g, '\\$&'),
    ),
  );
}

/** A value of ENV or LABEL in double quotes: `\`, `"` and `$` lose their meaning. https://docs.docker.com/reference/dockerfile/#environment-replacement */
function quoted(value: string): string {
  return `"${value.replace(/[\\"$]/g, (it) => `\\${it}`)}"`;
}

/** What ends a line, and the marks that turn the direction of text around, so that a line reads as what it is not. */
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/u;

/**
 * The view, guarded: reading a key that is not there throws with its path (Handlebars' own strict mode lets `#if` and `#each` through),
 * and so does a text with a control character, such as a newline that would start another instruction.
 */
export function strictView<T extends ViewValue>(value: T, path: string): T {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value as object, {
    get(target, key) {
      // JSON.stringify asks for toJSON; Handlebars and arrays ask by symbol.
      if (typeof key === 'symbol' || key === 'toJSON') return Reflect.get(target, key) as unknown;
      if (!Object.hasOwn(target, key) && !(Array.isArray(target) && key in target))
        throw new Error(`the template reads ${path}.${key}, which the view does not have`);
      const read = Reflect.get(target, key) as ViewValue;
      if (typeof read === 'string' && controlCharacter.test(read)) {
        throw new UserError({
          code: 'E_PROJECT',
          reason: `${JSON.stringify(read)} holds a control character, and stands where it would end a line of the Dockerfile`,
          hint: 'Rename the file or folder of that name, or give another value.',
        });
      }
      return typeof read === 'function' ? read : strictView(read, `${path}.${key}`);
    },
  }) as T;
}
