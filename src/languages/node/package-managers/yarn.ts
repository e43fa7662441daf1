/** The commands that start both lines of Yarn. */
import { shellWord } from '../../../text/shell-words.ts';
import type { Install, Member } from './manager.ts';

/**
 * A release that is part of the project is a file that node runs:
 * https://yarnpkg.com/configuration/yarnrc#yarnPath
 */
export function yarn(install: Install): string {
  return install.vendored === null ? 'yarn' : `node ${install.vendored}`;
}

/** @param member the workspace package to run something in; `null` for the project itself. */
export function yarnIn(install: Install, member: Member | null): string {
  return `${yarn(install)}${member?.folder ? ` workspace ${shellWord(member.name ?? '')}` : ''}`;
}
