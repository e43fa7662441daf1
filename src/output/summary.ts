/**
 * Formats the output: the summary before writing, the report after it, `--json`, `--print-plan` and
 * `--diff`.
 */
import type { Chosen } from '../choose.ts';
import { exposedPorts, portName } from '../choose/port-answers.ts';
import { listed } from '../text/lists.ts';
import { evidenceText, printable } from '../text/printable.ts';
import { formatReference } from '../registry/reference.ts';
import { dockerBuild, imageName, secretFlags } from '../dockerfile/build-secrets.ts';
import type {
  Choice,
  Choices,
  ImagePlan,
  Note,
  OutputFile,
  PinnedPlan,
  Port,
  WriteReport,
} from '../types.ts';
import type { LeftOutFiles } from './left-out.ts';
import { joinCommand } from '../text/shell-words.ts';
import type { Conflict } from '../write.ts';

type Labels = readonly (readonly [keyof Choices, string])[];
const ofProject: Labels = [
  ['language', 'Language'],
  ['runtimeVersion', 'Version'],
  ['packageManager', 'Packages'],
];
const ofProgram: Labels = [
  ['service', 'Program'],
  ['start', 'Start'],
  ['port', 'Port'],
];
const ofImage: Labels = [
  ['base', 'Base'],
  ['uid', 'User id'],
  ['gid', 'Group id'],
];

/** Every choice with its reason, the images with the origin of their digests, and the notes. */
export function summaryText({
  chosen,
  pinned,
  leftOut,
  notes,
}: {
  chosen: Chosen;
  pinned: PinnedPlan;
  leftOut: readonly LeftOutFiles[];
  notes: readonly Note[];
}): string {
  const [{ choices }] = chosen.programs;
  const lines = [
    ...choiceLines(ofProject, choices),
    ...chosen.programs.flatMap((it) => choiceLines(ofProgram, it.choices)),
    ...choiceLines(ofImage, choices),
  ];
  for (const [key, label] of [
    ['extras', 'Extras'],
    ['groups', 'Groups'],
  ] as const) {
    const choice = choices.languageOptions[key];
    if (choice) lines.push(`  ${label.padEnd(9)} ${valueText(choice.value)}${reasonText(choice)}`);
  }
  if (pinned.writable.length > 0) lines.push(`  Writable  ${pinned.writable.join(', ')}`);
  lines.push(...leftOut.map((it) => `  Left out  ${leftOutText(it)}`));
  const images = new Map(
    Object.values(pinned.pins).map((pin) => [formatReference(pin.ref), pin.source]),
  );
  for (const [reference, source] of images)
    lines.push(
      `  Image     ${reference.replace(/(sha256:.{12}).*/, '$1…')}  (${sourceText(source)})`,
    );
  return printable([...lines, ...notes.map(noteText)].join('\n'));
}

/** How many paths a line names. */
const shown = 3;

function leftOutText({ why, paths }: LeftOutFiles): string {
  return `${listed(paths, shown)}  (${why})`;
}

function choiceLines(labels: Labels, choices: Choices): string[] {
  return labels.map(([key, label]) => {
    const choice = key === 'port' ? portsChoice(choices) : (choices[key] as Choice<unknown>);
    return `  ${label.padEnd(9)} ${valueText(choice.value)}${reasonText(choice)}`;
  });
}

/** All ports, with the places of each. */
function portsChoice(choices: Choices): Choice<unknown> {
  const { port, otherPorts } = choices;
  if (!otherPorts) return port;
  const places = [...port.evidence, ...otherPorts.evidence];
  return {
    ...port,
    value: exposedPorts(choices).map(portName).join(', '),
    evidence: [...new Map(places.map((it) => [`${it.file}:${it.line}`, it])).values()],
  };
}

function valueText(value: unknown): string {
  if (value === null) return 'none';
  return Array.isArray(value) ? joinCommand(value.map(String)) : String(value);
}

function reasonText({ origin, evidence, others }: Choice<unknown>): string {
  const also = others?.length
    ? `; also seen: ${others.map((it) => valueText(it.value)).join(', ')}`
    : '';
  if (origin === 'fact') return evidence.length > 0 ? `  (${evidenceText(evidence)}${also})` : '';
  return { flag: '  (option)', preset: '  (preset)', answer: '', default: '  (default)' }[origin];
}

function sourceText(source: 'registry' | 'kept' | 'snapshot'): string {
  return {
    registry: 'current digest',
    kept: 'digest kept from the file',
    snapshot: 'digest from the snapshot',
  }[source];
}

function noteText(note: Note): string {
  const places =
    note.evidence && note.evidence.length > 0 ? ` (${evidenceText(note.evidence)})` : '';
  const hint = note.hint === undefined ? '' : `\n  ${note.hint}`;
  return `${note.level === 'info' ? 'Note' : 'Warning'}: ${note.text}${places}${hint}`;
}

