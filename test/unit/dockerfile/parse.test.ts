import { describe, expect, it } from 'vitest';
import { assignmentsOf, mountFields } from '../../../src/dockerfile/arguments.ts';
import { parseDockerfile } from '../../../src/dockerfile/parse.ts';
import { outsideOfFile, pieceOf, rangeOf } from '../../../src/dockerfile/piece.ts';
import { expand } from '../../../src/dockerfile/shell-lexer.ts';

/** Each instruction as `line KEYWORD content`, the trigger of ONBUILD behind its own. */
function read(text: string): string[] {
  const { instructions } = parseDockerfile(text);
  return instructions.map(({ line, keyword, content, trigger }) =>
    trigger === null
      ? `${line} ${keyword} ${content.text}`
      : `${line} ${keyword} ${trigger.keyword} ${trigger.content.text}`,
  );
}

describe('lines of a Dockerfile', () => {
  it.each([
    [
      'one escape character continues a line',
      'RUN a \\\n  b\nUSER 1\n',
      ['1 RUN a   b', '3 USER 1'],
    ],
    ['blanks may follow it', 'RUN a \\ \t\nb\n', ['1 RUN a b']],
    ['two do not continue a line', 'ENV A=C:\\\\\nUSER 1\n', ['1 ENV A=C:\\\\', '2 USER 1']],
    ['three do not either', 'ENV A=b\\\\\\\nUSER 1\n', ['1 ENV A=b\\\\\\', '2 USER 1']],
    ['one alone on a line does', '\\\nUSER 1\n', ['1 USER 1']],
    ['one alone within an instruction does', 'RUN a \\\n\\\nb\nUSER 1', ['1 RUN a b', '4 USER 1']],
    [
      'comments and empty lines in between are left out',
      'RUN a \\\n# c \\\n\n  # d\n  \t\nb\nUSER 1\n',
      ['1 RUN a b', '7 USER 1'],
    ],
    ['a comment is never continued', '# a \\\nUSER 1\n', ['2 USER 1']],
    ['an instruction can end with the file', 'RUN a \\', ['1 RUN a']],
    ['a keyword can be cut', 'US\\\nER 1', ['1 USER 1']],
    ['keywords have any case and any indentation', '  \tuSeR 1', ['1 USER 1']],
    ['tabs and form feeds separate words', 'USER\t\f1', ['1 USER 1']],
    [
      'carriage returns belong to the end of a line',
      'RUN a \\\r\nb\r\nUSER 1\r\n',
      ['1 RUN a b', '3 USER 1'],
    ],
    ['several carriage returns, too', 'RUN a \\\r\r\nb', ['1 RUN a b']],
    ['a carriage return alone ends none', 'RUN a\rUSER 1', ['1 RUN a\rUSER 1']],
    ['a byte order mark is no part of the keyword', '\ufeffUSER 1', ['1 USER 1']],
    ['nothing', '', []],
    ['only an escape character', '\\\n', []],
  ])('%s', (_, text, expected) => expect(read(text)).toEqual(expected));
});

describe('parser directives', () => {
  it.each([
    ['# escape=`\nRUN a `\n  b \\\nUSER 1', ['2 RUN a   b \\', '4 USER 1']],
    [' #  Escape = ` \t\nRUN a `\nb', ['2 RUN a b']],
    ['# syntax=a:1\n# check=skip=all\n# escape=`\nRUN a `\nb', ['4 RUN a b']],
    ['# escape=\\\nRUN a \\\nb', ['2 RUN a b']],
  ])('%j sets the escape character', (text, expected) => expect(read(text)).toEqual(expected));

  it.each([
    ['behind a comment', '# a comment\n# escape=`\nRUN a `\nUSER 1'],
    ['behind an unknown directive', '# foo=bar\n# escape=`\nRUN a `\nUSER 1'],
    ['behind an empty line', '\n# escape=`\nRUN a `\nUSER 1'],
    ['behind an instruction', 'ARG A\n# escape=`\nRUN a `\nUSER 1'],
    ['behind a first line of #!', '#!/bin/x\n# escape=`\nRUN a `\nUSER 1'],
    ['with another character', '# escape=^\nRUN a `\nUSER 1'],
  ])('%s, escape is a comment', (_, text) => {
    expect(parseDockerfile(text).escape).toBe('\\');
    expect(read(text)).toContain(`${text.split('\n').length} USER 1`);
  });

  it.each([
    ['# syntax=docker/dockerfile:1', 'docker/dockerfile:1'],
    ['#syntax = a:1  with words', 'a:1'],
    ['\ufeff# SYNTAX=a:1', 'a:1'],
    ['#!/usr/bin/env x\n# syntax=a:1', 'a:1'],
    ['# escape=`\r\n# syntax=a:1\r\n', 'a:1'],
    ['// syntax=a:1', 'a:1'],
    [' # syntax=a:1', undefined],
    ['\n# syntax=a:1', undefined],
    ['# a comment\n# syntax=a:1', undefined],
    ['FROM a\n# syntax=a:1', undefined],
    ['# syntax=', undefined],
  ])('%j names the frontend %s', (text, image) =>
    expect(parseDockerfile(text).syntax?.text).toBe(image),
  );
});

