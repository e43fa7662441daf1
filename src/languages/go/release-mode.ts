/** Finds programs that do something else than serve users unless a variable says otherwise. */
import type { EnvironmentLine } from '../language.ts';
import type { GoCode } from './code/program.ts';
import type { Transport } from './code/transports.ts';
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

/** @returns the variable without which a program does not listen; none where a flag is its only setting. */
export function transportMode(transport: Transport | undefined): readonly EnvironmentLine[] {
  const name = transport?.setting.variable;
  if (!transport || name === undefined) return [];
  const { value, evidence } = transport;
  return [{ name, value, why: `Makes the program listen (${evidence.file}:${evidence.line}).` }];
}
