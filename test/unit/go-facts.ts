/** Files in, the facts that the Go language finds in them out; shared by the tests of its rules. */
import { go } from '../../src/languages/go/go.ts';
import type { Given } from '../../src/languages/language.ts';
import { memoryProject } from '../../src/ports/memory.ts';
import type { Finding, Note, ProjectFacts, ServiceFacts } from '../../src/types.ts';

export const today = new Date('2026-11-20T00:00:00Z');

export const mod = 'module example.com/shop\n\ngo 1.26.0\n';
export const main = 'package main\n\nfunc main() {\n}\n';

export async function goFacts(files: Readonly<Record<string, string>>, given: Partial<Given> = {}): Promise<ProjectFacts> {
  const facts = await go.detect(memoryProject(files), { today, ...given });
  if (!facts) throw new Error('no Go project');
  return facts;
}

/** The facts of a project whose only program has this body, in main.go. */
export async function programOf(body: string, files: Readonly<Record<string, string>> = {}): Promise<ServiceFacts> {
  const facts = await goFacts({ 'go.mod': mod, 'main.go': `package main\n\n${body}`, ...files });
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
  return notes.map((it) => `${it.level}: ${it.text} (${it.evidence?.map((evidence) => `${evidence.file}:${evidence.line}`).join(' ')})`).join('\n');
}
