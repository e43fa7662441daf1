/** What is known about calls of the standard library and of modules. */
import type { Row } from '../../shared/knowledge.ts';
import { configurationFiles } from './configuration-files.ts';
import { databases } from './databases.ts';
import { programs } from './programs.ts';
import { otherFiles } from './other-files.ts';
import { otherListeners } from './other-listeners.ts';
import { signals } from './signals.ts';
import { standardFiles } from './standard-files.ts';
import { standardListeners } from './standard-listeners.ts';
import { webFiles } from './web-files.ts';
import { webFrameworks } from './web-frameworks.ts';

export const knowledge: readonly Row[] = [
  ...standardListeners,
  ...webFrameworks,
  ...otherListeners,
  ...standardFiles,
  ...webFiles,
  ...configurationFiles,
  ...databases,
  ...otherFiles,
  ...programs,
  ...signals,
];
