/**
 * Evaluates expressions of JavaScript and TypeScript: what can they be when the program starts?
 * Nothing is run. Depth and work are bounded, because sources may be hostile.
 */
import { folderOf, joined } from '../../../text/paths.ts';
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { recordOf } from '../files/manifest.ts';
import {
  alternatives,
  choiceOf,
  concatenated,
  numberValue,
  placeOf,
  type Setting,
  settable,
  textValue,
  unknown,
  type Value,
} from '../../shared/values.ts';
import {
  type Binding,
  bindingOf,
  classTypes,
  declarationsIn,
  functionTypes,
  keyText,
  type PatternStep,
} from './bindings.ts';
import { baseOf, subclassesOf, superCalls } from './classes.ts';
import { neverRuns, onLinux } from './branches.ts';
import { dataValue } from './data.ts';
import {
  argumentsOf,
  type Evaluation,
  type Frame,
  homeFolder,
  type Made,
  modulesNear,
  placed,
  type Program,
  sourceRoot,
} from './evaluation.ts';
import { foundPort } from './free-ports.ts';
import { addressPart, fileOf, knownFunction, knownMethod, packageFolder } from './functions.ts';
import type { Module } from './module.ts';
import { copiedPackage, globalName, moduleName } from './names.ts';
import { numeric, orElse } from './numbers.ts';
import { commandContext } from './options.ts';
import { fileAt } from './resolve.ts';
import { namedSetting, settingCall, settingMember, settingParameter } from './settings.ts';

/** The deepest that one expression is followed through variables, files and calls. */
const deepest = 48;
/** The most expressions that one question evaluates. */
const mostWork = 1500;
/** The most expressions that are evaluated for a program: beyond that, nothing more is learned. */
const mostOfAll = 150_000;
/** A name that more files call is that of many methods, which nothing distinguishes. */
const mostCalling = 24;
/** Variables that have a value in every image: the engine sets HOME to the home folder of the user. */
const inImage: Readonly<Record<string, string>> = { NODE_ENV: 'production', HOME: homeFolder };

/** The most calls of a function that are followed to its parameters. */
const mostSites = 8;

const nullish: readonly string[] = ['null', 'undefined'];

/** Methods of a list that call a function with each item. */
const forEachItem = ['forEach', 'map', 'filter', 'flatMap', 'some', 'every'];

