/** `check [directory]`: reports outdated pins and versions. Writes nothing. */
import { checkPins } from '../check/pins.ts';
import { checkText, levelOf, pinLevel, productLevel } from '../check/report.ts';
import { lifecyclesChecked } from '../data/end-of-life.ts';
import { exitCodes, type ExitCode } from '../errors.ts';
import type { FileEditor, Inspector, Output, Registry } from '../ports/ports.ts';
import { printable } from '../text/printable.ts';
import { readReferences } from '../update/read.ts';

/** The values from the command line, by the keys of `checkOptions`. */
export interface CheckValues {
  readonly strict?: boolean;
  readonly offline?: boolean;
  readonly json?: boolean;
}

export interface CheckPorts {
  readonly files: FileEditor;
  readonly registry: Registry & Inspector;
  readonly out: Output;
  readonly now: () => Date;
}

/**
 * @returns 1 after a failure, and with `--strict` also after a warning.
 * @throws UserError E_FILE, E_PROJECT.
 */
export async function check(
  directory: string,
  values: CheckValues,
  { files, registry, out, now }: CheckPorts,
): Promise<ExitCode> {
  const today = now();
  const found = await readReferences([directory], files);
  const pins = await checkPins(found, values.offline === true ? null : registry, today);
  const level = levelOf(pins, values.strict === true, today);
  if (values.json) {
    const judged = pins.map((pin) => ({
      ...pin,
      level: pinLevel(pin),
      products: pin.products.map(({ lifecycle, upgrade }) => ({
        ...lifecycle,
        level: productLevel(lifecycle, today),
        goTo: upgrade,
      })),
    }));
    out.print(
      JSON.stringify(
        { ok: level !== 'failure', level, lifecyclesChecked, images: judged },
        null,
        2,
      ),
    );
  } else {
    out.print(printable(pins.length === 0 ? 'No images are named.' : checkText(pins, today)));
  }
  return level === 'failure' ? exitCodes.failed : exitCodes.done;
}
