/** Finds frameworks that are in their mode for development unless a variable says otherwise. */
import type { EnvironmentLine } from '../language.ts';
import type { GoCode } from './code/program.ts';
import type { ProgramSource } from './packages.ts';

/** Gin prints every route and reads its templates for each request: https://pkg.go.dev/github.com/gin-gonic/gin#SetMode */
const gin = 'github.com/gin-gonic/gin';

/** @returns the variable for the image; none where the program itself decides. */
export function releaseMode({ external }: ProgramSource, code: GoCode): readonly EnvironmentLine[] {
  if (!external.has(gin) || code.search(/\bgin\.SetMode\(/, 'SetMode').length > 0) return [];
  return [
    { name: 'GIN_MODE', value: 'release', why: 'Turns off the mode of Gin for development.' },
  ];
}
