/**
 * The variables by which packages for tests do not download a browser when they are installed. A
 * build does not start one, and the download takes minutes or is not possible at all.
 */
import type { EnvironmentLine } from '../../language.ts';
import { dependsOn, type Manifest } from '../files/manifest.ts';

interface Download {
  readonly packages: readonly string[];
  readonly name: string;
  readonly value: string;
  readonly source: string;
}

const downloads: readonly Download[] = [
  {
    packages: ['puppeteer'],
    name: 'PUPPETEER_SKIP_DOWNLOAD',
    value: 'true',
    source: 'https://pptr.dev/guides/configuration',
  },
  {
    packages: ['cypress'],
    name: 'CYPRESS_INSTALL_BINARY',
    value: '0',
    source: 'https://docs.cypress.io/app/references/advanced-installation',
  },
  {
    packages: ['playwright', 'playwright-chromium', 'playwright-firefox', 'playwright-webkit'],
    name: 'PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD',
    value: '1',
    source: 'https://playwright.dev/docs/browsers',
  },
];

/**
 * @returns the variables for the packages of package.json that download a browser, unless a script
 *   that builds names the package.
 */
export function withoutBrowsers(manifest: Manifest): readonly EnvironmentLine[] {
  const building = Object.entries(manifest.scripts)
    .filter(([name]) => /build|prerender|generate|install|prepare/.test(name))
    .map(([, text]) => text)
    .join('\n');
  return downloads.flatMap(({ packages, name, value }) => {
    const found = packages.find(
      (it) =>
        dependsOn(manifest, it) &&
        // `npm run cypress:prepare` only names another script.
        !building.replace(/\b[\w-]+:[\w:-]+/g, '').includes(it),
    );
    return found === undefined
      ? []
      : [
          {
            name,
            value,
            why: `${found} downloads a browser when it is installed; no build needs it.`,
          },
        ];
  });
}
