/** Resolves `--service` to one service, or to several that share a Dockerfile. */
import { UserError } from '../errors.ts';
import type { Language } from '../languages/language.ts';
import { firstOf } from '../languages/shared/findings.ts';
import { listens, namesOf } from '../languages/shared/services.ts';
import type { Choice, ProjectFacts, ServiceFacts } from '../types.ts';

/** The value for every program of a project. */
export const allServices = 'all';

/** The one program that was named; `undefined` if several were named, or none. */
export function onlyService(names: readonly string[] | undefined): string | undefined {
  const [first, second] = names ?? [];
  return second === undefined && first !== allServices ? first : undefined;
}

/**
 * The programs that `all` includes: every program except examples, tools and similar ones, unless
 * there are no others.
 */
export function primaryServices(facts: ProjectFacts): readonly ServiceFacts[] {
  const primary = facts.services.filter((it) => it.secondary === undefined);
  return primary.length > 0 ? primary : facts.services;
}

/**
 * @returns the programs, with the one that is built without `--target` first. For a list, that is
 *   the first name. For `all`, it is the likeliest.
 * @throws UserError E_BAD_VALUE for a name that does not exist or is repeated, and for several
 *   programs if the language writes one per file.
 */
export function servicesOf(
  facts: ProjectFacts,
  language: Language,
  choice: Choice<readonly string[]>,
): readonly [ServiceFacts, ...ServiceFacts[]] {
  const where = `service ${choice.value.join(', ')}`;
  const names = choice.value.includes(allServices) ? defaultFirst(facts) : choice.value;
  if (choice.value.includes(allServices) && choice.value.length > 1)
    throw new UserError({
      code: 'E_BAD_VALUE',
      where,
      reason: `${allServices} means every program of the project; do not combine it with names`,
    });
  const repeated = names.find((it, index) => names.indexOf(it) !== index);
  if (repeated !== undefined)
    throw new UserError({ code: 'E_BAD_VALUE', where, reason: `${repeated} is named twice` });
  const services = names.map((name) => serviceNamed(name, facts));
  const [first, ...others] = services;
  if (!first) throw new UserError({ code: 'E_BAD_VALUE', where, reason: 'names no program' });
  if (others.length > 0 && !language.multipleServices) {
    throw new UserError({
      code: 'E_BAD_VALUE',
      where,
      reason: `a Dockerfile for ${language.title} has one program; write a file for each, such as --service ${first.name} --output ${first.name}.Dockerfile`,
    });
  }
  return [first, ...others];
}

/**
 * @param named the name of a service, its folder or file, or the end of one that only one service
 *   has: `api`, `cmd/api`, `./cmd/api`, `@shop/api`.
 */
function serviceNamed(named: string, facts: ProjectFacts): ServiceFacts {
  const exact = facts.services.find((it) => it.name === named);
  if (exact) return exact;
  const path = named.replace(/^\.\//, '').replace(/\/$/, '');
  const isNamed = (names: (service: ServiceFacts) => readonly string[]): ServiceFacts[] =>
    facts.services.filter((it) => names(it).some((name) => name === path));
  for (const found of [isNamed(namesOf), isNamed((it) => namesOf(it).flatMap(endsOf))])
    if (found.length === 1 && found[0]) return found[0];
  return absent(named, facts);
}

/** For example `api` and `shop/api` for `example.com/shop/api`. */
function endsOf(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, index) => parts.slice(index + 1).join('/'));
}

function defaultFirst(facts: ProjectFacts): readonly string[] {
  const primary = primaryServices(facts);
  const named = firstOf(facts.service)?.value;
  const main =
    primary.find((it) => it.name === named) ??
    primary.find((it) => it.port.kind !== 'unknown' && listens(it)) ??
    primary[0];
  return [...(main ? [main] : []), ...primary.filter((it) => it !== main)].map((it) => it.name);
}

function absent(name: string, facts: ProjectFacts): never {
  throw new UserError({
    code: 'E_BAD_VALUE',
    where: `service ${name}`,
    reason: `there is no such program; the project has ${facts.services.map((it) => it.name).join(', ')}`,
  });
}