describe('here-documents', () => {
  it.each([
    ['RUN <<EOF'],
    ['run <<EOF'],
    ['RUN cat <<EOF > /x'],
    ['RUN << EOF'],
    ['RUN <<\tEOF'],
    ['RUN <<"EOF"'],
    ["RUN <<'EOF'"],
    ['RUN <<E"O"F'],
    ['RUN <<\\EOF'],
    ['RUN cat 3<<EOF'],
    ['RUN 0<<-EOF'],
    ['RUN 12<<EOF'],
    ['RUN echo "a" \'b\' <<EOF'],
    ['RUN echo \\" <<EOF'],
    ['RUN cat \\\n  # comment\n\n  <<EOF'],
    ['RUN --mount=type=bind,from=a,target=/a <<EOF'],
    ['COPY <<EOF /x'],
    ['COPY --chmod=644 <<EOF /x'],
    ['ADD <<EOF /x'],
    ['ONBUILD RUN <<EOF'],
    ['onbuild copy <<EOF /x'],
    ['RUN echo $X ${X} ${X:-y} $( <<EOF'],
    ['RUN [ -f x ] <<EOF'],
  ])('%j begins one', (line) => {
    const next = line.split('\n').length + 3;
    expect(read(`${line}\nFROM a:1\nEOF\nUSER 1`).slice(1)).toEqual([`${next} USER 1`]);
  });

  it.each([
    ['RUN echo "1 <<EOF 2"'],
    ["RUN echo '<<EOF'"],
    ['RUN echo "a\\" <<EOF"'],
    ['RUN cat<<EOF'],
    ['RUN a <<<EOF'],
    ['RUN a << '],
    ['RUN a <<- EOF'],
    ['RUN a <<""'],
    ['RUN a \\<<EOF'],
    ['RUN echo "open <<EOF'],
    ['RUN echo ${open <<EOF'],
    ['RUN echo ${X^^} <<EOF'],
    ['RUN <<EO${X:-y}F'],
    ['RUN ["a", "<<EOF"]'],
    ['COPY ["<<EOF", "/x"]'],
    ['LABEL a=<<EOF'],
    ['ENV A <<EOF'],
    ['CMD <<EOF'],
    ['USER <<EOF'],
    ['ONBUILD CMD <<EOF'],
    ['ONBUILD ONBUILD RUN <<EOF'],
    ['# RUN <<EOF'],
    ['RUN a \\\n# <<EOF\n  b'],
  ])('%j begins none', (line) => {
    const found = read(`${line}\nFROM a:1\nUSER 1`);
    expect(found.slice(-2).map((it) => it.slice(2))).toEqual(['FROM a:1', 'USER 1']);
  });

  it.each([
    ['several follow each other', 'COPY <<A <<B /x\nB\nA\nA\nB\nUSER 1', ['6 USER 1']],
    ['a mark may have spaces', 'RUN <<"A B"\nFROM a\nA B\nUSER 1', ['4 USER 1']],
    ['a mark is the whole line', 'RUN <<A\n A\nA \nAA\nA\nUSER 1', ['6 USER 1']],
    ['tabs before the mark count', 'RUN <<A\n\tA\nFROM a\nA\nUSER 1', ['5 USER 1']],
    ['tabs before the mark do not count for <<-', 'RUN <<-A\n\t\tA\nUSER 1', ['3 USER 1']],
    ['spaces before it do', 'RUN <<-A\n  A\nFROM a\n\tA\nUSER 1', ['5 USER 1']],
    ['lines in it do not continue', 'RUN <<A\nx \\\nA\nUSER 1', ['4 USER 1']],
    ['the escape directive does not matter', '# escape=`\nRUN <<\\A\nx\nA\nUSER 1', ['5 USER 1']],
    ['CRLF', 'RUN <<A\r\nFROM a\r\nA\r\nUSER 1\r\n', ['4 USER 1']],
    ['without an end it takes the rest of the file', 'RUN <<A\nFROM a\nUSER 1', []],
  ])('%s', (_, text, expected) => expect(read(text).slice(1)).toEqual(expected));
});

