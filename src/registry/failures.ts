/** Why a registry gave no digest -> a sentence fragment and the next step, for every failure of the closed set. */
import type { RegistryFailure } from '../ports/ports.ts';

export interface FailureText {
  /** What happened, without a full stop: "the registry has no such tag". */
  readonly sentence: string;
  /** What to do, a whole sentence. */
  readonly next: string;
}

export function describeFailure(failure: RegistryFailure): FailureText {
  switch (failure.kind) {
    case 'not-found':
      return { sentence: 'the registry has no such image or tag', next: failure.near && failure.near.length > 0 ? `Near it are: ${failure.near.join(', ')}.` : 'Check the version.' };
    case 'unauthorized':
      return { sentence: `the registry refuses access (${failure.detail})`, next: 'Log in with docker login, or check the name.' };
    case 'rate-limited':
      return { sentence: 'the registry limits requests from here', next: failure.retryAfterSeconds === undefined ? 'Try again later, or log in with docker login.' : `Try again in ${failure.retryAfterSeconds} s, or log in with docker login.` };
    case 'offline':
      return { sentence: `the registry cannot be reached (${failure.cause}: ${failure.detail})`, next: 'Check the network and the proxy settings, or use --offline.' };
    case 'bad-response':
      return { sentence: `the registry answered nonsense (${failure.detail})`, next: 'Try again; if it stays so, check the mirror or proxy between.' };
    case 'platform-missing':
      return { sentence: `the image is not there for ${failure.wanted.filter((it) => !failure.has.includes(it)).join(', ')} (it is for ${failure.has.join(', ')})`, next: 'Name the platforms that you need with --platform.' };
    case 'digest-mismatch':
      return { sentence: `the digest does not match what was sent (${failure.detail})`, next: 'Do not use this image: something between you and the registry changes it.' };
  }
}
