/**
 * Finds what an expression can be when the program starts. No code is run. Names, attributes,
 * calls and parameters are followed through the modules of the project.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { hashOf } from '../../../text/word-filter.ts';
import {
  alternatives,
  choiceOf,
  numberValue,
  placeOf,
  textValue,
  unknown,
  type Value,
} from '../../shared/values.ts';
import { argumentsOf, type CallArguments, callOf } from './arguments.ts';
import { fieldOf, isRecordClass } from './classes.ts';
import { filled, filledIn, itemsOf } from './filled.ts';
import { libraryAttribute, libraryCall } from './library.ts';
import { methodOf } from './methods.ts';
import { type Binding, isGuard, type Parameter, type PythonModule, scopeOf } from './module.ts';
import { combinedText, operated } from './operators.ts';
import { optionParameter, optionsParameter } from './options.ts';
import { type Evaluator, type Frame, mapped as mappedAt, type Origin } from './evaluating.ts';
import { sourcesPath } from './places.ts';
import type { Sources } from './sources.ts';
import { isDecided, isForOtherSystem, systemTruth } from './systems.ts';

/** How many steps one question may take, and how far one value is followed. */
const mostSteps = 4000;
const mostStepsOfAll = 400_000;
const deepest = 48;

export function evaluatorOf(sources: Sources): Evaluator {
  return new ProgramEvaluator(sources);
}

/** In how many modules the calls of a function are looked for, and how many of them count. */
const mostSearched = 24;
const mostSites = 12;

/** Methods of texts and lists: what is not known is one of those, and no object of the project. */
const ofTexts =
  /^(?:append|count|decode|encode|endswith|extend|find|format|index|join|lower|lstrip|partition|replace|rpartition|rsplit|rstrip|sort|split|splitlines|startswith|strip|upper)$/;

/** Functions that call another: https://docs.python.org/3/library/threading.html */
const runners = [
  'Thread',
  'Process',
  'Timer',
  'to_thread',
  'run_in_executor',
  'run_sync',
  'run_in_threadpool',
  'submit',
  'partial',
  'apply_async',
  'call_soon',
  'start_soon',
  'add_job',
  'spawn',
];

class ProgramEvaluator implements Evaluator {
  readonly sources: Sources;
  readonly #known = new Map<SyntaxNode, Value>();
  readonly #active = new Set<SyntaxNode>();
  /** Dictionaries and functions whose spread values are searched for an entry. */
  readonly #spreading = new Set<SyntaxNode>();
  readonly #origins = new WeakMap<Value, Origin>();
  readonly #callSites = new Map<SyntaxNode, readonly CallSite[]>();
  readonly #attributes = new Map<SyntaxNode, ReadonlyMap<string, readonly SyntaxNode[]>>();
  #allSteps = 0;
  #depth = 0;
  #steps = 0;
  #isCut = false;

  #modules: readonly PythonModule[];

  constructor(sources: Sources) {
    this.sources = sources;
    this.#modules = sources.modules;
  }

