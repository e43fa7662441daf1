/** Conversions that change what a value is, and keep what replaces it. */
import {
  alternatives,
  choiceOf,
  numberValue,
  type Setting,
  settable,
  unknown,
  type Value,
} from '../../shared/values.ts';

/** @returns texts as numbers, as `parseInt` reads them. */
export function numeric(value: Value): Value {
  const values = alternatives(value).map((it): Value => {
    if (it.kind !== 'text' || it.pieces.length !== 1) return it;
    const digits = /^\s*\d[\d_.]*/.exec(it.pieces[0] ?? '')?.[0];
    const plain = digits === undefined ? unknown(it.at) : numberValue(Number(digits), it.at);
    return it.setting ? settable(plain, it.setting) : plain;
  });
  return choiceOf(values, value.at);
}

/** `left || right`, `left ?? right`, and the default of a pattern. What a setting replaces stays. */
export function orElse(left: Value, right: () => Value, falsy: boolean): Value {
  const options = alternatives(left);
  const values = options.flatMap((it): readonly Value[] => {
    if (it.kind === 'unknown') {
      const { setting } = it;
      const other = right();
      return setting ? alternatives(other).map((value) => before(setting, value)) : [other, it];
    }
    if (!isEmpty(it, falsy)) return [it];
    const { setting } = it;
    return setting ? alternatives(right()).map((value) => before(setting, value)) : [right()];
  });
  // What a library gives may be empty: `args.port || 3000`.
  const isForeign = options.every((it) => it.kind === 'foreign');
  return choiceOf(isForeign ? [...values, right()] : values, left.at);
}

/** Of `PORT || OTHER || 3000`, the first variable counts. */
function before(setting: Setting, value: Value): Value {
  return { ...value, setting: { ...value.setting, ...setting } };
}

function isEmpty(value: Value, falsy: boolean): boolean {
  if (value.kind === 'nothing') return true;
  if (!falsy) return false;
  if (value.kind === 'truth') return !value.truth;
  if (value.kind === 'text') return value.pieces.length === 1 && value.pieces[0] === '';
  return value.kind === 'number' && value.number === 0;
}
