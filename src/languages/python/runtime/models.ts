/**
 * Finds models and data that the code loads by name when it runs: those that only a package of their
 * own brings, and those that are downloaded.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { firstTwo } from '../../../text/lists.ts';
import type { Evidence, Note } from '../../../types.ts';
import { firstText } from '../../shared/values.ts';
import { argumentAt } from '../code/arguments.ts';
import { calledNames } from '../code/callees.ts';
import type { Evaluator } from '../code/evaluating.ts';
import type { PythonModule } from '../code/module.ts';
import { normalizedName } from '../files/names.ts';
import type { Package } from '../package.ts';

interface Found {
  readonly name: string;
  readonly evidence: Evidence;
}

/** Calls that download what they name, unless it is there. The pattern matches the full name. */
const downloads: readonly { readonly method: string; readonly call: RegExp }[] = [
  // https://www.nltk.org/api/nltk.downloader.html
  { method: 'download', call: /^nltk\.download$/ },
  // https://huggingface.co/docs/transformers/main_classes/model
  {
    method: 'from_pretrained',
    call: /^(?:transformers|diffusers|tokenizers)\.\w+\.from_pretrained$/,
  },
  { method: 'pipeline', call: /^transformers\.pipeline$/ },
  // https://sbert.net/docs/package_reference/sentence_transformer/SentenceTransformer.html
  { method: 'SentenceTransformer', call: /^sentence_transformers\.SentenceTransformer$/ },
  { method: 'CrossEncoder', call: /^sentence_transformers\.CrossEncoder$/ },
  // https://github.com/openai/whisper, https://github.com/SYSTRAN/faster-whisper
  { method: 'load_model', call: /^whisper\.load_model$/ },
  { method: 'WhisperModel', call: /^faster_whisper\.WhisperModel$/ },
  { method: 'snapshot_download', call: /^huggingface_hub\.snapshot_download$/ },
  { method: 'hf_hub_download', call: /^huggingface_hub\.hf_hub_download$/ },
];

/**
 * @param modules those that the program reaches.
 * @param packages what is installed.
 */
export function modelNotes(
  modules: readonly PythonModule[],
  evaluator: Evaluator,
  packages: readonly Package[],
): readonly Note[] {
  const named = (method: string, call: RegExp): readonly Found[] =>
    modules.flatMap((module) =>
      module
        .callsOf(method)
        .filter((it) => calledNames(it, evaluator).some((name) => call.test(name)))
        .flatMap((it) => foundAt(it, module, evaluator)),
    );
  const isInstalled = ({ name }: Found): boolean =>
    packages.some((it) => it.name === normalizedName(name));
  // Each model is a package: https://spacy.io/usage/models
  const missing = named('load', /^spacy\.load$/).filter(
    (it) => /^[a-z]{2,3}_\w+_(?:sm|md|lg|trf)$/.test(it.name) && !isInstalled(it),
  );
  const downloaded = downloads.flatMap(({ method, call }) => named(method, call));
  return [
    ...missing.slice(0, 3).map(missingNote),
    ...(downloaded.length > 0 ? [downloadNote(downloaded)] : []),
  ];
}

function foundAt(call: SyntaxNode, { path }: PythonModule, evaluator: Evaluator): readonly Found[] {
  const given = argumentAt(call, 0) ?? argumentAt(call, 'model');
  const name = given && firstText(evaluator.evaluate(given));
  // A path is a folder that the program has. Nothing is known of an empty name.
  if (name === undefined || name === '' || /^[./~]/.test(name)) return [];
  return [{ name, evidence: { file: path, line: call.line, because: `loads ${name}` } }];
}

function missingNote({ name, evidence }: Found): Note {
  return {
    code: 'python/model-missing',
    level: 'warning',
    text: `the model ${name} of spaCy is loaded, and no list of packages has it: the program ends there`,
    hint: `Add it to the requirements, in the version that fits spaCy: ${name} @ https://github.com/explosion/spacy-models/releases/download/${name}-3.8.0/${name}-3.8.0-py3-none-any.whl`,
    evidence: [evidence],
  };
}

function downloadNote(found: readonly Found[]): Note {
  const names = [...new Set(found.map((it) => it.name))];
  return {
    code: 'python/model-downloaded',
    level: 'info',
    text: `${firstTwo(names)} ${names.length === 1 ? 'is' : 'are'} downloaded whenever a container starts, into /tmp`,
    hint: 'To keep it, point the cache to a volume, or put it into the image with --ship.',
    evidence: found.slice(0, 3).map((it) => it.evidence),
  };
}
