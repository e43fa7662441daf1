/** Guards what templates read, so that nothing is printed by mistake and no value ends its line. */
import { UserError } from '../errors.ts';
import type { ViewValue } from '../types.ts';

/**
 * What ends a line, and the marks that turn the direction of text around, so that a line reads as
 * what it is not.
 */
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/u;

/**
 * The view, guarded: reading a key that is not there throws with its path (Handlebars' own strict
 * mode lets `#if` and `#each` through),
 * and so does a text with a control character, such as a newline that would start another
 * instruction.
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
          reason: `${JSON.stringify(read)} holds a control character, which would end a line of the Dockerfile`,
          hint: 'Rename the file or folder of that name, or give another value.',
        });
      }
      return typeof read === 'function' ? read : strictView(read, `${path}.${key}`);
    },
  }) as T;
}
