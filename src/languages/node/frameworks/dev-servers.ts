/** The words of a command in, why it is for development only out. What serves sources while they change belongs on no server. */

/** First the program, then what its arguments have to say. */
const servers: readonly (readonly [program: RegExp, words: RegExp, why: string])[] = [
  [/^nodemon$/, /(?:)/, 'nodemon restarts the program whenever a file changes'],
  [
    /^(?:ts-node-dev|tsnd|node-dev|supervisor)$/,
    /(?:)/,
    'it restarts the program whenever a file changes',
  ],
  [/^tsx$/, /^(?:watch\b|.*--watch\b)/, 'tsx watch restarts the program whenever a file changes'],
  [
    /^node$/,
    /(?:^|\s)--watch(?:-path)?\b/,
    'node --watch restarts the program whenever a file changes',
  ],
  [
    /^bun$/,
    /(?:^|\s)--(?:watch|hot)\b/,
    'bun --watch restarts the program whenever a file changes',
  ],
  [/^vite$/, /^(?:dev\b|serve\b|preview\b|-|$)/, 'vite serves sources for development'],
  [/^next$/, /^dev\b/, 'next dev compiles pages when they are asked for'],
  [/^(?:nuxt|nuxi)$/, /^(?:dev|preview)\b/, 'it is the development server of Nuxt'],
  [/^astro$/, /^(?:dev|preview)\b/, 'it is the development server of Astro'],
  [/^ng$/, /^(?:serve|s|dev)\b/, 'ng serve is the development server of Angular'],
  [/^nest$/, /--watch\b/, 'nest start --watch restarts the program whenever a file changes'],
  [
    /^(?:react-scripts|react-app-rewired|craco)$/,
    /^start\b/,
    'it is the development server of Create React App',
  ],
  [/^vue-cli-service$/, /^serve\b/, 'it is the development server of Vue CLI'],
  [/^(?:webpack-dev-server|live-server|browser-sync)$/, /(?:)/, 'it is a development server'],
  [/^(?:webpack|rspack|rsbuild)$/, /^(?:serve|dev|preview)\b/, 'it is a development server'],
  [/^parcel$/, /^(?!build\b)/, 'parcel serves sources for development'],
  [/^gatsby$/, /^(?:develop|serve)\b/, 'it is the development server of Gatsby'],
  [/^docusaurus$/, /^(?:start|serve)\b/, 'it is the development server of Docusaurus'],
  [/^eleventy$/, /--(?:serve|watch)\b/, 'it is the development server of Eleventy'],
  [/^(?:remix|react-router)$/, /^(?:vite:dev|dev)\b/, 'it is a development server'],
  [/^strapi$/, /^(?:develop|dev)\b/, 'strapi develop rebuilds while it runs'],
  [/^vitepress$/, /^(?:dev|preview|serve)\b/, 'it is the development server of VitePress'],
  [
    /^(?:vinxi|waku|analog|solid-start|storybook|start-storybook|wrangler|netlify|vercel|expo|electron)$/,
    /^(?:dev\b|preview\b|start\b|$)/,
    'it is a development server',
  ],
  [/^(?:jest|vitest|mocha|cypress|playwright)$/, /(?:)/, 'it runs tests'],
];

/** @returns the reason, or `null` where the command may run in production. */
export function developmentReason(words: readonly string[]): string | null {
  const [program = '', ...rest] = words;
  const name = program.replace(/^.*\//, '');
  return (
    servers.find(([it, pattern]) => it.test(name) && pattern.test(rest.join(' ')))?.[2] ?? null
  );
}
