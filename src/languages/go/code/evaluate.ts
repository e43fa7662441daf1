/**
 * Evaluates Go expressions without running them: what can one be when the program starts? Fields
 * are followed by type and not by instance: every value that the program gives to a field counts.
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { GoPackage } from '../packages.ts';
import {
  alternatives,
  choiceOf,
  concatenated,
  firstText,
  numberValue,
  placeOf,
  replaceable,
  settable,
  type Setting,
  textValue,
  unknown,
  type Place,
  type Value,
} from '../../shared/values.ts';
import { callValue, listOf } from './calls.ts';
import { isError } from './failures.ts';
import { addressPart, isUrl, urlPart } from './urls.ts';
import { withDefaults } from './defaults.ts';
import type { Bindings, Evaluator } from './evaluator.ts';
import type { Documents } from './documents.ts';
import { fieldSettings } from './field-settings.ts';
import { flagInto } from './flags.ts';
import { isInOtherCase } from './cases.ts';
import { type Assignment, localOf } from './locals.ts';
import { type Assigned, mentionsOf } from './mentions.ts';
import type { CodeFile, GoCode } from './program.ts';
import { isForOtherSystem, systemTruth } from './systems.ts';
import type { TypeOf, Types } from './types.ts';
import { literal } from '../../../text/patterns.ts';

const mostDepth = 60;
const mostCalls = 5;
const mostSteps = 150_000;

export class GoEvaluator implements Evaluator {
  readonly code: GoCode;
  readonly types: Types;
  /** The configuration files that the program reads. */
  readonly documents: Documents;
  readonly #values = new Map<SyntaxNode, Value>();
  readonly #open = new Set<unknown>();
  #depth = 0;
  #steps = 0;

  constructor(code: GoCode, types: Types, documents: Documents) {
    this.code = code;
    this.types = types;
    this.documents = documents;
  }

  /** Where settings are read, and their defaults, by `variable`, `flag` or `key`. */
  readonly settings = new Map<string, { readonly at: Place; readonly value: Value }>();

  /** @returns a value that a setting replaces. */
  setBy(setting: Setting, value: Value, at: Place): Value {
    const name = setting.variable ?? setting.flag ?? setting.key ?? '';
    if (!this.settings.has(name) || value.kind !== 'unknown')
      this.settings.set(name, { at, value });
    return { ...settable(value, setting), at };
  }

  /** @param bindings the arguments of the functions around the node, where they are followed. */
  value(node: SyntaxNode | undefined, bindings?: Bindings): Value {
    if (!node) return unknown({ file: '', line: 1 });
    const known = bindings ? undefined : this.#values.get(node);
    if (known) return known;
    const found = this.#guarded(node, node, () => this.#find(node, bindings));
    if (!bindings) this.#values.set(node, found);
    this.#noteDefault(found);
    return found;
  }

  /** `cmp.Or(os.Getenv("HOST"), "127.0.0.1")`: the default is written beside the variable. */
  #noteDefault(found: Value): void {
    const { setting } = found;
    const name = setting?.variable ?? setting?.flag ?? setting?.key;
    const known = name === undefined ? undefined : this.settings.get(name);
    if (name !== undefined && known?.value.kind === 'unknown' && found.kind !== 'unknown')
      this.settings.set(name, { at: known.at, value: found });
  }

  /** Stops at circles, and where it becomes too much. */
  #guarded(key: unknown, node: SyntaxNode, find: () => Value): Value {
    this.#steps += 1;
    if (this.#open.has(key) || this.#depth > mostDepth || this.#steps > mostSteps)
      return unknown(placeOf(node));
    this.#open.add(key);
    this.#depth += 1;
    try {
      return find();
    } finally {
      this.#depth -= 1;
      this.#open.delete(key);
    }
  }

  #find(node: SyntaxNode, bindings: Bindings | undefined): Value {
    const at = placeOf(node);
    switch (node.type) {
      case 'interpreted_string_literal':
        return textValue(unescaped(node.text.slice(1, -1)), at);
      case 'raw_string_literal':
        return textValue(node.text.slice(1, -1), at);
      case 'int_literal':
        return numberValue(Number(node.text.replaceAll('_', '')), at);
      case 'true':
      case 'false':
        return { kind: 'truth', truth: node.type === 'true', at };
      case 'nil':
        return { kind: 'nothing', at };
      case 'parenthesized_expression':
      case 'literal_element':
        return this.value(node.parts[0], bindings);
      case 'variadic_argument':
        return this.value(node.parts[0], bindings);
      case 'unary_expression':
        if (node.field('operator')?.text === '!') return this.#truth(node, bindings) ?? unknown(at);
        return /^[&*]$/.test(node.field('operator')?.text ?? '')
          ? this.value(node.field('operand'), bindings)
          : unknown(at);
      case 'type_conversion_expression':
      case 'type_assertion_expression':
        return this.value(node.field('operand'), bindings);
      case 'binary_expression':
        return this.#truth(node, bindings) ?? this.#sum(node, bindings);
      case 'identifier':
        return this.#ofName(node, bindings);
      case 'selector_expression':
        return this.#ofSelector(node, bindings);
      case 'call_expression':
        return this.result(node, 0, bindings);
      case 'composite_literal':
        return this.#ofLiteral(node, bindings);
      // The type of an element is left out where the list or map around it has it.
      case 'literal_value':
        return this.#ofBody(node, undefined, bindings) ?? unknown(at);
      case 'index_expression':
        return this.#ofIndex(node, bindings);
      case 'func_literal':
        return { kind: 'code', node, at };
      default:
        return unknown(at);
    }
  }

  #truth(node: SyntaxNode, bindings: Bindings | undefined): Value | undefined {
    return systemTruth(node, (it) => this.value(it, bindings));
  }

  /** What may run on Linux; all of it if nothing may. */
  #onLinux<T>(nodes: readonly T[], nodeOf: (it: T) => SyntaxNode): readonly T[] {
    if (nodes.length < 2) return nodes;
    const kept = nodes.filter((it) => !isForOtherSystem(nodeOf(it), (node) => this.value(node)));
    return kept.length > 0 ? kept : nodes;
  }

  /** Those on Linux that a call with these arguments comes to. */
  #reached<T>(
    nodes: readonly T[],
    nodeOf: (it: T) => SyntaxNode,
    bindings: Bindings | undefined,
  ): readonly T[] {
    const possible = this.#onLinux(nodes, nodeOf);
    if (!bindings || possible.length < 2) return possible;
    const evaluate = (node: SyntaxNode | undefined): Value => this.value(node, bindings);
    const reached = possible.filter((it) => !isInOtherCase(nodeOf(it), evaluate));
    return reached.length > 0 ? reached : possible;
  }

  /** `a + b + c`: the tree nests to the left, as deep as there are operators. */
  #sum(node: SyntaxNode, bindings: Bindings | undefined): Value {
    const parts: SyntaxNode[] = [];
    let left: SyntaxNode | undefined = node;
    while (left?.type === 'binary_expression' && left.field('operator')?.text === '+') {
      const right = left.field('right');
      if (right) parts.push(right);
      left = left.field('left');
    }
    const at = placeOf(node);
    if (!left || parts.length === 0) return unknown(at);
    const values = [left, ...parts.reverse()].map((it) => this.value(it, bindings));
    const numbers = values.flatMap((it) => (it.kind === 'number' ? [it.number] : []));
    return numbers.length === values.length
      ? numberValue(
          numbers.reduce((sum, it) => sum + it, 0),
          at,
        )
      : concatenated(values, at);
  }

  #ofName(node: SyntaxNode, bindings: Bindings | undefined): Value {
    const local = localOf(node);
    if (local) {
      const values = this.#reached(local.assignments, (it) => it.node, bindings).map((it) =>
        this.#assigned(it, bindings),
      );
      // An empty item of a list is one of its values, and nothing that a default replaces.
      const isItem = local.assignments.every((it) => it.kind === 'range');
      return isItem ? choiceOf(values, placeOf(node)) : withDefaults(values, placeOf(node));
    }
    return this.#ofPackage(this.code.packageOf(node), node.text) ?? unknown(placeOf(node));
  }

  #assigned(it: Assignment, bindings: Bindings | undefined): Value {
    const at = placeOf(it.node);
    switch (it.kind) {
      case 'value':
        if (it.index === 0) return this.value(it.node, bindings);
        return it.node.type === 'call_expression'
          ? this.result(it.node, it.index, bindings)
          : unknown(at);
      case 'parameter':
        return this.#parameter(it.node, it.index, bindings);
      case 'receiver':
        return this.#receiver(it.node, bindings);
      case 'range':
        return this.#ranged(it, bindings);
      case 'pointer':
        return flagInto(this, it.node) ?? unknown(at);
    }
  }

  #ranged(
    { node, index }: Extract<Assignment, { kind: 'range' }>,
    bindings: Bindings | undefined,
  ): Value {
    const all = this.value(node.field('right'), bindings);
    const at = placeOf(node);
    const items = alternatives(all).flatMap((it): readonly Value[] => {
      if (it.kind === 'record')
        return it.names.flatMap((name) =>
          index === 0 ? textValue(name, at) : (it.entry(name) ?? []),
        );
      return it.kind === 'list' && index === 1 ? it.items : [];
    });
    return choiceOf(items, at);
  }

  /** `EnvPort.Value()` of `func (name EnvironmentVariable) Value()`. */
  #receiver(declaration: SyntaxNode, bindings: Bindings | undefined): Value {
    for (let bound = bindings; bound; bound = bound.outer)
      if (bound.function === declaration) return this.value(bound.receiver, bound.outer);
    return unknown(placeOf(declaration));
  }

  #parameter(declaration: SyntaxNode, index: number, bindings: Bindings | undefined): Value {
    const at = placeOf(declaration);
    const isRest = isVariadic(declaration, index);
    for (let bound = bindings; bound; bound = bound.outer)
      if (bound.function === declaration)
        return isRest
          ? listOf(bound.values.slice(index), at)
          : (bound.values[index] ?? unknown(at));
    const key = `${declaration.file}:${declaration.start}:${index}`;
    return this.#guarded(key, declaration, () =>
      withDefaults(
        this.callsOf(declaration).map((it) => {
          const given = it.field('arguments')?.parts.slice(index) ?? [];
          return isRest
            ? listOf(
                given.map((node) => this.value(node)),
                at,
              )
            : this.value(given[0]);
        }),
        placeOf(declaration),
      ),
    );
  }

  /** @returns the calls of a function of the program. */
  callsOf(declaration: SyntaxNode): readonly SyntaxNode[] {
    const name =
      declaration.field('name')?.text ??
      declaration.above('short_var_declaration')?.field('left')?.parts[0]?.text;
    if (declaration.type === 'func_literal' && declaration.parent?.type === 'call_expression')
      return [declaration.parent];
    if (name === undefined) return [];
    const count = declaration.field('parameters')?.parts.length ?? 0;
    return this.#mentioning(declaration, name, `\\b${literal(name)}\\s*\\(`).flatMap((root) =>
      (mentionsOf(root).calls.get(name) ?? []).filter((call) => {
        const callee = this.types.calleeOf(call);
        if (callee.kind === 'own') return callee.node === declaration;
        return (
          callee.kind === 'unresolved' &&
          callee.isMethod &&
          declaration.type === 'method_declaration' &&
          call.field('arguments')?.parts.length === count
        );
      }),
    );
  }

  /**
   * @param name a name that `declaration` declares. Only its package sees one that is not exported:
   *   https://go.dev/ref/spec#Exported_identifiers
   * @returns the roots of the files whose text matches, where they may mean that declaration.
   */
  #mentioning(declaration: SyntaxNode, name: string, expression: string): readonly SyntaxNode[] {
    const isExported = /^\p{Lu}/u.test(name);
    return this.code
      .mentioning(
        name,
        new RegExp(expression),
        isExported ? undefined : this.code.packageOf(declaration),
      )
      .flatMap((it: CodeFile) => this.code.tree(it)?.root ?? []);
  }

  /** @returns the value of a constant or variable of a package; `undefined` where there is none. */
  #ofPackage(found: GoPackage, name: string): Value | undefined {
    const spec = this.code.declaration(found, name);
    if (!spec) return undefined;
    if (spec.type === 'function_declaration')
      return { kind: 'code', node: spec, at: placeOf(spec) };
    const values = spec.field('value')?.parts ?? [];
    const index = spec
      .fields('name')
      .filter((it) => it.named)
      .findIndex((it) => it.text === name);
    const initial = values[index];
    const [call] = values;
    const fromCall = call?.type === 'call_expression' ? [this.result(call, index)] : [];
    const first = initial ? [this.value(initial)] : fromCall;
    if (spec.type !== 'var_spec') return withDefaults(first, placeOf(spec));
    const later = this.#guarded(spec, spec, () =>
      withDefaults(this.#assignedTo(spec, found, name), placeOf(spec)),
    );
    return withDefaults([...first, later], placeOf(spec));
  }

  #assignedTo(spec: SyntaxNode, found: GoPackage, name: string): Value[] {
    const expression = `\\b${literal(name)}\\s*(?:,[^=\\n]*)?=[^=]|&(?:\\w+\\.)?${literal(name)}\\b`;
    const isIt = (node: SyntaxNode | undefined): boolean => {
      if (node?.type === 'unary_expression') return isIt(node.field('operand'));
      if (node?.type === 'identifier') return this.code.packageOf(node) === found && !localOf(node);
      const operand = node?.field('operand');
      const imported = operand && this.types.importOf(operand);
      return imported?.kind === 'own' && imported.package === found;
    };
    return this.#mentioning(spec, name, expression).flatMap((root) => {
      const { assigned, pointers } = mentionsOf(root);
      return [
        ...this.#onLinux(
          (assigned.get(name) ?? []).filter((it) => isIt(it.left)),
          (it) => it.left,
        ).map((it) => this.#ofAssigned(it)),
        ...(pointers.get(name) ?? [])
          .filter((it) => isIt(it.field('operand')))
          .map((it) => flagInto(this, it) ?? unknown(placeOf(spec))),
      ];
    });
  }

  #ofSelector(node: SyntaxNode, bindings: Bindings | undefined): Value {
    const at = placeOf(node);
    const operand = node.field('operand');
    const name = node.field('field')?.text ?? '';
    if (!operand) return unknown(at);
    const imported = this.types.importOf(operand);
    if (imported?.kind === 'foreign')
      return { kind: 'foreign', name: `${imported.path}.${name}`, at };
    if (imported) return this.#ofPackage(imported.package, name) ?? unknown(at);
    const type = this.types.typeOf(operand);
    const ofEntry =
      operand.type === 'index_expression'
        ? entryOf(this.value(operand, bindings), name)
        : undefined;
    if (ofEntry) return ofEntry;
    const field = this.types.fieldOf(type, name);
    if (field) return this.#field(field, name, this.#fieldsTo(node));
    const whole = this.value(operand, bindings);
    if (type?.kind === 'foreign' && isUrl(type.name)) return urlPart(whole, name);
    for (const it of alternatives(whole))
      if (it.kind === 'record') return it.entry(name) ?? unknown(at);
    return unknown(at);
  }

  /** The fields of `a.b.c`, outermost first, for keys of configuration files. */
  #fieldsTo(node: SyntaxNode | undefined): readonly SyntaxNode[] {
    const operand = node?.field('operand');
    if (node?.type !== 'selector_expression' || !operand) return [];
    const field = this.types.fieldOf(this.types.typeOf(operand), node.field('field')?.text ?? '');
    return field ? [...this.#fieldsTo(operand), field] : [];
  }

  #field(field: SyntaxNode, name: string, path: readonly SyntaxNode[]): Value {
    const at = placeOf(field);
    // One declaration can have several fields: `host, address string`.
    return this.#guarded(`${field.file}:${field.start}:${name}`, field, () => {
      const given = withDefaults(this.#given(field, name), at);
      const found = withDefaults([given, ...fieldSettings(this, field, name, path)], at);
      const added = this.#assignmentsTo(field, name).flatMap((it) => addedTo(it) ?? []);
      if (added.length === 0) return found;
      return withDefaults(
        added.map((it) => concatenated([found, this.value(it)], at)),
        at,
      );
    });
  }

  /** The assignments to a field, wherever they are. */
  #assignmentsTo(field: SyntaxNode, name: string): readonly Assigned[] {
    return this.#mentionsOfField(field, name)
      .flatMap((root) => mentionsOf(root).assigned.get(name) ?? [])
      .filter((it) => this.#isOf(field, it.left));
  }

  #mentionsOfField(field: SyntaxNode, name: string): readonly SyntaxNode[] {
    const expression = `\\b${literal(name)}\\s*:|\\.${literal(name)}\\s*(?:,[^=\\n]*)?=[^=]|&[\\w.()]*\\.${literal(name)}\\b`;
    return this.#mentioning(field, name, expression);
  }

  /** Whether a selector is about a field of the struct. */
  #isOf(field: SyntaxNode, selector: SyntaxNode | undefined): boolean {
    const owner = field.above('struct_type');
    const operand = selector?.field('operand');
    const type = operand && this.types.typeOf(operand);
    return owner !== undefined && type !== undefined && this.types.structOf(type) === owner;
  }

  /** The values that literals, assignments and flags give to a field. */
  #given(field: SyntaxNode, name: string): Value[] {
    const owner = field.above('struct_type');
    const isOwner = (type: TypeOf | undefined): boolean =>
      owner !== undefined && this.types.structOf(type) === owner;
    const roots = this.#mentionsOfField(field, name);
    const set = this.#onLinux(
      this.#assignmentsTo(field, name).filter((it) => addedTo(it) === undefined),
      (it) => it.left,
    );
    const byOptions = set.filter((it) => isOption(it.left)).map((it) => this.#ofAssigned(it));
    if (byOptions.some((it) => firstText(it) !== undefined || it.setting !== undefined))
      return byOptions;
    const values = roots.flatMap((root) => {
      const { keyed, pointers } = mentionsOf(root);
      return [
        ...(keyed.get(name) ?? [])
          .filter((it) => isOwner(this.types.literalType(it.parent)))
          .map((it) => this.value(it.field('value'))),
        ...(pointers.get(name) ?? [])
          .filter((it) => this.#isOf(field, it.field('operand')))
          .map((it) => flagInto(this, it) ?? unknown(placeOf(it))),
      ];
    });
    const assigned = set.filter((it) => !isOption(it.left)).map((it) => this.#ofAssigned(it));
    return [...values, ...assigned, ...byOptions, ...this.#positional(field, name)];
  }

  /** What an assignment sets: one value, or one result of a call. */
  #ofAssigned({ value, index }: Assigned): Value {
    return index === 0 ? this.value(value) : this.result(value, index);
  }

  /** `Server{":8080", handler}`: values in the order of the fields. */
  #positional(field: SyntaxNode, name: string): Value[] {
    const owner = field.above('struct_type');
    const spec = owner?.parent?.type === 'type_spec' ? owner.parent : undefined;
    const typeName = spec?.field('name')?.text;
    if (!owner) return [];
    const names = this.types.fieldsOf({ kind: 'plain', node: owner }).flatMap((it) =>
      it
        .fields('name')
        .filter((given) => given.named)
        .map((given) => given.text),
    );
    const index = names.indexOf(name);
    // A struct without a name has its literals in the same file.
    const roots =
      spec && typeName !== undefined
        ? this.#mentioning(spec, typeName, `\\b${literal(typeName)}\\s*\\{\\s*[^\\s}]`)
        : [this.code.treeOf(field.file)?.root].filter((it) => it !== undefined);
    return roots.flatMap((root) => {
      const { literals, elided } = mentionsOf(root);
      return [...literals.flatMap((it) => it.field('body') ?? []), ...elided].flatMap((body) => {
        const elements = body.parts;
        const isPlain = elements.length === names.length && elements[0]?.type === 'literal_element';
        return isPlain && this.types.structOf(this.types.literalType(body)) === owner
          ? [this.value(elements[index])]
          : [];
      });
    });
  }

  /** @returns one result of a call. */
  result(call: SyntaxNode, index: number, bindings?: Bindings): Value {
    const callee = this.types.calleeOf(call);
    if (callee.kind === 'own') {
      const found = this.#returned(callee.node, call, index, bindings);
      if (found.kind !== 'unknown') return found;
    }
    if (callee.kind === 'foreign' && callee.name === 'net.SplitHostPort')
      return addressPart(this.value(call.field('arguments')?.parts[0], bindings), index);
    if (index === 0) return callValue(this, call, callee, bindings);
    return callee.kind === 'foreign' && callee.name === 'runtime.Caller' && index === 1
      ? this.#caller(call)
      : unknown(placeOf(call));
  }

  /** The file of the call itself, and not of one further up: https://pkg.go.dev/runtime#Caller */
  #caller(call: SyntaxNode): Value {
    const at = placeOf(call);
    const skipped = this.value(call.field('arguments')?.parts[0]);
    const path = this.code.compiledPath(this.code.fileOf(call));
    return skipped.kind === 'number' && skipped.number === 0 && path !== undefined
      ? textValue(path, at)
      : unknown(at);
  }

  #returned(
    declaration: SyntaxNode,
    call: SyntaxNode,
    index: number,
    bindings: Bindings | undefined,
  ): Value {
    const at = placeOf(call);
    const depth = (bindings?.depth ?? 0) + 1;
    if (depth > mostCalls || !declaration.field('body')) return unknown(at);
    const values = (call.field('arguments')?.parts ?? []).map((it) => this.value(it, bindings));
    const receiver = call.field('function')?.field('operand');
    const inner: Bindings = { function: declaration, values, receiver, outer: bindings, depth };
    return withDefaults(
      this.#reached(successesOf(declaration), (it) => it, inner).map((it) => {
        const results = it.parts[0]?.parts ?? [];
        const [only] = results;
        if (only?.type === 'call_expression' && results.length === 1 && index > 0)
          return this.result(only, index, inner);
        const result = results[index] ?? namedResult(declaration, index);
        return result ? this.value(result, inner) : unknown(at);
      }),
      at,
    );
  }

  #ofLiteral(node: SyntaxNode, bindings: Bindings | undefined): Value {
    return this.#ofBody(node.field('body'), node.field('type'), bindings) ?? unknown(placeOf(node));
  }

  #ofBody(
    body: SyntaxNode | undefined,
    type: SyntaxNode | undefined,
    bindings: Bindings | undefined,
  ): Value | undefined {
    if (!body) return undefined;
    const at = placeOf(body);
    const elements = body.parts;
    if (type && /slice|array/.test(type.type))
      return { kind: 'list', items: elements.map((it) => this.value(it, bindings)), at };
    const entries = new Map<string, SyntaxNode>();
    for (const it of elements.filter((element) => element.type === 'keyed_element')) {
      const key = it.field('key')?.parts[0];
      const name =
        key?.type === 'identifier' && type?.type !== 'map_type'
          ? key.text
          : key && firstText(this.value(key));
      const value = it.field('value');
      if (name !== undefined && value) entries.set(name, value);
    }
    return {
      kind: 'record',
      names: [...entries.keys()],
      entry: (name) => {
        const value = entries.get(name);
        return value && this.value(value, bindings);
      },
      at,
    };
  }

  #ofIndex(node: SyntaxNode, bindings: Bindings | undefined): Value {
    const at = placeOf(node);
    const index = this.value(node.field('index'), bindings);
    const key = firstText(index);
    const found = alternatives(this.value(node.field('operand'), bindings)).flatMap((it) => {
      if (it.kind === 'list' && index.kind === 'number')
        return [it.items[index.number] ?? unknown(at)];
      if (it.kind !== 'record' || key === undefined) return [];
      const entry = it.entry(key) ?? unknown(at);
      return [this.#isVariable(key) ? replaceable(entry, { variable: key }) : entry];
    });
    const set = key === undefined ? [] : this.#setAt(node.field('operand'), key);
    return choiceOf([...found, ...set], at);
  }

  /** Whether a key of a table of options names a variable: the program goes through all that are set. */
  #isVariable(key: string): boolean {
    return (
      /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(key) && this.code.search(/\bos\.Environ\(\)/).length > 0
    );
  }

  /** What is assigned to an entry of a map: `addresses["web"] = ":8080"`. */
  #setAt(map: SyntaxNode | undefined, key: string): Value[] {
    if (map?.type !== 'identifier') return [];
    const local = localOf(map);
    const found = this.code.packageOf(map);
    const files = local ? [this.code.fileOf(map)] : found.files;
    const roots = files.flatMap((it) => this.code.treeOf(it.path)?.root ?? []);
    return roots
      .flatMap((root) => mentionsOf(root).indexed.get(map.text) ?? [])
      .filter(({ left }) => {
        const operand = left.field('operand');
        return operand?.type === 'identifier' && localOf(operand) === local;
      })
      .filter(({ left }) => firstText(this.value(left.field('index'))) === key)
      .map((it) => this.#ofAssigned(it));
  }
}