/** Whether `require` is Node's own: the global, or `createRequire(import.meta.url)`. */
function isRequire(callee: SyntaxNode): boolean {
  const binding = bindingOf('require', callee);
  if (binding?.kind !== 'variable') return binding === undefined;
  return /^(?:\w+\.)?createRequire\(/.test(binding.value?.text ?? '');
}

export class Evaluator implements Evaluation {
  readonly program: Program;
  readonly #known = new WeakMap<SyntaxNode, Value>();
  readonly #made = new WeakMap<Value, Made>();
  readonly #callers = new WeakMap<SyntaxNode, readonly SyntaxNode[]>();
  #calling: ReadonlyMap<string, readonly Module[]> | undefined;
  /** Parameters for which it is asked what replaces them. */
  readonly #replacing = new Set<Binding>();
  /** Members whose assigned values are being read: `config.port`. */
  readonly #openMembers = new Set<string>();
  #depth = 0;
  #work = 0;
  #all = 0;
  #cut = 0;

  constructor(program: Program) {
    this.program = program;
  }

  made(value: Value): Made | undefined {
    return this.#made.get(value);
  }

  /** @returns what an expression can be; parameters have the values of `frame`. */
  evaluate(node: SyntaxNode, frame?: Frame): Value {
    const known = frame ? undefined : this.#known.get(node);
    if (known) return known;
    if (this.#depth === 0) this.#work = 0;
    this.#work += 1;
    this.#all += 1;
    if (this.#depth > deepest || this.#work > mostWork || this.#all > mostOfAll) {
      this.#cut += 1;
      return unknown(placeOf(node));
    }
    const before = this.#cut;
    this.#depth += 1;
    try {
      const value = this.#valueOf(node, frame);
      // What was cut short deep inside may be followed further another time; a question is not.
      if (!frame && (before === this.#cut || this.#depth === 1)) this.#known.set(node, value);
      return value;
    } finally {
      this.#depth -= 1;
    }
  }

  member(value: Value, name: string, at: SyntaxNode): Value {
    switch (value.kind) {
      case 'choice':
        return choiceOf(
          value.of.map((it) => this.member(it, name, at)),
          value.at,
        );
      case 'record':
        return value.entry(name) ?? unknown(placeOf(at));
      case 'list':
        return value.items[Number(name)] ?? unknown(placeOf(at));
      case 'foreign':
        return this.#foreignMember(value, name, at);
      case 'code':
        return classTypes.includes(value.node.type)
          ? (this.#staticMember(value.node, name) ?? unknown(placeOf(at)))
          : unknown(placeOf(at));
      case 'text':
        return addressPart(value, name) ?? unknown(placeOf(at));
      default:
        return unknown(placeOf(at));
    }
  }

  result(code: Value, values: readonly Value[], at: SyntaxNode): Value {
    return code.kind === 'code' && functionTypes.includes(code.node.type)
      ? this.#returned(code.node, { owner: code.node, values })
      : unknown(placeOf(at));
  }

  #valueOf(node: SyntaxNode, frame: Frame | undefined): Value {
    const at = placeOf(node);
    switch (node.type) {
      case 'string':
        return textValue(stringText(node), at);
      case 'template_string':
        return this.#template(node, frame);
      case 'number':
        return numberOf(node.text, at);
      case 'true':
      case 'false':
        return { kind: 'truth', truth: node.type === 'true', at };
      case 'null':
      case 'undefined':
        return { kind: 'nothing', at };
      case 'identifier':
      case 'shorthand_property_identifier':
        return this.#identifier(node, frame);
      case 'this':
        return this.#self(node, frame);
      case 'member_expression':
        return this.#memberExpression(node, frame);
      case 'subscript_expression':
        return this.#subscript(node, frame);
      case 'call_expression':
        return this.#call(node, frame);
      case 'new_expression':
        return this.#construction(node, frame);
      case 'object':
        return this.#object(node, frame);
      case 'array':
        return this.#array(node, frame);
      case 'meta_property':
        return { kind: 'foreign', name: 'import.meta', at };
      default:
        return functionTypes.includes(node.type) || classTypes.includes(node.type)
          ? this.#code(node, frame)
          : this.#operation(node, frame);
    }
  }

  /** Expressions that are made of others. */
  #operation(node: SyntaxNode, frame: Frame | undefined): Value {
    const at = placeOf(node);
    const of = (field: string): Value => {
      const part = node.field(field);
      return part ? this.evaluate(part, frame) : unknown(at);
    };
    switch (node.type) {
      case 'parenthesized_expression':
      case 'await_expression':
      case 'as_expression':
      case 'satisfies_expression':
      case 'non_null_expression': {
        const [inner] = node.parts;
        return inner ? this.evaluate(inner, frame) : unknown(at);
      }
      case 'sequence_expression': {
        const last = node.parts.at(-1);
        return last ? this.evaluate(last, frame) : unknown(at);
      }
      case 'assignment_expression':
        return of('right');
      case 'binary_expression':
        return this.#binary(node, of('left'), of);
      case 'ternary_expression': {
        const condition = of('condition');
        const decided = condition.kind === 'truth' ? condition.truth : undefined;
        if (decided !== undefined) return of(decided ? 'consequence' : 'alternative');
        return either([of('consequence'), of('alternative')], node, condition.setting);
      }
      case 'unary_expression': {
        const operator = node.field('operator')?.text;
        if (operator === '+') return numeric(of('argument'));
        if (operator === '-') return negative(of('argument'));
        if (operator === '!') return negation(of('argument'), at);
        if (operator === 'void') return { kind: 'nothing', at };
        return unknown(at, of('argument').setting);
      }
      default:
        return unknown(at);
    }
  }

  #binary(node: SyntaxNode, left: Value, of: (field: string) => Value): Value {
    const at = placeOf(node);
    const operator = node.field('operator')?.text;
    switch (operator) {
      case '||':
      case '??':
        return orElse(left, () => of('right'), operator === '||');
      case '&&':
        return left.kind === 'nothing' || isFalse(left) ? left : of('right');
      case '+':
        return sum(left, of('right'), at);
      case '-':
      case '*':
        return product(left, of('right'), operator, at);
      case '===':
      case '==':
      case '!==':
      case '!=':
        return equality(left, of('right'), operator.startsWith('!'), at);
      default:
        return unknown(at, left.setting);
    }
  }

  #template(node: SyntaxNode, frame: Frame | undefined): Value {
    const at = placeOf(node);
    const parts: Value[] = [];
    let from = node.start + 1;
    for (const part of node.parts.filter((it) => it.type === 'template_substitution')) {
      parts.push(textValue(unescaped(node.tree.text.slice(from, part.start)), at));
      const [inner] = part.parts;
      parts.push(inner ? this.evaluate(inner, frame) : unknown(at));
      from = part.end;
    }
    parts.push(textValue(unescaped(node.tree.text.slice(from, node.end - 1)), at));
    return concatenated(
      parts.filter((it) => it.kind !== 'text' || it.pieces[0] !== '' || parts.length === 1),
      at,
    );
  }

  #identifier(node: SyntaxNode, frame: Frame | undefined): Value {
    const binding = bindingOf(node.text, node);
    if (binding) return this.#bound(binding, node, frame);
    if (nullish.includes(node.text)) return { kind: 'nothing', at: placeOf(node) };
    const at = placeOf(node);
    const { file } = node;
    if (node.text === '__dirname') return textValue(beside(folderOf(file)), at);
    if (node.text === '__filename') return textValue(beside(file), at);
    return { kind: 'foreign', name: globalName(node.text), at };
  }

  #bound(binding: Binding, node: SyntaxNode, frame: Frame | undefined): Value {
    switch (binding.kind) {
      case 'variable':
        return this.#variable(binding, node, frame);
      case 'parameter':
        return this.#parameter(binding, node, frame);
      case 'each': {
        const list = this.evaluate(binding.list, frame);
        const items = alternatives(list).flatMap((it) => (it.kind === 'list' ? it.items : []));
        return this.#taken(choiceOf(items, placeOf(node)), binding.steps, node, frame);
      }
      case 'import':
        return this.#imported(binding.at.file, binding.from, binding.name, node);
      case 'code':
        return this.#code(binding.node, frame);
      case 'enum':
        return this.#enumeration(binding.node);
      case 'opaque':
        return unknown(placeOf(node));
    }
  }

  #variable(
    binding: Extract<Binding, { kind: 'variable' }>,
    node: SyntaxNode,
    frame: Frame | undefined,
  ): Value {
    const initial = binding.value ? this.evaluate(binding.value, frame) : undefined;
    const taken = initial && this.#taken(initial, binding.steps, node, frame);
    const assigned = binding.isConstant ? [] : this.#assigned(binding, node.file, frame);
    const values = [...(taken ? [taken] : []), ...assigned];
    if (values.length === 0 || values.every((it) => it.kind === 'unknown' && !it.setting)) {
      const typed = binding.type ? this.#typed(binding.type) : undefined;
      if (typed) return typed;
    }
    const proper = values.filter((it) => it.kind !== 'nothing');
    const value =
      proper.length === 0 ? (values[0] ?? unknown(placeOf(node))) : either(proper, node);
    return this.#filled(value, binding, node.file);
  }

  /** A record with what calls put into it: `Object.assign(config, { port: 3000 })`, `addDefaults(config, ...)`. */
  #filled(value: Value, binding: Extract<Binding, { kind: 'variable' }>, file: string): Value {
    const module = this.program.modules.get(file);
    if ((value.kind !== 'unknown' && value.kind !== 'record') || !module) return value;
    const calls = module.fillings
      .filter((it) => argumentsOf(it)[0]?.text === binding.name)
      .filter((it) => bindingOf(binding.name, it) === binding)
      .slice(0, mostSites);
    return calls.reduce<Value>((whole, call) => {
      const given = argumentsOf(call)
        .slice(1)
        .map((it) => this.evaluate(it))
        .filter((it) => it.kind === 'record');
      const isDefault = /default/i.test(call.field('function')?.text ?? '');
      return given.reduce(
        (one, other) => (isDefault ? layered(one, other) : layered(other, one)),
        whole,
      );
    }, value);
  }

  /** What is assigned to a variable after its declaration. */
  #assigned(
    binding: Extract<Binding, { kind: 'variable' }>,
    file: string,
    frame: Frame | undefined,
  ): readonly Value[] {
    const assignments = this.program.modules.get(file)?.assignments.get(binding.name) ?? [];
    return assignments
      .filter((it) => {
        const left = it.field('left');
        return left?.type === 'identifier' && bindingOf(binding.name, left) === binding;
      })
      .filter((it) => !neverRuns(it, this))
      .slice(0, mostSites)
      .flatMap((it) => {
        const right = it.field('right');
        if (!right || contains(right, binding.name)) return [];
        return [this.evaluate(right, frame)];
      });
  }

  /** Takes a part of a value as a pattern does: `{ PORT = 3000 }`. */
  #taken(
    value: Value,
    steps: readonly PatternStep[],
    node: SyntaxNode,
    frame: Frame | undefined,
  ): Value {
    return steps.reduce((whole, { key, fallback }) => {
      const part = this.member(whole, String(key), node);
      return fallback ? orElse(part, () => this.evaluate(fallback, frame), false) : part;
    }, value);
  }

  #parameter(
    binding: Extract<Binding, { kind: 'parameter' }>,
    node: SyntaxNode,
    frame: Frame | undefined,
  ): Value {
    const { owner, index, fallback, steps, type } = binding;
    let own = frame;
    while (own && own.owner !== owner) own = own.above;
    const single = (): Value | undefined =>
      own ? own.values[index] : this.#given(owner, index, node);
    const given = binding.rest ? own && restOf(own.values, index, node) : single();
    const value =
      fallback !== undefined
        ? orElse(
            given ?? { kind: 'nothing', at: placeOf(node) },
            () => this.evaluate(fallback, own),
            false,
          )
        : (given ?? unknown(placeOf(node)));
    const taken = this.#taken(value, steps, node, own);
    if (taken.kind === 'truth') return this.#replaced(binding, node, frame) ?? taken;
    if (taken.kind !== 'unknown' || taken.setting) return taken;
    return (type && this.#typed(type)) ?? this.#injected(binding) ?? taken;
  }

  /** What a function puts in the place of a switch that it is given: `if (own === true) own = folder();` */
  #replaced(
    binding: Extract<Binding, { kind: 'parameter' }>,
    node: SyntaxNode,
    frame: Frame | undefined,
  ): Value | undefined {
    // What it puts there may be made of the parameter itself.
    if (this.#replacing.has(binding)) return undefined;
    this.#replacing.add(binding);
    try {
      const values = this.#assignmentsTo(node.file, binding.name, binding.name)
        .filter((it) => bindingOf(binding.name, it) === binding)
        .flatMap((it) => it.field('right') ?? [])
        .map((it) => this.evaluate(it, frame));
      return values.length === 0 ? undefined : either(values, node);
    } finally {
      this.#replacing.delete(binding);
    }
  }

  /** What callers give for a parameter. */
  #given(owner: SyntaxNode, index: number, node: SyntaxNode): Value | undefined {
    const handed = this.#callback(owner, index);
    if (handed) return handed.length === 0 ? undefined : either(handed, node);
    const sites = this.sites(owner);
    const values = sites.flatMap((it) => {
      const argument = argumentsOf(it)[index];
      return argument ? [this.evaluate(argument)] : [];
    });
    if (index === 0) values.push(...this.#handedItems(owner));
    if (values.length === 0) return undefined;
    // Switches that only some calls set: `open()` and `open({ inMemory: true })`.
    const isOpen = values.length < sites.length && values.every(isSwitches);
    return isOpen ? unknown(placeOf(node)) : either(values, node);
  }

  /** A function that is handed to `then`, `forEach` or `map`. */
  #callback(owner: SyntaxNode, index: number): readonly Value[] | undefined {
    const context = index === 0 ? commandContext(this, owner) : undefined;
    if (context) return [context];
    const call = owner.parent?.parent;
    const callee = call?.type === 'call_expression' ? call.field('function') : undefined;
    if (!call || callee?.type !== 'member_expression') return undefined;
    const receiver = callee.field('object');
    const method = callee.field('property')?.text ?? '';
    const option = settingParameter(this, call, method);
    if (option) return [option];
    const port = index === 1 ? foundPort(this, call) : undefined;
    if (port) return [port];
    if (index > 0) return undefined;
    if (!receiver) return undefined;
    if (method === 'then') return [this.evaluate(receiver)];
    return forEachItem.includes(method) ? this.#itemsOf(receiver) : undefined;
  }

  /** `folders.forEach(ensure)`: the items for a function that is handed on by its name. */
  #handedItems(owner: SyntaxNode): readonly Value[] {
    const name = nameOf(owner);
    if (name === undefined) return [];
    return modulesNear(owner, this.program)
      .filter((it) => it.text.includes(`(${name})`))
      .flatMap((it) => forEachItem.flatMap((method) => it.callsOf(method)))
      .flatMap((call) => {
        const [handed] = argumentsOf(call);
        const receiver = call.field('function')?.field('object');
        if (handed?.type !== 'identifier' || handed.text !== name || !receiver) return [];
        const value = this.evaluate(handed);
        return value.kind === 'code' && value.node === owner ? this.#itemsOf(receiver) : [];
      });
  }

  #itemsOf(list: SyntaxNode): readonly Value[] {
    return alternatives(this.evaluate(list)).flatMap((it) => (it.kind === 'list' ? it.items : []));
  }

  /** @returns the calls of a function or constructor, in all files that name it. */
  sites(owner: SyntaxNode): readonly SyntaxNode[] {
    const known = this.#callers.get(owner);
    if (known) return known;
    // A function that calls itself is not asked again.
    this.#callers.set(owner, []);
    const sites = this.#foundSites(owner);
    this.#callers.set(owner, sites);
    return sites;
  }

  #foundSites(owner: SyntaxNode): readonly SyntaxNode[] {
    const name = nameOf(owner);
    const named: SyntaxNode[] = name === undefined ? [] : this.#namedSites(owner, name);
    const isMaker = owner.field('name')?.text === 'constructor';
    const found = isMaker ? [...named, ...superCalls(owner, this)] : named;
    return found.length > 0 ? found : this.#importedSites(owner);
  }

  /** The calls of a function, or the constructions of a class, that other files import under any name. */
  #importedSites(owner: SyntaxNode): readonly SyntaxNode[] {
    const { names, whole } = this.program.modules.get(owner.file)?.exports ?? {};
    const exported = names?.get('default');
    const isExported = whole ?? (exported?.kind === 'expression' ? exported.node : undefined);
    const isConstructor = owner.field('name')?.text === 'constructor';
    const named = (isConstructor ? owner.above(...classTypes) : undefined) ?? owner;
    if (isExported !== named && isExported?.text !== named.field('name')?.text) return [];
    const found: SyntaxNode[] = [];
    const importers = this.program.importers(owner.file);
    for (const it of importers.length > mostCalling ? [] : importers) {
      for (const [local, calls] of it.calls) {
        const [first] = calls;
        const callee = first?.field('function') ?? first?.field('constructor');
        if (!first || callee?.type !== 'identifier' || callee.text !== local) continue;
        if (isImported(callee) && this.#calls(first, owner)) found.push(...calls);
        if (found.length >= mostSites) return found.slice(0, mostSites);
      }
    }
    return found;
  }

  /** The files whose text calls a name. */
  #modulesCalling(name: string): readonly Module[] {
    this.#calling ??= callingModules(this.program.modules.values());
    return this.#calling.get(name) ?? [];
  }

  #namedSites(owner: SyntaxNode, name: string): SyntaxNode[] {
    const found: SyntaxNode[] = [];
    const all = this.#modulesCalling(name);
    const near = modulesNear(owner, this.program);
    const importing = all.filter((it) => near.includes(it));
    const calling = importing.length > 0 ? importing : all;
    for (const it of calling.length > mostCalling ? [] : calling) {
      for (const call of it.calls.get(name) ?? []) {
        if (found.length >= mostSites) return found;
        if (this.#calls(call, owner)) found.push(call);
      }
    }
    return found;
  }

  /** Whether a call is one of that function. Methods are compared by name only. */
  #calls(call: SyntaxNode, owner: SyntaxNode): boolean {
    const callee = call.field('function') ?? call.field('constructor');
    if (callee?.type !== 'identifier') return true;
    const value = this.evaluate(callee);
    if (value.kind !== 'code') return false;
    return value.node === owner || value.node === owner.above(...classTypes);
  }

  /** A parameter of a constructor without types: nothing is known. */
  #injected({ type }: Extract<Binding, { kind: 'parameter' }>): Value | undefined {
    return type ? this.#typed(type) : undefined;
  }

  /** What has this type: an instance of a class of the project, or of a package. */
  #typed(type: SyntaxNode): Value | undefined {
    const [named] = type.type === 'type_annotation' ? type.parts : [type];
    const plain = named?.type === 'generic_type' ? named.field('name') : named;
    if (plain?.type !== 'type_identifier') return undefined;
    const binding = bindingOf(plain.text, plain);
    if (binding?.kind === 'code') return this.#instance(binding.node, undefined);
    if (binding?.kind !== 'import') return undefined;
    const value = this.#imported(binding.at.file, binding.from, binding.name, plain);
    if (value.kind === 'code' && classTypes.includes(value.node.type))
      return this.#instance(value.node, undefined);
    return value.kind === 'foreign' ? { ...value, name: `${value.name}()` } : undefined;
  }

  #imported(file: string, from: string, name: string, node: SyntaxNode): Value {
    const target = this.program.resolve(file, from);
    // A file that the project does not have, and that the program can do without.
    if (target === undefined && from.startsWith('.')) return unknown(placeOf(node));
    const copied = target === undefined ? undefined : copiedPackage(target);
    if (target === undefined || copied !== undefined) {
      const module = moduleName(copied ?? from);
      const full = name === '*' || name === 'default' ? module : `${module}.${name}`;
      return { kind: 'foreign', name: full, at: placeOf(node) };
    }
    return this.#exported(target, name, node) ?? unknown(placeOf(node));
  }

  /** @param name `*` for everything that the file exports. */
  #exported(file: string, name: string, node: SyntaxNode, depth = 0): Value | undefined {
    const module = this.program.modules.get(file);
    if (!module) {
      const data = this.program.data(file);
      if (data === undefined) return undefined;
      const value = dataValue(data, { file, line: 1 });
      return name === '*' || name === 'default' ? value : this.member(value, name, node);
    }
    if (depth > 12) return undefined;
    const { names, stars, whole } = module.exports;
    if (name === '*') return whole ? this.evaluate(whole) : this.#namespace(file, node);
    const exported = names.get(name);
    if (exported?.kind === 'expression') return this.evaluate(exported.node);
    if (exported?.kind === 'local') {
      const binding = module.root && declarationsIn(module.root).get(exported.name);
      return binding && this.#bound(binding, module.root ?? node, undefined);
    }
    if (exported) return this.#imported(file, exported.from, exported.name, node);
    if (whole) {
      const value = this.evaluate(whole);
      return name === 'default' ? value : this.member(value, name, node);
    }
    if (name === 'default') return names.size > 0 ? this.#namespace(file, node) : undefined;
    for (const from of stars) {
      const target = this.program.resolve(file, from);
      const value =
        target === undefined ? undefined : this.#exported(target, name, node, depth + 1);
      if (value) return value;
    }
    return undefined;
  }

  #namespace(file: string, node: SyntaxNode): Value {
    const { names } = this.program.modules.get(file)?.exports ?? {};
    return {
      kind: 'record',
      names: [...(names?.keys() ?? [])],
      entry: (name) => this.#exported(file, name, node),
      at: { file, line: 1 },
    };
  }

  #enumeration(node: SyntaxNode): Value {
    const members = node.field('body')?.parts ?? [];
    const named = (name: string): SyntaxNode | undefined =>
      members.find((it) => keyText(it.field('name') ?? it) === name);
    return {
      kind: 'record',
      names: members.map((it) => keyText(it.field('name') ?? it)),
      entry: (name) => {
        const value = named(name)?.field('value');
        return value && this.evaluate(value);
      },
      at: placeOf(node),
    };
  }

  #memberExpression(node: SyntaxNode, frame: Frame | undefined): Value {
    const [object, property] = [node.field('object'), node.field('property')];
    if (!object || !property) return unknown(placeOf(node));
    if (object.type === 'import' || object.text === 'import.meta')
      return metaValue(property.text, node);
    const own = this.member(this.evaluate(object, frame), property.text, node);
    const assigned = this.#assignedMembers(node, frame);
    if (assigned.length === 0) return own;
    return own.kind === 'unknown' && !own.setting
      ? either(assigned, node)
      : either([...assigned, own], node);
  }

  /** `config.port = process.env.PORT || 3000`, in the same file; `global.port = 3000`, in any. */
  #assignedMembers(node: SyntaxNode, frame: Frame | undefined): readonly Value[] {
    const name = node.field('property')?.text ?? '';
    const isGlobal = /^(?:global|globalThis)$/.test(node.field('object')?.text ?? '');
    const files = isGlobal ? [...this.program.modules.keys()] : [node.file];
    // Most members are never assigned, and their text need not be taken.
    const assigning = files.filter((it) => this.program.modules.get(it)?.assignments.has(name));
    if (assigning.length === 0) return [];
    const target = node.text.replaceAll('?.', '.');
    const sites = assigning
      .flatMap((it) => this.#assignmentsTo(it, name, target))
      .filter((it) => it.field('left') !== node);
    if (sites.length === 0) return [];
    const key = `${node.file}:${target}`;
    // `this.port` is read with its class. A value made of itself has the one before it.
    if (/^this\.[\w$]+$/.test(target) || this.#openMembers.has(key)) return [];
    this.#openMembers.add(key);
    try {
      return sites
        .slice(0, mostSites)
        .flatMap((it) => it.field('right') ?? [])
        .map((it) => this.evaluate(it, frame))
        .filter(
          (it) => it.kind !== 'nothing' && (it.kind !== 'unknown' || it.setting !== undefined),
        );
    } finally {
      this.#openMembers.delete(key);
    }
  }

  /** @returns the assignments in a file to a member, by its last name and as it is written. */
  #assignmentsTo(file: string, name: string, target: string): readonly SyntaxNode[] {
    const all = this.program.modules.get(file)?.assignments.get(name) ?? [];
    return all.filter((it) => it.field('left')?.text === target);
  }

  #subscript(node: SyntaxNode, frame: Frame | undefined): Value {
    const [object, index] = [node.field('object'), node.field('index')];
    if (!object || !index) return unknown(placeOf(node));
    const value = this.evaluate(object, frame);
    const [key] = alternatives(this.evaluate(index, frame));
    if (key?.kind === 'text' && key.pieces.length === 1 && typeof key.pieces[0] === 'string')
      return this.member(value, key.pieces[0], node);
    if (key?.kind === 'number') return this.member(value, String(key.number), node);
    // A part that only the run knows: one of all.
    if (value.kind === 'record' && value.names.length <= 16)
      return choiceOf(
        value.names.flatMap((it) => value.entry(it) ?? []),
        placeOf(node),
      );
    return unknown(placeOf(node));
  }

  #foreignMember(value: Extract<Value, { kind: 'foreign' }>, name: string, at: SyntaxNode): Value {
    if (
      /^(?:node:process\.env|Bun\.env|import\.meta\.env|\$env\/dynamic\/(?:private|public)\.env)$/.test(
        value.name,
      )
    ) {
      const inPackage = packageValue(this.program, name, at);
      if (inPackage) return settable(inPackage, { variable: name });
      const known = value.name === 'import.meta.env' ? undefined : inImage[name];
      return known === undefined
        ? unknown(placeOf(at), { variable: name })
        : textValue(known, placeOf(at));
    }
    if (name === 'default' || name === 'promises') {
      if (name === 'default') return value;
    }
    const full = `${value.name}.${name}`;
    const constant = onLinux[full];
    if (constant !== undefined) return textValue(constant, placeOf(at));
    const known = settingMember(this, value, name, at);
    return known ?? { kind: 'foreign', name: full, at: placeOf(at) };
  }

  #object(node: SyntaxNode, frame: Frame | undefined): Value {
    const parts = node.parts.toReversed();
    const spread = (it: SyntaxNode): Value => {
      const [inner] = it.parts;
      return inner ? this.evaluate(inner, frame) : unknown(placeOf(it));
    };
    const own = (it: SyntaxNode): string | undefined => {
      if (it.type === 'shorthand_property_identifier') return it.text;
      const key = it.field('key') ?? it.field('name');
      return key ? keyText(key) : undefined;
    };
    const entry = (name: string): Value | undefined => {
      for (const it of parts) {
        if (it.type === 'spread_element') {
          const found = this.#spreadEntry(spread(it), name, it);
          if (found) return found;
        } else if (own(it) === name) {
          if (it.type === 'pair') {
            const value = it.field('value');
            return value && this.evaluate(value, frame);
          }
          if (it.type !== 'method_definition') return this.evaluate(it, frame);
          return isGetter(it)
            ? this.#returned(it, { owner: it, values: [], above: frame })
            : this.#code(it, frame);
        }
      }
      return undefined;
    };
    const names = node.parts.flatMap((it) => {
      if (it.type !== 'spread_element') return own(it) ?? [];
      const value = spread(it);
      return value.kind === 'record' ? value.names : [];
    });
    return { kind: 'record', names: [...new Set(names)], entry, at: placeOf(node) };
  }

  #spreadEntry(value: Value, name: string, at: SyntaxNode): Value | undefined {
    const found = alternatives(value).flatMap((it) => {
      if (it.kind === 'record') return it.entry(name) ?? [];
      return it.kind === 'foreign' && it.name.endsWith('.env') ? this.member(it, name, at) : [];
    });
    return found.length > 0 ? choiceOf(found, placeOf(at)) : undefined;
  }

  #array(node: SyntaxNode, frame: Frame | undefined): Value {
    const items = node.parts.slice(0, 64).flatMap((it) => {
      if (it.type !== 'spread_element') return [this.evaluate(it, frame)];
      return this.spread(it, frame) ?? [];
    });
    return { kind: 'list', items, at: placeOf(node) };
  }

  /** @returns the elements of `...list`; `undefined` if that is not known. */
  spread(node: SyntaxNode, frame?: Frame): readonly Value[] | undefined {
    const [inner] = node.parts;
    const value = inner && this.evaluate(inner, frame);
    return value?.kind === 'list' ? value.items : undefined;
  }

  #code(node: SyntaxNode, frame: Frame | undefined): Value {
    const value: Value = { kind: 'code', node, at: placeOf(node) };
    if (frame) this.#made.set(value, { call: node, frame, receiver: undefined, callee: '' });
    return value;
  }

  #call(node: SyntaxNode, frame: Frame | undefined): Value {
    const callee = node.field('function');
    if (!callee) return unknown(placeOf(node));
    if (callee.type === 'import' || (callee.text === 'require' && isRequire(callee)))
      return this.#loaded(node, frame);
    if (callee.type !== 'member_expression')
      return this.#called(this.evaluate(callee, frame), undefined, node, frame);
    const [object, property] = [callee.field('object'), callee.field('property')];
    if (!object || !property) return unknown(placeOf(node));
    if (object.text === 'super') return unknown(placeOf(node));
    const receiver = this.evaluate(object, frame);
    if (receiver.kind === 'choice')
      return choiceOf(
        receiver.of.map((it) => this.#method(it, property.text, node, frame)),
        placeOf(node),
      );
    return this.#method(receiver, property.text, node, frame);
  }

  #method(receiver: Value, name: string, node: SyntaxNode, frame: Frame | undefined): Value {
    if (name === 'then' || name === 'catch' || name === 'finally') return receiver;
    const known = knownMethod(this, receiver, name, node, frame);
    if (known) return known;
    if (receiver.kind === 'foreign')
      return this.#called(
        { kind: 'foreign', name: `${receiver.name}.${name}`, at: placeOf(node) },
        receiver,
        node,
        frame,
      );
    if (receiver.kind !== 'record' && receiver.kind !== 'code')
      return this.#unknownCall(node, frame);
    return this.#called(this.member(receiver, name, node), receiver, node, frame);
  }

  #called(
    callee: Value,
    receiver: Value | undefined,
    node: SyntaxNode,
    frame: Frame | undefined,
  ): Value {
    if (callee.kind === 'choice')
      return choiceOf(
        callee.of.map((it) => this.#called(it, receiver, node, frame)),
        placeOf(node),
      );
    if (callee.kind === 'foreign') return this.#foreignCall(callee.name, receiver, node, frame);
    if (callee.kind !== 'code' || !functionTypes.includes(callee.node.type))
      return this.#unknownCall(node, frame);
    const values = argumentsOf(node).flatMap((it) =>
      it.type === 'spread_element' ? (this.spread(it, frame) ?? []) : [this.evaluate(it, frame)],
    );
    return this.#returned(callee.node, {
      owner: callee.node,
      values,
      self: receiver?.kind === 'record' ? receiver : undefined,
      above: this.#made.get(callee)?.frame,
    });
  }

  /** `env('PORT', 3000)`, where `env` is handed in by a framework. */
  #unknownCall(node: SyntaxNode, frame: Frame | undefined): Value {
    const made: Made = { call: node, frame, receiver: undefined, callee: '' };
    return namedSetting(this, made) ?? unknown(placeOf(node));
  }

  #foreignCall(
    callee: string,
    receiver: Value | undefined,
    node: SyntaxNode,
    frame: Frame | undefined,
  ): Value {
    const made: Made = { call: node, frame, receiver, callee };
    const known = knownFunction(this, callee, node, frame) ?? settingCall(this, made);
    if (known) return known;
    const value: Value = { kind: 'foreign', name: `${callee}()`, at: placeOf(node) };
    this.#made.set(value, made);
    return value;
  }

  #loaded(node: SyntaxNode, frame: Frame | undefined): Value {
    const [argument] = argumentsOf(node);
    const value = argument && this.evaluate(argument, frame);
    const texts = value ? alternatives(value) : [];
    const [first] = texts;
    if (first?.kind !== 'text' || first.pieces.length !== 1 || typeof first.pieces[0] !== 'string')
      return unknown(placeOf(node));
    const [path] = first.pieces;
    // `require(path.join(__dirname, 'defaults.js'))`: the whole path is known.
    if (placed(path).below === undefined) return this.#imported(node.file, path, '*', node);
    const file = fileAt(fileOf(path, this.program.folder), this.program.files);
    const loaded = file === undefined ? undefined : this.#exported(file, '*', node);
    return loaded ?? unknown(placeOf(node));
  }

  /** What a function of the project returns. */
  #returned(code: SyntaxNode, frame: Frame): Value {
    const body = code.field('body');
    if (!body) return unknown(placeOf(code));
    if (body.type !== 'statement_block') return this.evaluate(body, frame);
    if (looksForManifest(body)) return packageFolder(this, code);
    const returns = returnsIn(body).filter((it) => !neverRuns(it, this));
    const values = returns.map((it) => {
      const [value] = it.parts;
      return value ? this.evaluate(value, frame) : unknown(placeOf(it));
    });
    return values.length === 0 ? unknown(placeOf(code)) : either(values, code);
  }

  #construction(node: SyntaxNode, frame: Frame | undefined): Value {
    const constructor = node.field('constructor');
    if (!constructor) return unknown(placeOf(node));
    const value = this.evaluate(constructor, frame);
    if (value.kind === 'foreign' && value.name === 'Proxy') {
      const proxy = this.#proxied(node, frame);
      if (proxy) return proxy;
    }
    if (value.kind === 'foreign') return this.#foreignCall(value.name, undefined, node, frame);
    if (value.kind !== 'code') return unknown(placeOf(node));
    if (!classTypes.includes(value.node.type)) return unknown(placeOf(node));
    return this.#instance(
      value.node,
      argumentsOf(node).map((it) => this.evaluate(it, frame)),
    );
  }

  /** `new Proxy({}, { get: (target, name) => settings()[name] })`: every part is what `get` gives. */
  #proxied(node: SyntaxNode, frame: Frame | undefined): Value | undefined {
    const [target, handler] = argumentsOf(node).map((it) => this.evaluate(it, frame));
    const get = handler?.kind === 'record' ? handler.entry('get') : undefined;
    if (!target || get?.kind !== 'code') return undefined;
    const at = placeOf(node);
    return {
      kind: 'record',
      names: target.kind === 'record' ? target.names : [],
      entry: (name) => this.result(get, [target, textValue(name, at)], node),
      at,
    };
  }

  #self(node: SyntaxNode, frame: Frame | undefined): Value {
    for (let own = frame; own; own = own.above) if (own.self) return own.self;
    const class_ = node.above(...classTypes);
    if (class_) return this.#selfOf(class_, node);
    const object = node.above('object');
    return object ? this.evaluate(object) : unknown(placeOf(node));
  }

  /** An instance of the class, or of each class that extends it, unless it is constructed itself. */
  #selfOf(class_: SyntaxNode, node: SyntaxNode): Value {
    const own = this.#instance(class_, undefined);
    const below = subclassesOf(class_, this);
    const isMade = below.length === 0 || this.#isConstructed(class_);
    const others = below.map((it) => this.#instance(it, undefined));
    return choiceOf(isMade ? [own, ...others] : others, placeOf(node));
  }

  #isConstructed(class_: SyntaxNode): boolean {
    const name = class_.field('name')?.text;
    return name !== undefined && this.#namedSites(class_, name).length > 0;
  }

  /** @param values the arguments of the constructor; `undefined` for those of all constructions. */
  #instance(node: SyntaxNode, values: readonly Value[] | undefined): Value {
    const members = node.field('body')?.parts ?? [];
    const names = members.flatMap((it) => it.field('name')?.text ?? []);
    const self: Value = {
      kind: 'record',
      type: node.field('name')?.text ?? '',
      names,
      entry: (name) => this.#instanceMember(node, members, name, values, self),
      at: placeOf(node),
    };
    return self;
  }

  #instanceMember(
    node: SyntaxNode,
    members: readonly SyntaxNode[],
    name: string,
    values: readonly Value[] | undefined,
    self: Value,
  ): Value | undefined {
    const maker = members.find((it) => it.field('name')?.text === 'constructor');
    const inside: Frame | undefined = maker && values ? { owner: maker, values, self } : undefined;
    const member = members.find(
      (it) => it.field('name')?.text === name && !/^static\b/.test(it.text.slice(0, 8)),
    );
    if (member?.type === 'method_definition')
      return isGetter(member)
        ? this.#returned(member, { owner: member, values: [], self })
        : this.#code(member, undefined);
    const given = [
      ...(member?.field('value')
        ? [this.evaluate(member.field('value') as SyntaxNode, { owner: node, values: [], self })]
        : []),
      ...this.#assignedFields(node, name, inside, maker),
      ...this.#parameterField(maker, name, inside),
    ].filter((it) => it.kind !== 'nothing');
    if (given.length > 0 && given.some((it) => it.kind !== 'unknown' || it.setting))
      return either(given, node);
    const type = member?.field('type');
    return (type && this.#typed(type)) ?? given[0] ?? this.#inherited(node, name);
  }

  #assignedFields(
    node: SyntaxNode,
    name: string,
    inside: Frame | undefined,
    maker: SyntaxNode | undefined,
  ): readonly Value[] {
    return this.#assignmentsTo(node.file, name, `this.${name}`)
      .filter((it) => it.start > node.start && it.end < node.end)
      .slice(0, mostSites)
      .flatMap((it) => {
        const right = it.field('right');
        if (!right) return [];
        const within = maker && it.start > maker.start && it.end < maker.end;
        return [this.evaluate(right, within ? inside : undefined)];
      });
  }

  /** `constructor(private readonly port: number)` makes a field. */
  #parameterField(
    maker: SyntaxNode | undefined,
    name: string,
    inside: Frame | undefined,
  ): readonly Value[] {
    const parameters = maker?.field('parameters')?.parts ?? [];
    const own = parameters.find(
      (it) =>
        it.field('pattern')?.text === name &&
        /^(?:@[\w(){}'".,\s]*\s)?(?:private|public|protected|readonly|override)\b/.test(it.text),
    );
    const pattern = own?.field('pattern');
    const body = maker?.field('body');
    if (!pattern || !maker || !body) return [];
    const binding = declarationsIn(maker).get(name);
    return binding ? [this.#bound(binding, pattern, inside)] : [];
  }

  #inherited(node: SyntaxNode, name: string): Value | undefined {
    const value = baseOf(node, this);
    if (!value) return undefined;
    if (value.kind === 'code' && classTypes.includes(value.node.type)) {
      const instance = this.#instance(value.node, undefined);
      return instance.kind === 'record' ? instance.entry(name) : undefined;
    }
    return value.kind === 'foreign'
      ? { kind: 'foreign', name: `${value.name}().${name}`, at: value.at }
      : undefined;
  }

  #staticMember(node: SyntaxNode, name: string): Value | undefined {
    const member = node
      .field('body')
      ?.parts.find(
        (it) => it.field('name')?.text === name && /\bstatic\b/.test(it.text.slice(0, 40)),
      );
    const assigned = this.#assignedStatics(node, name);
    if (assigned.length > 0) return either(assigned, node);
    if (!member) return undefined;
    if (member.type === 'method_definition')
      return isGetter(member)
        ? this.#returned(member, { owner: member, values: [] })
        : this.#code(member, undefined);
    const value = member.field('value');
    const type = member.field('type');
    return value ? this.evaluate(value) : type && this.#typed(type);
  }

  /** `Settings.instance = new Settings()`. */
  #assignedStatics(node: SyntaxNode, name: string): readonly Value[] {
    const target = `${node.field('name')?.text ?? ''}.${name}`;
    return this.#assignmentsTo(node.file, name, target)
      .slice(0, mostSites)
      .flatMap((it) => it.field('right') ?? [])
      .map((it) => this.evaluate(it));
  }
}

