/**
 * Rows of knowledge about libraries: which call, which argument, and what it means. A row is data;
 * the evaluator of its language finds the calls and the values. Each row has its own example, from
 * which test/unit/languages makes a test.
 */

/** What a call means for the image. */
export type Meaning =
  | 'listens-http'
  | 'listens-tcp'
  | 'listens-udp'
  | 'reads-file'
  | 'reads-folder'
  | 'serves-folder'
  | 'writes-file'
  | 'writes-folder'
  | 'writes-database'
  | 'writes-log'
  | 'writes-cache'
  /** Written from scratch each time the program starts. */
  | 'writes-generated'
  | 'starts-program'
  /** The value is a command line, which a shell runs. */
  | 'starts-shell'
  | 'needs-variable'
  /** The program calls it when it starts, in whichever function it is: it connects to its database. */
  | 'needs-variable-at-start'
  | 'loads-library'
  | 'handles-sigterm'
  | 'handles-sigint';

/** Where in a call the value is: the position, the keyword or field, or what the method is called on. */
export type Argument = number | string | 'receiver';

export interface Row {
  /**
   * The full name of what is called, as the evaluator of the language gives it:
   * `net/http.ListenAndServe`, `fastapi.FastAPI`, `node:fs.readFileSync`. A method has the full name
   * of what made the object in front: `github.com/gin-gonic/gin.Default().Run`. `*` is any name.
   */
  readonly call: string;
  /** The first that is given counts; none: the call alone means it. */
  readonly argument?: Argument | readonly Argument[];
  /** Set where all arguments from this position on count, each for itself. */
  readonly rest?: true;
  readonly means: Meaning;
  /** What holds where the argument is absent: `:8080`. */
  readonly absent?: string;
  /** The key of the configuration files that has it there, before `absent`: `httpport`. */
  readonly absentKey?: string;
  /** Where the address is, beside a port; none: the argument has both, or it is any address. */
  readonly host?: Argument | readonly Argument[];
  /** The address where none is given, if it is not any address: `127.0.0.1`. */
  readonly absentHost?: string;
  /** The variable that is read where the argument is absent. */
  readonly variable?: string;
  /** The variable that is read for the address beside it, if that has a default of its own. */
  readonly hostVariable?: string;
  /** The flag that a command line of the library has for it: `--http`. */
  readonly flag?: string;
  /** Set where a path starts at the folder of the source file that has the call. */
  readonly start?: 'source';
  /** Another argument, and the texts with which the row holds: `dialect`, `['sqlite']`. In Go, how its text or name begins. */
  readonly only?: { readonly argument: Argument; readonly values: readonly string[] };
  /** An argument with which it does not hold: `dirname`, in which the file of `filename` is. */
  readonly unless?: Argument;
  /** A statement or small file that shows it. Imports are part of it. */
  readonly example: string;
  /** What is seen in the example, as test/support/knowledge.ts prints it: `listens 8080`. */
  readonly seen: string;
}
