import { hash } from 'node:crypto';

/** What a request says besides its token; a checked token stays bound to it. */
export interface TokenUse {
  readonly authorization: string;
  readonly channelId: string;
  readonly serviceUrl: string;
}

/**
 * Remembers the outcome of checking a token until the token expires, so that its signature is checked once and not at
 * every message. An outcome holds for exactly this token with this channel and this service URL, since both were part
 * of the check. Tokens themselves are not kept, only a digest. Holds `most` outcomes; the oldest goes first.
 */
export class RememberedTokens<Outcome> {
  readonly #most: number;
  readonly #outcomes = new Map<string, { outcome: Outcome; expires: number }>();

  constructor(most = 1_000) {
    this.#most = most;
  }

  find(use: TokenUse): Outcome | undefined {
    const key = digest(use);
    const found = this.#outcomes.get(key);
    if (found === undefined) return undefined;
    if (found.expires > Date.now()) return found.outcome;
    this.#outcomes.delete(key);
    return undefined;
  }

  /** `expires` in milliseconds since 1970. */
  remember(use: TokenUse, outcome: Outcome, expires: number): void {
    if (expires <= Date.now()) return;
    if (this.#outcomes.size >= this.#most) {
      const [oldest] = this.#outcomes.keys();
      if (oldest !== undefined) this.#outcomes.delete(oldest);
    }
    this.#outcomes.set(digest(use), { outcome, expires });
  }
}

function digest(use: TokenUse): string {
  return hash('sha256', JSON.stringify([use.authorization, use.channelId, use.serviceUrl]), 'base64url');
}