/** The parts of a record, and of another for what the first does not have. */
function layered(first: Value, second: Value): Value {
  const entry = (value: Value, name: string): Value | undefined => {
    const found = value.kind === 'record' ? value.entry(name) : undefined;
    return found?.kind === 'unknown' && !found.setting ? undefined : found;
  };
  const namesOf = (value: Value): readonly string[] => (value.kind === 'record' ? value.names : []);
  return {
    kind: 'record',
    names: [...new Set([...namesOf(first), ...namesOf(second)])],
    entry: (name) => entry(first, name) ?? entry(second, name),
    at: second.at,
  };
}

/** The files by the names that they call: a sieve by text, so that few of them are parsed. */
function callingModules(modules: Iterable<Module>): ReadonlyMap<string, readonly Module[]> {
  const calling = new Map<string, Module[]>();
  for (const module of modules) {
    const names = new Set(module.text.match(/(?<![\w$])[\w$]{1,60}(?=[(<])/g) ?? []);
    for (const name of names) {
      const known = calling.get(name);
      if (known) known.push(module);
      else calling.set(name, [module]);
    }
  }
  return calling;
}

function nameOf(owner: SyntaxNode): string | undefined {
  const name = owner.field('name')?.text;
  if (name === 'constructor') return owner.above(...classTypes)?.field('name')?.text;
  if (name !== undefined) return name;
  const { parent } = owner;
  if (parent?.type === 'variable_declarator') return parent.field('name')?.text;
  if (parent?.type === 'pair') return parent.field('key')?.text;
  if (parent?.type === 'public_field_definition') return parent.field('name')?.text;
  return parent?.type === 'assignment_expression'
    ? /([\w$]+)$/.exec(parent.field('left')?.text ?? '')?.[1]
    : undefined;
}

/** Whether a name is what another file gives. */
function isImported(name: SyntaxNode): boolean {
  const binding = bindingOf(name.text, name);
  return (
    binding?.kind === 'import' ||
    (binding?.kind === 'variable' && binding.value?.type === 'call_expression')
  );
}

function isGetter(node: SyntaxNode): boolean {
  return /^(?:static\s+|public\s+|private\s+|protected\s+)*get\s/.test(node.text.slice(0, 40));
}

/** Whether an expression is made of the variable itself: `port = port + 1`. */
/** The value of a rest parameter: `...parts`. */
function restOf(values: readonly Value[], index: number, node: SyntaxNode): Value {
  return { kind: 'list', items: values.slice(index), at: placeOf(node) };
}

/** Whether a value only turns things on or off. */
function isSwitches(value: Value): boolean {
  return (
    value.kind === 'record' &&
    value.names.length > 0 &&
    value.names.every((it) => value.entry(it)?.kind === 'truth')
  );
}

function contains(node: SyntaxNode, name: string): boolean {
  return node.all('identifier').some((it) => it.text === name);
}

/** The `return` statements of a function, without those of functions inside it. */
/** Whether a function goes up the folders until it finds package.json: the folder of the package. */
function looksForManifest({ text }: SyntaxNode): boolean {
  return (
    /["'`/]package\.json["'`]/.test(text) &&
    /\b(?:existsSync|accessSync|statSync|pathExists)\b/.test(text) &&
    /\bwhile\b|\bfor\b/.test(text) &&
    /\bdirname\b|["']\.\.["']/.test(text)
  );
}

function returnsIn(body: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const open = [...body.parts].reverse();
  for (let node = open.pop(); node && found.length < mostSites; node = open.pop()) {
    if (node.type === 'return_statement') found.push(node);
    else if (!functionTypes.includes(node.type) && !classTypes.includes(node.type))
      open.push(...[...node.parts].reverse());
  }
  return found;
}

/** `npm_package_config_port`: npm sets it for the scripts of a package, from its `config`. */
function packageValue(program: Program, variable: string, at: SyntaxNode): Value | undefined {
  const key = /^npm_package_config_(\w+)$/.exec(variable)?.[1];
  if (key === undefined) return undefined;
  const { config } = recordOf(program.data(joined(program.folder, 'package.json')));
  const value = recordOf(config)[key];
  return value === undefined ? undefined : dataValue(value, placeOf(at));
}

function metaValue(name: string, node: SyntaxNode): Value {
  const at = placeOf(node);
  const { file } = node;
  if (name === 'dirname' || name === 'dir') return textValue(beside(folderOf(file)), at);
  if (name === 'filename' || name === 'url' || name === 'path') return textValue(beside(file), at);
  return { kind: 'foreign', name: `import.meta.${name}`, at };
}

function beside(path: string): string {
  return path === '' ? sourceRoot : `${sourceRoot}/${path}`;
}

/** One of several, where only the run decides. What a setting gives has the others as default. */
function either(values: readonly Value[], node: SyntaxNode, condition?: Setting): Value {
  const flat = values.flatMap(alternatives);
  const open = flat.find((it) => it.kind === 'unknown' && it.setting)?.setting;
  const known = flat.filter((it) => it.kind !== 'unknown');
  const setting = open ?? (condition?.variable === undefined ? undefined : condition);
  if (known.length === 0) return choiceOf(values, placeOf(node));
  return choiceOf(
    setting && open ? known.map((it) => settable(it, setting)) : known,
    placeOf(node),
  );
}

function negative(value: Value): Value {
  return value.kind === 'number' ? { ...value, number: -value.number } : unknown(value.at);
}

function numberOf(text: string, at: Value['at']): Value {
  const number = Number(text.replaceAll('_', '').replace(/n$/, ''));
  return Number.isFinite(number) ? numberValue(number, at) : unknown(at);
}

function sum(left: Value, right: Value, at: Value['at']): Value {
  if (left.kind === 'number' && right.kind === 'number') {
    const setting = left.setting ?? right.setting;
    const value = numberValue(left.number + right.number, at);
    return setting ? settable(value, setting) : value;
  }
  return concatenated([left, right], at);
}

function product(left: Value, right: Value, operator: '-' | '*', at: Value['at']): Value {
  if (left.kind !== 'number' || right.kind !== 'number') return unknown(at);
  return numberValue(
    operator === '-' ? left.number - right.number : left.number * right.number,
    at,
  );
}

const isFalse = (value: Value): boolean => value.kind === 'truth' && !value.truth;

function negation(value: Value, at: Value['at']): Value {
  return value.kind === 'truth' ? { ...value, truth: !value.truth } : unknown(at, value.setting);
}

function equality(left: Value, right: Value, negated: boolean, at: Value['at']): Value {
  const [one, other] = [textOf(left), textOf(right)];
  const setting = left.setting ?? right.setting;
  if (one === undefined || other === undefined || setting) return unknown(at, setting);
  return { kind: 'truth', truth: (one === other) !== negated, at };
}

function textOf(value: Value): string | undefined {
  if (value.kind === 'number') return String(value.number);
  return value.kind === 'text' && value.pieces.length === 1
    ? (value.pieces[0] ?? undefined)
    : undefined;
}

/** https://tc39.es/ecma262/#sec-literals-string-literals */
function stringText(node: SyntaxNode): string {
  return unescaped(node.text.slice(1, -1));
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  const plain: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return text.replace(
    /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|([\s\S]))/gi,
    (_, ...codes) => {
      const [long, short, byte, character] = codes as (string | undefined)[];
      const code = long ?? short ?? byte;
      if (code !== undefined) return String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff));
      return plain[character ?? ''] ?? character ?? '';
    },
  );
}
