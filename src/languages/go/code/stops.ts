/** Makes signals that a program handles, and libraries that it loads, from matches of the tables. */
import type { Meaning } from '../../shared/knowledge.ts';
import type { Load, Stop } from '../../shared/uses.ts';
import { placeOf, possible, type Value } from '../../shared/values.ts';
import type { Evaluator } from './evaluator.ts';
import { valueOf, type Match } from './rows.ts';

export const isStopping = (means: Meaning): boolean => means.startsWith('handles-');
export const isLoading = (means: Meaning): boolean => means === 'loads-library';

/**
 * @returns the signals that a call waits for. Without a name it waits for all of them, and a list
 *   that cannot be read counts as one with SIGTERM: https://pkg.go.dev/os/signal#Notify
 */
export function stopsOf(evaluator: Evaluator, { row, node }: Match): readonly Stop[] {
  const evidence = { ...placeOf(node), because: 'handles SIGTERM' };
  const terminated: Stop = { signal: 'SIGTERM', evidence };
  if (typeof row.argument !== 'number') return [terminated];
  const given = node.field('arguments')?.parts.slice(row.argument) ?? [];
  const values = given.flatMap((it) =>
    itemsOf(evaluator.value(it.type === 'variadic_argument' ? it.parts[0] : it)),
  );
  const names = values.map((it) => (it.kind === 'foreign' ? it.name : ''));
  const isOpen = !names.some((it) => signalName.test(it));
  if (isOpen || names.some((it) => it.endsWith('.SIGTERM'))) return [terminated];
  if (!names.some((it) => /\.(?:Interrupt|SIGINT)$/.test(it))) return [];
  const because = 'handles SIGINT, not SIGTERM';
  return [{ signal: 'SIGINT', evidence: { ...evidence, because } }];
}

const signalName = /^(?:os|syscall|golang\.org\/x\/sys\/unix)\.(?:Interrupt|Kill|SIG\w+)$/;

const itemsOf = (value: Value): readonly Value[] => (value.kind === 'list' ? value.items : [value]);

/** @returns what a call loads, also where only the run knows its name. */
export function loadsOf(match: Match): readonly Load[] {
  const isPlugin = match.row.call === 'plugin.Open';
  const because = isPlugin ? 'opens a plugin' : 'loads a library';
  const found = possible(valueOf(match)).filter((it) => it.complete);
  const names = found.length > 0 ? found.map((it) => it.text) : [''];
  return names.map((library) => ({
    library,
    ...(isPlugin ? { plugin: true } : {}),
    evidence: { ...placeOf(match.node), because },
  }));
}
