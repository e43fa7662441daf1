/** Decides which files of the project are part of the image, and who owns them. */
import { isBelow } from '../../../text/paths.ts';
import { sourcesPath } from '../code/places.ts';
import type { PythonProject, PythonService } from '../details.ts';
import type { Installation, Member } from '../package-managers/installation.ts';

/** Documents for people. Programs do not read them. */
const document =
  /^(?:README|CONTRIBUTING|CODE_OF_CONDUCT|SECURITY|CHANGELOG|CHANGES|HISTORY|AUTHORS|NOTICE|LICEN[CS]E)(?:\.\w+)?$/i;

/**
 * @returns files that are removed before the sources are copied: only people or the install read
 *   them.
 */
export function unshippedFiles(
  { files }: PythonProject,
  installation: Installation | undefined,
  member: Member | undefined,
): readonly string[] {
  const named = [
    ...(installation?.unshipped ?? []),
    'pyproject.toml',
    ...files.filter((it) => document.test(it)),
  ];
  return [
    ...new Set(named.filter((it) => files.includes(it))),
    ...(member?.script?.lock ? [member.script.lock] : []),
    ...(member && !member.script ? otherMembers(member, installation?.members ?? []) : []),
  ];
}

/** The members that this member does not need, and the manifests of those that it needs. The root's files stay. */
function otherMembers(member: Member, members: readonly Member[]): readonly string[] {
  const folders = members.map((it) => it.folder).filter((it) => !member.folders.includes(it));
  const manifests = member.folders.map((it) => `${it}/pyproject.toml`);
  return [...folders, ...manifests].filter((it) => it !== '.' && it !== './pyproject.toml');
}

/**
 * @returns the writable folders that contain files of the project or of its front end, or may contain what Django wrote
 *   while the build collected static files: a log file. A volume is filled from the image, so these
 *   files must belong to the user.
 */
export function seededFolders(
  writable: readonly string[],
  { files, frontend }: PythonProject,
  { leftOut, collect }: PythonService,
): readonly string[] {
  const shipped = [
    ...files.filter((it) => !leftOut.some((out) => it === out || isBelow(it, out))),
    ...(frontend ? [`${frontend.output}/index.html`] : []),
  ];
  return [...new Set(writable)].filter(
    (folder) =>
      isInSources(folder) &&
      (collect !== null || shipped.some((it) => isBelow(`${sourcesPath}/${it}`, folder))),
  );
}

/** Whether a path in the image is below the sources. */
export function isInSources(path: string): boolean {
  return isBelow(path, sourcesPath);
}
