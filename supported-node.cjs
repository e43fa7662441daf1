// Checks the running Node against `engines` of package.json. Parsed by every Node since 12, so no
// newer syntax and no package: semver does not run on all of them.
'use strict';

/**
 * @param {string} running process.version, such as `v18.20.8`
 * @param {string} engines ranges of the forms `^1.2.3` and `>=1.2.3`, joined by `||`
 * @returns {string | null} two lines for the user, or null where this Node will do
 * @throws {Error} if engines has another form
 */
function refusal(running, engines) {
  const version = numbersOf(running);
  const fits = rangesOf(engines).some(
    (range) =>
      (range.operator === '>=' || version[0] === range.lowest[0]) &&
      isAtLeast(version, range.lowest),
  );
  if (fits) return null;
  return (
    `create-secure-dockerfile needs Node ${inWords(engines)}; this is Node ${version.join('.')}.\n` +
    'Get it from https://nodejs.org/en/download or with a version manager (nvm install --lts), then run this command again.'
  );
}

/**
 * @param {string} engines as above
 * @returns {string} the same for people: `20 (20.19 or newer), 22 (22.13 or newer) or 23.5 and newer`
 */
function inWords(engines) {
  const words = rangesOf(engines).map((range) => {
    const lowest = range.lowest.slice(0, range.lowest[2] === 0 ? 2 : 3).join('.');
    return range.operator === '^'
      ? `${range.lowest[0]} (${lowest} or newer)`
      : `${lowest} and newer`;
  });
  const last = words.pop();
  return words.length === 0 ? last : `${words.join(', ')} or ${last}`;
}

function rangesOf(engines) {
  return engines.split('||').map((text) => {
    const found = /^(\^|>=)(\d+\.\d+\.\d+)$/.exec(text.trim());
    if (!found)
      throw new Error(`engines.node: ${text.trim()} has another form than ^1.2.3 or >=1.2.3`);
    return { operator: found[1], lowest: numbersOf(found[2]) };
  });
}

function numbersOf(version) {
  return version.replace(/^v/, '').split(/[-+]/)[0].split('.').map(Number);
}

function isAtLeast(version, lowest) {
  const different = [0, 1, 2].find((index) => version[index] !== lowest[index]);
  return different === undefined || version[different] > lowest[different];
}

module.exports = { refusal, inWords };
