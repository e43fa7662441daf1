/**
 * What `--yes` does with each question: docs/decisions.md is made from this table. The rules are those
 * that order the candidates.
 */
import { bases } from '../bases/index.ts';
import { languageRules } from '../detect.ts';
import { portRules } from '../languages/shared/ports.ts';
import { serviceRules } from '../languages/shared/services.ts';
import type { OptionKey } from '../options.ts';

export interface Policy {
  readonly option: OptionKey;
  readonly question: string;
  /** What puts a candidate before others: the first rule that only one of two fits decides. */
  readonly order: readonly string[];
  /** What is taken besides the first. */
  readonly besides?: string;
  /** What is taken where the project shows nothing; `null`: the answer has to be given. */
  readonly otherwise: string | null;
  /** What stops even `--yes`, and why. */
  readonly refused: string;
}

const titles = (rules: readonly { readonly title: string }[]): readonly string[] =>
  rules.map((it) => it.title);

export const policies: readonly Policy[] = [
  {
    option: 'language',
    question: 'Which language is it?',
    order: [...titles(languageRules), 'Go, Python, Node'],
    otherwise: null,
    refused: 'no file marks a language; the message names folders near by that have one',
  },
  {
    option: 'packageManager',
    question: 'What installs the dependencies?',
    order: [
      'a field of the manifest names it (packageManager, build-system)',
      'its lock file is there',
      'its settings are there',
    ],
    otherwise: "the language's own: go, npm, pip",
    refused: 'the lock file does not match the manifest: the install of the build would fail',
  },
  {
    option: 'service',
    question: 'Which program is it?',
    order: titles(serviceRules),
    otherwise: null,
    refused: 'there is no program: a library needs no image',
  },
  {
    option: 'runtimeVersion',
    question: 'Which version of the language?',
    order: [
      'an exact version before a range',
      'a file for this purpose before one for other tools (.nvmrc, .python-version, the go line)',
    ],
    otherwise: 'the newest release that is supported and that the dependencies allow',
    refused:
      'no image has a version that the manifest accepts; a version file past its end of life yields, with a warning',
  },
  {
    option: 'base',
    question: 'Which base?',
    order: [
      'one with a shell, where code of the program starts one',
      `the first that can run the program, of ${bases.map((it) => it.id).join(', ')}`,
    ],
    otherwise: null,
    refused: 'the program cannot work on the base that was named; the message names one that can',
  },
  {
    option: 'start',
    question: 'How is it started?',
    order: [
      'the start script or main package',
      'the production server that is installed',
      'an entry file',
    ],
    otherwise: null,
    refused: 'nothing that the image can run starts the program',
  },
  {
    option: 'port',
    question: 'Which port does it listen on?',
    order: [...titles(portRules), 'the order of the sources'],
    besides:
      'other TCP ports on which every run of the program listens, but not those for debugging (pprof, admin) or on localhost: `EXPOSE` names what others may rely on; every UDP port that a call listens on',
    otherwise:
      'none: the image has no EXPOSE and no HEALTHCHECK, and a warning says how to give one',
    refused: 'never',
  },
];
