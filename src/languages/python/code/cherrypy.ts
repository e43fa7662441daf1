/**
 * CherryPy has one server, and its settings are in dictionaries, or attributes of it, anywhere.
 * https://docs.cherrypy.dev/en/latest/config.html
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import type { Row } from '../../shared/knowledge.ts';
import type { Listen } from '../../shared/uses.ts';
import { placeOf, unknown, type Value } from '../../shared/values.ts';
import type { Evaluator } from './evaluating.ts';
import { listensAt } from './listens.ts';
import { literalText } from './strings.ts';

/** @returns where CherryPy listens; `undefined` for a call of something else. */
export function cherrypyListens(
  call: SyntaxNode,
  row: Row,
  evidence: Evidence,
  evaluator: Evaluator,
): readonly Listen[] | undefined {
  if (!row.call.startsWith('cherrypy.')) return undefined;
  const port = settingOf('socket_port', evaluator);
  const host = settingOf('socket_host', evaluator);
  return listensAt({ port, host }, call, row, evidence);
}

/** `{"server.socket_port": 8080}`, `cherrypy.server.socket_port = 8080`. */
function settingOf(name: string, evaluator: Evaluator): Value | undefined {
  for (const module of evaluator.sources.modules) {
    if (!module.text.includes(name)) continue;
    const found = (module.root?.all('pair', 'assignment') ?? []).find(
      (it) =>
        literalText(it.field('key')) === `server.${name}` ||
        it.field('left')?.text === `cherrypy.server.${name}`,
    );
    if (!found) continue;
    const value = evaluator.evaluate(found.field('value') ?? found.field('right'));
    // A variable that is None before the settings are read: they have a port.
    return value.kind === 'nothing' ? unknown(placeOf(found)) : value;
  }
  return undefined;
}
