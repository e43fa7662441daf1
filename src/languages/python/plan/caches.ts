/**
 * Environment variables that point the caches of Python packages to /tmp, because the root file
 * system is read-only.
 */
import type { EnvironmentLine } from '../../language.ts';
import type { Package } from '../package.ts';

const inMemory = 'the image itself can only be read';

/** A variable, and the packages with whose code it is needed. */
type CacheLine = EnvironmentLine & {
  /** A package that reads the variable. */
  readonly packageName: string;
  /** Packages that require it, for lists that have only what developers wrote down themselves. */
  readonly requiredBy?: readonly string[];
};

const known: readonly CacheLine[] = [
  {
    packageName: 'gradio',
    name: 'GRADIO_ANALYTICS_ENABLED',
    value: 'False',
    why: 'Sends no reports.',
  },
  {
    packageName: 'gradio',
    name: 'GRADIO_TEMP_DIR',
    value: '/tmp/gradio',
    why: `Where uploads and results are kept: ${inMemory}.`,
  },
  {
    packageName: 'huggingface-hub',
    requiredBy: [
      'accelerate',
      'datasets',
      'diffusers',
      'fastembed',
      'faster-whisper',
      'gradio',
      'langchain-huggingface',
      'peft',
      'sentence-transformers',
      'setfit',
      'spacy-transformers',
      'timm',
      'tokenizers',
      'transformers',
    ],
    name: 'HF_HOME',
    value: '/tmp/huggingface',
    why: `Where models are downloaded to: ${inMemory}. To keep them, set it to a folder of a volume.`,
  },
  {
    packageName: 'keras',
    requiredBy: ['tensorflow', 'tensorflow-cpu'],
    name: 'KERAS_HOME',
    value: '/tmp/keras',
    why: `Where models are downloaded to: ${inMemory}. To keep them, set it to a folder of a volume.`,
  },
  {
    packageName: 'matplotlib',
    requiredBy: [
      'mplfinance',
      'plotnine',
      'pycocotools',
      'scikit-plot',
      'seaborn',
      'ultralytics',
      'wordcloud',
      'yellowbrick',
    ],
    name: 'MPLCONFIGDIR',
    value: '/tmp/matplotlib',
    why: `Where the list of fonts is kept: ${inMemory}.`,
  },
  {
    // The downloader takes the first folder that is there.
    packageName: 'nltk',
    requiredBy: ['newspaper3k', 'rake-nltk', 'sumy', 'textblob', 'unstructured'],
    name: 'NLTK_DATA',
    value: '/tmp',
    why: `Where data is downloaded to: ${inMemory}.`,
  },
  {
    packageName: 'numba',
    requiredBy: [
      'hdbscan',
      'librosa',
      'openai-whisper',
      'pynndescent',
      'resampy',
      'scanpy',
      'shap',
      'stumpy',
      'umap-learn',
    ],
    name: 'NUMBA_CACHE_DIR',
    value: '/tmp/numba',
    why: `Where compiled functions are kept: ${inMemory}.`,
  },
  ...[
    'appdirs',
    'cairosvg',
    'fastf1',
    'graphviz',
    'openai-whisper',
    'platformdirs',
    'pooch',
    'requests-cache',
    'tldextract',
    'torch',
    'weasyprint',
    'yfinance',
  ].map((packageName) => ({
    packageName,
    name: 'XDG_CACHE_HOME',
    value: '/tmp/.cache',
    why: `Where packages and fontconfig cache files: ${inMemory}.`,
  })),
];

/** @returns the variables for the packages that are installed, each once. */
export function cacheVariables(packages: readonly Package[]): readonly EnvironmentLine[] {
  const names = new Set(packages.map((it) => it.name));
  const needed = known.filter((it) =>
    [it.packageName, ...(it.requiredBy ?? [])].some((one) => names.has(one)),
  );
  return needed
    .filter((it, index) => needed.findIndex(({ name }) => name === it.name) === index)
    .map(({ name, value, why }) => ({ name, value, why }));
}
