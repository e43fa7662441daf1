import { expect, it } from 'vitest';
import { isLoopback } from '../../../src/text/hosts.ts';

it.each(['localhost', 'api.localhost', '127.0.0.1', '127.8.0.1', '::1', '[::1]'])(
  '%s is this machine',
  (host) => {
    expect(isLoopback(host)).toBe(true);
  },
);

it.each(['', '0.0.0.0', '::', 'notlocalhost', '127.0.0.1.example.com', '127.example.com', '[::2]'])(
  '%j is not',
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
