import { describe, expect, it } from 'vitest';
import { stageNames } from '../../../src/dockerfile/stage-names.ts';

describe('the names of the final stages', () => {
  it.each<[readonly string[], readonly (string | null)[]]>([
    [['api'], [null]],
    [
      ['api', 'worker'],
      ['api', 'worker'],
    ],
    [
      ['API', '@acme/web_ui', '7zip', 'ü'],
      ['api', 'acme-web_ui', 'zip', 'app'],
    ],
    [
      ['a b', 'a-b'],
      ['a-b', 'a-b-2'],
    ],
    [
      ['build', 'scratch', 'context', 'frontend'],
      ['build-2', 'scratch-2', 'context-2', 'frontend-2'],
    ],
    [
      ['api', 'build-api'],
      ['api', 'build-api-2'],
    ],
    [
      ['build-api', 'api'],
      ['build-api', 'api-2'],
    ],
  ])('%j', (services, names) => {
    expect(stageNames(services)).toEqual(names);
  });
});
