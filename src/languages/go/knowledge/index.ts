/** What is known about calls of the standard library and of modules. */
import type { Row } from '../../shared/knowledge.ts';
import { otherListeners } from './other-listeners.ts';
import { standardListeners } from './standard-listeners.ts';
import { webFrameworks } from './web-frameworks.ts';

export const knowledge: readonly Row[] = [
  ...standardListeners,
  ...webFrameworks,
  ...otherListeners,
];
