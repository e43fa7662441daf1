/** The formats of a report. Each is loaded when it is asked for. */
import type { Reporter } from './reporter.ts';

export const reporters = {
  text: async () => (await import('./text.ts')).textOf,
  json: async () => (await import('./json.ts')).jsonOf,
  sarif: async () => (await import('./sarif.ts')).sarifOf,
  junit: async () => (await import('./junit.ts')).junitOf,
  github: async () => (await import('./github.ts')).githubOf,
  markdown: async () => (await import('./markdown.ts')).markdownOf,
  html: async () => (await import('./html.ts')).htmlOf,
} as const satisfies Readonly<Record<string, () => Promise<Reporter>>>;

export type ReportFormat = keyof typeof reporters;

export const reportFormats = Object.keys(reporters) as readonly ReportFormat[];
