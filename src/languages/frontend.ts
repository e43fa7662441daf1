/**
 * Gives other languages access to Node's package managers, for programs that embed a front end, so
 * that each fact about npm, pnpm, Yarn and Bun is in one place. It is not in shared/, which does
 * not know any language.
 */
export {
  type FrontendAnswer,
  type FrontendInput,
  type FrontendInstall,
  frontendInstall,
} from './node/package-managers/frontend.ts';
export { type BuildOutput, buildOutput } from './node/frameworks/build-output.ts';
