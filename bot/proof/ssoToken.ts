import { createRemoteJWKSet, decodeJwt, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { GLOBAL_ADMINISTRATOR, type Verdict, type Whose } from './verdict.ts';

/**
 * What a token of single sign-on says of a person. `roleNotSeen`: it is theirs, and does not show the role at this
 * moment, which says nothing (the claim is left out of large tokens, and Teams may bring one from before the role was
 * activated or taken away). `badToken`: it cannot be believed, so it says nothing at all.
 */
export type TokenVerdict = Exclude<Verdict, 'notGlobalAdmin'> | 'roleNotSeen' | 'badToken';

export interface SsoTokensOptions {
  readonly appId: string;
  /** Where tenants' keys are published, and the beginning of their issuer. */
  readonly entraUrl: string;
  readonly now: () => Date;
  readonly timeoutMilliseconds?: number;
}

const directoryId = z.guid().transform(text => text.toLowerCase());
const claims = z.object({
  tid: directoryId,
  oid: directoryId,
  // A claim of another shape is as good as none: then Graph is asked.
  wids: z.array(z.string()).catch([]),
  acct: z.coerce.number().optional(),
  idp: z.string().optional(),
  iat: z.number().catch(0),
});
const whoseToken = z.object({ tid: directoryId });

/** Clocks may differ by so much. */
const CLOCK_SECONDS = 60;
/** Teams keeps tokens for an hour and more; what an older one says of roles was true then. */
const FRESH_SECONDS = 10 * 60;
const MOST_TENANTS = 100;

class KeysAway extends Error {}

/**
 * Judges tokens that Teams gets by single sign-on (design §7): signed with a key of the person's tenant, issued by that
 * tenant for this bot, not expired, about this very person, who is no guest there. Keys are fetched when first needed
 * and kept for some minutes.
 */
export class SsoTokens {
  readonly #options: SsoTokensOptions;
  readonly #audience: string[];
  readonly #keys = new Map<string, JWTVerifyGetKey>();

  constructor(options: SsoTokensOptions) {
    this.#options = options;
    const { appId } = options;
    this.#audience = [appId, `api://botid-${appId}`, `api://${appId}`];
  }

  async judge(token: string, person: Whose): Promise<TokenVerdict> {
    const tenant = saidTenant(token);
    if (tenant === undefined) return 'badToken';
    // Looked at before the signature, only to refuse: nothing is believed here.
    if (tenant !== person.tenantId) return 'otherAccount';
    const issuers = this.#issuersOf(person.tenantId);
    try {
      const { payload } = await jwtVerify(token, this.#keysOf(person.tenantId), {
        algorithms: ['RS256'],
        issuer: issuers,
        audience: this.#audience,
        requiredClaims: ['exp'],
        currentDate: this.#options.now(),
        clockTolerance: CLOCK_SECONDS,
      });
      const said = claims.safeParse(payload);
      if (!said.success) return 'badToken';
      const { tid, oid, wids, acct, idp, iat } = said.data;
      if (tid !== person.tenantId || oid !== person.objectId) return 'otherAccount';
      // Another identity provider than the tenant itself has guests at home there.
      if (acct === 1 || (idp !== undefined && !issuers.includes(idp))) return 'guest';
      const fresh = this.#options.now().getTime() / 1000 - iat <= FRESH_SECONDS;
      return fresh && wids.includes(GLOBAL_ADMINISTRATOR) ? 'globalAdmin' : 'roleNotSeen';
    } catch (error) {
      if (error instanceof KeysAway) return 'unavailable';
      if (error instanceof errors.JOSEError) return 'badToken';
      throw error;
    }
  }

  /** A tenant's issuers: of tokens of version 2, and of version 1, whose issuer is the same in every cloud. */
  #issuersOf(tenantId: string): string[] {
    return [`${this.#options.entraUrl}/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`];
  }

  #keysOf(tenantId: string): JWTVerifyGetKey {
    const known = this.#keys.get(tenantId);
    if (known) return known;
    const { entraUrl, timeoutMilliseconds: timeoutDuration = 3_000 } = this.#options;
    const url = new URL(`${entraUrl}/${tenantId}/discovery/v2.0/keys`);
    const published = createRemoteJWKSet(url, { timeoutDuration });
    const keys: JWTVerifyGetKey = async (header, token) => {
      try {
        return await published(header, token);
      } catch (error) {
        if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
          throw error;
        }
        throw new KeysAway('The keys of the tenant could not be fetched', { cause: error });
      }
    };
    if (this.#keys.size >= MOST_TENANTS) this.#keys.clear();
    this.#keys.set(tenantId, keys);
    return keys;
  }
}

function saidTenant(token: string): string | undefined {
  try {
    return whoseToken.safeParse(decodeJwt(token)).data?.tid;
  } catch {
    return undefined;
  }
}
