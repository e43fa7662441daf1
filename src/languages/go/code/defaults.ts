import { choiceOf, firstText, settable, type Place, type Value } from '../../shared/values.ts';

/**
 * Puts the values of one variable together. A setting without a default is what replaces the others:
 * `port := os.Getenv("PORT"); if port == "" { port = "8080" }`.
 */
export function withDefaults(values: readonly Value[], at: Place): Value {
  const all = values.flatMap((it) => (it.kind === 'choice' && !it.setting ? it.of : [it]));
  const bare = all.find((it) => it.kind === 'unknown' && it.setting);
  const known = all.filter((it) => it.kind !== 'unknown' && it.kind !== 'nothing');
  const filled = known.filter((it) => firstText(it) !== '' || it.setting !== undefined);
  const used = filled.length > 0 ? filled : known;
  if (!bare?.setting || used.length === 0) return choiceOf(used.length > 0 ? used : all, at);
  const { setting } = bare;
  return choiceOf(
    used.map((it) => (it.kind === 'foreign' ? it : { ...settable(it, setting), at: bare.at })),
    at,
  );
}
