/**
 * Finds the variables without which a program ends: tags of struct fields, checks that end it or
 * return an error that does, and calls that fail with an empty text.
 */
import type { SyntaxNode, SyntaxTree } from '../../../syntax/tree.ts';
import type { Demand } from '../../shared/uses.ts';
import { alternatives, firstText, possible, type Value } from '../../shared/values.ts';
import { isStartedCommand, literalAround } from './entries.ts';
import type { Evaluator } from './evaluator.ts';
import { fateOf, isFatalCall, isFatalCheck } from './fates.ts';
import { requiredVariable } from './field-settings.ts';
import { flagNamed, flagOf, flagOfLiteral, outermostCall } from './flags.ts';
import { functionAround, localOf } from './locals.ts';
import { mentionsOf } from './mentions.ts';
import type { CodeFile, GoCode } from './program.ts';

/** @returns a demand for each variable, at the first place that shows it. */
export function demandsIn(evaluator: Evaluator): readonly Demand[] {
  const found = new Map<string, Demand>();
  for (const it of [
    ...tagged(evaluator),
    ...flagged(evaluator),
    ...marked(evaluator),
    ...checked(evaluator),
    ...parsed(evaluator),
  ])
    if (!found.has(keyOf(it))) found.set(keyOf(it), it);
  // What is demanded by itself is one of the others already.
  return [...found.values()].filter(
    ({ variable, orOne }) => !orOne || ![variable, ...orOne].some((it) => found.has(it)),
  );
}

const keyOf = ({ variable, orOne = [] }: Demand): string => [variable, ...orOne].join(' ');

/** @param orOne variables of which one is enough in place of it. */
function demand(
  variable: string,
  { file, line }: SyntaxNode,
  orOne: readonly string[] = [],
): Demand {
  const evidence = { file, line, because: `ends without ${[variable, ...orOne].join(' or ')}` };
  return { variable, ...(orOne.length > 0 ? { orOne } : {}), when: 'start', evidence };
}

