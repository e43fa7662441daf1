/** The pure parts of the suite of real projects: the list, a row of the results, and the page that shows them. */

const kinds = ['http', 'log', 'exit'];
const languages = ['go', 'python', 'node'];
const known = {
  project: [
    'id',
    'repository',
    'commit',
    'language',
    'folder',
    'flags',
    'env',
    'arguments',
    'answers',
    'maintainers',
    'refused',
    'fetches',
  ],
  http: ['path', 'status', 'contains'],
  log: ['contains'],
  exit: ['code', 'contains'],
  maintainers: ['dockerfile', 'base', 'user', 'pinned'],
};

/** Finds the mistakes in the list of projects. @returns a sentence for each; empty for a sound list. */
export function mistakesIn(projects) {
  const ids = projects.map((it) => it.id);
  return [
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id}: the id is used twice`),
    ...projects.flatMap((project) => mistakesOf(project).map((it) => `${project.id}: ${it}`)),
  ];
}

function mistakesOf(project) {
  const mistakes = [];
  const expect = (sound, mistake) => sound || mistakes.push(mistake);
  const onlyKeys = (name, value) =>
    Object.keys(value ?? {})
      .filter((key) => !known[name].includes(key))
      .forEach((key) => mistakes.push(`${name} has no key ${key}`));
  onlyKeys('project', project);
  expect(/^[\w.-]+$/.test(project.id ?? ''), 'the id is no plain name');
  expect(/^[\w.-]+\/[\w.-]+$/.test(project.repository ?? ''), 'repository is not owner/name');
  expect(/^[0-9a-f]{40}$/.test(project.commit ?? ''), 'commit is not a full commit id');
  expect(languages.includes(project.language), `language is not ${languages.join(', ')}`);
  const given = kinds.filter((kind) => project.answers?.[kind] !== undefined);
  expect(given.length === 1, `answers needs exactly one of ${kinds.join(', ')}`);
  for (const kind of given) onlyKeys(kind, project.answers[kind]);
  if (project.answers?.http)
    expect(project.answers.http.path?.startsWith('/'), 'the path does not begin with /');
  expect(
    project.arguments === undefined || project.answers?.exit !== undefined,
    'arguments are only for a program that ends',
  );
  if (project.maintainers !== null) {
    expect(project.maintainers?.base, 'maintainers needs the base of their image, or is null');
    onlyKeys('maintainers', project.maintainers);
  }
  return mistakes;
}

/**
 * Judges what a program did.
 * @param answers what the list expects
 * @param seen `{ status, body }`, `log`, or `{ code, output }`, as far as there is one
 * @returns what is wrong, or `null`
 */
export function unmet({ http, log, exit }, seen) {
  if (http) {
    const status = http.status ?? 200;
    if (!seen.answer) return 'no answer';
    if (seen.answer.status !== status)
      return `answered with ${seen.answer.status} instead of ${status}`;
    return lacking(http.contains, seen.answer.body, 'the answer');
  }
  if (log) return lacking(log.contains, seen.log ?? '', 'the log');
  if (seen.code !== (exit.code ?? 0))
    return `ended with ${seen.code} instead of ${exit.code ?? 0}: ${end(seen.output)}`;
  return lacking(exit.contains, seen.output, 'the output');
}

function lacking(text, whole, where) {
  return text === undefined || whole.includes(text)
    ? null
    : `${where} lacks ${JSON.stringify(text)}: ${end(whole)}`;
}

/** The last words of an output, on one line. */
export function end(text) {
  return String(text).replace(/\s+/g, ' ').trim().slice(-300);
}

/**
 * The promises that `verify` judged.
 * @param promises of its report
 */
export function promisesOf(promises) {
  const judged = promises.filter((it) => it.kept !== null);
  return {
    kept: judged.filter((it) => it.kept).length,
    judged: judged.length,
    broken: judged.filter((it) => !it.kept).map((it) => it.id),
  };
}

/** What a user has to give, as on a command line. */
export function given({ flags = [], env = {}, arguments: words = [] }) {
  return [...flags, ...Object.entries(env).map(([key, value]) => `-e ${key}=${value}`), ...words]
    .map((it) => (/^[\w@%+=:,./-]+$|^-e /.test(it) ? it : `"${it}"`))
    .join(' ');
}

const megabytes = (bytes) => (bytes === undefined ? '' : `${(bytes / 1e6).toFixed(0)} MB`);

/** A line of the terminal for a project that was tried. */
export function lineOf(project, row) {
  const what =
    row.outcome === 'ok'
      ? `${row.base} ${megabytes(row.size)}${row.promises ? `, ${row.promises.kept}/${row.promises.judged} promises` : ''}`
      : `${row.outcome}: ${row.detail}`;
  return `${isGood(project, row) ? 'ok  ' : isUnbuilt(row) ? 'none' : 'FAIL'} ${project.language.padEnd(6)} ${project.id}: ${what} (${row.seconds} s)`;
}

/** Whether a row is as the list expects it: a refusal may be right, and the list then names its reason. */
export function isGood(project, row) {
  if (project.refused) return row.outcome === 'refused' && row.detail.includes(project.refused);
  return row.outcome === 'ok' || row.outcome === 'written';
}

/** Whether a build failed for want of something that the project has, or fetches, elsewhere. */
const isUnbuilt = (row) => row.outcome === 'unbuilt';

/**
 * Judges a refusal or a build that failed where git directories replace GitHub: such a place may have no network
 * but the package registries.
 * @param missing files of the project that the git directory lacks
 * @param log the last lines of the build
 * @returns why it cannot be built there, or `null` if nothing is known to be missing
 */
export function unbuiltBecause({ fetches }, missing, log = '') {
  if (missing.length > 0)
    return `the git directory lacks ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}`;
  if (fetches !== undefined) return `the build needs ${fetches}`;
  const [, place, tag, image] = /(\S+) has no tag (\S+) of (\S+?)\.(?:\s|$)/.exec(log) ?? [];
  if (place !== undefined) return `${place} does not have ${image}:${tag}`;
  const [, release] = /No matching version found for (\S+?)\.?(?:\s|$)/.exec(log) ?? [];
  if (release !== undefined) return `the registry does not have ${release}`;
  const [, , address] =
    /(404|Package not found)[^]*?(https:\/\/registry\.[^\s:]+)/i.exec(log) ?? [];
  return address === undefined ? null : `the registry does not have ${address}`;
}

/** @returns the page of the docs for the results of all projects, by id. */
export function pageOf(projects, results) {
  const tried = projects.filter((it) => results[it.id]);
  const good = tried.filter((it) => isGood(it, results[it.id]));
  const unbuilt = tried.filter((it) => isUnbuilt(results[it.id]));
  const bad = tried.filter((it) => !isGood(it, results[it.id]) && !unbuilt.includes(it));
  return [
    '# Real projects',
    '',
    'Applications that other people wrote and deploy. For each, `create-secure-dockerfile --yes` reads a checkout without the',
    "project's own Dockerfile, .dockerignore and compose files; the image is built and run hardened on the strictest base that",
    'can run it (scratch, then distroless, then alpine), and must answer as test/real/projects.json says. `npm run test:real`',
    'tries them all again and writes this page from test/real/results.json.',
    '',
    `${projects.length} projects, ${tried.length} tried, ${good.length} as expected, ${bad.length} failed, ${unbuilt.length} could not be built.`,
    '',
    '"Given" is what a user has to say beyond `--yes`. "Theirs" is the image of the maintainers: its base, its user, whether the',
    'base is pinned by digest, and its size where it was built. Sizes are uncompressed.',
    ...languages.flatMap((language) =>
      tableOf(
        language,
        projects.filter((it) => it.language === language),
        results,
      ),
    ),
    '',
    '## What fails',
    '',
    ...(bad.length === 0 ? ['Nothing that was tried.'] : []),
    ...bad.map(
      (it) => `- **${it.id}**, ${results[it.id].outcome}: ${plain(results[it.id].detail)}`,
    ),
    ...(unbuilt.length === 0 ? [] : ['', '## What could not be built where this was run', '']),
    ...unbuilt.map((it) => `- **${it.id}**: ${plain(results[it.id].detail)}`),
    '',
  ].join('\n');
}

const titles = { go: 'Go', python: 'Python', node: 'Node' };

function tableOf(language, projects, results) {
  return [
    '',
    `## ${titles[language]}`,
    '',
    '| project | result | base | ours | theirs | promises kept | given |',
    '|---|---|---|---:|---|---|---|',
    ...projects.map((it) => rowOf(it, results[it.id])),
  ];
}