  within(modules: readonly PythonModule[]): void {
    if (
      modules.length === this.#modules.length &&
      modules.every((it, index) => it === this.#modules[index])
    )
      return;
    this.#modules = modules;
    this.#known.clear();
    this.#callSites.clear();
  }

  evaluate(node: SyntaxNode | undefined, frame?: Frame): Value {
    if (!node) return unknown({ file: '', line: 1 });
    if (this.#depth === 0) {
      this.#steps = 0;
      this.#isCut = false;
    }
    const known = frame ? undefined : this.#known.get(node);
    if (known) return known;
    this.#steps += 1;
    this.#allSteps += 1;
    if (this.#allSteps > mostStepsOfAll) return unknown(placeOf(node));
    if (this.#depth > deepest || this.#steps > mostSteps || this.#active.has(node)) {
      this.#isCut = true;
      return unknown(placeOf(node));
    }
    this.#depth += 1;
    this.#active.add(node);
    const before = this.#isCut;
    this.#isCut = false;
    let value: Value;
    try {
      value = this.#valueOf(node, frame);
    } finally {
      this.#depth -= 1;
      this.#active.delete(node);
    }
    // What a bound cut off here can be known from elsewhere.
    if (!frame && !this.#isCut) this.#known.set(node, value);
    this.#isCut ||= before;
    return value;
  }

  originOf(value: Value): Origin | undefined {
    return this.#origins.get(value);
  }

  made(name: string, origin: Origin): Value {
    const value: Value = { kind: 'foreign', name, at: placeOf(origin.call) };
    this.#origins.set(value, origin);
    return value;
  }

  moduleOf(node: SyntaxNode): PythonModule | undefined {
    return this.sources.at(node.file);
  }

  #valueOf(node: SyntaxNode, frame: Frame | undefined): Value {
    const known = literalOf(node) ?? systemTruth(node, (it) => this.evaluate(it, frame));
    if (known) return known;
    const at = placeOf(node);
    switch (node.type) {
      case 'string':
      case 'concatenated_string':
        return combinedText(node, (it) => this.evaluate(it, frame));
      case 'identifier':
        return this.nameValue(node.text, node, frame);
      case 'attribute':
        return this.attribute(
          this.evaluate(node.field('object'), frame),
          node.field('attribute')?.text ?? '',
          node,
        );
      case 'call':
        return this.#call(node, frame);
      case 'subscript':
        return this.#subscript(node, frame);
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
        return {
          kind: 'list',
          items: node.parts.slice(0, 100).flatMap((it) => this.#items(it, frame)),
          at,
        };
      case 'dictionary':
        return this.#dictionary(node, frame);
      case 'conditional_expression':
        return this.#conditional(node, frame);
      case 'boolean_operator':
      case 'binary_operator':
      case 'unary_operator':
      case 'not_operator':
      case 'comparison_operator':
        return operated(node, (it) => this.evaluate(it, frame));
      case 'list_comprehension':
      case 'generator_expression':
        return { kind: 'list', items: [this.evaluate(node.field('body'), frame)], at };
      default:
        return this.#wrapped(node, frame);
    }
  }

  /** What only wraps another expression. */
  #wrapped(node: SyntaxNode, frame: Frame | undefined): Value {
    switch (node.type) {
      case 'parenthesized_expression':
      case 'await':
      case 'type':
      case 'expression_statement':
      case 'interpolation':
        return node.parts.length === 0
          ? unknown(placeOf(node))
          : this.evaluate(node.field('expression') ?? node.parts[0], frame);
      case 'named_expression':
        return this.evaluate(node.field('value'), frame);
      default:
        return unknown(placeOf(node));
    }
  }

  #conditional(node: SyntaxNode, frame: Frame | undefined): Value {
    const [first, test, last] = node.parts;
    if (isDecided(test, true, this)) return this.evaluate(first, frame);
    if (isDecided(test, false, this)) return this.evaluate(last, frame);
    const both = [this.evaluate(first, frame), this.evaluate(last, frame)];
    const condition = this.evaluate(test, frame);
    const isElse = condition.kind === 'nothing' || (condition.kind === 'truth' && !condition.truth);
    return choiceOf(isElse ? both.toReversed() : both, placeOf(node));
  }

  #items(node: SyntaxNode, frame: Frame | undefined): readonly Value[] {
    if (node.type !== 'list_splat') return [this.evaluate(node, frame)];
    const value = this.evaluate(node.parts[0], frame);
    return value.kind === 'list' ? value.items : [value];
  }