describe('flags', () => {
  const flagsOf = (line: string, text = line) =>
    parseDockerfile(text).instructions.map(({ flags, content }) => [
      ...flags.map((it) => `${it.name}=${it.value?.text ?? '-'}`),
      content.text,
    ])[0];
  it.each([
    ['FROM --platform=linux/amd64 a', ['platform=linux/amd64', 'a']],
    ['COPY --link --from=a b c', ['link=-', 'from=a', 'b c']],
    ['COPY "--from=a" b c', ['"--from=a" b c']],
    ['COPY --from="a" b', ['from=a', 'b']],
    ["COPY --'from=a b' c", ['from=a b', 'c']],
    ['COPY --from=a\\ b c', ['from=a b', 'c']],
    ['COPY --from="a', ['from=a', '']],
    ['COPY -- --from=a b', ['--from=a b']],
    ['COPY --from=a \\\n  --link \\\n  b c', ['from=a', 'link=-', 'b c']],
    ['RUN a --mount=b', ['a --mount=b']],
  ])('of %j', (line, expected) => expect(flagsOf(line)).toEqual(expected));

  it('escape with the character of the directive', () =>
    expect(flagsOf('', '# escape=`\nCOPY --from=a` \\ b')).toEqual(['from=a \\', 'b']));

  it.each([
    ['type=bind,from=a', { type: 'bind', from: 'a' }],
    ['type=secret,required,ID=b', { type: 'secret', required: '', id: 'b' }],
    ['"type=bind","target=/a,b"', { type: 'bind', target: '/a,b' }],
    ['"target=/a""b",from=c', { target: '/a"b', from: 'c' }],
    ['target=/a=b', { target: '/a=b' }],
    ['', { '': '' }],
  ])('of a mount: %j', (value, expected) => {
    const fields = [...mountFields(outsideOfFile(value))].map(([name, it]) => [name, it.text]);
    expect(Object.fromEntries(fields)).toEqual(expected);
  });
});

describe('the exec form', () => {
  const isJson = (content: string) =>
    parseDockerfile(`CMD ${content}`).instructions[0]?.isJson ?? null;
  it.each(['["a", "b"]', '[]', '[ "a" ]  ', '["a", \\\n "b"]'])('%j is it', (content) =>
    expect(isJson(content)).toBe(true),
  );
  it.each(['a', "['a']", '["a", 1]', '["a"', '"a"', '{"a": 1}', ''])('%j is not', (content) =>
    expect(isJson(content)).toBe(false),
  );
});

