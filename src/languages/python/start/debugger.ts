/**
 * Finds scripts that serve with the debugger of Werkzeug: a page of an error takes any code, and its
 * PIN is in the log.
 * https://werkzeug.palletsprojects.com/en/stable/debug/
 */
import type { Note } from '../../../types.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { argumentAt } from '../code/arguments.ts';
import type { PythonModule } from '../code/module.ts';

/** Packages whose `run` has it. */
const withDebugger = /\b(?:flask|flask_socketio|dash|werkzeug)\b/;

/** @returns the call that serves with the debugger, whatever the settings are. */
export function debuggingCall(script: PythonModule): SyntaxNode | undefined {
  if (!withDebugger.test(script.text)) return undefined;
  const calls = ['run', 'run_server', 'run_simple'].flatMap((it) => script.callsOf(it));
  return calls.find((call) =>
    ['debug', 'use_debugger'].some((it) => argumentAt(call, it)?.text === 'True'),
  );
}

/**
 * @param variable the application.
 * @returns whether a script does nothing but serve it, so that another server can take its place.
 */
export function onlyServes(script: PythonModule, call: SyntaxNode, variable: string): boolean {
  if (call.field('function')?.field('object')?.text !== variable) return false;
  const statements = script.guard?.field('consequence')?.parts ?? [];
  const isRun = (it: SyntaxNode): boolean => it.start <= call.start && call.end <= it.end;
  const isPlain = (it: SyntaxNode): boolean => /^\w+\s*=(?!=)/.test(it.text);
  return statements.some(isRun) && statements.every((it) => isRun(it) || isPlain(it));
}

/** @returns a warning for a script that is started although it has the debugger. */
export function debuggerNotes(script: PythonModule): readonly Note[] {
  const call = debuggingCall(script);
  if (!call) return [];
  const { file, line } = call;
  return [
    {
      code: 'python/debugger',
      level: 'warning',
      text: 'the program serves the debugger of Werkzeug: whoever reaches its port and reads its log can run any code',
      hint: 'Take debug=True out of the call, or serve the application with gunicorn.',
      evidence: [{ file, line, because: call.text.split('\n')[0] ?? '' }],
    },
  ];
}