/** The field of the one entry of a table: `options["LISTEN_ADDR"].value`. */
function entryOf(table: Value, field: string): Value | undefined {
  const entry = table.kind === 'record' ? table.entry(field) : undefined;
  return entry?.kind === 'unknown' ? undefined : entry;
}

/** What is added to a field that keeps what it has: `c.path = c.path + name`. */
function addedTo({ left, value }: Assigned): SyntaxNode | undefined {
  const isSum = value.type === 'binary_expression' && value.field('operator')?.text === '+';
  return isSum && value.field('left')?.text === left.text ? value.field('right') : undefined;
}

/**
 * Whether an assignment is that of an option, which replaces what the constructor has set:
 * `func WithAddress(a string) Option { return func(s *Server) { s.address = a } }`.
 */
function isOption(assigned: SyntaxNode): boolean {
  return assigned.above('func_literal')?.above('return_statement') !== undefined;
}

const returns = new WeakMap<SyntaxNode, readonly SyntaxNode[]>();

/** The return statements of a function, without those of the functions inside it. */
function returnsOf(declaration: SyntaxNode): readonly SyntaxNode[] {
  const known =
    returns.get(declaration) ??
    (declaration.field('body')?.all('return_statement') ?? []).filter(
      (it) =>
        it.above('func_literal', 'function_declaration', 'method_declaration') === declaration,
    );
  returns.set(declaration, known);
  return known;
}

/** The return statements of a function without those that also return an error. */
function successesOf(declaration: SyntaxNode): readonly SyntaxNode[] {
  const all = returnsOf(declaration);
  const found = all.filter((it) => !isError(it));
  return found.length > 0 ? found : all;
}

function namedResult(declaration: SyntaxNode, index: number): SyntaxNode | undefined {
  const result = declaration.field('result');
  const names =
    result?.type === 'parameter_list' ? result.parts.flatMap((it) => it.fields('name')) : [];
  return names.filter((it) => it.named)[index];
}

/** https://go.dev/ref/spec#String_literals, as far as paths and addresses need it. */
function unescaped(text: string): string {
  return text.includes('\\')
    ? text.replace(/\\(["\\nt])/g, (_, it: string) => ({ n: '\n', t: '\t' })[it] ?? it)
    : text;
}

/** Whether a parameter takes all arguments from its place on: `parts ...string`. */
function isVariadic(declaration: SyntaxNode, index: number): boolean {
  const parameters = declaration.field('parameters')?.parts ?? [];
  const names = parameters.flatMap((it) => it.fields('name').filter((name) => name.named));
  return parameters.at(-1)?.type === 'variadic_parameter_declaration' && index === names.length - 1;
}
