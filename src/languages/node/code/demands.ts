/** Variables that a program checks when it starts, in schemas and in conditions that end it. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Demand } from '../../shared/uses.ts';
import { alternatives, firstText, possible, type Value } from '../../shared/values.ts';
import { bindingOf, classTypes, functionTypes } from './bindings.ts';
import { neverRuns } from './branches.ts';
import { fieldsDemandedIn } from './demanded-fields.ts';
import { argumentsOf, type Frame } from './evaluation.ts';
import type { Evaluator } from './evaluate.ts';
import type { Module } from './module.ts';
import { isConfigured } from './settings.ts';

/** What a schema checks. */
const environment =
  /\b(?:process|Bun|meta)\.env\b|["'](?:node:)?process["']|\bcleanEnv\b|\benvsafe\b|["'](?:@fastify\/env|fastify-env|env-schema|class-validator)["']|\bvalidationSchema\b/;

/** A condition outside of functions whose branch may end the program, and one in any place. */
const checked = /(?:^|; ?)if\b[^\n]*(?:[!=]|\.length\b)[^}]{0,400}?\b(?:throw|exit)\b/m;
const checkedAnywhere =
  /\bif\b[^\n]*(?:!|\bundefined\b|\bnull\b|\.length\b|["']{2})[^}]{0,400}?\b(?:throw|exit)\b/;

/** `process.env.ORIGINS.split(',')`. */
const called = /\bprocess\.env\.\w+!?\.\w+\(/;

/** @returns the variables without which the program ends. */
export function* demandsIn(modules: readonly Module[], evaluator: Evaluator): Generator<Demand> {
  for (const module of modules) {
    const { text } = module;
    if (environment.test(text))
      yield* fieldsDemandedIn(evaluator, module).map(({ name, node, sample }) => ({
        ...demand(name, node),
        ...(sample === undefined ? {} : { sample }),
      }));
    if (called.test(text)) yield* calledOn(module, evaluator);
    const isChecked = checked.test(text) || (/\benv\b/.test(text) && checkedAnywhere.test(text));
    if (!isChecked) continue;
    for (const node of module.root?.all('if_statement') ?? []) yield* checkedBy(node, evaluator);
  }
  yield* configDemand(modules, evaluator);
}

/**
 * What node-config throws for, because no file of the project sets it, but one of a developer does.
 * One variable gives all of it.
 * https://github.com/node-config/node-config/wiki/Environment-Variables#node_config
 */
function configDemand(modules: readonly Module[], evaluator: Evaluator): readonly Demand[] {
  const found = modules
    .filter((it) => /["']config["']/.test(it.text))
    .flatMap((it) => it.callsOf('get'))
    .flatMap((call) => {
      const key = keyWithoutFile(call, evaluator);
      return key === undefined ? [] : [{ key, call }];
    });
  const [first] = found;
  if (!first) return [];
  const keys = [...new Set(found.map((it) => it.key))];
  const { file, line } = first.call;
  const because = `no file of the project sets ${keys.join(', ')} for node-config`;
  return [{ variable: 'NODE_CONFIG', when: 'start', evidence: { file, line, because } }];
}

/** @returns the key that a call asks node-config for when the program starts, if no file sets it. */
function keyWithoutFile(call: SyntaxNode, evaluator: Evaluator): string | undefined {
  const callee = call.field('function');
  const [argument] = argumentsOf(call);
  const key = argument?.type === 'string' ? firstText(evaluator.evaluate(argument)) : undefined;
  if (!callee || key === undefined || isUncertain(call)) return undefined;
  const of = evaluator.evaluate(callee);
  if (of.kind !== 'foreign' || of.name !== 'config.get') return undefined;
  if (isConfigured(evaluator, key, call)) return undefined;
  return framesAtStart(call, evaluator).length > 0 ? key : undefined;
}

function demand(
  variable: string,
  { file, line }: { readonly file: string; readonly line: number },
): Demand {
  return { variable, when: 'start', evidence: { file, line, because: 'demanded' } };
}

/** A method of a variable's text, with nothing around it that asks whether there is one. */
function calledOn(module: Module, evaluator: Evaluator): readonly Demand[] {
  return (module.root?.all('call_expression') ?? []).flatMap((call) => {
    const callee = call.field('function');
    const object = callee?.field('object')?.text ?? '';
    const [, variable] = /^process\.env\.(\w+)!?$/.exec(object) ?? [];
    if (variable === undefined || callee?.text.startsWith(`${object}?.`)) return [];
    const asked = call.above('binary_expression')?.field('left')?.text ?? '';
    if (asked.includes(variable) || isUncertain(call) || neverRuns(call, evaluator)) return [];
    return framesAtStart(call, evaluator).length > 0 ? [demand(variable, call)] : [];
  });
}

/** `if (!process.env.A || process.env.B === undefined) throw ...`, in what runs when the program starts. */
function checkedBy(node: SyntaxNode, evaluator: Evaluator): readonly Demand[] {
  const condition = node.field('condition');
  if (!condition || !ends(node.field('consequence'))) return [];
  const absent = negated(condition);
  // Whether the condition around it holds is not known.
  if (absent.length === 0 || neverRuns(node, evaluator) || isUncertain(node)) return [];
  return framesAtStart(node, evaluator).flatMap(({ frame, at }) =>
    absent
      .flatMap((it) => variablesIn(it, evaluator, frame))
      .map((variable) => demand(variable, at ?? node)),
  );
}

/** A way in which code is reached when the program starts. */
interface AtStart {
  /** The arguments of the call; `undefined` outside of functions. */
  readonly frame: Frame | undefined;
  /** The call. */
  readonly at: SyntaxNode | undefined;
}

/** The most calls from one function into another that are followed. */
const deepest = 4;
/** The most calls of the function that checks, and of one that calls it. */
const mostCalls = 40;
const mostAbove = 4;

/** Functions that a list calls with each of its items. */
const eachCall = ['forEach', 'map', 'filter'];

/** @returns the calls by which code runs when the program starts; none for code that only a request or an option reaches. */
function framesAtStart(node: SyntaxNode, evaluator: Evaluator, depth = 0): readonly AtStart[] {
  const owner = node.above(...functionTypes);
  if (!owner) return [{ frame: undefined, at: undefined }];
  if (depth >= deepest || mayReturnBefore(node, owner)) return [];
  const inPlace = calledInPlace(owner);
  if (inPlace) return isUncertain(inPlace) ? [] : framesAtStart(inPlace, evaluator, depth + 1);
  return callsOf(owner, evaluator)
    .filter((it) => !isUncertain(it) && !neverRuns(it, evaluator))
    .slice(0, depth === 0 ? mostCalls : mostAbove)
    .flatMap((call) =>
      framesAtStart(call, evaluator, depth + 1).map(({ frame: above }) => ({
        frame: {
          owner,
          values: argumentsOf(call).map((it) => evaluator.evaluate(it, above)),
          ...(above ? { above } : {}),
        },
        at: call,
      })),
    );
}

/** Whether a function may be left before a node: what follows is then for some starts only. */
function mayReturnBefore(node: SyntaxNode, owner: SyntaxNode): boolean {
  return owner
    .all('return_statement')
    .some((it) => it.end <= node.start && it.above(...functionTypes) === owner);
}

/** `(async () => ...)()` and `names.forEach((name) => ...)` run in place. */
function calledInPlace(owner: SyntaxNode): SyntaxNode | undefined {
  const { parent } = owner;
  const call = parent?.parent;
  if (call?.type !== 'call_expression') return undefined;
  const callee = call.field('function');
  if (parent?.type === 'parenthesized_expression' && callee === parent) return call;
  const isEach = eachCall.includes(callee?.field('property')?.text ?? '');
  return parent?.type === 'arguments' && isEach ? call : undefined;
}

/** The calls of a function. Methods of one name are many: of a method, only those by `this` or the class count. */
function callsOf(owner: SyntaxNode, evaluator: Evaluator): readonly SyntaxNode[] {
  const isMethod =
    owner.type === 'method_definition' && owner.field('name')?.text !== 'constructor';
  const calls = evaluator.sites(owner);
  if (!isMethod) return calls;
  const class_ = owner.above(...classTypes)?.field('name')?.text;
  return calls.filter((it) => {
    const object = it.field('function')?.field('object')?.text;
    return (
      (it.file === owner.file && object === 'this') || (object !== undefined && object === class_)
    );
  });
}

/** Whether something else decides if code runs, or an error in it is no end. */
function isUncertain(node: SyntaxNode): boolean {
  const outer = node.above('if_statement', 'switch_statement', 'ternary_expression');
  const isDecided = /\bproduction\b|\brequire\.main\b|\bimport\.meta\.(?:main|url)\b/i;
  return (
    (outer !== undefined && !isDecided.test(outer.field('condition')?.text ?? '')) || isCaught(node)
  );
}

/** Whether an error is caught, and the program goes on. */
function isCaught(node: SyntaxNode): boolean {
  const attempt = node.above('try_statement');
  const body = attempt?.field('body');
  const handler = attempt?.field('handler');
  const isInside = body !== undefined && node.start >= body.start && node.end <= body.end;
  return isInside && handler !== undefined && !ends(handler.field('body'));
}

/** @returns the variables that an expression has no value without. */
function variablesIn(
  node: SyntaxNode,
  evaluator: Evaluator,
  frame: Frame | undefined,
): readonly string[] {
  const part = assigned(node) ?? node;
  const object = part.type === 'subscript_expression' ? part.field('object') : undefined;
  const index = part.field('index');
  const whole = object && evaluator.evaluate(object, frame);
  // `process.env[name]`, for each name of a list.
  if (index && whole?.kind === 'foreign' && whole.name.endsWith('.env'))
    return alternatives(evaluator.evaluate(index, frame)).flatMap((it) => firstText(it) ?? []);
  const value = evaluator.evaluate(node, frame);
  const variable = value.setting?.variable;
  return variable === undefined || hasDefault(value) ? [] : [variable];
}

/** What a variable is declared with. */
function assigned(node: SyntaxNode): SyntaxNode | undefined {
  const binding = node.type === 'identifier' ? bindingOf(node.text, node) : undefined;
  return binding?.kind === 'variable' && binding.isConstant && binding.steps.length === 0
    ? binding.value
    : undefined;
}

function hasDefault(value: Value): boolean {
  return possible(value).some((it) => it.complete && it.text !== '');
}

/** What a condition says is absent, in all parts of an `||`. */
function negated(node: SyntaxNode): readonly SyntaxNode[] {
  if (node.type === 'parenthesized_expression') return node.parts.flatMap(negated);
  const argument = node.field('argument');
  if (node.type === 'unary_expression')
    return node.field('operator')?.text === '!' && argument ? [argument] : [];
  if (node.type === 'member_expression') return leftOver(node);
  if (node.type !== 'binary_expression') return [];
  const [left, right] = [node.field('left'), node.field('right')];
  if (!left || !right) return [];
  switch (node.field('operator')?.text) {
    case '||':
      return [left, right].flatMap(negated);
    case '===':
    case '==':
      return compared(left, right);
    case '>':
    case '!==':
    case '!=':
      return right.text === '0' ? leftOver(left) : [];
    default:
      return [];
  }
}

/** `value === undefined`, `typeof value === 'undefined'`. */
function compared(left: SyntaxNode, right: SyntaxNode): readonly SyntaxNode[] {
  const isType = left.type === 'unary_expression' && left.field('operator')?.text === 'typeof';
  const argument = isType ? left.field('argument') : undefined;
  if (argument) return /^["']undefined["']$/.test(right.text) ? [argument] : [];
  return /^(?:undefined|null|["']{2})$/.test(right.text) ? [left] : [];
}

/** `missing.length`, after `const missing = names.filter((name) => !process.env[name])`. */
function leftOver(node: SyntaxNode): readonly SyntaxNode[] {
  const list = node.field('property')?.text === 'length' ? node.field('object') : undefined;
  const filtered = list && (assigned(list) ?? list);
  const isFilter = filtered?.field('function')?.field('property')?.text === 'filter';
  const [test] = filtered && isFilter ? argumentsOf(filtered) : [];
  const body = test?.type === 'arrow_function' ? test.field('body') : undefined;
  return body && body.type !== 'statement_block' ? negated(body) : [];
}

/** Whether a branch ends the program. */
function ends(branch: SyntaxNode | undefined): boolean {
  if (!branch) return false;
  const statements = branch.type === 'statement_block' ? branch.parts : [branch];
  return statements.some(
    (it) =>
      it.type === 'throw_statement' ||
      it
        .all('call_expression')
        .some(
          (call) => call.field('function')?.text === 'process.exit' && argumentsOf(call).length > 0,
        ),
  );
}
