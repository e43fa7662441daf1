/**
 * Guards the values that templates read, so that a missing value is not printed and no value can
 * end its line.
 */
import { UserError } from '../errors.ts';
import type { ViewValue } from '../types.ts';

/**
 * Characters that end a line, and marks that change the direction of text so that a line looks
 * different from what it contains.
 */
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/u;

/**
 * Guards a view. Reading a missing key throws an error with its path (Handlebars' strict mode does
 * not check `#if` and `#each`). So does a text with a control character, such as a newline that
 * would start another instruction.
 */
export function strictView<T extends ViewValue>(value: T, path: string): T {
  if (value === null || typeof value !== 'object') return value;
  return new Proxy(value as object, {
    get(target, key) {
      // JSON.stringify reads toJSON. Handlebars and arrays read symbols.
      if (typeof key === 'symbol' || key === 'toJSON') return Reflect.get(target, key) as unknown;
      if (!Object.hasOwn(target, key) && !(Array.isArray(target) && key in target))
        throw new Error(`the template reads ${path}.${key}, which the view does not have`);
      const read = Reflect.get(target, key) as ViewValue;
      if (typeof read === 'string' && controlCharacter.test(read)) {
        throw new UserError({
          code: 'E_PROJECT',
          reason: `${JSON.stringify(read)} contains a control character, which would end a line of the Dockerfile`,
          hint: 'Rename the file or folder, or give another value.',
        });
      }
      return typeof read === 'function' ? read : strictView(read, `${path}.${key}`);
    },
  }) as T;
}