  #dictionary(node: SyntaxNode, frame: Frame | undefined): Value {
    const entries = new Map<string, SyntaxNode>();
    const spread: SyntaxNode[] = [];
    for (const part of node.parts) {
      if (part.type === 'dictionary_splat' && part.parts[0]) spread.push(part.parts[0]);
      const key = part.field('key');
      const value = part.field('value');
      if (!key || !value) continue;
      const text = this.evaluate(key, frame);
      if (text.kind === 'text' || text.kind === 'number')
        entries.set(text.kind === 'text' ? text.pieces.join('') : String(text.number), value);
    }
    return this.#record(entries, spread, frame, node);
  }

  #record(
    entries: ReadonlyMap<string, SyntaxNode>,
    spread: readonly SyntaxNode[],
    frame: Frame | undefined,
    node: SyntaxNode,
    type?: string,
  ): Value {
    return {
      kind: 'record',
      at: placeOf(node),
      ...(type === undefined ? {} : { type }),
      names: [...entries.keys()],
      entry: (name) => {
        const own = entries.get(name);
        if (own) return this.evaluate(own, frame);
        return this.spreadEntry(node, spread, name, frame);
      },
    };
  }

  spreadEntry(
    owner: SyntaxNode,
    spread: readonly SyntaxNode[],
    name: string,
    frame?: Frame,
  ): Value | undefined {
    if (this.#spreading.has(owner)) return undefined;
    this.#spreading.add(owner);
    try {
      for (const it of spread) {
        const value = this.evaluate(it, frame);
        const found = value.kind === 'record' ? value.entry(name) : undefined;
        if (found) return found;
      }
    } finally {
      this.#spreading.delete(owner);
    }
    return undefined;
  }

  // ---- names ----------------------------------------------------------------------------------

  nameValue(name: string, use: SyntaxNode, frame?: Frame): Value {
    const module = this.moduleOf(use);
    if (!module) return unknown(placeOf(use));
    if (name === '__file__') return textValue(`${sourcesPath}/${module.path}`, placeOf(use));
    if (name === '__name__') return textValue('__main__', placeOf(use));
    let scope = scopeOf(use);
    for (let isFirst = true; ; isFirst = false) {
      const bindings =
        isFirst || scope.type !== 'class_definition' ? module.namesOf(scope).get(name) : undefined;
      if (bindings) {
        const value = choiceOf(
          this.#live(bindings, use, scope).map((it) => this.#bound(it, module, frame)),
          placeOf(use),
        );
        return value;
      }
      if (!scope.parent) break;
      scope = scopeOf(scope);
    }
    return this.#starred(name, module, use) ?? { kind: 'foreign', name, at: placeOf(use) };
  }

  /** The bindings that may hold for a use on Linux; all of them if there is none. */
  #live(
    bindings: readonly Binding[],
    use: SyntaxNode | undefined,
    scope: SyntaxNode,
  ): readonly Binding[] {
    const here =
      bindings.length < 2 ? bindings : bindings.filter((it) => !isForOtherSystem(it.node, this));
    return liveBindings(here.length > 0 ? here : bindings, use, scope);
  }

  #starred(name: string, module: PythonModule, use: SyntaxNode): Value | undefined {
    const library = module.starred(name);
    if (library !== undefined) return { kind: 'foreign', name: library, at: placeOf(use) };
    for (const star of module.stars) {
      const found = this.sources.named(star, module);
      const value = found && found !== module ? this.exported(found, name, use) : undefined;
      if (value) return value;
    }
    return undefined;
  }

  /** A name of a module, as others import it. */
  exported(module: PythonModule, name: string, use: SyntaxNode): Value | undefined {
    const bindings = module.root && module.namesOf().get(name);
    if (bindings)
      return choiceOf(
        this.#live(bindings, undefined, module.root as SyntaxNode).map((it) =>
          this.#bound(it, module, undefined),
        ),
        placeOf(use),
      );
    const package_ = /^(.*)\/__init__\.py$/.exec(module.path)?.[1];
    const inner =
      package_ === undefined
        ? undefined
        : (this.sources.at(`${package_}/${name}.py`) ??
          this.sources.at(`${package_}/${name}/__init__.py`));
    if (inner?.root) return { kind: 'code', node: inner.root, at: placeOf(use) };
    if (module.stars.length === 0 || this.#depth > deepest || this.#steps > mostSteps)
      return undefined;
    this.#depth += 1;
    this.#steps += 1;
    try {
      return this.#starred(name, module, use);
    } finally {
      this.#depth -= 1;
    }
  }

  /** What a full name means: a module of the project, a name in one, or something foreign. */
  dotted(name: string, from: PythonModule, use: SyntaxNode): Value {
    const parts = name.split('.');
    for (let length = parts.length; length > 0; length -= 1) {
      const found = this.sources.named(parts.slice(0, length).join('.'), from);
      if (!found?.root || found === from) continue;
      let value: Value = { kind: 'code', node: found.root, at: placeOf(use) };
      for (const part of parts.slice(length)) value = this.attribute(value, part, use);
      return value;
    }
    return { kind: 'foreign', name, at: placeOf(use) };
  }

  /** The value of a binding. Imports can be circles, so this is bounded like `evaluate`. */
  #bound(binding: Binding, module: PythonModule, frame: Frame | undefined): Value {
    if (this.#depth === 0) this.#steps = 0;
    this.#steps += 1;
    if (this.#depth > deepest || this.#steps > mostSteps) {
      this.#isCut = true;
      return unknown(placeOf(binding.node));
    }
    this.#depth += 1;
    try {
      return this.#boundValue(binding, module, frame);
    } finally {
      this.#depth -= 1;
    }
  }

  #boundValue(binding: Binding, module: PythonModule, frame: Frame | undefined): Value {
    switch (binding.kind) {
      case 'import':
        return this.dotted(binding.target, module, binding.node);
      case 'definition':
        return { kind: 'code', node: binding.node, at: placeOf(binding.node) };
      case 'value': {
        const value = filled(
          this.evaluate(binding.value, frame),
          binding.node,
          module,
          this,
          frame,
        );
        return this.#inside(value, binding.path, binding.node);
      }
      case 'item': {
        const value = this.evaluate(binding.value, frame);
        const items = alternatives(value).flatMap((it) => {
          if (it.kind === 'record') return itemsOf(it, binding.node, binding.path.length > 0);
          return it.kind === 'list' ? it.items : [];
        });
        return this.#inside(choiceOf(items, placeOf(binding.node)), binding.path, binding.node);
      }
      case 'parameter': {
        const { owner, parameter } = binding;
        const value = this.#parameter(owner, parameter, frame);
        return parameter.kind === 'record'
          ? filledIn(value, parameter.name, owner, module, this, frame)
          : value;
      }
    }
  }

  #inside(value: Value, path: readonly number[], node: SyntaxNode): Value {
    const [index, ...rest] = path;
    if (index === undefined) return value;
    const part = this.item(value, index, node);
    return this.#inside(part, rest, node);
  }

  item(value: Value, index: number, node: SyntaxNode): Value {
    return mapped(value, node, (it) => {
      if (it.kind === 'list') return it.items.at(index) ?? unknown(it.at);
      return it.kind === 'foreign'
        ? this.#derived({ kind: 'foreign', name: `${it.name}[${index}]`, at: it.at }, it)
        : unknown(placeOf(node));
    });
  }

  #derived(value: Value, from: Value): Value {
    const origin = this.#origins.get(from);
    if (origin) this.#origins.set(value, origin);
    return value;
  }

  // ---- parameters -----------------------------------------------------------------------------

  #parameter(owner: SyntaxNode, parameter: Parameter, frame: Frame | undefined): Value {
    const at = placeOf(owner);
    const method = isMethod(owner);
    if (method !== null && parameter.index === 0 && parameter.kind === 'plain')
      return this.#self(owner, method, frame);
    const own = frameOf(frame, owner);
    if (own)
      return (
        this.#given(own.arguments, parameter, owner, own.caller) ?? this.#absent(parameter, at)
      );
    const option =
      optionParameter(owner, parameter, this) ?? optionsParameter(owner, parameter, this);
    if (option) return option;
    const sites = this.#sitesOf(owner);
    const given = sites.map(({ arguments: args }) =>
      this.#given(args, parameter, owner, undefined),
    );
    const absent = parameter.absent ? [this.#absent(parameter, at)] : [];
    const values = given.flatMap((it) => (it ? [it] : []));
    return choiceOf(
      values.length > 0 && values.length === sites.length ? values : [...absent, ...values],
      at,
    );
  }

  #absent({ absent }: Parameter, at: Value['at']): Value {
    return absent ? this.evaluate(absent) : unknown(at);
  }

  #given(
    args: CallArguments,
    parameter: Parameter,
    owner: SyntaxNode,
    caller: Frame | undefined,
  ): Value | undefined {
    const { name, kind } = parameter;
    if (kind === 'record') return this.#record(args.keywords, args.records, caller, owner);
    const index = parameter.index - (isMethod(owner) === null ? 0 : 1);
    if (kind === 'list') return { kind: 'list', items: [], at: placeOf(owner) };
    const node =
      args.keywords.get(name) ?? (parameter.index < 0 ? undefined : args.positional[index]);
    if (node) return this.evaluate(node, caller);
    if (args.list && parameter.index >= 0 && index >= args.list.from) {
      const list = this.evaluate(args.list.node, caller);
      if (list.kind === 'list') return list.items[index - args.list.from];
    }
    for (const it of args.records) {
      const record = this.evaluate(it, caller);
      const found = record.kind === 'record' ? record.entry(name) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  #self(owner: SyntaxNode, kind: 'instance' | 'class', frame: Frame | undefined): Value {
    const receiver = frameOf(frame, owner)?.receiver;
    if (receiver) return receiver;
    const class_ = owner.above('class_definition') as SyntaxNode;
    return kind === 'class'
      ? { kind: 'code', node: class_, at: placeOf(owner) }
      : this.instance(class_, undefined);
  }

  #sitesOf(owner: SyntaxNode): readonly CallSite[] {
    const known = this.#callSites.get(owner);
    if (known) return known;
    // A function that calls itself must not look for its calls again.
    this.#callSites.set(owner, []);
    const method = owner.field('name')?.text ?? '';
    const name =
      method === '__init__' ? (owner.above('class_definition')?.field('name')?.text ?? '') : method;
    const found = owner.type === 'lambda' || name === '' ? [] : this.#callsOf(name, owner);
    this.#callSites.set(owner, found);
    return found;
  }

  #callsOf(name: string, owner: SyntaxNode): readonly CallSite[] {
    const found: CallSite[] = [];
    const isOwn = (callee: SyntaxNode | undefined): boolean => {
      if (!callee) return false;
      const value = this.evaluate(callee);
      const class_ = owner.above('class_definition');
      return alternatives(value).some(
        (it) =>
          (it.kind === 'code' && (it.node === owner || it.node === class_)) ||
          (it.kind === 'unknown' &&
            callee.type === 'attribute' &&
            isMethod(owner) !== null &&
            !ofTexts.test(name)),
      );
    };
    const hash = hashOf(name);
    const searched = this.#modules.filter((it) => it.words.mayHave(hash)).slice(0, mostSearched);
    for (const module of searched) {
      for (const call of module.callsOf(name))
        if (found.length < mostSites && isOwn(call.field('function')))
          found.push({ arguments: argumentsOf(call) });
      for (const call of runners.flatMap((it) => module.callsOf(it)))
        if (found.length < mostSites) found.push(...this.#indirect(call, name, isOwn));
    }
    return found;
  }

  /** `Thread(target=serve, args=(8080,))`, `asyncio.to_thread(serve, 8080)`. */
  #indirect(
    call: SyntaxNode,
    name: string,
    isOwn: (callee: SyntaxNode | undefined) => boolean,
  ): readonly CallSite[] {
    const { positional, keywords } = argumentsOf(call);
    const target = keywords.get('target');
    const last = (node: SyntaxNode | undefined): string =>
      (node?.field('attribute') ?? node)?.text ?? '';
    if (target && last(target) === name && isOwn(target)) {
      const record = keywords.get('kwargs');
      return [
        {
          arguments: {
            positional: keywords.get('args')?.parts ?? [],
            keywords: new Map(),
            records: record ? [record] : [],
            list: undefined,
          },
        },
      ];
    }
    const at = positional.findIndex((it) => last(it) === name && /^[\w.]+$/.test(it.text));
    return at !== -1 && isOwn(positional[at])
      ? [{ arguments: { ...argumentsOf(call), positional: positional.slice(at + 1) } }]
      : [];
  }

  // ---- attributes -----------------------------------------------------------------------------

  attribute(object: Value, name: string, node: SyntaxNode): Value {
    return mapped(object, node, (it) => this.#attributeOf(it, name, node));
  }

  #attributeOf(object: Value, name: string, node: SyntaxNode): Value {
    const at = placeOf(node);
    switch (object.kind) {
      case 'foreign': {
        const known = libraryAttribute(object, name, node, this);
        if (known) return known;
        const full = `${object.name}.${name}`;
        const module = this.moduleOf(node);
        if (module && !object.name.includes('(')) {
          const found = this.sources.named(full, module);
          if (found?.root && found !== module) return { kind: 'code', node: found.root, at };
        }
        return this.#derived({ kind: 'foreign', name: full, at }, object);
      }
      case 'code': {
        if (object.node.type === 'module') {
          const module = this.moduleOf(object.node);
          return (module && this.exported(module, name, node)) ?? unknown(at);
        }
        if (object.node.type !== 'class_definition') return unknown(at);
        return this.#classAttribute(object.node, name, node) ?? unknown(at);
      }
      case 'record':
        return object.entry(name) ?? methodOf(object, name, undefined, node, this) ?? unknown(at);
      case 'text':
      case 'number':
      case 'list':
      case 'truth':
      case 'nothing':
      case 'unknown':
        return methodOf(object, name, undefined, node, this) ?? unknown(at);
      case 'choice':
        return unknown(at);
    }
  }

  #classAttribute(class_: SyntaxNode, name: string, use: SyntaxNode): Value | undefined {
    for (const it of this.classesOf(class_)) {
      const module = this.moduleOf(it);
      const bindings = module?.namesOf(it).get(name);
      if (!module || !bindings) continue;
      const value = choiceOf(
        liveBindings(bindings, undefined, it).map((bound) => this.#bound(bound, module, undefined)),
        placeOf(use),
      );
      // `_instance = None` until a method of the class makes one.
      const later = isEmpty(value) ? (this.#attributesOf(it).get(name) ?? []) : [];
      return later.length === 0
        ? value
        : choiceOf(
            later.map((one) => this.evaluate(one.field('right'))),
            placeOf(use),
          );
    }
    const base = this.foreignBase(class_);
    return base === undefined
      ? undefined
      : { kind: 'foreign', name: `${base}.${name}`, at: placeOf(use) };
  }

  classesOf(class_: SyntaxNode): readonly SyntaxNode[] {
    const found = [class_];
    for (const it of found) {
      for (const base of baseNodes(it)) {
        const value = this.evaluate(base);
        for (const one of alternatives(value))
          if (one.kind === 'code' && one.node.type === 'class_definition' && found.length < 12)
            if (!found.includes(one.node)) found.push(one.node);
      }
    }
    return found;
  }

  foreignBases(class_: SyntaxNode): readonly string[] {
    return this.classesOf(class_).flatMap((it) =>
      baseNodes(it).flatMap((base) =>
        alternatives(this.evaluate(base)).flatMap((one) =>
          one.kind === 'foreign' && one.name !== 'object' ? [one.name] : [],
        ),
      ),
    );
  }

  foreignBase(class_: SyntaxNode): string | undefined {
    const bases = this.foreignBases(class_);
    return bases.find((it) => !/Mix[Ii]n\b|^(?:abc|typing)\./.test(it)) ?? bases[0];
  }

  instance(
    class_: SyntaxNode,
    made: { call: SyntaxNode; frame: Frame | undefined } | undefined,
  ): Value {
    const at = placeOf(made?.call ?? class_);
    const value: Value = {
      kind: 'record',
      type: class_.field('name')?.text ?? '',
      names: [],
      at,
      entry: (name) => this.#member(class_, name, made, value),
    };
    return value;
  }

  #member(
    class_: SyntaxNode,
    name: string,
    made: { call: SyntaxNode; frame: Frame | undefined } | undefined,
    self: Value,
  ): Value | undefined {
    const classes = this.classesOf(class_);
    const assigned = classes.flatMap((it) => this.#assignedTo(it, name, made, self, classes));
    if (assigned.length > 0) return choiceOf(assigned, placeOf(class_));
    const given = made && isRecordClass(class_, this) ? this.#field(class_, name, made) : undefined;
    for (const it of classes) {
      const field = fieldOf(it, class_, name, this);
      if (given) return given;
      if (field) return isEmpty(field) ? (this.#assignedLater(it, name) ?? field) : field;
      const module = this.moduleOf(it);
      const bindings = module?.namesOf(it).get(name) ?? [];
      const definition = bindings.find((bound) => bound.kind === 'definition')?.node;
      if (definition?.type === 'function_definition') {
        if (!isProperty(definition))
          return { kind: 'code', node: definition, at: placeOf(definition) };
        return this.#returned(definition, {
          owner: definition,
          arguments: { positional: [], keywords: new Map(), records: [], list: undefined },
          caller: undefined,
          receiver: self,
        });
      }
      if (definition) return { kind: 'code', node: definition, at: placeOf(definition) };
    }
    const base = this.foreignBase(class_);
    return base === undefined
      ? undefined
      : { kind: 'foreign', name: `${base}().${name}`, at: placeOf(class_) };
  }

  /** `settings.path = ...` outside of the class, for a field that is empty until then. */
  #assignedLater(class_: SyntaxNode, name: string): Value | undefined {
    const module = this.moduleOf(class_);
    if (!module || !new RegExp(`\\.${name}\\s*=[^=]`).test(module.text)) return undefined;
    const type = class_.field('name')?.text;
    const values = (module.root?.all('assignment') ?? []).flatMap((it) => {
      const left = it.field('left');
      const object = left?.type === 'attribute' ? left.field('object') : undefined;
      if (left?.field('attribute')?.text !== name || object?.type !== 'identifier') return [];
      const owner = /^(?:self|cls)$/.test(object.text) ? undefined : this.evaluate(object);
      return owner?.kind === 'record' && owner.type === type
        ? [this.evaluate(it.field('right'))]
        : [];
    });
    return values.length === 0 ? undefined : choiceOf(values, placeOf(class_));
  }

  /** The argument of a dataclass's constructor. */
  #field(
    class_: SyntaxNode,
    name: string,
    { call, frame }: { call: SyntaxNode; frame: Frame | undefined },
  ): Value | undefined {
    const { keywords, positional, records } = argumentsOf(call);
    const keyword = keywords.get(name);
    if (keyword) return this.evaluate(keyword, frame);
    if (positional.length > 0) {
      const body = class_.field('body')?.parts ?? [];
      const names = body.flatMap((it) => {
        const left = it.parts[0]?.type === 'assignment' ? it.parts[0].field('left') : undefined;
        return left?.type === 'identifier' ? [left.text] : [];
      });
      const node = positional[names.indexOf(name)];
      if (node && names.includes(name)) return this.evaluate(node, frame);
    }
    for (const it of records) {
      const record = this.evaluate(it, frame);
      const found = record.kind === 'record' ? record.entry(name) : undefined;
      if (found) return found;
    }
    return undefined;
  }

  /** `self.name = value` in the methods of a class. */
  #assignedTo(
    class_: SyntaxNode,
    name: string,
    made: { call: SyntaxNode; frame: Frame | undefined } | undefined,
    self: Value,
    classes: readonly SyntaxNode[],
  ): readonly Value[] {
    return (this.#attributesOf(class_).get(name) ?? []).flatMap((it) => {
      const right = it.field('right');
      const method = it.above('function_definition');
      if (!method || !right) return [];
      // Of several classes with a constructor only the first gets the arguments.
      const isOwn =
        made !== undefined &&
        method.field('name')?.text === '__init__' &&
        classes.find((one) => constructorOf(one)) === class_;
      const frame: Frame | undefined = isOwn
        ? {
            owner: method,
            arguments: argumentsOf(made.call),
            caller: made.frame,
            receiver: self,
          }
        : undefined;
      return [this.evaluate(right, frame)];
    });
  }

  /** The assignments to attributes of `self` or the class in a class, by the names of the attributes. */
  #attributesOf(class_: SyntaxNode): ReadonlyMap<string, readonly SyntaxNode[]> {
    const known = this.#attributes.get(class_);
    if (known) return known;
    const found = new Map<string, SyntaxNode[]>();
    const owners = ['self', 'cls', class_.field('name')?.text];
    for (const it of class_.field('body')?.all('assignment') ?? []) {
      const left = it.field('left');
      if (left?.type !== 'attribute' || !owners.includes(left.field('object')?.text)) continue;
      const name = left.field('attribute')?.text ?? '';
      found.set(name, [...(found.get(name) ?? []), it]);
    }
    this.#attributes.set(class_, found);
    return found;
  }

  // ---- calls ----------------------------------------------------------------------------------

  #call(node: SyntaxNode, frame: Frame | undefined): Value {
    const callee = node.field('function');
    if (callee?.type === 'attribute') {
      const object = this.evaluate(callee.field('object'), frame);
      const name = callee.field('attribute')?.text ?? '';
      return mapped(object, node, (it) => {
        const own =
          methodOf(it, name, { node, frame }, node, this) ?? this.#validated(it, name, node, frame);
        if (own) return own;
        return this.#called(this.attribute(it, name, callee), node, frame, it);
      });
    }
    const parent = callee?.text === 'super' ? this.#parent(node, frame) : undefined;
    return parent ?? this.#called(this.evaluate(callee, frame), node, frame, undefined);
  }

  /**
   * `Settings.model_validate(data)`: an object whose fields are the entries of a dictionary.
   * https://docs.pydantic.dev/latest/concepts/models/#validating-data
   */
  #validated(
    class_: Value,
    name: string,
    call: SyntaxNode,
    frame: Frame | undefined,
  ): Value | undefined {
    if (class_.kind !== 'code' || class_.node.type !== 'class_definition') return undefined;
    if (!/^(?:model_validate|parse_obj)$/.test(name)) return undefined;
    const [data] = argumentsOf(call).positional;
    const callee = call.field('function')?.field('object');
    if (!data || !callee) return undefined;
    const given = { positional: [], keywords: new Map(), records: [data], list: undefined };
    return this.#constructed(class_.node, callOf(callee, call, given), frame);
  }

  /** `super()`: what the class of the project has that the class around the call is derived from. */
  #parent(node: SyntaxNode, frame: Frame | undefined): Value | undefined {
    const class_ = node.above('class_definition');
    const base = class_ && baseNodes(class_)[0];
    const found = base && alternatives(this.evaluate(base, frame))[0];
    return found?.kind === 'code' && found.node.type === 'class_definition'
      ? this.instance(found.node, undefined)
      : undefined;
  }

  #called(
    callee: Value,
    node: SyntaxNode,
    frame: Frame | undefined,
    receiver: Value | undefined,
  ): Value {
    return mapped(callee, node, (it) => {
      if (it.kind === 'foreign') {
        const known = libraryCall(it, node, frame, this);
        if (known) return known;
        return this.made(`${it.name}()`, { call: node, frame, receiver });
      }
      if (it.kind !== 'code') return unknown(placeOf(node));
      if (it.node.type === 'class_definition') return this.#constructed(it.node, node, frame);
      if (it.node.type === 'lambda' || it.node.type === 'function_definition')
        return this.#returned(it.node, {
          owner: it.node,
          arguments: argumentsOf(node),
          caller: frame,
          receiver: receiver?.kind === 'record' ? receiver : undefined,
        });
      return unknown(placeOf(node));
    });
  }

  #constructed(class_: SyntaxNode, call: SyntaxNode, frame: Frame | undefined): Value {
    const value = this.instance(class_, { call, frame });
    this.#origins.set(value, { call, frame, receiver: undefined, class: class_ });
    return value;
  }

  #returned(owner: SyntaxNode, frame: Frame): Value {
    if (frameOf(frame.caller, owner)) return unknown(placeOf(owner));
    if (owner.type === 'lambda') return this.evaluate(owner.field('body'), frame);
    const body = owner.field('body');
    const returns = (body?.all('return_statement', 'yield') ?? []).filter(
      (it) =>
        it.above('function_definition', 'lambda') === owner &&
        it.parts.length > 0 &&
        !isForOtherSystem(it, this),
    );
    return choiceOf(
      returns.slice(0, 12).map((it) => this.evaluate(it.parts[0], frame)),
      placeOf(owner),
    );
  }

  #subscript(node: SyntaxNode, frame: Frame | undefined): Value {
    const object = this.evaluate(node.field('value'), frame);
    const [key] = node.fields('subscript');
    if (!key || key.type === 'slice')
      return methodOf(object, '[:]', undefined, node, this) ?? unknown(placeOf(node));
    const index = this.evaluate(key, frame);
    return mapped(object, node, (it) => {
      if (it.kind === 'foreign') {
        const known = libraryAttribute(it, index, node, this);
        if (known) return known;
      }
      if (index.kind === 'number') return this.item(it, index.number, node);
      if (index.kind === 'text' && it.kind === 'record')
        return it.entry(index.pieces.join('')) ?? unknown(placeOf(node));
      if (index.kind === 'text' && it.kind === 'foreign')
        return this.#derived(
          { kind: 'foreign', name: `${it.name}[${index.pieces.join('')}]`, at: placeOf(node) },
          it,
        );
      return unknown(placeOf(node));
    });
  }
}

