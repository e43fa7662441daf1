/**
 * The layer rules, on resolved paths: stages point one way, languages and bases do not know each
 * other, and no file imports itself in a circle. Types count like values.
 */
const stages = ['detect', 'choose', 'plan', 'pin', 'render', 'write'];
const stage = (...names) => `^src/(?:${names.join('|')})\\.ts$`;
const later = (name) => stages.slice(stages.indexOf(name) + 1);
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: typeof to === 'string' ? { path: to } : to,
});

const oneWay = 'Stages point one way (src/types.ts has the picture).';
const meeting = 'Languages meet bases only in RuntimeNeed and Offer (src/types.ts).';
const inner = '^src/(?:commands|cli|output)/|^src/cli\\.ts$';

export default {
  forbidden: [
    forbid('no-circles', 'A circle hides which of its files comes first.', {}, { circular: true }),
    {
      name: 'no-circles-of-folders',
      comment: 'A folder of a language is a question; an answer depends on those before it.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/languages/(?:node|python)/[^/]+$' },
      to: { path: '^src/languages/(?:node|python)/[^/]+$', circular: true },
    },
    ...stages.map((name) =>
      forbid(`stage-${name}`, oneWay, stage(name), `${stage(...later(name), 'none')}|${inner}`),
    ),
    forbid(
      'plan-not-detect',
      'A plan is made of facts, not of a project.',
      stage('plan'),
      stage('detect'),
    ),
    forbid('pin-knows-no-language', oneWay, stage('pin'), '^src/(?:languages|bases)/'),
    forbid(
      'render-only-prints',
      'Rendering prints a finished plan.',
      '^src/render(?:\\.ts$|/)',
      '^src/(?:languages|bases|registry(?!/reference\\.ts))/',
    ),
    forbid(
      'languages',
      meeting,
      '^src/languages/',
      `^src/(?:bases|registry|update|check|verify|presets|choose|render)/|${stage(...stages)}|${inner}`,
    ),
    forbid(
      'languages-apart',
      'What two languages share is in src/languages/shared.',
      { path: '^src/languages/(?!shared/)([^/]+)/' },
      { path: '^src/languages/(?!shared/)[^/]+/', pathNot: '^src/languages/$1/' },
    ),
    forbid(
      'shared-knows-no-language',
      'What languages share knows none of them.',
      '^src/languages/shared/',
      '^src/languages/(?!shared/)[^/]+/',
    ),
    forbid(
      'one-door-to-node',
      'Languages that embed a front end reach Node through src/languages/frontend.ts.',
      { path: '^src/', pathNot: '^src/languages/frontend\\.ts$' },
      '^src/languages/node/frontend\\.ts$',
    ),
    forbid(
      'bases',
      meeting,
      '^src/bases/',
      `^src/(?:languages|registry|update|check|verify)/|${inner}`,
    ),
    forbid(
      'text-knows-nothing',
      'Text helpers know nothing of the product but its nouns.',
      '^src/text/',
      { path: '^src/', pathNot: '^src/(?:text/|types\\.ts$)' },
    ),
    forbid(
      'side-effects',
      'Side effects live in src/ports/node*.ts, which only the entry loads.',
      { path: '^src/', pathNot: '^src/(?:(?:cli|start)\\.ts$|ports/)' },
      '^src/ports/node',
    ),
    forbid('not-in-tests', 'The product does not import its tests.', '^src/', '^(?:test|scripts)/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
