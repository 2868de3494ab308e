import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SsoTokens } from '../../../bot/proof/ssoToken.ts';
import { DIRECTORY_READERS, FakeMicrosoft, GLOBAL_ADMIN_ROLE } from '../../support/microsoft.ts';
import { makeKey, type SigningKey, type SsoClaims, ssoToken } from '../../support/tokens.ts';

const appId = '11111111-2222-4333-8444-555555555555';
const noor = {
  tenantId: '0aaaaaaa-0000-4000-8000-000000000001',
  objectId: '0bbbbbbb-0000-4000-8000-000000000001',
};
const another = 'eeeeeeee-0000-4000-8000-00000000000e';
const now = new Date('2026-11-20T09:00:00Z');

describe('a token of single sign-on', () => {
  let key: SigningKey;
  let stranger: SigningKey;
  let microsoft: FakeMicrosoft;
  let tokens: SsoTokens;
  let right: SsoClaims;

  beforeAll(async () => {
    [key, stranger] = await Promise.all([makeKey('entra'), makeKey('entra')]);
    microsoft = await new FakeMicrosoft(key).start();
    right = {
      ...noor,
      issuer: `${microsoft.url}/${noor.tenantId}/v2.0`,
      audience: appId,
      now,
      more: { wids: [DIRECTORY_READERS, GLOBAL_ADMIN_ROLE] },
    };
  });
  beforeEach(() => {
    microsoft.keys = 200;
    microsoft.asked.length = 0;
    tokens = new SsoTokens({ appId, entraUrl: microsoft.url, now: () => now });
  });
  afterAll(() => microsoft.stop());

  const judged = async (changes: Partial<SsoClaims> = {}, by = key) =>
    tokens.judge(await ssoToken(by, { ...right, ...changes }), noor);

  describe('that shows the role', () => {
    it('proves a global admin', async () => {
      expect(await judged()).toBe('globalAdmin');
    });

    it.each([`api://botid-${appId}`, `api://${appId}`])('is for the bot as %s too', async audience => {
      expect(await judged({ audience })).toBe('globalAdmin');
    });

    it('may be of version 1, which the tenant issues under another name', async () => {
      const issuer = `https://sts.windows.net/${noor.tenantId}/`;
      expect(await judged({ issuer, more: { ...right.more, idp: issuer } })).toBe('globalAdmin');
    });

    it('may spell ids in capitals', async () => {
      const changes = { tenantId: noor.tenantId.toUpperCase(), objectId: noor.objectId.toUpperCase() };
      expect(await judged(changes)).toBe('globalAdmin');
    });

    it('needs the tenant’s keys fetched once', async () => {
      await judged();
      await judged();
      expect(microsoft.asked).toEqual([`GET /${noor.tenantId}/discovery/v2.0/keys`]);
    });
  });

  describe('that does not show the role', () => {
    it.each([
      ['no roles at all', {}],
      ['other roles', { wids: [DIRECTORY_READERS] }],
      ['an empty list', { wids: [] }],
      ['something else than a list', { wids: GLOBAL_ADMIN_ROLE }],
      ['a note that the roles did not fit', { _claim_names: { groups: 'src1' } }],
      ['the role among groups only', { groups: [GLOBAL_ADMIN_ROLE] }],
    ])('says neither yes nor no: %s', async (_what, more) => {
      expect(await judged({ more })).toBe('roleNotSeen');
    });
  });

  describe('that showed the role some time ago', () => {
    it('is as good as new for ten minutes', async () => {
      expect(await judged({ age: 600 })).toBe('globalAdmin');
    });

    it('says neither yes nor no after that', async () => {
      expect(await judged({ age: 601 })).toBe('roleNotSeen');
    });
  });

  describe('of somebody else', () => {
    it('is refused when it is a colleague’s', async () => {
      expect(await judged({ objectId: another })).toBe('otherAccount');
    });

    it('is refused when it is of another tenant, before any key is fetched', async () => {
      const issuer = `${microsoft.url}/${another}/v2.0`;
      expect(await judged({ tenantId: another, issuer })).toBe('otherAccount');
      expect(microsoft.asked).toEqual([]);
    });
  });

  describe('of a guest', () => {
    it.each([
      ['who is marked as one', { acct: 1 }],
      ['whose mark is text', { acct: '1' }],
      ['who is at home in another tenant', { idp: `https://sts.windows.net/${another}/` }],
      ['who signed in elsewhere altogether', { idp: 'live.com' }],
    ])('is refused: %s', async (_who, more) => {
      expect(await judged({ more: { ...right.more, ...more } })).toBe('guest');
    });

    it('is not taken for one of a member', async () => {
      expect(await judged({ more: { ...right.more, acct: 0 } })).toBe('globalAdmin');
    });
  });

  describe('that cannot be believed', () => {
    it.each<[string, Partial<SsoClaims>]>([
      ['issued for another bot', { audience: another }],
      ['issued for Graph', { audience: 'https://graph.microsoft.com' }],
      ['issued by another tenant', { issuer: `https://sts.windows.net/${another}/` }],
      ['issued by somebody', { issuer: 'https://evil.example' }],
      ['expired', { expiresIn: -120 }],
      ['about nobody', { objectId: 'nobody' }],
      ['not valid yet', { more: { nbf: now.getTime() / 1000 + 600 } }],
    ])('is no proof: %s', async (_what, changes) => {
      expect(await judged(changes)).toBe('badToken');
    });

    it('is no proof when another key signed it under the same name', async () => {
      expect(await judged({}, stranger)).toBe('badToken');
    });

    it('is no proof when its key is not published', async () => {
      expect(await judged({}, { ...stranger, kid: 'unknown' })).toBe('badToken');
    });

    it('is no proof when its claims were changed', async () => {
      const [header, , signature] = (await ssoToken(key, { ...right, more: {} })).split('.');
      const [, payload] = (await ssoToken(stranger, right)).split('.');
      expect(await tokens.judge(`${header}.${payload}.${signature}`, noor)).toBe('badToken');
    });

    it('is no proof when nobody signed it', async () => {
      const [, payload] = (await ssoToken(key, right)).split('.');
      const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
      expect(await tokens.judge(`${header}.${payload}.`, noor)).toBe('badToken');
    });

    it.each(['', 'nonsense', 'a.b.c', 'e30.e30.e30'])('is no proof when it is none: "%s"', async text => {
      expect(await tokens.judge(text, noor)).toBe('badToken');
    });
  });

  describe('while the keys cannot be had', () => {
    it('says nothing: the place that publishes them fails', async () => {
      microsoft.keys = 500;
      expect(await judged()).toBe('unavailable');
    });

    it('says nothing: nothing answers there', async () => {
      const away = new FakeMicrosoft(key);
      const { url } = await away.start();
      await away.stop();
      const asking = new SsoTokens({ appId, entraUrl: url, now: () => now });
      const issuer = `${url}/${noor.tenantId}/v2.0`;
      expect(await asking.judge(await ssoToken(key, { ...right, issuer }), noor)).toBe('unavailable');
    });

    it('says nothing: no answer comes in time', async () => {
      let release = () => {};
      microsoft.before = () =>
        new Promise(resolve => {
          release = resolve;
        });
      const options = { appId, entraUrl: microsoft.url, now: () => now, timeoutMilliseconds: 50 };
      expect(await new SsoTokens(options).judge(await ssoToken(key, right), noor)).toBe('unavailable');
      microsoft.before = () => undefined;
      release();
    });
  });
});
