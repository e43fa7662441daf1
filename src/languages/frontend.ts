/**
 * The door to Node's package managers, for languages whose programs embed a front end, so that each
 * fact about npm, pnpm, Yarn and Bun is in one place. It is not in shared/, which knows no
 * language.
 */
export {
  type FrontendAnswer,
  type FrontendInput,
  type FrontendInstall,
  frontendInstall,
} from './node/package-managers/frontend.ts';
