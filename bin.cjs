#!/usr/bin/env node
// CommonJS in the syntax of Node 12, like supported-node.cjs: an old Node has to reach the message.
'use strict';
const { refusal } = require('./supported-node.cjs');

const message = refusal(process.version, require('./package.json').engines.node);
// A success is reported by the program itself; if it ends halfway, that is a failure.
process.exitCode = 1;
if (message === null) require('./dist/start.cjs').start();
else process.stderr.write(`${message}\n`);
