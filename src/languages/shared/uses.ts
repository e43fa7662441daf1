/**
 * What a program uses when it runs, as its sources show: the same for all languages. Each language
 * finds the uses with its evaluator and its tables of knowledge; what follows from them for the
 * image is decided in the modules of this folder.
 */
import type { Evidence } from '../../types.ts';
import type { Setting } from './values.ts';

/** A place where the program accepts connections or datagrams. */
export interface Listen {
  readonly protocol: 'tcp' | 'udp';
  /** Whether it answers HTTP requests. */
  readonly speaks: 'http' | 'other';
  /** `undefined`: what it listens on cannot be read. 0 is any free port. */
  readonly port: number | undefined;
  /** `''`, `0.0.0.0` and `::` are all addresses; `undefined` where it cannot be read. */
  readonly host: string | undefined;
  /** What sets the port or the address. */
  readonly setting?: Setting;
  /** What sets the address alone. */
  readonly hostSetting?: Setting;
  /** What the setting holds, where there is one. */
  readonly holds?: 'port' | 'address';
  /** Set where it listens on any address as soon as the port is set: `localhost:8080`, or else `:$PORT`. */
  readonly opens?: true;
  /** `false`: a setting or constant that is named like one, and no call was seen. */
  readonly certain: boolean;
  /** Set where every run of the program listens here: no condition is around the call. */
  readonly always?: true;
  /** Set where the program waits for the call, and does not run it in the background. */
  readonly waits?: true;
  /** Names beside the port (variable, field, flag, line), by which its purpose is recognised. */
  readonly names: readonly string[];
  readonly evidence: Evidence;
}

/** A file or folder that the program opens. */
export interface PathUse {
  /** As the program names it, without `./` in front: relative to the working directory, or absolute. */
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** `false`: the end of the path is known only when the program runs. */
  readonly complete: boolean;
  /** Set where only the extension is not known. */
  readonly isStem?: boolean;
  /** Set for a folder that is searched for configuration files, whatever else is in it. */
  readonly isSearched?: boolean;
  /** What sets it. */
  readonly setting?: Setting;
  /** Set where it begins at the place of a source file, or of the working directory by its full name. */
  readonly isFull?: true;
  /** `home`: below the home folder. `program`: beside the program's own file. */
  readonly below?: 'home' | 'program';
  /**
   * What for: a folder that is served to browsers, a cache that may be lost, a log, a file that each
   * start of the program writes from scratch.
   */
  readonly purpose?: 'served' | 'cache' | 'database' | 'log' | 'generated';
  readonly evidence: Evidence;
}

/** A program that is started: `git`, `ffmpeg`, or `sh` for a command line. */
export interface Start {
  readonly program: string;
  /** The code handles that the program is missing. */
  readonly optional?: true;
  readonly evidence: Evidence;
}

/** A variable without which the program ends, or a request fails. */
export interface Demand {
  /** Its name, or a flag with its dashes where no variable sets the same. */
  readonly variable: string;
  /** Variables of which one is enough in place of it. */
  readonly orOne?: readonly string[];
  readonly when: 'start' | 'request';
  /** A value that the schema of the program accepts, where it says more than that there is one. */
  readonly sample?: string;
  readonly evidence: Evidence;
}

/** A library that is loaded by name when the program runs: `libvips.so.42`. */
export interface Load {
  /** `''` where only the run knows it. */
  readonly library: string;
  /** Set for a plugin in the language of the program. */
  readonly plugin?: boolean;
  readonly evidence: Evidence;
}

/** A signal that the program handles. */
export interface Stop {
  readonly signal: 'SIGTERM' | 'SIGINT';
  readonly evidence: Evidence;
}

export interface Uses {
  readonly listens: readonly Listen[];
  readonly reads: readonly PathUse[];
  readonly writes: readonly PathUse[];
  readonly starts: readonly Start[];
  readonly needs: readonly Demand[];
  readonly loads: readonly Load[];
  readonly stops: readonly Stop[];
}