/** A row of the table in the docs. @param row `undefined` for a project that was not tried. */
export function rowOf(project, row) {
  const { repository, commit, folder, maintainers } = project;
  const link = `https://github.com/${repository}/tree/${commit}${folder ? `/${folder}` : ''}`;
  const theirs = maintainers
    ? [
        maintainers.base,
        `user ${maintainers.user ?? 'root'}`,
        maintainers.pinned ? 'pinned' : 'not pinned',
        ...(row?.theirs === undefined ? [] : [megabytes(row.theirs)]),
      ].join(', ')
    : 'none';
  return `| ${[
    `[${project.id}](${link})`,
    resultOf(project, row),
    row?.base ?? '',
    megabytes(row?.size),
    plain(theirs),
    promisesText(row?.promises),
    given(project) === '' ? '' : `\`${plain(given(project))}\``,
  ].join(' | ')} |`;
}

function resultOf(project, row) {
  if (!row) return 'not tried';
  if (row.outcome === 'ok') return 'answers';
  if (isUnbuilt(row)) return 'not built';
  if (isGood(project, row)) return row.outcome === 'refused' ? 'refused, rightly' : row.outcome;
  return `**${row.outcome}**`;
}

function promisesText(promises) {
  if (!promises) return '';
  const { kept, judged, broken } = promises;
  return `${kept} of ${judged}${broken.length > 0 ? `, not ${broken.join(', ')}` : ''}`;
}

/** Text for a cell of a Markdown table. */
const plain = (text) => text.replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
