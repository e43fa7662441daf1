/**
 * How each service runs when several share one Dockerfile. `--start` and `--port` apply to a single
 * service, so they are refused here.
 */
import { UserError } from '../errors.ts';
import { missingAnswer } from './missing-answer.ts';
import { choiceOfFinding, type Picker } from './picker.ts';
import { flagOf } from '../options.ts';
import { joinCommand } from '../text/shell-words.ts';
import type { Choice, Finding, ServiceFacts } from '../types.ts';
import { portsOf, portText, type PortAnswer, type Ports } from './port-answers.ts';

/** How to run a program. */
export interface Run extends Ports {
  readonly service: ServiceFacts;
  readonly start: Choice<readonly string[]>;
}

/**
 * @param picker what flags and preset give, and what `--yes` decides.
 * @throws UserError E_BAD_VALUE for an option that is about one program, E_USAGE where the project
 *   leaves a start command or a port open.
 */
export function runsOf(
  services: readonly ServiceFacts[],
  { given, settle }: Pick<Picker, 'given' | 'settle'>,
): readonly [Run, ...Run[]] {
  const names = services.map((it) => it.name).join(', ');
  for (const key of ['start', 'port', 'healthcheckCommand'] as const) {
    const choice = given(key);
    if (choice)
      throw new UserError({
        code: 'E_BAD_VALUE',
        where: choice.origin === 'flag' ? `--${flagOf(key)}` : `${key} in the preset`,
        reason: `applies to one program, and this file has ${services.length}: ${names}; leave it out, or write the program that needs it to a separate file: --service NAME --output NAME.Dockerfile`,
      });
  }
  const open: string[] = [];
  const answer = <T>(
    service: ServiceFacts,
    key: 'start' | 'port',
    finding: Finding<T>,
    asking: { readonly format: (value: T) => string; readonly without?: T },
  ): Choice<T> | undefined => {
    if (finding.kind === 'suggested') return choiceOfFinding(finding);
    const choice = settle(key, finding, asking, service.name);
    if (choice) return choice;
    const { candidates, why } = missingAnswer(key, finding, String);
    open.push(
      `  --service ${service.name} --${key} ${candidates.join(' | ') || 'VALUE'} --output ${service.name}.Dockerfile\n      ${why}`,
    );
    return undefined;
  };
  const [first, ...others] = services.flatMap((service) => {
    const start = answer(service, 'start', service.start, { format: joinCommand });
    const port = answer<PortAnswer>(service, 'port', service.port, {
      format: (it) => portText(it, service.otherPorts),
      without: null,
    });
    return start && port ? [{ service, start, ...portsOf(port, service.otherPorts) }] : [];
  });
  if (open.length > 0 || !first)
    throw new UserError({
      code: 'E_USAGE',
      reason: `Some programs need an answer, and an option would apply to only one program. Write these to separate files:\n${open.join('\n')}`,
      hint: 'Name the others with --service, separated by commas.',
    });
  return [first, ...others];
}
