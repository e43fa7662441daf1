import { knowledge } from '../../../../src/languages/go/knowledge/index.ts';
import { goUses } from '../../../support/go-uses.ts';
import { testRows } from '../../../support/knowledge.ts';

testRows('what is known about modules of Go', knowledge, goUses);