function literalOf(node: SyntaxNode): Value | undefined {
  const at = placeOf(node);
  switch (node.type) {
    case 'integer':
    case 'float': {
      const number = Number(node.text.replaceAll('_', ''));
      return Number.isNaN(number) ? unknown(at) : numberValue(number, at);
    }
    case 'true':
    case 'false':
      return { kind: 'truth', truth: node.type === 'true', at };
    case 'none':
      return { kind: 'nothing', at };
    case 'lambda':
    case 'function_definition':
    case 'class_definition':
    case 'module':
      return { kind: 'code', node, at };
    default:
      return undefined;
  }
}

interface CallSite {
  readonly arguments: CallArguments;
}

function mapped(value: Value, node: SyntaxNode, change: (it: Value) => Value): Value {
  return mappedAt(value, placeOf(node), change);
}

function frameOf(frame: Frame | undefined, owner: SyntaxNode): Frame | undefined {
  let at = frame;
  while (at && at.owner !== owner) at = at.caller;
  return at;
}

/** Whether a function is a method, and what its first parameter is; `null` for a plain function. */
function isMethod(owner: SyntaxNode): 'instance' | 'class' | null {
  if (owner.type !== 'function_definition') return null;
  const above = owner.parent?.type === 'decorated_definition' ? owner.parent : owner;
  if (above.parent?.parent?.type !== 'class_definition') return null;
  const decorators = decoratorsOf(owner).map((it) => it.text);
  if (decorators.some((it) => /^@staticmethod\b/.test(it))) return null;
  return decorators.some((it) =>
    /^@(?:classmethod|(?:pydantic\.)?(?:field_|root_|model_)?validator)\b/.test(it),
  )
    ? 'class'
    : 'instance';
}

