/**
 * Finds the types of expressions, as far as fields and methods need them:
 * https://go.dev/ref/spec#Types
 */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import { localOf, type Assignment, type Local } from './locals.ts';
import type { GoCode } from './program.ts';

/** The type of an expression. Pointers count as what they point to. */
export type TypeOf =
  /** A type of the project: its declaration. */
  | { readonly kind: 'named'; readonly spec: SyntaxNode }
  /** A type without a name: `struct{ Port int }`, `[]Route`. */
  | { readonly kind: 'plain'; readonly node: SyntaxNode }
  /** A type of another module, or what its function gives: `net/http.Server`, `net/http.NewServeMux()`. */
  | { readonly kind: 'foreign'; readonly name: string };

/** What is called. */
export type Callee =
  | { readonly kind: 'own'; readonly node: SyntaxNode }
  | { readonly kind: 'foreign'; readonly name: string }
  /** A method of something unknown, or a function that is not there. */
  | { readonly kind: 'unresolved'; readonly name: string; readonly isMethod: boolean };

const mostSteps = 24;

export class Types {
  readonly #code: GoCode;
  readonly #types = new Map<SyntaxNode, TypeOf | undefined>();
  readonly #callees = new Map<SyntaxNode, Callee>();
  #depth = 0;

  constructor(code: GoCode) {
    this.#code = code;
  }

  typeOf(node: SyntaxNode): TypeOf | undefined {
    if (this.#types.has(node)) return this.#types.get(node);
    if (this.#depth > mostSteps) return undefined;
    this.#depth += 1;
    this.#types.set(node, undefined);
    const found = this.#find(node);
    this.#depth -= 1;
    this.#types.set(node, found);
    return found;
  }

  #find(node: SyntaxNode): TypeOf | undefined {
    switch (node.type) {
      case 'identifier':
        return this.#ofName(node);
      case 'selector_expression':
        return this.#ofSelector(node);
      case 'call_expression':
        return this.#ofCall(node, 0);
      case 'composite_literal':
      case 'type_assertion_expression':
      case 'type_conversion_expression':
        return this.resolve(node.field('type'));
      case 'unary_expression':
        return this.#below(node.field('operand'));
      case 'parenthesized_expression':
        return this.#below(node.parts[0]);
      case 'index_expression':
        return this.element(this.#below(node.field('operand')));
      default:
        return undefined;
    }
  }

  #below(node: SyntaxNode | undefined): TypeOf | undefined {
    return node && this.typeOf(node);
  }

  #ofName(node: SyntaxNode): TypeOf | undefined {
    const local = localOf(node);
    if (local) return this.#ofLocal(local);
    const spec = this.#code.declaration(this.#code.packageOf(node), node.text);
    return spec && this.#ofVariable(spec, node.text);
  }

