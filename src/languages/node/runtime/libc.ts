/** Decides whether a service runs with musl. */
import type { NodeProject, ServiceDetails } from '../details.ts';
import { glibcReason } from './native.ts';

/**
 * @param facts facts about all services. Native packages that only another service needs do not
 *   count.
 * @returns why the service cannot run with musl; `undefined` if it can.
 */
export function glibcOnly(
  facts: NodeProject,
  { manifest, workspace }: ServiceDetails,
): string | undefined {
  const shipped = [
    manifest,
    ...(workspace ? [workspace.root, ...workspace.locals.map((it) => it.manifest)] : []),
  ];
  const others = facts.services
    .map((it) => it.details)
    .flatMap((it) => [it.manifest, ...(it.workspace?.locals ?? []).map((local) => local.manifest)]);
  return glibcReason(
    facts.details.native,
    shipped,
    others.filter((it) => !shipped.some((own) => own.folder === it.folder)),
  );
}
