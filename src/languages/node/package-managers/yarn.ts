/** How both lines of Yarn are started. */
import { shellWord } from '../../../text/shell-words.ts';
import type { Install, Member } from './manager.ts';

/**
 * A release that is part of the project is a file for node:
 * https://yarnpkg.com/configuration/yarnrc#yarnPath
 */
export function yarn(install: Install): string {
  return install.vendored === null ? 'yarn' : `node ${install.vendored}`;
}

/** @param member the package of a workspace to run something in; `null`: the project itself. */
export function yarnIn(install: Install, member: Member | null): string {
  return `${yarn(install)}${member?.folder ? ` workspace ${shellWord(member.name ?? '')}` : ''}`;
}
