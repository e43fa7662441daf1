/**
 * Names the final stages of a Dockerfile after their services. `docker build --target` accepts
 * these names.
 */

/** Names of other generated stages, and names that BuildKit reserves. */
const taken = ['build', 'base', 'frontend', 'scratch', 'context'];

/** The stage that compiles the program of a final stage. */
export function buildStage(name: string): string {
  return `build-${name}`;
}

/**
 * @returns a name for each service; `null` if there is only one, because its stage needs no name.
 * https://docs.docker.com/reference/dockerfile/#from
 */
export function stageNames(services: readonly string[]): readonly (string | null)[] {
  if (services.length === 1) return [null];
  const names: string[] = [];
  for (const service of services) {
    const plain =
      service
        .toLowerCase()
        .replace(/[^a-z0-9._-]+/g, '-')
        .replace(/^[^a-z]+|[^a-z0-9]+$/g, '') || 'app';
    const isFree = (name: string): boolean =>
      !taken.includes(name) &&
      !names.some((it) => it === name || buildStage(it) === name || it === buildStage(name));
    let name = plain;
    for (let count = 2; !isFree(name); count += 1) name = `${plain}-${count}`;
    names.push(name);
  }
  return names;
}
