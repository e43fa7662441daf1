/** All that is known about libraries of Node. A new library is a row in one of these files. */
import type { Row } from '../../shared/knowledge.ts';
import { processes } from './processes.ts';
import { reads } from './reads.ts';
import { servers } from './servers.ts';
import { writes } from './writes.ts';

export const knowledge: readonly Row[] = [...servers, ...reads, ...writes, ...processes];
