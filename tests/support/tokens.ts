import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';

/** A key pair as a channel has one: what it signs with, and what it publishes. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
  readonly published: JWK & { kid: string; endorsements: string[] };
}

/** `endorsements` says which channels the key may sign for. */
export async function makeKey(kid: string, endorsements: string[] = ['msteams']): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  return { kid, privateKey, published: { ...jwk, kid, use: 'sig', endorsements } };
}

/** What a channel's token claims; a test changes what it is about. */
export interface ChannelClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly serviceUrl: string;
  /** Seconds from now; negative is in the past. */
  readonly expiresIn: number;
  readonly more?: Record<string, string>;
}

const now = () => Math.floor(Date.now() / 1000);

/** The Authorization header of an activity that the channel sends. */
export async function channelToken(key: SigningKey, claims: ChannelClaims): Promise<string> {
  const token = await new SignJWT({ serviceurl: claims.serviceUrl, ...claims.more })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuer(claims.issuer)
    .setAudience(claims.audience)
    .setNotBefore(now() - 3_600)
    .setExpirationTime(now() + claims.expiresIn)
    .sign(key.privateKey);
  return `Bearer ${token}`;
}

/** What a token of single sign-on claims; a test changes what it is about. */
export interface SsoClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly tenantId: string;
  readonly objectId: string;
  readonly now: Date;
  /** Seconds from then; negative is in the past. */
  readonly expiresIn?: number;
  /** How many seconds ago it was issued. */
  readonly age?: number;
  /** Further claims: the roles (`wids`), or what a guest's token says. */
  readonly more?: Record<string, unknown>;
}

/** A token that Teams gets for the bot, as Entra signs them. */
export async function ssoToken(key: SigningKey, claims: SsoClaims, alg = 'RS256'): Promise<string> {
  const { issuer, audience, tenantId: tid, objectId: oid, expiresIn = 3_600, age = 60, more } = claims;
  const at = Math.floor(claims.now.getTime() / 1000);
  return new SignJWT({ tid, oid, scp: 'access_as_user', ver: '2.0', ...more })
    .setProtectedHeader({ alg, kid: key.kid, typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt(at - age)
    .setExpirationTime(at + expiresIn)
    .sign(key.privateKey);
}

/** The same claims with nobody's signature. */
export function unsignedToken(claims: ChannelClaims): string {
  const token = new UnsecuredJWT({ serviceurl: claims.serviceUrl })
    .setIssuer(claims.issuer)
    .setAudience(claims.audience)
    .setExpirationTime(now() + claims.expiresIn)
    .encode();
  return `Bearer ${token}`;
}
