/** Finds the facts of a Go project given as files; shared by the tests of its rules. */
import { go } from '../../src/languages/go/go.ts';
import type { GoFacts, GoPlanInput, GoServiceFacts } from '../../src/languages/go/details.ts';
import type { Overrides } from '../../src/languages/language.ts';
import { memoryProject } from '../../src/ports/memory.ts';
import { imported } from './go-source.ts';
import type { Choices, Finding, Note, OfferOk, Origin, Shipping } from '../../src/types.ts';

export const today = new Date('2026-11-20T00:00:00Z');

export const mod = 'module example.com/shop\n\ngo 1.26.0\n';
export const main = 'package main\n\nfunc main() {\n}\n';

/** Adds imports that the sources lack. */
export async function goFacts(
  files: Readonly<Record<string, string>>,
  overrides: Partial<Overrides> = {},
): Promise<GoFacts> {
  const sources = Object.entries(files).map(([path, text]) => [
    path,
    path.endsWith('.go') ? imported(text) : text,
  ]);
  const project = memoryProject(Object.fromEntries(sources) as Record<string, string>);
  const facts = await go.detect(project, { today, ...overrides });
  if (!facts) throw new Error('no Go project');
  return facts;
}

/** The facts of a project whose only program has this body, in main.go. */
export async function programOf(
  body: string,
  files: Readonly<Record<string, string>> = {},
): Promise<GoServiceFacts> {
  const facts = await goFacts({
    'go.mod': mod,
    'main.go': `package main\n\n${body}`,
    ...files,
  });
  const [service] = facts.services;
  if (!service) throw new Error('no program');
  return service;
}

/** A finding in one line, to compare with. */
export function said(finding: Finding<unknown>): string {
  switch (finding.kind) {
    case 'found':
    case 'suggested':
      return `${finding.kind} ${JSON.stringify(finding.value)} ${finding.evidence.map((it) => `${it.file}:${it.line}`).join(' ')}`.trim();
    case 'ambiguous':
      return `ambiguous ${finding.candidates.map((it) => JSON.stringify(it.value)).join(' ')}`;
    case 'unknown':
      return 'unknown';
  }
}

export function noted(notes: readonly Note[]): string {
  return notes
    .map(
      (it) =>
        `${it.level}: ${it.text} (${it.evidence?.map((evidence) => `${evidence.file}:${evidence.line}`).join(' ')})${it.hint === undefined ? '' : `\n${it.hint}`}`,
    )
    .join('\n');
}

export const choice = <T>(value: T) => ({ value, origin: 'fact' as const, evidence: [] });
export const offers = {
  scratch: {
    ok: true,
    image: null,
    interpreter: null,
    libc: 'musl',
    contents: {
      certificates: false,
      timeZones: false,
      mediaTypes: false,
      account: null,
      tmp: false,
    },
  },
  alpine: {
    ok: true,
    image: { registry: 'docker.io', repository: 'library/alpine', tag: '3.24' },
    interpreter: null,
    libc: 'musl',
    contents: { certificates: true, timeZones: false, mediaTypes: false, account: null, tmp: true },
  },
  distroless: {
    ok: true,
    image: { registry: 'gcr.io', repository: 'distroless/static-debian13', tag: 'nonroot' },
    interpreter: null,
    libc: 'glibc',
    contents: {
      certificates: true,
      timeZones: true,
      mediaTypes: true,
      account: { uid: 65532, gid: 65532 },
      tmp: true,
    },
  },
} satisfies Record<string, OfferOk>;

export interface PlanOptions {
  readonly start?: readonly string[];
  /** Whose words the start command has. */
  readonly startOrigin?: Origin;
  readonly port?: number | null;
  readonly base?: keyof typeof offers;
  readonly platform?: readonly string[];
  /** Options that belong to Go only. */
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly shipping?: Shipping;
}

/** What the plan of the only program of a project is made from. */
export async function plannedFor(
  files: Readonly<Record<string, string>>,
  {
    start,
    startOrigin = 'fact',
    port = 8080,
    base = 'scratch',
    platform = ['linux/amd64'],
    extra = {},
    shipping = { ship: [], shipsFolder: false, leaveOut: [] },
  }: PlanOptions = {},
): Promise<GoPlanInput> {
  const facts = await goFacts({ 'go.mod': mod, ...files });
  const [service] = facts.services;
  if (!service) throw new Error('no program');
  const choices: Choices = {
    language: choice('go'),
    base: choice(base),
    runtimeVersion: choice('1.27'),
    packageManager: choice('go'),
    service: choice(service.name),
    start: { ...choice(start ?? [service.name]), origin: startOrigin },
    port: choice(port),
    uid: choice(65532),
    gid: choice(65532),
    platform: choice(platform),
    writable: choice([]),
    languageOptions: Object.fromEntries(
      Object.entries(extra).map(([key, value]) => [key, choice(value)]),
    ),
  };
  return { facts, service, choices, offer: offers[base], shipping };
}
