const assert = require('node:assert/strict');
const { test } = require('node:test');
const notes = require('../routes/notes');

test('the routes are a router', () => assert.equal(typeof notes, 'function'));
