/** The questions on a terminal, by inquirer. Loaded only when there is something to ask. */
import inquirer from 'inquirer';
import type { Question } from './ports.ts';

/** Rows of a list that are seen at once; enough for every list we have on an 80x24 terminal. */
const pageSize = 12;

/** @returns the value chosen, the text typed, or yes / no. Rejects with ExitPromptError on Ctrl-C. */
export async function ask(question: Question): Promise<string> {
  switch (question.kind) {
    case 'select': {
      const { answer } = await inquirer.prompt<{ answer: string }>([
        {
          type: 'select',
          name: 'answer',
          message: question.message,
          pageSize,
          ...(question.default === undefined ? {} : { default: question.default }),
          choices: question.choices.map((it) => ({
            value: it.value,
            name: it.disabled === undefined && it.hint ? `${it.title} - ${it.hint}` : it.title,
            short: it.title,
            disabled: it.disabled === undefined ? false : `(${it.disabled})`,
          })),
        },
      ]);
      return answer;
    }
    case 'input': {
      const { answer } = await inquirer.prompt<{ answer: string }>([
        {
          type: 'input',
          name: 'answer',
          message: question.message,
          ...(question.default === undefined ? {} : { default: question.default }),
          validate: (text: string) => question.check(text.trim()) ?? true,
        },
      ]);
      return answer.trim();
    }
    case 'confirm': {
      const { answer } = await inquirer.prompt<{ answer: boolean }>([
        { type: 'confirm', name: 'answer', message: question.message, default: question.default },
      ]);
      return answer ? 'yes' : 'no';
    }
  }
}