describe('assignments', () => {
  const read = (line: string, escape = '\\') =>
    parseDockerfile(line).instructions.flatMap((it) =>
      assignmentsOf(it, escape).map(({ name, value }) => [name, value?.text ?? null]),
    );
  it.each([
    ['ARG A', [['A', null]]],
    [
      'ARG A=1 B C=',
      [
        ['A', '1'],
        ['B', null],
        ['C', ''],
      ],
    ],
    [
      'ARG A="b c" D=\'e f\'',
      [
        ['A', '"b c"'],
        ['D', "'e f'"],
      ],
    ],
    [
      'LABEL a=b\\ c "d e"=f',
      [
        ['a', 'b\\ c'],
        ['"d e"', 'f'],
      ],
    ],
    [
      'LABEL a="b\\" c=d" e=f',
      [
        ['a', '"b\\" c=d"'],
        ['e', 'f'],
      ],
    ],
    ['LABEL a b=c d', [['a', 'b=c d']]],
    ['ENV a', []],
    ['ENV A=b=c', [['A', 'b=c']]],
    ['ARG A="open', [['A', '"open']]],
  ])('of %j', (line, expected) => expect(read(line)).toEqual(expected));

  it('escape with the character of the directive', () =>
    expect(read('LABEL a=b` c\\ d=e', '`')).toEqual([
      ['a', 'b` c\\'],
      ['d', 'e'],
    ]));
});

describe('variables and quotes', () => {
  const values = new Map(
    Object.entries({ X: 'one', EMPTY: '', V: '3.24.1', P: 'a/b/a' }).map(([name, value]) => [
      name,
      outsideOfFile(value),
    ]),
  );
  const fill = (text: string, escape = '\\') => {
    const found = expand(outsideOfFile(text), escape, values);
    return found === null ? null : [found.piece.text, ...found.unset];
  };
  it.each([
    ['a', ['a']],
    ['$X', ['one']],
    ['${X}s', ['ones']],
    ['"$X"', ['one']],
    ["'$X'", ['$X']],
    ['\\$X', ['$X']],
    ['"\\$X\\n\\""', ['$X\\n"']],
    ['a"b"\'c\'', ['abc']],
    ['$U', ['$U', 'U']],
    ['${U}', ['${U}', 'U']],
    ['${X:-y}', ['one']],
    ['${U:-y}', ['y']],
    ['${U-y}', ['y']],
    ['${EMPTY:-y}', ['y']],
    ['${EMPTY-y}', ['']],
    ['${U:-${X}}', ['one']],
    ['${U:-"a}b"}', ['a}b']],
    ['${X:+y}', ['y']],
    ['${U:+y}', ['']],
    ['${EMPTY:+y}', ['']],
    ['${EMPTY+y}', ['y']],
    ['${X:?no}', ['one']],
    ['${U:?no}', ['${U:?no}', 'U']],
    ['${V%.*}', ['3.24']],
    ['${V%%.*}', ['3']],
    ['${V#*.}', ['24.1']],
    ['${V##*.}', ['1']],
    ['${V%x}', ['3.24.1']],
    ['${V%.?}', ['3.24']],
    ['${U%.*}', ['${U%.*}', 'U']],
    ['${P/a/c}', ['c/b/a']],
    ['${P//a/c}', ['c/b/c']],
    ['${P/b\\//}', ['a/a']],
    ['$', ['$']],
    ['$(x)', ['$(x)']],
    ['<<', ['<<']],
  ])('%j', (text, expected) => expect(fill(text)).toEqual(expected));

  it.each([
    '"a',
    "'a",
    '${',
    '${X',
    '${}',
    '${:-a}',
    '${X^^}',
    '${X:#a}',
    '${X!}',
    '${X:-"a}',
    '${X/a}',
  ])('%j is refused', (text) => expect(fill(text)).toBeNull());

  it('escape with the character of the directive', () =>
    expect(fill('`$X\\', '`')).toEqual(['$X\\']));
});

describe('places', () => {
  it('are known of a piece without gaps, and not of one with', () => {
    const text = 'FROM a"b"c';
    const piece = pieceOf(text, 5, 10);
    expect(rangeOf(piece)).toEqual({ start: 5, end: 10 });
    expect(rangeOf(expand(piece, '\\', new Map())?.piece ?? piece)).toBeNull();
    expect(rangeOf(pieceOf(text, 5, 5))).toBeNull();
    expect(rangeOf(outsideOfFile('a'))).toBeNull();
  });

  it('are those of UTF-16, as JavaScript counts', () => {
    const text = '# \u{1f433}\nUSER 1';
    const [user] = parseDockerfile(text).instructions;
    expect(rangeOf(user?.content ?? pieceOf('', 0, 0))).toEqual({ start: 10, end: 11 });
  });
});