function decoratorsOf(owner: SyntaxNode): readonly SyntaxNode[] {
  return owner.parent?.type === 'decorated_definition'
    ? owner.parent.children.filter((it) => it.type === 'decorator')
    : [];
}

function isProperty(owner: SyntaxNode): boolean {
  return decoratorsOf(owner).some((it) => /property\b/.test(it.text));
}

function constructorOf(class_: SyntaxNode): boolean {
  return (class_.field('body')?.all('function_definition') ?? []).some(
    (it) => it.field('name')?.text === '__init__',
  );
}

function baseNodes(class_: SyntaxNode): readonly SyntaxNode[] {
  return (class_.field('superclasses')?.parts ?? []).filter((it) => it.type !== 'keyword_argument');
}

/**
 * The bindings that can hold at a use: the last before it that is made in any case, and those
 * behind it that depend on a condition.
 * @param use `undefined`: all of the scope have run.
 */
function liveBindings(
  bindings: readonly Binding[],
  use: SyntaxNode | undefined,
  scope: SyntaxNode,
): readonly Binding[] {
  const isInside = use !== undefined && scopeOf(use) === scope;
  const before = isInside
    ? bindings.filter(
        (it) =>
          (it.node.start < use.start && it.node.end <= use.start) ||
          it.kind === 'parameter' ||
          (contains(it.node, use) && it.kind === 'item'),
      )
    : bindings;
  const seen = before.length > 0 ? before : bindings;
  const live: Binding[] = [];
  for (let index = seen.length - 1; index >= 0; index -= 1) {
    const it = seen[index] as Binding;
    live.unshift(it);
    if (!it.isGlobal && !isConditional(it.node, scope, isInside ? use : undefined)) break;
  }
  return live;
}

function contains(outer: SyntaxNode, inner: SyntaxNode): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

const branches = [
  'if_statement',
  'try_statement',
  'for_statement',
  'while_statement',
  'match_statement',
];

/** Whether a statement runs only under a condition that does not hold for the use, too. */
function isConditional(node: SyntaxNode, scope: SyntaxNode, use: SyntaxNode | undefined): boolean {
  let child = node;
  let at = node.parent;
  while (at && at !== scope) {
    if (branches.includes(at.type) && !isGuard(at) && !(use && contains(child, use))) return true;
    child = at;
    at = at.parent;
  }
  return false;
}

/** What a field has until it is assigned: nothing, or an empty text. */
function isEmpty(value: Value): boolean {
  return value.kind === 'nothing' || (value.kind === 'text' && value.pieces.join('') === '');
}
