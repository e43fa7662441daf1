/** Asks questions on a terminal. Loaded only if there is a question to ask. */
import confirm from '@inquirer/confirm';
import input from '@inquirer/input';
import select from '@inquirer/select';
import type { Question } from './ports.ts';

/** Visible rows of a list. Enough for every list in this program on an 80x24 terminal. */
const pageSize = 12;

/**
 * @returns the chosen value, the typed text, or yes / no.
 * @throws ExitPromptError on Ctrl-C.
 */
export async function ask(question: Question): Promise<string> {
  switch (question.kind) {
    case 'select':
      return select({
        message: question.message,
        pageSize,
        ...(question.default === undefined ? {} : { default: question.default }),
        choices: question.choices.map((it) => ({
          value: it.value,
          name: it.disabled === undefined && it.hint ? `${it.title} - ${it.hint}` : it.title,
          short: it.title,
          disabled: it.disabled === undefined ? false : `(${it.disabled})`,
        })),
      });
    case 'input': {
      const answer = await input({
        message: question.message,
        ...(question.default === undefined ? {} : { default: question.default }),
        validate: (text) => question.check(text.trim()) ?? true,
      });
      return answer.trim();
    }
    case 'confirm': {
      const answer = await confirm({ message: question.message, default: question.default });
      return answer ? 'yes' : 'no';
    }
  }
}
