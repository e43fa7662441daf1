/** Writes the configuration of an update bot that keeps pinned digests up to date. */
import type { Note, OutputFile } from '../types.ts';

export const botNames = ['renovate', 'dependabot'] as const;
export type Bot = (typeof botNames)[number];

/**
 * The places where each bot looks for its configuration:
 * https://docs.renovatebot.com/configuration-options/,
 * https://docs.github.com/en/code-security/dependabot.
 */
const places: Readonly<Record<Bot, readonly string[]>> = {
  renovate: [
    'renovate.json',
    'renovate.json5',
    '.github/renovate.json',
    '.github/renovate.json5',
    '.gitlab/renovate.json',
    '.gitlab/renovate.json5',
    '.renovaterc',
    '.renovaterc.json',
    '.renovaterc.json5',
  ],
  dependabot: ['.github/dependabot.yml', '.github/dependabot.yaml'],
};

/**
 * The file for a bot, unless the project already has one, which is never changed.
 * @param exists checks whether the project has a file.
 */
export async function botFile(
  bot: Bot,
  exists: (path: string) => Promise<boolean>,
): Promise<{ readonly file: OutputFile | null; readonly note: Note }> {
  for (const path of places[bot]) {
    if (await exists(path))
      return {
        file: null,
        note: {
          code: 'bot/exists',
          level: 'info',
          text: `${path} already exists and is unchanged`,
          hint: 'Check that it updates the digests of images at least weekly, without a minimum age.',
        },
      };
  }
  const root = {
    code: 'bot/only-at-root',
    level: 'info',
    hint: 'Move it there if this folder is not the root.',
  } as const;
  const works = 'works only at the root of the repository';
  if (bot === 'renovate')
    return {
      file: { path: 'renovate.json', text: renovate },
      note: { ...root, text: `renovate.json ${works}` },
    };
  return {
    file: { path: '.github/dependabot.yml', text: dependabot },
    note: {
      ...root,
      text: `.github/dependabot.yml ${works}`,
      hint: `${root.hint} Dependabot may leave out images of COPY --from and RUN --mount; create-secure-dockerfile update moves those, too.`,
    },
  };
}

/**
 * Grouped and weekly, because images are rebuilt often. No minimum age, because a rebuild would
 * replace each digest before it is old enough.
 */
const renovate = `${JSON.stringify(
  {
    $schema: 'https://docs.renovatebot.com/renovate-schema.json',
    extends: ['config:recommended'],
    packageRules: [
      {
        description:
          'Digests of container images: one pull request a week, without a waiting time (a rebuild of the image would restart it)',
        matchDatasources: ['docker'],
        matchUpdateTypes: ['digest', 'pinDigest'],
        pinDigests: true,
        groupName: 'container image digests',
        schedule: ['before 6am on monday'],
        minimumReleaseAge: null,
      },
    ],
  },
  null,
  2,
)}\n`;

const dependabot = `version: 2
updates:
  # Container images: one pull request a week. No cooldown: images are rebuilt more often than it would last,
  # so that no digest would ever be old enough.
  - package-ecosystem: docker
    directory: /
    schedule:
      interval: weekly
      day: monday
    groups:
      container-images:
        patterns:
          - "*"
`;
