/**
 * Normalizes a package name as package indexes do before they compare names.
 * https://packaging.python.org/en/latest/specifications/name-normalization/
 */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
