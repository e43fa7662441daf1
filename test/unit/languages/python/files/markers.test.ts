import { expect, it } from 'vitest';
import {
  allExcludeLinux,
  excludesLinux,
} from '../../../../../src/languages/python/files/markers.ts';

it.each([
  [`sys_platform == 'win32'`, true],
  [`sys_platform == "linux"`, false],
  [`'win32' == sys_platform`, true],
  [`platform_system != 'Linux'`, true],
  [`os_name == 'nt'`, true],
  [`platform_python_implementation == 'PyPy'`, true],
  [`implementation_name != 'cpython'`, true],
  [`sys_platform in 'win32,darwin'`, true],
  [`sys_platform not in 'win32,linux'`, true],
  [`sys_platform not in 'win32'`, false],
  [`python_version < '3.11'`, false],
  [`python_version < '3.11' and sys_platform == 'win32'`, true],
  [`sys_platform == 'win32' and python_version < '3.11'`, true],
  [`python_version < '3.11' or sys_platform == 'win32'`, false],
  [`sys_platform == 'darwin' or sys_platform == 'win32'`, true],
  [`sys_platform == 'darwin' or sys_platform == 'linux'`, false],
  [`(sys_platform == 'darwin' or sys_platform == 'linux') and os_name == 'nt'`, true],
  [`sys_platform == 'linux' and os_name == 'posix'`, false],
  [`sys_platform == 'win32' extra`, false],
  ['', false],
  [undefined, false],
])('%s keeps a package off Linux: %s', (marker, expected) => {
  expect(excludesLinux(marker)).toBe(expected);
});

it('alternatives exclude Linux only if all do', () => {
  const windows = `sys_platform == 'win32'`;
  expect(allExcludeLinux([windows, `sys_platform == 'darwin'`])).toBe(true);
  expect(allExcludeLinux([windows, `sys_platform == 'linux'`])).toBe(false);
  expect(allExcludeLinux([])).toBe(false);
});
