import { expect, it } from 'vitest';
import { generated } from '../../../../support/python-generated.ts';

const demands = async (files: Readonly<Record<string, string>>): Promise<string | undefined> => {
  const { notes } = await generated({ 'requirements.txt': 'discord.py\naiogram\n', ...files });
  return notes.find((it) => it.includes('starts only if'))?.split('\n')[0];
};

const read = 'import os\nTOKEN = os.getenv("SHOP_TOKEN")\n';

it.each([
  ['import discord\nbot = discord.Client()\nbot.run(TOKEN)'],
  ['from discord.ext import commands\nclass Bot(commands.Bot):\n    pass\nBot().run(token=TOKEN)'],
  [
    'import asyncio\nfrom disnake import Client\nasync def main():\n    await Client().start(TOKEN)\nasyncio.run(main())',
  ],
  ['from aiogram import Bot\nbot = Bot(token=TOKEN)'],
  ['from telegram.ext import ApplicationBuilder\napp = ApplicationBuilder().token(TOKEN).build()'],
  ['from slack_bolt import App\napp = App(token=TOKEN)'],
  [
    'from slack_bolt.adapter.socket_mode import SocketModeHandler\nSocketModeHandler(app, TOKEN).start()',
  ],
  ['import telebot\nbot = telebot.TeleBot(TOKEN)'],
  ['assert TOKEN'],
  ['assert TOKEN is not None, "set SHOP_TOKEN"'],
])('the token of a bot is demanded: %j', async (code) => {
  expect(
    await demands({
      'main.py': `${read}${code}\nif __name__ == "__main__":\n    print("started")\n`,
    }),
  ).toContain('SHOP_TOKEN');
});

it('also where another module reads it', async () => {
  const files = {
    'settings.py': read,
    'main.py': 'import discord\nfrom settings import TOKEN\ndiscord.Client().run(TOKEN)\n',
  };
  expect(await demands(files)).toContain('SHOP_TOKEN');
});

it.each([
  // Another thing with these names, or another source of the token.
  ['import uvicorn\nuvicorn.run(TOKEN)'],
  ['from shop import App\napp = App(token=TOKEN)'],
  ['from slack_bolt import App\napp = App(TOKEN)'],
  ['import discord\nif TOKEN:\n    discord.Client().run(TOKEN)'],
  ['import discord\ndiscord.Client().run(TOKEN or "none")'],
  ['assert "x" in str(TOKEN)'],
])('nothing is demanded by %j', async (code) => {
  expect(
    await demands({
      'main.py': `${read}${code}\nif __name__ == "__main__":\n    print("started")\n`,
    }),
  ).toBeUndefined();
});
