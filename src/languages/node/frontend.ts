/** What the other languages ask about a front end. Loaded only where a program needs one. */
export { buildOutput } from './frameworks/build-output.ts';
export { frontendInstall } from './package-managers/frontend.ts';