  #ofLocal({ type, assignments }: Local): TypeOf | undefined {
    if (type) return this.resolve(type);
    for (const it of assignments) {
      const found = this.#ofAssignment(it);
      if (found) return found;
    }
    return undefined;
  }

  #ofAssignment(it: Assignment): TypeOf | undefined {
    if (it.kind === 'value')
      return it.node.type === 'call_expression'
        ? this.#ofCall(it.node, it.index)
        : this.typeOf(it.node);
    return it.kind === 'range' && it.index === 1
      ? this.element(this.#below(it.node.field('right')))
      : undefined;
  }

  /** The type of a package-level variable or constant, from its declaration. */
  #ofVariable(spec: SyntaxNode, name: string): TypeOf | undefined {
    if (spec.type !== 'var_spec' && spec.type !== 'const_spec') return undefined;
    const type = spec.field('type');
    if (type) return this.resolve(type);
    const values = spec.field('value')?.parts ?? [];
    const index = spec.fields('name').findIndex((it) => it.text === name);
    const value = values[index];
    return value ? this.typeOf(value) : values[0] && this.#ofCall(values[0], index);
  }

  #ofSelector(node: SyntaxNode): TypeOf | undefined {
    const operand = node.field('operand');
    const name = node.field('field')?.text ?? '';
    const imported = operand && this.importOf(operand);
    if (imported?.kind === 'foreign') return { kind: 'foreign', name: `${imported.path}.${name}` };
    if (imported) {
      const spec = this.#code.declaration(imported.package, name);
      return spec && this.#ofVariable(spec, name);
    }
    const field = this.fieldOf(this.#below(operand), name);
    return field && this.resolve(field.field('type'));
  }

  /** @returns the package that an expression names. */
  importOf(operand: SyntaxNode): ReturnType<GoCode['importOf']> {
    return operand.type === 'identifier' && !localOf(operand)
      ? this.#code.importOf(operand, operand.text)
      : undefined;
  }

  #ofCall(node: SyntaxNode, index: number): TypeOf | undefined {
    if (node.type !== 'call_expression') return this.typeOf(node);
    const called = node.field('function');
    if (called?.text === 'new') return this.resolve(node.field('arguments')?.parts[0]);
    const callee = this.calleeOf(node);
    if (callee.kind === 'foreign') return { kind: 'foreign', name: `${callee.name}()` };
    if (callee.kind === 'own') return this.resolve(resultType(callee.node, index));
    const operand = called?.field('operand');
    const method = operand && this.#methodOfInterface(this.typeOf(operand), callee.name);
    return method && this.resolve(resultType(method, index));
  }

  /** The method that an interface of the project names. */
  #methodOfInterface(type: TypeOf | undefined, name: string): SyntaxNode | undefined {
    const node = nodeOf(type);
    if (node?.type !== 'interface_type') return undefined;
    return node.parts.find((it) => it.field('name')?.text === name);
  }

  /** The only method of the program that an interface can mean: a provider of settings has one. */
  #onlyImplementation(type: TypeOf, name: string): Callee | undefined {
    const method = this.#methodOfInterface(type, name);
    if (!method) return undefined;
    const count = (it: SyntaxNode): number => it.field('parameters')?.parts.length ?? 0;
    const found = this.#code.methodsNamed(name).filter((it) => count(it) === count(method));
    return found.length === 1 && found[0] ? { kind: 'own', node: found[0] } : undefined;
  }

  /** @returns the declaration of a field, also one of an embedded struct. */
  fieldOf(type: TypeOf | undefined, name: string, depth = 0): SyntaxNode | undefined {
    const fields = this.fieldsOf(type);
    const own = fields.find((it) => it.fields('name').some((given) => given.text === name));
    if (own || depth > 4) return own;
    for (const it of fields.filter((field) => field.fields('name').length === 0)) {
      const bare = it.field('type')?.all('type_identifier')[0]?.text;
      if (bare === name) return it;
      const found = this.fieldOf(this.resolve(it.field('type')), name, depth + 1);
      if (found) return found;
    }
    return undefined;
  }

  fieldsOf(type: TypeOf | undefined): readonly SyntaxNode[] {
    const struct = this.structOf(type);
    return struct?.child('field_declaration_list')?.parts ?? [];
  }

  /** @returns the `struct_type` node of a type. */
  structOf(type: TypeOf | undefined, depth = 0): SyntaxNode | undefined {
    const node = nodeOf(type);
    if (!node || node.type === 'struct_type') return node;
    return depth < 4 ? this.structOf(this.resolve(node), depth + 1) : undefined;
  }

  /** @returns the type of the elements of a slice, an array or a map. */
  element(type: TypeOf | undefined): TypeOf | undefined {
    const node = nodeOf(type);
    return this.resolve(node?.field('element') ?? node?.field('value'));
  }

  /** @returns the type of the literal that a `literal_value` belongs to, also where it is left out. */
  literalType(body: SyntaxNode | undefined): TypeOf | undefined {
    const parent = body?.parent;
    if (parent?.type === 'composite_literal') return this.resolve(parent.field('type'));
    const around = parent?.type === 'literal_element' ? parent.parent : undefined;
    const list = around?.type === 'keyed_element' ? around.parent : around;
    return list ? this.element(this.literalType(list)) : undefined;
  }

  resolve(node: SyntaxNode | undefined): TypeOf | undefined {
    switch (node?.type) {
      case 'pointer_type':
      case 'parenthesized_type':
        return this.resolve(node.parts[0]);
      case 'generic_type':
        return this.resolve(node.field('type'));
      case 'type_identifier':
      case 'identifier': {
        const spec = this.#code.declaration(this.#code.packageOf(node), node.text);
        return spec && this.#ofSpec(spec);
      }
      case 'qualified_type':
        return this.#qualified(node, node.field('package')?.text, node.field('name')?.text);
      case 'selector_expression':
        return this.#qualified(node, node.field('operand')?.text, node.field('field')?.text);
      case 'struct_type':
      case 'slice_type':
      case 'array_type':
      case 'implicit_length_array_type':
      case 'map_type':
        return { kind: 'plain', node };
      default:
        return undefined;
    }
  }

  #qualified(node: SyntaxNode, name = '', type = ''): TypeOf | undefined {
    const imported = this.#code.importOf(node, name);
    if (imported?.kind === 'foreign') return { kind: 'foreign', name: `${imported.path}.${type}` };
    const spec = imported && this.#code.declaration(imported.package, type);
    return spec && this.#ofSpec(spec);
  }

  #ofSpec(spec: SyntaxNode): TypeOf | undefined {
    if (spec.type === 'type_alias') return this.resolve(spec.field('type'));
    return spec.type === 'type_spec' ? { kind: 'named', spec } : undefined;
  }

  calleeOf(call: SyntaxNode): Callee {
    const known = this.#callees.get(call) ?? this.functionIn(call.field('function'));
    this.#callees.set(call, known);
    return known;
  }

  /** @returns the function that an expression means. */
  functionIn(called: SyntaxNode | undefined): Callee {
    if (called?.type === 'parenthesized_expression') return this.functionIn(called.parts[0]);
    if (called?.type === 'identifier') {
      const own = localOf(called)
        ? this.#literalOf(called)
        : this.#code.declaration(this.#code.packageOf(called), called.text);
      return own
        ? { kind: 'own', node: own }
        : { kind: 'unresolved', name: called.text, isMethod: false };
    }
    if (called?.type === 'func_literal') return { kind: 'own', node: called };
    const operand = called?.field('operand');
    const name = called?.field('field')?.text ?? '';
    if (called?.type !== 'selector_expression' || !operand)
      return { kind: 'unresolved', name, isMethod: false };
    const imported = this.importOf(operand);
    if (imported?.kind === 'foreign') return { kind: 'foreign', name: `${imported.path}.${name}` };
    if (imported) {
      const own = this.#code.declaration(imported.package, name);
      return own ? { kind: 'own', node: own } : { kind: 'unresolved', name, isMethod: false };
    }
    return (
      this.#methodOf(this.typeOf(operand), name) ?? { kind: 'unresolved', name, isMethod: true }
    );
  }

  /** The function literal that a variable holds. */
  #literalOf(name: SyntaxNode): SyntaxNode | undefined {
    return localOf(name)?.assignments.find((it) => it.node.type === 'func_literal')?.node;
  }

  #methodOf(type: TypeOf | undefined, name: string, depth = 0): Callee | undefined {
    if (type?.kind === 'foreign') return { kind: 'foreign', name: `${type.name}.${name}` };
    if (!type || depth > 4) return undefined;
    if (type.kind === 'named') {
      const typeName = type.spec.field('name')?.text ?? '';
      const own = this.#code.method(this.#code.packageOf(type.spec), typeName, name);
      if (own) return { kind: 'own', node: own };
      const defined = type.spec.field('type');
      if (defined?.type === 'interface_type') return this.#onlyImplementation(type, name);
    }
    for (const field of this.fieldsOf(type).filter((it) => it.fields('name').length === 0)) {
      const found = this.#methodOf(this.resolve(field.field('type')), name, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
}

/** @returns how a type is written. */
function nodeOf(type: TypeOf | undefined): SyntaxNode | undefined {
  if (type?.kind === 'named') return type.spec.field('type');
  return type?.kind === 'plain' ? type.node : undefined;
}

/** @returns the node of a result's type. */
function resultType(declaration: SyntaxNode, index: number): SyntaxNode | undefined {
  const result = declaration.field('result');
  if (result?.type !== 'parameter_list') return index === 0 ? result : undefined;
  const types = result.parts.flatMap((it) => {
    const names = it.fields('name').filter((name) => name.named).length;
    return Array.from({ length: Math.max(1, names) }, () => it.field('type'));
  });
  return types[index];
}