export interface Written {
  readonly output: string;
  readonly plan: Pick<ImagePlan, 'targets' | 'secrets'>;
  /** The ports of the first target. */
  readonly ports: readonly Port[];
  /** The variables without which a program ends at its start. */
  readonly variables: readonly string[];
  /** The project's folder, if the command did not run in it. */
  readonly elsewhere: string | null;
}

/** The written files and the next commands. Each program is built, and the first is run. */
export function writtenText(
  report: WriteReport,
  { output, plan: { targets, secrets }, ports, variables, elsewhere }: Written,
): string {
  const lines = report.files.map(
    (it) =>
      `  ${it.path}: ${{ created: 'written', updated: 'updated', identical: 'unchanged' }[it.action]}`,
  );
  const publish = ports.map((it) => ` -p 127.0.0.1:${it.number}:${portName(it)}`).join('');
  lines.push(
    'Next:',
    ...(elsewhere === null ? [] : [`  cd ${joinCommand([elsewhere])}`]),
    ...targets.map(
      (it) =>
        `  ${dockerBuild({ output, image: imageName(it.service), target: it.stage, secrets })}`,
    ),
    `  docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges${publish}${given('-e', variables)} ${imageName(targets[0].service)}`,
    ...targets.map(
      (it) =>
        `  ${['npx create-secure-dockerfile verify', ...(output === 'Dockerfile' ? [] : [`--output ${output}`]), ...(it.stage === null ? [] : [`--target ${it.stage}`]), ...secretFlags(secrets)].join(' ')}${given('--env', variables)}`,
    ),
  );
  return lines.join('\n');
}

const mostFlags = 4;

/** Flags with a place for each value: ` -e DATABASE_URL=...`; many are better in a file. */
function given(flag: '-e' | '--env', variables: readonly string[]): string {
  if (variables.length > mostFlags) return ' --env-file .env';
  return variables.map((it) => ` ${flag} ${it}=...`).join('');
}

/**
 * The plan and the origin of each choice, as `--print-plan` prints them. Suitable for a problem
 * report.
 */
export function planJson(plan: ImagePlan, chosen: Chosen): string {
  return JSON.stringify({ ...chosenJson(chosen, plan), plan }, null, 2);
}

/**
 * The choices of the first program, which all programs share except for three, and these three for
 * each program.
 */
function chosenJson({ programs, decisions }: Chosen, { targets }: Pick<ImagePlan, 'targets'>) {
  return {
    choices: programs[0].choices,
    programs: programs.map(({ choices: { service, start, port, otherPorts } }, index) => ({
      target: targets[index]?.stage ?? null,
      service,
      start,
      port,
      ...(otherPorts ? { otherPorts } : {}),
    })),
    decisions,
  };
}

export interface JsonInput {
  readonly chosen: Chosen;
  readonly pinned: PinnedPlan;
  readonly notes: readonly Note[];
  readonly files: readonly OutputFile[];
  readonly report: WriteReport;
  readonly preset: string | null;
  readonly leftOut: readonly LeftOutFiles[];
}

export function jsonReport({
  chosen,
  pinned,
  notes,
  files,
  report,
  preset,
  leftOut,
}: JsonInput): string {
  const images = Object.entries(pinned.pins).map(([role, pin]) => ({
    role,
    reference: formatReference(pin.ref),
    source: pin.source,
  }));
  return JSON.stringify(
    {
      written: report.written,
      files: files.map((file, index) => ({
        path: file.path,
        action: report.files[index]?.action,
        text: file.text,
      })),
      ...chosenJson(chosen, pinned),
      preset,
      images,
      writable: pinned.writable,
      secrets: pinned.secrets,
      leftOut,
      notes,
    },
    null,
    2,
  );
}

/** The change of one file as a unified diff, or a sentence if there is none. */
export async function diffText(file: OutputFile, before: string | undefined): Promise<string> {
  if (before === file.text) return `${file.path}: unchanged`;
  const { createTwoFilesPatch } = await import('diff');
  return createTwoFilesPatch(
    before === undefined ? '/dev/null' : `a/${file.path}`,
    `b/${file.path}`,
    before ?? '',
    file.text,
    undefined,
    undefined,
    { context: 3 },
  )
    .replace(/^=+\n/, '')
    .trimEnd();
}

/** Shows the change before the question whether to overwrite the file. */
export async function conflictText(conflict: Conflict): Promise<string> {
  return printable(
    `${conflict.path}: ${conflict.why}. This would change:\n${await diffText({ path: conflict.path, text: conflict.after }, conflict.before)}`,
  );
}
