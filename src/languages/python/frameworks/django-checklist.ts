/**
 * Settings with which a new project of Django begins, and with which it is not deployed.
 * https://docs.djangoproject.com/en/stable/howto/deployment/checklist/
 */
import type { Note } from '../../../types.ts';
import type { PythonModule } from '../code/module.ts';

interface Check {
  readonly name: string;
  /** The value as it is written. */
  readonly value: RegExp;
  readonly code: string;
  readonly text: string;
  readonly hint: string;
}

const checks: readonly Check[] = [
  {
    name: 'DEBUG',
    value: /^True$/,
    code: 'python/django-debug',
    text: 'DEBUG is on: the page of an error shows settings and sources to whoever asks',
    hint: 'Read it from a variable: DEBUG = os.environ.get("DEBUG") == "1".',
  },
  {
    name: 'ALLOWED_HOSTS',
    value: /^\[\s*\]$/,
    code: 'python/django-hosts',
    text: 'ALLOWED_HOSTS is empty: requests by another name than localhost get 400',
    hint: 'Read it from a variable: ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost").split(",").',
  },
];

/** @param settings the module that the server uses. */
export function checklistNotes(settings: PythonModule | undefined): readonly Note[] {
  if (!settings) return [];
  return checks.flatMap(({ name, value, code, text, hint }): readonly Note[] => {
    const [only, another] = settings.namesOf().get(name) ?? [];
    if (only?.kind !== 'value' || another || !value.test(only.value.text)) return [];
    if (only.node.above('if_statement', 'try_statement')) return [];
    const { file, line } = only.node;
    const because = `${name} = ${only.value.text}`;
    return [{ code, level: 'warning', text, hint, evidence: [{ file, line, because }] }];
  });
}
