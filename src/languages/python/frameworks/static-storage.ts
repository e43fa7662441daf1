/**
 * Finds where Django's collectstatic puts static files: in a folder, or in a storage elsewhere,
 * which no build can write to.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Evidence } from '../../../types.ts';
import { alternatives } from '../../shared/values.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import { literalText } from '../code/strings.ts';

/** What keeps static files, and where it is named. */
export interface Storage {
  readonly name: string;
  readonly evidence: Evidence;
}

/**
 * Storages that send files to another machine: https://django-storages.readthedocs.io/,
 * https://pypi.org/project/django-cloudinary-storage/, https://pypi.org/project/django-s3-storage/,
 * https://pypi.org/project/django-minio-storage/, https://pypi.org/project/django-minio-backend/
 */
const elsewhere =
  /^(?:storages\.backends|cloudinary_storage|django_s3_storage|minio_storage|django_minio_backend|django_gcloud_storage|django_oss_storage|qiniustorage)\./;

/**
 * @param modules the settings of the server, and what they import.
 * @returns the storage elsewhere that keeps the static files, with the place that names it;
 *   `undefined` where they are kept in a folder, or where only a variable decides it.
 *   https://docs.djangoproject.com/en/stable/ref/settings/#std-setting-STORAGES
 */
export function storageElsewhere(
  modules: readonly PythonModule[],
  evaluator: Evaluator,
): Storage | undefined {
  for (const module of modules) {
    if (!/STORAGES|STATICFILES_STORAGE/.test(module.text)) continue;
    for (const assignment of module.root?.all('assignment') ?? []) {
      if (!isMade(assignment)) continue;
      for (const node of storagesIn(assignment))
        for (const name of backendsOf(node, evaluator))
          if (isElsewhere(name, module, evaluator))
            return {
              name,
              evidence: { file: node.file, line: node.line, because: 'keeps the static files' },
            };
    }
  }
  return undefined;
}

/** Whether the build would make the assignment: it has no condition but that of a live server. */
function isMade(assignment: SyntaxNode): boolean {
  const condition = assignment.above('if_statement')?.field('condition');
  return !condition || /^not\b.*\bDEBUG$/.test(condition.text);
}

/** The nodes that name the storage of static files. */
function storagesIn(assignment: SyntaxNode): readonly SyntaxNode[] {
  const left = assignment.field('left');
  const right = assignment.field('right');
  if (!left || !right) return [];
  if (left.text === 'STATICFILES_STORAGE') return [right];
  if (!/^STORAGES\b/.test(left.text)) return [];
  const keys = left.all('subscript').map((it) => literalText(it.field('subscript')));
  if (keys.length === 0) return entriesOf(right, 'staticfiles').flatMap(backendIn);
  if (!keys.includes('staticfiles')) return [];
  return keys.includes('BACKEND') ? [right] : backendIn(right);
}

function backendIn(node: SyntaxNode): readonly SyntaxNode[] {
  return entriesOf(node, 'BACKEND');
}

function entriesOf(node: SyntaxNode, key: string): readonly SyntaxNode[] {
  return node.parts.flatMap((it) =>
    it.type === 'pair' && literalText(it.field('key')) === key ? (it.field('value') ?? []) : [],
  );
}

function backendsOf(node: SyntaxNode, evaluator: Evaluator): readonly string[] {
  const [first] = alternatives(evaluator.evaluate(node));
  return first?.kind === 'text' && !first.pieces.includes(null) ? [first.pieces.join('')] : [];
}

/** Whether a class is one of those storages, or a class of the project that is derived from one. */
function isElsewhere(name: string, from: PythonModule, evaluator: Evaluator): boolean {
  if (elsewhere.test(name)) return true;
  const border = name.lastIndexOf('.');
  const module = evaluator.sources.named(name.slice(0, border), from);
  const class_ = module?.root
    ?.all('class_definition')
    .find((it) => it.field('name')?.text === name.slice(border + 1));
  return class_ !== undefined && evaluator.foreignBases(class_).some((it) => elsewhere.test(it));
}
