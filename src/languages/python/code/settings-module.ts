/** Finds the settings module of Django that a module names. */
import { argumentAt, calledName } from './arguments.ts';
import type { PythonModule } from './module.ts';
import { literalText } from './strings.ts';

/** The module that `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")` names. */
export function settingsIn(module: PythonModule): string | undefined {
  if (!module.text.includes('DJANGO_SETTINGS_MODULE')) return undefined;
  const call = module.calls.find(
    (it) =>
      calledName(it) === 'setdefault' &&
      literalText(argumentAt(it, 0)) === 'DJANGO_SETTINGS_MODULE',
  );
  const value = call && literalText(argumentAt(call, 1));
  return value !== undefined && /^[\w.]+$/.test(value) ? value : undefined;
}