/** `Token string `env:"TOKEN,required"``. */
function tagged(evaluator: Evaluator): readonly Demand[] {
  const { code } = evaluator;
  const byName = code.imports('github.com/kelseyhightower/envconfig');
  const files = code
    .search(/[:,"`\s-](?:required|notEmpty)\b/)
    .filter(({ text }) => byName || /`[^`\n]*\b(?:env|envconfig|arg|conf):/.test(text));
  return files.flatMap((file) =>
    (code.tree(file)?.ofType('field_declaration') ?? []).flatMap((field) => {
      const variable = requiredVariable(evaluator, field);
      return variable === undefined ? [] : [demand(variable, field)];
    }),
  );
}

/**
 * `&cli.StringFlag{Name: "token", EnvVars: []string{"TOKEN"}, Required: true}` of urfave/cli, and
 * `app.Flag("token", "").Envar("TOKEN").Required()` of kingpin.
 */
function flagged(evaluator: Evaluator): readonly Demand[] {
  const { code } = evaluator;
  const required = code
    .search(/\bRequired:\s*true|\.Required\(\)/, 'Required')
    .flatMap((it) => code.tree(it)?.root ?? []);
  return required.flatMap((root) => {
    const { keyed, calls } = mentionsOf(root);
    const literals = (keyed.get('Required') ?? [])
      .filter((it) => it.field('value')?.text === 'true')
      .map((it) => it.parent?.parent);
    const found = [
      ...literals
        .filter((it) => it !== undefined && isOfStarted(evaluator, it))
        .map((it) => ({ node: it, value: flagOfLiteral(evaluator, it) })),
      ...(calls.get('Required') ?? [])
        .map((it) => outermostCall(it))
        .map((node) => ({ node, value: flagOf(evaluator, node) })),
    ];
    return found.flatMap(({ node, value }) =>
      node && value
        ? unsetIn(value)
            .slice(0, 1)
            .map((it) => demand(it, node))
        : [],
    );
  });
}

/** `cmd.MarkFlagRequired("token")` of the command of cobra that is started. */
function marked(evaluator: Evaluator): readonly Demand[] {
  const { code } = evaluator;
  if (!code.imports('github.com/spf13/cobra')) return [];
  return code
    .search(/\.Mark(?:Persistent)?FlagRequired\(/, 'FlagRequired')
    .flatMap((it) => code.tree(it)?.root ?? [])
    .flatMap((root) => {
      const { calls } = mentionsOf(root);
      return ['MarkFlagRequired', 'MarkPersistentFlagRequired'].flatMap(
        (it) => calls.get(it) ?? [],
      );
    })
    .filter((it) => {
      const command = commandIn(evaluator, it.field('function')?.field('operand'));
      return command !== undefined && isStartedCommand(evaluator, command);
    })
    .flatMap((it) => {
      const name = firstText(evaluator.value(it.field('arguments')?.parts[0]));
      const value = name === undefined ? undefined : flagNamed(evaluator, name);
      return value
        ? unsetIn(value)
            .slice(0, 1)
            .map((one) => demand(one, it))
        : [];
    });
}

/** The literal that a variable holds: `cmd := &cobra.Command{Use: "serve"}`. */
function commandIn({ code }: Evaluator, operand: SyntaxNode | undefined): SyntaxNode | undefined {
  if (operand?.type !== 'identifier') return undefined;
  const local = localOf(operand)?.assignments[0]?.node;
  const value =
    local ?? code.declaration(code.packageOf(operand), operand.text)?.field('value')?.parts[0];
  const literal = value?.type === 'unary_expression' ? value.field('operand') : value;
  return literal?.type === 'composite_literal' ? literal : undefined;
}

/** Whether a flag is one of the command that is started. */
function isOfStarted(evaluator: Evaluator, flag: SyntaxNode): boolean {
  const element = flag.above('keyed_element');
  const command = element && literalAround(element);
  return command === undefined || isStartedCommand(evaluator, command);
}

/** What is done where a condition holds: the block of an `if`, or a case of a `switch`. */
interface Check {
  readonly condition: SyntaxNode | undefined;
  /** What is missing where the block is come to: lists of which one is enough. */
  readonly subjects: readonly (readonly SyntaxNode[])[];
  readonly block: SyntaxNode;
  /** The whole statement. */
  readonly statement: SyntaxNode;
}

function checksIn(tree: SyntaxTree | undefined): readonly Check[] {
  const tests = (tree?.ofType('if_statement') ?? []).flatMap((statement): readonly Check[] => {
    const block = statement.field('consequence');
    const condition = statement.field('condition');
    return block ? [{ condition, subjects: missing(condition), block, statement }] : [];
  });
  const switches = tree?.ofType('expression_switch_statement') ?? [];
  const cases = switches
    .filter((it) => it.field('value') === undefined)
    .flatMap((statement) =>
      statement.parts
        .filter((it) => it.type === 'expression_case')
        .map((block) => {
          const condition = block.field('value')?.parts[0];
          return { condition, subjects: missing(condition), block, statement };
        }),
    );
  return [...tests, ...cases, ...switches.flatMap(defaultCase)];
}

/** `switch os.Getenv("MODE") { case "web": ...; default: panic("mode?") }` */
function defaultCase(statement: SyntaxNode): readonly Check[] {
  const value = statement.field('value');
  const block = statement.child('default_case');
  const isForEmpty = statement.parts.some(
    (it) => it.field('value')?.parts.some((label) => /^(?:""|``)$/.test(label.text)) === true,
  );
  return value && block && !isForEmpty
    ? [{ condition: value, subjects: [[value]], block, statement }]
    : [];
}

/** `if token := os.Getenv("TOKEN"); token == "" { log.Fatal(...) }`, where every run comes to it. */
function checked(evaluator: Evaluator): readonly Demand[] {
  const { code } = evaluator;
  return filesWithChecks(code).flatMap((file) =>
    checksIn(code.tree(file)).flatMap(({ condition, subjects, block, statement }) => {
      if (subjects.length === 0 || fateOf(evaluator, block) === undefined) return [];
      return subjects
        .flatMap((it) => demandedBy(evaluator, block, it))
        .filter(([it = '']) => isFatalCheck(evaluator, statement, block, it))
        .flatMap(([it = '', ...others]) => demand(it, condition ?? block, others));
    }),
  );
}

/**
 * @param subjects what is missing where a check fails: any one of them would do.
 * @returns the variables that are demanded, each with those that would do in place of it.
 */
function demandedBy(
  evaluator: Evaluator,
  block: SyntaxNode,
  subjects: readonly SyntaxNode[],
): readonly (readonly string[])[] {
  const found = subjects.map((it) => variablesOf(evaluator, block, it));
  const [all = []] = found;
  if (found.length === 1) return all.map((it) => [it]);
  const hasDefault = subjects.some(
    (it, index) => found[index]?.length === 0 && !isEmpty(evaluator.value(it)),
  );
  const isFlag = (it: string): number => Number(it.startsWith('-'));
  const names = [...new Set(found.flatMap((it) => it.slice(0, 1)))].toSorted(
    (one, other) => isFlag(one) - isFlag(other),
  );
  return hasDefault || names.length === 0 ? [] : [names];
}

/** Reads variables of the environment, or names them in tags and literals of flags. */
const readsVariables =
  /\b(?:Getenv|LookupEnv|AutomaticEnv|BindEnv|EnvVars?|Envar)\b|\benv(?:config)?:"|\b\w*[eE]nv\w*\("|\.(?:String|Int)(?:Var)?P?\(/;

/** What the block of a check does: `return errors.New("no token")`, `log.Fatal("no token")`. */
const fails = String.raw`[^}]{0,300}\b(?:return|[eE]rr\w*|[fF]atal\w*|[pP]anic\w*|Exit|append|die|usage)\b`;
const failing = String.raw`[^{\n]*[{:]${fails}`;

const checks = new RegExp(
  String.raw`\b(?:if|case) [^{\n]*(?:== (?:""|0)|\blen\([\w.]+\) (?:<|!=)|!\w)${failing}`,
);

/** A `switch` whose last case fails. */
const failsByDefault = new RegExp(String.raw`\bdefault:${fails}`);

/** The same with a field of the settings: `if cfg.Token == ""`. */
const checksSettings = new RegExp(
  String.raw`\b(?:if|case) [^{\n]*\b(?:c|s|o|cfg|conf|config|opts?|options|settings|env)\.[\w.]+ == ""${failing}`,
);

/** The most characters of files that are looked into: those nearest to the entry. */
const mostCharacters = 100_000;

/** Drops the files beyond the bound: parsing all that compare something would take too long. */
function limited(files: readonly CodeFile[]): readonly CodeFile[] {
  let characters = 0;
  return files.filter(({ text }) => (characters += text.length) < mostCharacters);
}

/** The files that match, of packages that read variables. */
function inReading(code: GoCode, expression: RegExp): readonly CodeFile[] {
  const packages = new Set(code.search(readsVariables).map((it) => it.package));
  return packages.size === 0
    ? []
    : code.search(expression).filter((it) => packages.has(it.package));
}

/** The files that may check a variable. */
function filesWithChecks(code: GoCode): readonly CodeFile[] {
  const reading = code.search(readsVariables);
  if (reading.length === 0) return [];
  const near = [...inReading(code, checks), ...inReading(code, failsByDefault)];
  const first = near.filter((it) => it.package.name === 'main' || reading.includes(it));
  const settings = code.search(checksSettings, '== ""');
  return limited([...new Set([...first, ...settings, ...near])]);
}

/**
 * @returns what a condition finds empty or absent, `token` of `token == ""`, `ok` of `!ok`: lists
 *   of which one is enough, both of `token == "" && tokenFile == ""`.
 */
function missing(condition: SyntaxNode | undefined): readonly (readonly SyntaxNode[])[] {
  const operator = condition?.field('operator')?.text ?? '';
  if (condition?.type === 'parenthesized_expression') return missing(condition.parts[0]);
  if (condition?.type === 'unary_expression' && operator === '!')
    return condition
      .fields('operand')
      .filter(isPresence)
      .map((it) => [it]);
  if (condition?.type !== 'binary_expression') return [];
  const [left, right] = [condition.field('left'), condition.field('right')];
  if (operator === '||') return [...missing(left), ...missing(right)];
  if (!left || !right) return [];
  if (operator === '&&') {
    const [[one], [other]] = [missing(left), missing(right)];
    return one && other ? [[...one, ...other]] : [];
  }
  if (left.field('function')?.text === 'len' && isTooShort(operator, right.text))
    return (
      left
        .field('arguments')
        ?.parts.slice(0, 1)
        .map((it) => [it]) ?? []
    );
  return operator === '==' && /^(?:""|``|0)$/.test(right.text) ? [[left]] : [];
}

/**
 * The second result of a call, `value, ok := os.LookupEnv("TOKEN")`, or `viper.IsSet("token")`, and no
 * switch such as `!debug`.
 */
function isPresence(operand: SyntaxNode): boolean {
  if (operand.field('function')?.field('field')?.text === 'IsSet') return true;
  const local = operand.type === 'identifier' ? localOf(operand) : undefined;
  return local?.assignments.some((it) => it.kind === 'value' && it.index > 0) === true;
}

/** The length of an empty text: `len(secret) == 0`, `len(secret) < 32`, `len(key) != 32`. */
const isTooShort = (operator: string, length: string): boolean =>
  operator === '==' ? length === '0' : /^(?:<|<=|!=)$/.test(operator) && /^[1-9]\d*$/.test(length);

/** @returns the variables that are unset where a condition finds its subject empty. */
function variablesOf(
  evaluator: Evaluator,
  block: SyntaxNode,
  subject: SyntaxNode,
): readonly string[] {
  const [name] = lookedUp(block, subject)?.field('arguments')?.parts ?? [];
  if (name)
    return possible(evaluator.value(name))
      .filter((it) => it.complete && isVariable(it.text))
      .map((it) => it.text);
  const found = unsetIn(evaluator.value(subject));
  const isRange = localOf(subject)?.assignments.some((it) => it.kind === 'range') === true;
  return isRange ? found : found.slice(0, 1);
}

const isVariable = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

/**
 * @returns the variables that give a value, or else the flags; none if it has a default that is not
 *   empty.
 */
function unsetIn(value: Value): readonly string[] {
  if (!isEmpty(value)) return [];
  const settings = alternatives(value).map((it) => it.setting);
  const names = settings.flatMap((it) => it?.variable ?? []).filter(isVariable);
  const flags = settings.flatMap((it) => it?.flag ?? []);
  return [...new Set(names.length > 0 ? names : flags)];
}

/** Whether a value has no default that is not empty. */
function isEmpty(value: Value): boolean {
  return alternatives(value).every(
    (it) =>
      it.kind === 'unknown' ||
      // A token of Discord begins so: `"Bot " + token`.
      (it.kind === 'text' && it.pieces.every((piece) => /^(?:Bot )?$/.test(piece ?? ''))) ||
      (it.kind === 'number' && it.number === 0),
  );
}

/** @returns the call of `os.Getenv` or `os.LookupEnv` that a condition is about. */
function lookedUp(block: SyntaxNode, subject: SyntaxNode): SyntaxNode | undefined {
  const isLookUp = (it: SyntaxNode | undefined): boolean =>
    /^os\.(?:Getenv|LookupEnv)$/.test(it?.field('function')?.text ?? '');
  if (isLookUp(subject)) return subject;
  return functionAround(block)
    ?.all('short_var_declaration', 'assignment_statement')
    .filter((it) => it.start < block.start)
    .map((it) => assignedTo(it, subject.text))
    .findLast(isLookUp);
}

/** @returns what an assignment gives to a name: `value, ok := lookUp()` and `a, b := one(), two()`. */
function assignedTo(assignment: SyntaxNode, name: string): SyntaxNode | undefined {
  const left = assignment.field('left')?.parts ?? [];
  const right = assignment.field('right')?.parts ?? [];
  const index = left.findIndex((it) => it.text === name);
  if (index === -1) return undefined;
  return right.length === left.length ? right[index] : right[0];
}

/** Calls that give an error for an empty text, by the argument. */
const refusing: Readonly<Record<string, number>> = {
  'strconv.Atoi': 0,
  'strconv.ParseInt': 0,
  'strconv.ParseUint': 0,
  'strconv.ParseBool': 0,
  'strconv.ParseFloat': 0,
  'time.ParseDuration': 0,
  'net/url.ParseRequestURI': 0,
  'net/mail.ParseAddress': 0,
  'net/netip.ParseAddr': 0,
  'os.ReadFile': 0,
  'os.Open': 0,
  'crypto/tls.LoadX509KeyPair': 0,
  'github.com/google/uuid.Parse': 0,
  'github.com/redis/go-redis.ParseURL': 0,
  'github.com/go-redis/redis.ParseURL': 0,
  'github.com/rabbitmq/amqp091-go.Dial': 0,
  'github.com/streadway/amqp.Dial': 0,
  'github.com/nats-io/nats.go.Connect': 0,
  'github.com/bwmarrin/discordgo.New': 0,
  'github.com/go-telegram-bot-api/telegram-bot-api.NewBotAPI': 0,
  'github.com/go-telegram/bot.New': 0,
  'github.com/mymmrac/telego.NewBot': 0,
};

const refusingNames = [...new Set(Object.keys(refusing).map((it) => it.replace(/^.*\./, '')))];
const refusingCall = new RegExp(String.raw`\.(?:${refusingNames.join('|')})\(`);

/** `strconv.Atoi(os.Getenv("LIMIT"))`, where the error ends the program. */
function parsed(evaluator: Evaluator): readonly Demand[] {
  const roots = limited(inReading(evaluator.code, refusingCall)).flatMap(
    (it) => evaluator.code.tree(it)?.root ?? [],
  );
  return roots.flatMap((root) =>
    refusingNames.flatMap((name) =>
      (mentionsOf(root).calls.get(name) ?? []).flatMap((node) => {
        const callee = evaluator.types.calleeOf(node);
        const index = callee.kind === 'foreign' ? refusing[callee.name] : undefined;
        const argument = index === undefined ? undefined : node.field('arguments')?.parts[index];
        return (argument ? unsetIn(evaluator.value(argument)) : [])
          .slice(0, 1)
          .filter((it) => isFatalCall(evaluator, node, it))
          .map((it) => demand(it, node));
      }),
    ),
  );
}
