/** Programs that are started, signals that are handled, variables that are demanded. */
import type { Row } from '../../shared/knowledge.ts';

export const processes = [
  // https://nodejs.org/api/child_process.html
  {
    call: 'node:child_process.exec',
    argument: 0,
    means: 'starts-shell',
    example: "import { exec } from 'child_process'; exec(`ls ${folder}`);",
    seen: 'starts ls',
  },
  {
    call: 'node:child_process.execSync',
    argument: 0,
    means: 'starts-shell',
    example: "import { execSync } from 'child_process'; execSync('git log');",
    seen: 'starts sh',
  },
  {
    call: 'node:child_process.spawn',
    argument: 0,
    means: 'starts-program',
    example: "import { spawn } from 'node:child_process'; spawn('ffmpeg', ['-i', file]);",
    seen: 'starts ffmpeg',
  },
  {
    call: 'node:child_process.spawnSync',
    argument: 0,
    means: 'starts-program',
    example: "const cp = require('child_process'); cp.spawnSync('pandoc', []);",
    seen: 'starts pandoc',
  },
  {
    call: 'node:child_process.execFile',
    argument: 0,
    means: 'starts-program',
    example:
      "import { promisify } from 'util'; import { execFile } from 'child_process'; promisify(execFile)('pdftotext', []);",
    seen: 'starts pdftotext',
  },
  {
    call: 'node:child_process.execFileSync',
    argument: 0,
    means: 'starts-program',
    example:
      "import { execFileSync } from 'child_process'; const tool = 'git'; execFileSync(tool);",
    seen: 'starts git',
  },
  // https://github.com/sindresorhus/execa
  {
    call: 'execa',
    argument: 0,
    means: 'starts-program',
    example: "const execa = require('execa'); execa('convert', []);",
    seen: 'starts convert',
  },
  {
    call: 'execa.execa',
    argument: 0,
    means: 'starts-program',
    example: "import { execa } from 'execa'; await execa('convert', []);",
    seen: 'starts convert',
  },
  {
    call: 'execa.execaSync',
    argument: 0,
    means: 'starts-program',
    example: "import { execaSync } from 'execa'; execaSync('convert');",
    seen: 'starts convert',
  },
  {
    call: 'execa.execaCommand',
    argument: 0,
    means: 'starts-program',
    example: "import { execaCommand } from 'execa'; execaCommand('convert a b');",
    seen: 'starts convert',
  },
  {
    call: 'tinyexec.x',
    argument: 0,
    means: 'starts-program',
    example: "import { x } from 'tinyexec'; x('git', ['log']);",
    seen: 'starts git',
  },
  {
    call: 'cross-spawn',
    argument: 0,
    means: 'starts-program',
    example: "import spawn from 'cross-spawn'; spawn('git', []);",
    seen: 'starts git',
  },
  {
    call: 'cross-spawn.sync',
    argument: 0,
    means: 'starts-program',
    example: "import spawn from 'cross-spawn'; spawn.sync('git', []);",
    seen: 'starts git',
  },
  {
    call: 'shelljs.exec',
    argument: 0,
    means: 'starts-shell',
    example: "const shell = require('shelljs'); shell.exec('git log');",
    seen: 'starts git',
  },
  {
    call: 'node-pty.spawn',
    argument: 0,
    means: 'starts-program',
    example: "import pty from 'node-pty'; pty.spawn('bash', []);",
    seen: 'starts bash',
  },
  {
    call: 'Bun.spawn',
    argument: 0,
    means: 'starts-program',
    example: "Bun.spawn(['git', 'log']);",
    seen: 'starts git',
  },
  {
    call: 'Bun.spawnSync',
    argument: 0,
    means: 'starts-program',
    example: "Bun.spawnSync(['git', 'log']);",
    seen: 'starts git',
  },
  {
    call: 'simple-git',
    means: 'starts-program',
    absent: 'git',
    example: "import simpleGit from 'simple-git'; simpleGit();",
    seen: 'starts git',
  },
  {
    call: 'simple-git.simpleGit',
    means: 'starts-program',
    absent: 'git',
    example: "import { simpleGit } from 'simple-git'; simpleGit('repo');",
    seen: 'starts git',
  },
  // https://pptr.dev, https://playwright.dev
  {
    call: 'puppeteer.launch',
    means: 'starts-program',
    absent: 'browser',
    example: "import puppeteer from 'puppeteer'; puppeteer.launch();",
    seen: 'starts browser',
  },
  {
    call: 'puppeteer-core.launch',
    means: 'starts-program',
    absent: 'browser',
    example: "import puppeteer from 'puppeteer-core'; puppeteer.launch();",
    seen: 'starts browser',
  },
  {
    call: 'puppeteer-extra.launch',
    means: 'starts-program',
    absent: 'browser',
    example: "import puppeteer from 'puppeteer-extra'; puppeteer.launch();",
    seen: 'starts browser',
  },
  {
    call: 'playwright.chromium.launch',
    means: 'starts-program',
    absent: 'browser',
    example: "import { chromium } from 'playwright'; await chromium.launch();",
    seen: 'starts browser',
  },
  {
    call: 'playwright.firefox.launch',
    means: 'starts-program',
    absent: 'browser',
    example: "import { firefox } from 'playwright'; await firefox.launch();",
    seen: 'starts browser',
  },
  {
    call: 'playwright.webkit.launch',
    means: 'starts-program',
    absent: 'browser',
    example: "import { webkit } from 'playwright'; await webkit.launch();",
    seen: 'starts browser',
  },
  {
    call: 'playwright-core.chromium.launch',
    means: 'starts-program',
    absent: 'browser',
    example: "import { chromium } from 'playwright-core'; await chromium.launch();",
    seen: 'starts browser',
  },
  {
    call: 'playwright.chromium.launchPersistentContext',
    means: 'starts-program',
    absent: 'browser',
    example: "import { chromium } from 'playwright'; chromium.launchPersistentContext('x');",
    seen: 'starts browser',
  },
  // https://nodejs.org/api/process.html#signal-events
  {
    call: 'node:process.on',
    argument: 0,
    means: 'handles-sigterm',
    example: "for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'node:process.once',
    argument: 0,
    means: 'handles-sigterm',
    example: "process.once('SIGTERM', stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'node:process.addListener',
    argument: 0,
    means: 'handles-sigterm',
    example: "process.addListener('SIGTERM', stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'Deno.addSignalListener',
    argument: 0,
    means: 'handles-sigterm',
    example: "Deno.addSignalListener('SIGTERM', stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: '*.enableShutdownHooks',
    means: 'handles-sigterm',
    example: 'app.enableShutdownHooks();',
    seen: 'stops on SIGTERM',
  },
  {
    call: 'close-with-grace',
    means: 'handles-sigterm',
    example: "import closeWithGrace from 'close-with-grace'; closeWithGrace(stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: '@godaddy/terminus.createTerminus',
    means: 'handles-sigterm',
    example: "import { createTerminus } from '@godaddy/terminus'; createTerminus(server, {});",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'http-graceful-shutdown',
    means: 'handles-sigterm',
    example: "const graceful = require('http-graceful-shutdown'); graceful(server);",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'signal-exit.onExit',
    means: 'handles-sigterm',
    example: "import { onExit } from 'signal-exit'; onExit(stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'exit-hook',
    means: 'handles-sigterm',
    example: "import exitHook from 'exit-hook'; exitHook(stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'exit-hook.asyncExitHook',
    means: 'handles-sigterm',
    example: "import { asyncExitHook } from 'exit-hook'; asyncExitHook(stop, { wait: 300 });",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'async-exit-hook',
    means: 'handles-sigterm',
    example: "const exitHook = require('async-exit-hook'); exitHook(stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'node-graceful-shutdown.onShutdown',
    means: 'handles-sigterm',
    example: "import { onShutdown } from 'node-graceful-shutdown'; onShutdown(stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: 'node-graceful.on',
    means: 'handles-sigterm',
    example: "import Graceful from 'node-graceful'; Graceful.on('exit', stop);",
    seen: 'stops on SIGTERM',
  },
  {
    call: '@hapi/exiting.Manager',
    means: 'handles-sigterm',
    example: "const Exiting = require('@hapi/exiting'); new Exiting.Manager(server);",
    seen: 'stops on SIGTERM',
  },
  // Variables without which the program ends.
  {
    call: '@nestjs/config.ConfigService().getOrThrow',
    argument: 0,
    means: 'needs-variable',
    example:
      "import { ConfigService } from '@nestjs/config'; class A { constructor(config: ConfigService) { config.getOrThrow('DATABASE_URL'); } }",
    seen: 'needs DATABASE_URL',
  },
  {
    call: 'node:assert',
    argument: 0,
    means: 'needs-variable',
    example: "import assert from 'node:assert'; assert(process.env.TOKEN, 'missing');",
    seen: 'needs TOKEN',
  },
  {
    call: 'node:assert.ok',
    argument: 0,
    means: 'needs-variable',
    example: "import assert from 'node:assert'; assert.ok(process.env.TOKEN);",
    seen: 'needs TOKEN',
  },
  {
    call: 'tiny-invariant',
    argument: 0,
    means: 'needs-variable',
    example: "import invariant from 'tiny-invariant'; invariant(process.env.TOKEN);",
    seen: 'needs TOKEN',
  },
  {
    call: 'env-var.get().required',
    argument: 'receiver',
    means: 'needs-variable',
    example: "import env from 'env-var'; env.get('TOKEN').required().asString();",
    seen: 'needs TOKEN',
  },
  {
    call: 'mongoose.connect',
    argument: 0,
    means: 'needs-variable-at-start',
    example:
      "import mongoose from 'mongoose'; const connect = () => mongoose.connect(process.env.MONGO_URI);",
    seen: 'needs MONGO_URI',
  },
  {
    call: 'mongoose.createConnection',
    argument: 0,
    means: 'needs-variable-at-start',
    example:
      "import mongoose from 'mongoose'; const connect = () => mongoose.createConnection(process.env.MONGO_URI);",
    seen: 'needs MONGO_URI',
  },
  {
    call: 'mongodb.MongoClient',
    argument: 0,
    means: 'needs-variable-at-start',
    example:
      "import { MongoClient } from 'mongodb'; const client = new MongoClient(process.env.MONGO_URI);",
    seen: 'needs MONGO_URI',
  },
  {
    call: 'mongodb.MongoClient.connect',
    argument: 0,
    means: 'needs-variable-at-start',
    example:
      "const { MongoClient } = require('mongodb'); const connect = () => MongoClient.connect(process.env.MONGO_URI);",
    seen: 'needs MONGO_URI',
  },
  {
    call: 'telegraf.Telegraf',
    argument: 0,
    means: 'needs-variable-at-start',
    example:
      "import { Telegraf } from 'telegraf'; const bot = new Telegraf(process.env.BOT_TOKEN);",
    seen: 'needs BOT_TOKEN',
  },
  {
    call: 'grammy.Bot',
    argument: 0,
    means: 'needs-variable-at-start',
    example: "import { Bot } from 'grammy'; const bot = new Bot(process.env.BOT_TOKEN);",
    seen: 'needs BOT_TOKEN',
  },
  {
    call: 'node-telegram-bot-api',
    argument: 0,
    means: 'needs-variable-at-start',
    example:
      "const TelegramBot = require('node-telegram-bot-api'); const bot = new TelegramBot(process.env.BOT_TOKEN);",
    seen: 'needs BOT_TOKEN',
  },
  {
    call: 'discord.js.Client().login',
    argument: 0,
    means: 'needs-variable-at-start',
    example:
      "import { Client } from 'discord.js'; const client = new Client({}); client.login(process.env.DISCORD_TOKEN);",
    seen: 'needs DISCORD_TOKEN',
  },
  {
    call: 'stripe',
    argument: 0,
    means: 'needs-variable',
    example:
      "import Stripe from 'stripe'; const stripe = new Stripe(process.env.STRIPE_SECRET_KEY);",
    seen: 'needs STRIPE_SECRET_KEY',
  },
  {
    call: '@supabase/supabase-js.createClient',
    argument: 0,
    means: 'needs-variable',
    example:
      "import { createClient } from '@supabase/supabase-js'; export const client = createClient(process.env.SUPABASE_URL, 'a');",
    seen: 'needs SUPABASE_URL',
  },
  {
    call: '@neondatabase/serverless.neon',
    argument: 0,
    means: 'needs-variable',
    example:
      "import { neon } from '@neondatabase/serverless'; const sql = neon(process.env.DATABASE_URL);",
    seen: 'needs DATABASE_URL',
  },
  {
    call: '@libsql/client.createClient',
    argument: 'url',
    means: 'needs-variable',
    example:
      "import { createClient } from '@libsql/client'; const client = createClient({ url: process.env.DATABASE_URL });",
    seen: 'needs DATABASE_URL',
  },
  {
    call: 'passport-jwt.Strategy',
    argument: 'secretOrKey',
    means: 'needs-variable',
    example:
      "const { Strategy } = require('passport-jwt'); const jwt = new Strategy({ secretOrKey: process.env.JWT_SECRET }, verify);",
    seen: 'needs JWT_SECRET',
  },
  {
    call: 'passport-google-oauth20.Strategy',
    argument: 'clientID',
    means: 'needs-variable',
    example:
      "const { Strategy } = require('passport-google-oauth20'); const google = new Strategy({ clientID: process.env.GOOGLE_CLIENT_ID }, verify);",
    seen: 'needs GOOGLE_CLIENT_ID',
  },
  {
    call: 'passport-github2.Strategy',
    argument: 'clientID',
    means: 'needs-variable',
    example:
      "const { Strategy } = require('passport-github2'); const github = new Strategy({ clientID: process.env.GITHUB_CLIENT_ID }, verify);",
    seen: 'needs GITHUB_CLIENT_ID',
  },
  {
    call: '@slack/bolt.App',
    argument: 'token',
    means: 'needs-variable-at-start',
    example:
      "import { App } from '@slack/bolt'; const app = new App({ token: process.env.SLACK_BOT_TOKEN });",
    seen: 'needs SLACK_BOT_TOKEN',
  },
  {
    call: '@slack/bolt.App',
    argument: 'signingSecret',
    means: 'needs-variable-at-start',
    example:
      "const { App } = require('@slack/bolt'); const app = new App({ signingSecret: process.env.SLACK_SIGNING_SECRET });",
    seen: 'needs SLACK_SIGNING_SECRET',
  },
  {
    call: '@slack/bolt.App',
    argument: 'appToken',
    means: 'needs-variable-at-start',
    example:
      "import bolt from '@slack/bolt'; const app = new bolt.App({ appToken: process.env.SLACK_APP_TOKEN });",
    seen: 'needs SLACK_APP_TOKEN',
  },
  {
    call: 'openai',
    argument: 'apiKey',
    means: 'needs-variable',
    example:
      "import OpenAI from 'openai'; const openai = new OpenAI({ apiKey: process.env.OPENAI_API_KEY });",
    seen: 'needs OPENAI_API_KEY',
  },
  {
    call: 'openai.OpenAI',
    argument: 'apiKey',
    means: 'needs-variable',
    example:
      "const { OpenAI } = require('openai'); const openai = new OpenAI({ apiKey: process.env.OPENAI_KEY });",
    seen: 'needs OPENAI_KEY',
  },
  {
    call: 'resend.Resend',
    argument: 0,
    means: 'needs-variable',
    example:
      "import { Resend } from 'resend'; const resend = new Resend(process.env.RESEND_API_KEY);",
    seen: 'needs RESEND_API_KEY',
  },
  {
    call: 'twilio',
    argument: 0,
    means: 'needs-variable',
    example:
      "const twilio = require('twilio'); const client = twilio(process.env.TWILIO_ACCOUNT_SID, token);",
    seen: 'needs TWILIO_ACCOUNT_SID',
  },
  {
    call: 'jsonwebtoken.sign',
    argument: 1,
    means: 'needs-variable',
    example:
      "import jwt from 'jsonwebtoken'; const tokenOf = (id) => jwt.sign({ id }, process.env.JWT_SECRET);",
    seen: 'needs JWT_SECRET',
  },
  {
    call: 'jsonwebtoken.verify',
    argument: 1,
    means: 'needs-variable',
    example:
      "const jwt = require('jsonwebtoken'); const userOf = (token) => jwt.verify(token, process.env.JWT_SECRET);",
    seen: 'needs JWT_SECRET',
  },
  {
    call: 'connect-mongo.create',
    argument: 'mongoUrl',
    means: 'needs-variable',
    example:
      "import MongoStore from 'connect-mongo'; const store = MongoStore.create({ mongoUrl: process.env.MONGO_URL });",
    seen: 'needs MONGO_URL',
  },
  {
    call: '@shopify/shopify-app-remix/server.shopifyApp',
    argument: 'appUrl',
    means: 'needs-variable-at-start',
    example:
      "import { shopifyApp } from '@shopify/shopify-app-remix/server'; shopifyApp({ appUrl: process.env.SHOPIFY_APP_URL || '' });",
    seen: 'needs SHOPIFY_APP_URL',
  },
  {
    call: '@shopify/shopify-app-react-router/server.shopifyApp',
    argument: 'appUrl',
    means: 'needs-variable-at-start',
    example:
      "import { shopifyApp } from '@shopify/shopify-app-react-router/server'; shopifyApp({ appUrl: process.env.SHOPIFY_APP_URL || '' });",
    seen: 'needs SHOPIFY_APP_URL',
  },
  {
    call: 'JSON.parse',
    argument: 0,
    means: 'needs-variable',
    example: 'const account = JSON.parse(process.env.SERVICE_ACCOUNT);',
    seen: 'needs SERVICE_ACCOUNT',
  },
] as const satisfies readonly Row[];
