/**
 * Holds back packages whose newest release no longer has what the code of the project uses. Where no
 * list limits them, pip installs the newest, and the program ends at its first import or call.
 */
import { lt, valid } from '@renovatebot/pep440';
import { firstTwo } from '../../../text/lists.ts';
import type { Evidence } from '../../../types.ts';
import type { PythonModule } from '../code/module.ts';
import { importTargets } from '../code/sources.ts';
import { isBefore, type Package } from '../package.ts';
import { lineOf } from '../files/toml.ts';
import { type Installation, isResolvedByPip, withRequirements } from './installation.ts';

/** What newer releases of a package do not have. */
export interface OldCode {
  /** The package that is held back. */
  readonly needs: string;
  /** The first release that does not have it. */
  readonly below: string;
  /** Set where another package of the project brings it: one of these is listed. */
  readonly broughtBy?: readonly string[];
  /** The first release of those that requires a newer one. */
  readonly upTo?: string;
  /** The modules that a file imports, by their first name. */
  readonly module: string;
  /** What is imported, by its full name; or what the text has. */
  readonly imports?: RegExp;
  readonly text?: RegExp;
  /** The smallest file that shows it. */
  readonly example: string;
}

/** The strictest of two rows for the same package comes first. */
export const oldCode: readonly OldCode[] = [
  // https://py.sdk.modelcontextprotocol.io/v2/migration/#fastmcp-renamed-to-mcpserver
  {
    needs: 'mcp',
    below: '2',
    module: 'mcp',
    imports: /^mcp\.server\.fastmcp\b/,
    example: 'from mcp.server.fastmcp import FastMCP\n',
  },
  // https://docs.aiogram.dev/en/latest/migration_2_to_3.html
  {
    needs: 'aiogram',
    below: '3',
    module: 'aiogram',
    imports: /^aiogram\.(?:utils\.)?executor\b/,
    example: 'from aiogram import executor\n',
  },
  // https://docs.python-telegram-bot.org/en/stable/changelog.html#version-20-0a0
  {
    needs: 'python-telegram-bot',
    below: '20',
    module: 'telegram',
    imports: /^telegram\.ext\.(?:Filters|Dispatcher)$/,
    example: 'from telegram.ext import Filters, Updater\n',
  },
  // https://docs.pydantic.dev/latest/migration/#basesettings-has-moved-to-pydantic-settings
  {
    needs: 'pydantic',
    below: '2',
    broughtBy: ['fastapi'],
    upTo: '0.126',
    module: 'pydantic',
    imports: /^pydantic\.BaseSettings$/,
    text: /\bpydantic\.BaseSettings\b/,
    example: 'from pydantic import BaseSettings\n',
  },
  // https://flask.palletsprojects.com/en/stable/changes/#version-2-3-0
  {
    needs: 'flask',
    below: '2.3',
    module: 'flask',
    text: /\.before_first_request\b|\bfrom flask\.json import .*JSONEncoder|\b_(?:app|request)_ctx_stack\b/,
    example:
      'from flask import Flask\napp = Flask("app")\n@app.before_first_request\ndef run():\n    pass\n',
  },
  // https://flask.palletsprojects.com/en/stable/changes/#version-3-0-0
  {
    needs: 'flask',
    below: '3',
    module: 'flask',
    imports: /^flask\.(?:Markup|escape)$/,
    example: 'from flask import Flask, Markup\n',
  },
  // https://jinja.palletsprojects.com/en/stable/changes/#version-3-1-0
  {
    needs: 'jinja2',
    below: '3.1',
    broughtBy: ['flask'],
    module: 'jinja2',
    imports: /^jinja2\.(?:Markup|escape|contextfilter|contextfunction|environmentfilter)$/,
    example: 'from jinja2 import Markup\n',
  },
  // https://werkzeug.palletsprojects.com/en/stable/changes/#version-3-0-0
  {
    needs: 'werkzeug',
    below: '3',
    broughtBy: ['flask'],
    upTo: '3',
    module: 'werkzeug',
    imports: /^werkzeug\.urls\.url_(?:parse|quote|quote_plus|unquote|decode|encode|join)$/,
    example: 'from werkzeug.urls import url_parse\n',
  },
  // https://starlette.dev/release-notes/#100rc1-february-23-2026
  {
    needs: 'starlette',
    below: '1',
    broughtBy: ['fastapi'],
    upTo: '0.162',
    module: '(?:fastapi|starlette)',
    text: /\.TemplateResponse\(\s*(?:name\s*=\s*)?f?["'](?![^)]*\brequest\s*=)/,
    example:
      'from fastapi.templating import Jinja2Templates\ntemplates = Jinja2Templates("pages")\ntemplates.TemplateResponse("index.html", {"request": request})\n',
  },
  // The same call with the name in a variable: in the new form, a dictionary is the third argument.
  {
    needs: 'starlette',
    below: '1',
    broughtBy: ['fastapi'],
    upTo: '0.162',
    module: '(?:fastapi|starlette)',
    text: /\.TemplateResponse\(\s*(?!\w*req)\w+\s*,\s*(?:\{|(?:context|ctx)\s*[,)])/,
    example:
      'from starlette.templating import Jinja2Templates\ntemplates = Jinja2Templates("pages")\ntemplates.TemplateResponse(template, context)\n',
  },
  {
    needs: 'starlette',
    below: '1',
    module: 'starlette\\.applications',
    text: /^@\w+\.(?:route|websocket_route|on_event|exception_handler|middleware)\(|\bStarlette\([^)]*\bon_(?:startup|shutdown)\s*=|\.add_event_handler\(/m,
    example:
      'from starlette.applications import Starlette\napp = Starlette()\n@app.route("/")\nasync def home(request):\n    pass\n',
  },
  // https://docs.djangoproject.com/en/stable/releases/4.0/#features-removed-in-4-0
  {
    needs: 'django',
    below: '4',
    module: 'django',
    imports:
      /^django\.(?:conf\.urls\.url|utils\.translation\.ug\w+|utils\.encoding\.(?:force|smart)_text|utils\.http\.(?:urlquote|is_safe_url))$/,
    example: 'from django.conf.urls import url\n',
  },
  // https://docs.langchain.com/oss/python/migrate/langchain-v1
  {
    needs: 'langchain',
    below: '0.2',
    module: 'langchain',
    imports:
      /^langchain\.(?:llms|vectorstores|document_loaders|utilities|callbacks|chat_models\.Chat\w+|embeddings\.\w+Embeddings)\b/,
    example: 'from langchain.llms import OpenAI\n',
  },
  {
    needs: 'langchain',
    below: '1',
    module: 'langchain',
    imports:
      /^langchain\.(?:chains|memory|prompts|schema|text_splitter|output_parsers|retrievers|docstore)\b/,
    example: 'from langchain.chains import LLMChain\n',
  },
  // https://github.com/openai/openai-python/discussions/742
  {
    needs: 'openai',
    below: '1',
    module: 'openai',
    text: /\bopenai\.(?:ChatCompletion|Completion|Embedding|Image|Audio)\.(?:a?create|a?transcribe)\b/,
    example: 'import openai\nopenai.ChatCompletion.create(model="x")\n',
  },
  // https://dash.plotly.com/dash-3-changes
  {
    needs: 'dash',
    below: '3',
    module: 'dash',
    text: /\.run_server\(/,
    example: 'import dash\napp = dash.Dash()\napp.run_server()\n',
  },
  // https://www.gradio.app/changelog#400
  {
    needs: 'gradio',
    below: '4',
    module: 'gradio',
    text: /\bgr(?:adio)?\.(?:inputs|outputs)\.\w/,
    example: 'import gradio as gr\ngr.inputs.Textbox()\n',
  },
  // https://zulko.github.io/moviepy/getting_started/updating_to_v2.html
  {
    needs: 'moviepy',
    below: '2',
    module: 'moviepy',
    imports: /^moviepy\.editor\b/,
    example: 'from moviepy.editor import VideoFileClip\n',
  },
];

/**
 * @param modules those that can start something.
 * @returns the installation with limits for what the code needs, if pip resolves it.
 */
export function withOldCode(
  installation: Installation,
  modules: readonly PythonModule[],
): Installation {
  if (!isResolvedByPip(installation)) return installation;
  const { packages } = installation;
  const held = oldCode.flatMap((row) => {
    const evidence = isOpen(row, packages) ? usedIn(row, modules) : undefined;
    return evidence ? [{ ...row, evidence }] : [];
  });
  const added = held.filter(
    (it, index) => held.findIndex((other) => other.needs === it.needs) === index,
  );
  if (added.length === 0) return installation;
  const requirements = added.map((it) => `${it.needs}<${it.below}`);
  return {
    ...withRequirements(installation, requirements),
    packages: [
      ...packages.filter((it) => !added.some(({ needs }) => needs === it.name)),
      ...added.map(({ needs, below, evidence }) => ({
        name: needs,
        version: null,
        below,
        extras: packages.find((it) => it.name === needs)?.extras ?? [],
        wheels: null,
        evidence,
      })),
    ],
    notes: [
      ...installation.notes,
      {
        code: 'python/old-code',
        level: 'warning',
        text: `${firstTwo(requirements)} ${added.length === 1 ? 'is' : 'are'} required, too: the code uses what newer releases do not have`,
        hint: `Update the code, or add ${requirements.map((it) => `"${it}"`).join(', ')} to the packages of the project.`,
        evidence: added.map((it) => it.evidence),
      },
    ],
  };
}

/** Whether the newest release would be installed: it is listed or brought, and nothing limits it. */
function isOpen(
  { needs, below, broughtBy = [], upTo }: OldCode,
  packages: readonly Package[],
): boolean {
  const named = packages.filter((it) => it.name === needs);
  const bringing = packages.filter((it) => broughtBy.includes(it.name));
  const isNewer = bringing.some(
    (it) => it.version !== null && upTo !== undefined && !isBefore(it, upTo),
  );
  return (
    named.length + bringing.length > 0 &&
    !isNewer &&
    named.every((it) => it.version === null && it.below === undefined && !asksFor(it, below))
  );
}

/** Whether a list asks for a release that does not have it: what uses it is not run, then. */
function asksFor({ evidence }: Package, below: string): boolean {
  const least = /(?:>=?|~=)\s*(\d[\w.]*)/.exec(evidence.because)?.[1];
  return least !== undefined && valid(least) !== null && !lt(least, below);
}

/** A module is parsed only where its imports may match: what the programs use comes first. */
function usedIn(row: OldCode, modules: readonly PythonModule[]): Evidence | undefined {
  const isOf = new RegExp(`^${row.module}(?:\\.|$)`);
  for (const module of modules) {
    const targets = importTargets(module);
    if (!targets.some((it) => isOf.test(it))) continue;
    const because = `uses what ${row.needs} ${row.below} does not have`;
    const isImported = (target: string): boolean => row.imports?.test(target) === true;
    // An import that is tried has another one beside it.
    const imported = targets.some(isImported)
      ? module.imported.find((it) => isImported(it.target) && !it.node.above('try_statement'))
      : undefined;
    if (imported) return { file: module.path, line: imported.node.line, because };
    const found = row.text?.exec(module.text)?.[0];
    if (found !== undefined)
      return { file: module.path, line: lineOf(module.text, found), because };
  }
  return undefined;
}
