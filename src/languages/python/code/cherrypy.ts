/**
 * CherryPy has one server, and its settings are in dictionaries, or attributes of it, anywhere.
 * https://docs.cherrypy.dev/en/latest/config.html
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import type { Row } from '../../shared/knowledge.ts';
import type { Listen } from '../../shared/uses.ts';
import { placeOf, textValue, unknown, type Value } from '../../shared/values.ts';
import { argumentValue } from './argument-values.ts';
import { documentAt, pathRead } from './documents.ts';
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
  return fileSetting(name, evaluator);
}

/** `[global]` of the file that CherryPy is given: `cherrypy.quickstart(Root(), config="web.conf")`. */
function fileSetting(name: string, evaluator: Evaluator): Value | undefined {
  for (const module of evaluator.sources.modules) {
    if (!module.text.includes('cherrypy')) continue;
    for (const call of [...module.callsOf('quickstart'), ...module.callsOf('update')]) {
      const callee = call.field('function')?.text ?? '';
      if (!/\bcherrypy\.(?:quickstart|config\.update)$/.test(callee)) continue;
      const given = argumentValue(call, callee.endsWith('update') ? 0 : [2, 'config'], evaluator);
      const path = given && pathRead(given, evaluator);
      const data = path === undefined ? undefined : documentAt(path, evaluator)?.data;
      const sections = data as
        Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
      const text = sections?.['global.server']?.[name];
      // Its values are written as in Python.
      if (text !== undefined) return textValue(text.replace(/^(["'])(.*)\1$/, '$2'), placeOf(call));
    }
  }
  return undefined;
}
