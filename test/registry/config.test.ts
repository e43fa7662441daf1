import { describe, expect, it } from 'vitest';
import { findCredential, readHelper } from '../../src/registry/config.ts';
import { proxyFor } from '../../src/registry/proxy.ts';

const auth = Buffer.from('me:secret').toString('base64');
const me = { kind: 'basic', username: 'me', password: 'secret' };

describe('findCredential', () => {
  it.each([
    ['nothing', undefined, 'ghcr.io', { kind: 'none' }],
    ['another registry', { auths: { 'ghcr.io': { auth } } }, 'gcr.io', { kind: 'none' }],
    [
      'a registry whose name ends the same',
      { auths: { 'evil-ghcr.io': { auth } } },
      'ghcr.io',
      { kind: 'none' },
    ],
    [
      'Docker Hub by its old address',
      { auths: { 'https://index.docker.io/v1/': { auth } } },
      'docker.io',
      { kind: 'known', credential: me },
    ],
    [
      'Docker Hub by name',
      { auths: { 'docker.io': { auth } } },
      'docker.io',
      { kind: 'known', credential: me },
    ],
    [
      'a port',
      { auths: { 'localhost:5000': { auth } } },
      'localhost:5000',
      { kind: 'known', credential: me },
    ],
    ['an entry that a helper fills', { auths: { 'ghcr.io': {} } }, 'ghcr.io', { kind: 'none' }],
    [
      'an identity token beside a login',
      { auths: { 'ghcr.io': { auth, identitytoken: 'long' } } },
      'ghcr.io',
      { kind: 'known', credential: { kind: 'identity-token', token: 'long' } },
    ],
    [
      'a registry token',
      { auths: { 'ghcr.io': { auth, registrytoken: 'short' } } },
      'ghcr.io',
      { kind: 'known', credential: { kind: 'bearer', token: 'short' } },
    ],
    [
      'a store, and the login of the file if it has none',
      { credsStore: 'desktop', auths: { 'ghcr.io': { auth } } },
      'ghcr.io',
      { kind: 'helper', name: 'desktop', server: 'ghcr.io', otherwise: me },
    ],
    [
      'a store for Docker Hub',
      { credsStore: 'desktop' },
      'docker.io',
      {
        kind: 'helper',
        name: 'desktop',
        server: 'https://index.docker.io/v1/',
        otherwise: undefined,
      },
    ],
    [
      'its own helper before the store',
      { credsStore: 'desktop', credHelpers: { 'gcr.io': 'gcloud' } },
      'gcr.io',
      { kind: 'helper', name: 'gcloud', server: 'gcr.io', otherwise: undefined },
    ],
    ['a helper that is a path', { credsStore: '../evil' }, 'ghcr.io', { kind: 'none' }],
    ['a helper that is an option', { credsStore: '-rf' }, 'ghcr.io', { kind: 'none' }],
    ['a helper without a name', { credsStore: '' }, 'ghcr.io', { kind: 'none' }],
  ])('%s', (_, config, registry, source) => {
    expect(
      findCredential(config === undefined ? undefined : JSON.stringify(config), registry),
    ).toEqual(source);
  });
});

describe('readHelper', () => {
  it.each([
    ['{"ServerURL":"x","Username":"me","Secret":"secret"}', me],
    ['{"Username":"<token>","Secret":"long"}', { kind: 'identity-token', token: 'long' }],
    ['{"Username":"me","Secret":""}', undefined],
    ['credentials not found in native keychain', undefined],
  ])('%s', (text, credential) => expect(readHelper(text)).toEqual(credential));
});

describe('proxyFor', () => {
  const env = {
    HTTPS_PROXY: 'http://proxy:3128',
    NO_PROXY: 'internal.example.com, .corp,ghcr.io:8443',
  };
  it.each([
    ['https://gcr.io/', env, 'http://proxy:3128/'],
    ['https://internal.example.com/', env, undefined],
    ['https://a.internal.example.com/', env, undefined],
    ['https://notinternal.example.com/', env, 'http://proxy:3128/'],
    ['https://registry.corp/', env, undefined],
    ['https://ghcr.io/', env, 'http://proxy:3128/'],
    ['https://ghcr.io:8443/', env, undefined],
    ['https://localhost:5000/', env, undefined],
    ['https://127.0.0.1/', env, undefined],
    ['https://gcr.io/', { HTTPS_PROXY: 'http://proxy', NO_PROXY: '*' }, undefined],
    ['https://gcr.io/', { https_proxy: 'proxy:3128' }, 'http://proxy:3128/'],
    ['https://gcr.io/', { https_proxy: '', HTTPS_PROXY: 'http://upper' }, 'http://upper/'],
    ['https://gcr.io/', { ALL_PROXY: 'https://all:8080' }, 'https://all:8080/'],
    ['https://gcr.io/', { HTTP_PROXY: 'http://proxy' }, undefined],
    ['https://gcr.io/', { HTTPS_PROXY: 'socks5://proxy' }, 'unusable'],
    ['https://gcr.io/', {}, undefined],
  ])('%s with %j', (address, environment, proxy) => {
    expect(proxyFor(new URL(address), environment)?.toString()).toBe(proxy);
  });
});
