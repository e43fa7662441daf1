/** Variables that the code demands: without them it ends, or a request fails. */
import type { SyntaxNode } from '../../../syntax/tree.ts';
import type { Demand } from '../../shared/uses.ts';
import { alternatives, firstText, type Value } from '../../shared/values.ts';
import { argumentValue } from './argument-values.ts';
import { calledName } from './arguments.ts';
import { demandedFields, isSettings } from './classes.ts';
import { demandedBy, demandingFunctions, type DemandingFunction } from './demanding-functions.ts';
import { endingsIn } from './endings.ts';
import { getters, isAskedFor, missingKey } from './environment.ts';
import type { Evaluator } from './evaluating.ts';
import { isExpected, type PythonModule } from './module.ts';
import { moduleName } from './module-names.ts';

const sieve =
  /environ|BaseSettings|\benv\b|\bEnv\b|\bdecouple\b|\bconfig\(|Settings\(|getenv|\.(?:run|start|token)\(|\b(?:Bot|App|TeleBot|SocketModeHandler)\(/;

/**
 * Calls that end without the token of a bot, and where it is. What runs a bot is often a class of the
 * project, so that its library counts.
 */
const tokens: readonly {
  readonly call: RegExp;
  readonly argument: readonly (number | string)[];
  readonly library: RegExp;
}[] = [
  // https://discordpy.readthedocs.io/en/stable/api.html#discord.Client.run
  {
    call: /^(?:run|start)$/,
    argument: [0, 'token'],
    library: /^(?:discord|nextcord|disnake|interactions|hikari)\b/,
  },
  // https://docs.aiogram.dev/en/latest/api/bot.html
  { call: /^Bot$/, argument: [0, 'token'], library: /^aiogram\b/ },
  // https://docs.python-telegram-bot.org/en/stable/telegram.ext.applicationbuilder.html#telegram.ext.ApplicationBuilder.token
  { call: /^token$/, argument: [0, 'token'], library: /^telegram\b/ },
  // https://docs.slack.dev/tools/bolt-python/reference/app/app.html
  { call: /^(?:Async)?App$/, argument: ['token'], library: /^slack_bolt\b/ },
  {
    call: /^(?:Async)?SocketModeHandler$/,
    argument: [1, 'app_token'],
    library: /^slack_bolt\b/,
  },
  { call: /^(?:Async)?TeleBot$/, argument: [0, 'token'], library: /^telebot\b/ },
];

/** A demand with the node that has to run. */
type DemandAt = Demand & { readonly node: SyntaxNode };

const demandAt = (variable: string, when: Demand['when'], node: SyntaxNode): DemandAt => ({
  variable,
  when,
  evidence: { file: node.file, line: node.line, because: `demands ${variable}` },
  node,
});

/**
 * @param reached the modules whose calls count.
 * @returns demanded variables, each with its node.
 */
export function demandsIn(
  module: PythonModule,
  evaluator: Evaluator,
  reached: readonly PythonModule[],
): readonly DemandAt[] {
  const root = sieve.test(module.text) ? module.root : undefined;
  if (!root) return [];
  const whenOf = (node: SyntaxNode): Demand['when'] =>
    isAtStart(node, module, reached) ? 'start' : 'request';
  const helpers = demandingFunctions(module);
  const isOfHelper = (node: SyntaxNode): boolean => helpers.some((it) => it.read === node);
  const found = [
    ...helpers.flatMap((it) => helped(it, module, evaluator, reached)),
    ...root.all('subscript').flatMap((it) => {
      const variable = isOfHelper(it) ? undefined : subscripted(it, evaluator);
      return variable === undefined ? [] : [demandAt(variable, whenOf(it), it)];
    }),
    ...module.calls.flatMap((it) =>
      called(it, evaluator).map(({ variable, node }) => ({
        ...demandAt(variable, whenOf(it), node),
        node: it,
      })),
    ),
    ...module.calls.flatMap((it) => {
      const read = isOfHelper(it) ? undefined : checked(it, root, evaluator);
      if (!read) return [];
      // What a constructor checks is known only where one is made: a plugin may never be.
      const isMade = it.above('function_definition')?.field('name')?.text !== '__init__';
      const when = isMade ? whenOf(it) : 'request';
      return [{ ...demandAt(read.variable, when, it), node: read.test }];
    }),
    ...module.calls.flatMap((it) => {
      const variable = tokenOf(it, module, evaluator);
      return variable === undefined ? [] : [demandAt(variable, whenOf(it), it)];
    }),
    ...fromLists(root, evaluator).map(({ variable, node }) =>
      demandAt(variable, whenOf(node), node),
    ),
  ];
  return found.filter((it) => it.when === 'request' || !isUnderCondition(it.node));
}

/** What the calls of a function demand, in its module and in those that import it. */
function helped(
  helper: DemandingFunction,
  module: PythonModule,
  evaluator: Evaluator,
  reached: readonly PythonModule[],
): readonly DemandAt[] {
  return reached.flatMap((it) =>
    callsIn(it, helper.name, module).flatMap((node) => {
      const variable = demandedBy(node, helper, evaluator);
      if (variable === undefined) return [];
      const isStart = isAtStart(node, it, reached) && isMadeAtStart(node, reached);
      return [demandAt(variable, isStart ? 'start' : 'request', node)];
    }),
  );
}

/**
 * Whether a condition has to hold: `if USE_S3:`, `if os.name == "nt":`. It may not, so the program
 * can start without what is demanded below. What only production demands counts.
 */
function isUnderCondition(node: SyntaxNode): boolean {
  let child = node;
  for (let at = node.parent; at; at = at.parent) {
    const condition = at.field('condition')?.text ?? '';
    if (
      /^(?:if_statement|elif_clause)$/.test(at.type) &&
      child.fieldName === 'consequence' &&
      !/__name__|\bnot\b.*(?:debug|dev|local|test)|prod|live|\bargv\b.*(?:!=|\bnot in\b)/i.test(
        condition,
      )
    )
      return true;
    child = at;
  }
  return false;
}

/** `os.environ["NAME"]` that is read, and whose absence the code does not handle. */
function subscripted(node: SyntaxNode, evaluator: Evaluator): string | undefined {
  const object = node.field('value');
  if (!object || !/environ$|env$/.test(object.text)) return undefined;
  const parent = node.parent;
  if (
    parent?.type === 'delete_statement' ||
    (parent?.type === 'assignment' && node.fieldName === 'left')
  )
    return undefined;
  if (isExpected(node, missingKey)) return undefined;
  const names = alternatives(evaluator.evaluate(object));
  if (
    !names.some((it) => it.kind === 'foreign' && /^(?:os\.)?environ$|^environs\.env$/.test(it.name))
  )
    return undefined;
  return demandedOf(evaluator.evaluate(node), node);
}

/** The variable that alone has the token of a bot: `client.run(os.getenv("TOKEN"))`. */
function tokenOf(call: SyntaxNode, module: PythonModule, evaluator: Evaluator): string | undefined {
  const name = calledName(call);
  const row = tokens.find(
    (it) => it.call.test(name) && module.imported.some(({ target }) => it.library.test(target)),
  );
  const value = row && argumentValue(call, row.argument, evaluator);
  const variable = value && variableOf(value);
  return variable === undefined || isAsked(call, variable) ? undefined : variable;
}

/** The variable of a value that has no other source. */
function demandedOf(value: Value, node: SyntaxNode): string | undefined {
  const variable = value.kind === 'unknown' ? variableOf(value) : undefined;
  return variable === undefined || isAsked(node, variable) ? undefined : variable;
}

function variableOf(value: Value): string | undefined {
  const isAbsent = value.kind === 'unknown' || value.kind === 'nothing';
  const variable = isAbsent ? value.setting?.variable : undefined;
  return variable !== undefined && /^[A-Za-z_]\w*$/.test(variable) ? variable : undefined;
}

/** `if "NAME" in os.environ:` above, or a condition in the same expression. */
function isAsked(node: SyntaxNode, variable: string): boolean {
  if (isAskedFor(node)) return true;
  for (let at = node.parent; at; at = at.parent) {
    const test = at.type === 'conditional_expression' ? at.parts[1] : at.field('condition');
    if (test?.text.includes(variable)) return true;
  }
  return false;
}

/**
 * `os.getenv("NAME")` that gives None where the variable is absent, and a condition that ends the
 * program then: `if not os.getenv("NAME"):`, `if TOKEN is None:`.
 */
function checked(
  call: SyntaxNode,
  root: SyntaxNode,
  evaluator: Evaluator,
): { readonly variable: string; readonly test: SyntaxNode } | undefined {
  if (!/getenv$|environ\.get$/.test(call.field('function')?.text ?? '')) return undefined;
  const isGetter = alternatives(evaluator.evaluate(call.field('function'))).some(
    (it) => it.kind === 'foreign' && getters.test(it.name),
  );
  if (!isGetter) return undefined;
  const name = assignedTo(call);
  const read = name ?? call.text;
  const test = endingsIn(root).find(
    ({ condition, node }) =>
      asksWithout(condition, read) &&
      (name === undefined
        ? [call.above('if_statement'), call.above('assert_statement')].includes(node)
        : node.above('function_definition') === call.above('function_definition')),
  )?.node;
  const variable = variableOf(evaluator.evaluate(call));
  return test && variable !== undefined ? { variable, test } : undefined;
}

/**
 * The variables of a list, each of which is asked for: `for name in NAMES:` with `if name not in
 * os.environ:` that ends the program, and `[name for name in NAMES if not os.getenv(name)]` whose
 * names do.
 */
function fromLists(
  root: SyntaxNode,
  evaluator: Evaluator,
): readonly { readonly variable: string; readonly node: SyntaxNode }[] {
  const ends = endingsIn(root);
  if (ends.length === 0) return [];
  const loops = root.all('for_statement').filter((loop) => {
    const name = loop.field('left')?.text ?? '';
    return ends.some(
      ({ node, condition }) => node.above('for_statement') === loop && asksForEach(condition, name),
    );
  });
  const clauses = root.all('list_comprehension', 'set_comprehension').flatMap((it) => {
    const clause = it.child('for_in_clause');
    const missing = it.parent?.type === 'assignment' ? it.parent.field('left')?.text : undefined;
    const condition = it.child('if_clause')?.text.replace(/^if\s+/, '') ?? '';
    return clause &&
      missing !== undefined &&
      asksForEach(condition, clause.field('left')?.text ?? '') &&
      ends.some((end) => [missing, `len(${missing}) > 0`].includes(end.condition.trim()))
      ? [clause]
      : [];
  });
  return [...loops, ...clauses].flatMap((node) =>
    alternatives(evaluator.evaluate(node.field('right'))).flatMap((value) =>
      (value.kind === 'list' ? value.items : []).flatMap((it) => {
        const variable = firstText(it);
        return variable !== undefined && /^[A-Za-z_]\w*$/.test(variable)
          ? [{ variable, node }]
          : [];
      }),
    ),
  );
}

/** Whether a condition holds where the variable that a name refers to is absent. */
function asksForEach(condition: string, name: string): boolean {
  const read = `(?:os\\.)?(?:getenv|environ\\.get)\\(\\s*${name}\\s*(?:,[^)]*)?\\)`;
  return (
    /^\w+$/.test(name) &&
    new RegExp(
      `^(?:${name} not in (?:os\\.)?environ|not ${name} in (?:os\\.)?environ|not ${read}|${read} is None)$`,
    ).test(condition.trim())
  );
}

/** The name for a variable, or for the first of several: `os.getenv("KEY") or os.getenv("TOKEN")`. */
function assignedTo(call: SyntaxNode): string | undefined {
  let at = call;
  while (
    at.parent?.type === 'boolean_operator' &&
    at.fieldName === 'left' &&
    at.parent.field('operator')?.text === 'or' &&
    plainGetter.test(at.parent.field('right')?.text ?? '')
  )
    at = at.parent;
  return at.parent?.type === 'assignment' ? at.parent.field('left')?.text : undefined;
}

const plainGetter = /^(?:os\.)?(?:getenv|environ\.get)\(\s*["']\w+["']\s*\)$/;

/** Whether a condition holds for None alone: `not TOKEN`, `TOKEN is None`, `not TOKEN or not KEY`. */
function asksWithout(condition: string, read: string): boolean {
  return condition
    .split(/\s+or\s+/)
    .some((it) => [`not ${read}`, `${read} is None`, `${read} == None`].includes(it.trim()));
}

/** Calls of libraries that demand, and settings that are made. */
function called(
  call: SyntaxNode,
  evaluator: Evaluator,
): readonly { readonly variable: string; readonly node: SyntaxNode }[] {
  const callee = call.field('function');
  const name = callee?.text ?? '';
  if (/(?:^|\.)_?(?:env|config)(?:\.\w+)?$/i.test(name)) {
    const known = alternatives(evaluator.evaluate(callee)).some(
      (it) =>
        it.kind === 'foreign' &&
        /^(?:environ\.Env|environs|decouple|starlette\.config|prettyconf|envparse)/.test(it.name) &&
        !/\.(?:get|Env|config\.environ)$/.test(it.name),
    );
    // A class of settings can be called Config, too.
    if (known) {
      const variable = isExpected(call, /./)
        ? undefined
        : demandedOf(evaluator.evaluate(call), call);
      return variable === undefined ? [] : [{ variable, node: call }];
    }
  }
  // A class, or a parameter that is given one.
  if (!/^[A-Z]|(?:^|_)(?:cls|class|type)_?$/.test(calledName(call))) return [];
  return alternatives(evaluator.evaluate(callee)).flatMap((it) => {
    if (
      it.kind !== 'code' ||
      it.node.type !== 'class_definition' ||
      !isSettings(it.node, evaluator)
    )
      return [];
    const given = (call.field('arguments')?.parts ?? []).map((part) => part.field('name')?.text);
    return demandedFields(it.node, evaluator).filter(
      ({ node }) => !given.includes(node.field('left')?.text),
    );
  });
}

const startFunctionsBy = new WeakMap<PythonModule, ReadonlySet<string>>();

/** Functions that the module's own statements call, by name, and those that these call. */
function startFunctions(module: PythonModule): ReadonlySet<string> {
  const known = startFunctionsBy.get(module);
  if (known) return known;
  const root = module.root;
  const found = new Set<string>(['main', 'create_app', 'make_app', 'lifespan']);
  startFunctionsBy.set(module, found);
  if (!root) return found;
  const functions = new Map(
    root.all('function_definition').map((it) => [it.field('name')?.text ?? '', it]),
  );
  const open: SyntaxNode[] = module.calls.filter(
    (it) => !it.above('function_definition', 'lambda'),
  ) as SyntaxNode[];
  for (const name of found) open.push(...(functions.get(name)?.all('call') ?? []));
  for (let call = open.pop(); call; call = open.pop()) {
    const name = calledName(call);
    // A class that is made runs its constructor.
    const inner = functions.get(name);
    if (!inner || found.has(name)) continue;
    found.add(name);
    open.push(...inner.all('call'));
  }
  return found;
}

/** How many modules may lie between a statement that runs at the start and a function. */
const mostModules = 3;

function isAtStart(
  node: SyntaxNode,
  module: PythonModule,
  reached: readonly PythonModule[],
  steps = 0,
): boolean {
  const atStart = startFunctions(module);
  for (
    let at = node.above('function_definition', 'lambda');
    at;
    at = at.above('function_definition', 'lambda')
  ) {
    const name = at.field('name')?.text;
    if (name !== undefined && (atStart.has(name) || name === '__init__')) return true;
    if (!at.above('function_definition', 'lambda'))
      return (
        name !== undefined &&
        steps < mostModules &&
        isCalledAtStart(name, module, reached, steps + 1)
      );
  }
  return true;
}

/** Whether another module, which imports this one, calls a function of it at the start. */
function isCalledAtStart(
  name: string,
  module: PythonModule,
  reached: readonly PythonModule[],
  steps: number,
): boolean {
  return reached.some(
    (it) =>
      it !== module &&
      callsIn(it, name, module).some(
        (call) => !isUnderCondition(call) && isAtStart(call, it, reached, steps),
      ),
  );
}

/** Whether an object is made at the start, if a node is in its constructor: a plugin may never be. */
function isMadeAtStart(node: SyntaxNode, reached: readonly PythonModule[]): boolean {
  const around = node.above('function_definition');
  if (around?.field('name')?.text !== '__init__') return true;
  const name = around.above('class_definition')?.field('name')?.text ?? '';
  return reached.some((it) => it.callsOf(name).some((call) => isAtStart(call, it, reached)));
}

/**
 * The calls of a function in a module, if the function is its own, or it imports the module that has
 * it. A module without the name is not parsed.
 */
function callsIn(module: PythonModule, name: string, owner: PythonModule): readonly SyntaxNode[] {
  const calls = module.callsOf(name);
  return calls.length > 0 && (module === owner || isImported(owner, name, module)) ? calls : [];
}

/** Whether a module imports another one, a function of it, or a class that may have it as a method. */
function isImported(module: PythonModule, name: string, by: PythonModule): boolean {
  const full = moduleName(module.path);
  return by.imported.some(
    ({ target }) =>
      `${full}.${name}`.endsWith(target) ||
      full.endsWith(target) ||
      `.${full}`.endsWith(`.${target.replace(/\.[A-Z]\w*$/, '')}`),
  );
}
