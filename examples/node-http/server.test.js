import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greet } from './lib/greet.js';

test('greets by name', () => {
  assert.equal(greet('you'), 'hello you');
});
