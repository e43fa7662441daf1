import { describe, expect, it } from 'vitest';
import { generated } from '../../../support/python-generated.ts';

const notesOf = async (imports: string, code: string, listed = ''): Promise<string> => {
  const { notes } = await generated({
    'requirements.txt': `spacy==3.8.7\nnltk==3.9\ntransformers==5.0\n${listed}`,
    'main.py': `${imports}\n\n${code}\nprint("ready")\n`,
  });
  return notes.join('\n');
};

describe('models that the code names', () => {
  it('are missing where no list has the package of spaCy', async () => {
    const said = await notesOf('import spacy', 'nlp = spacy.load("en_core_web_sm")');
    expect(said).toContain('the model en_core_web_sm of spaCy is loaded, and no list of packages');
    expect(said).toContain('en_core_web_sm @ https://github.com/explosion/spacy-models/');
  });

  it.each([
    [
      'a list has',
      'nlp = spacy.load("en_core_web_sm")',
      'en_core_web_sm @ https://github.com/explosion/spacy-models/releases/download/en_core_web_sm-3.8.0/en_core_web_sm-3.8.0-py3-none-any.whl\n',
    ],
    ['is in a folder', 'nlp = spacy.load("./models/en_core_web_sm")', ''],
    ['another function loads', 'nlp = open_file.load("en_core_web_sm")', ''],
  ])('are not spoken of where %s it', async (_, code, listed) => {
    expect(await notesOf('import spacy', code, listed)).not.toContain('of spaCy');
  });

  it.each([
    ['nltk', 'import nltk', 'nltk.download("punkt")', 'punkt is downloaded whenever'],
    [
      'transformers',
      'from transformers import AutoModel, pipeline',
      'model = AutoModel.from_pretrained("bert-base-uncased")\nask = pipeline("summarization")',
      'bert-base-uncased and summarization are downloaded whenever',
    ],
    [
      'sentence-transformers',
      'from sentence_transformers import SentenceTransformer\nname = "all-MiniLM-L6-v2"',
      'model = SentenceTransformer(name)',
      'all-MiniLM-L6-v2 is downloaded whenever',
    ],
  ])('are downloaded by %s', async (_, imports, code, said) => {
    expect(await notesOf(imports, code)).toContain(said);
  });
});

it('does not speak of a model without a name', async () => {
  const code = 'NAME = ""\nmodel = SentenceTransformer(NAME)\n';
  expect(
    await notesOf('from sentence_transformers import SentenceTransformer', code),
  ).not.toContain('downloaded');
});
