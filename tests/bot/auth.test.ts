import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type OpenIdMetadata, publishKeys } from '../support/openIdMetadata.ts';
import {
  type ChannelClaims,
  channelToken,
  makeKey,
  type SigningKey,
  unsignedToken,
} from '../support/tokens.ts';
import { activity, type Edge, serviceUrl, startEdge } from './edge.ts';

const appId = '11111111-2222-4333-8444-555555555555';
const issuer = 'https://channel.example';
const right: ChannelClaims = { issuer, audience: appId, serviceUrl, expiresIn: 3_600 };

/** A registered bot. */
const env = { MicrosoftAppId: appId, MicrosoftAppType: 'MultiTenant', MicrosoftAppPassword: 'client-secret' };

describe('a registered bot, asked by somebody', () => {
  let key: SigningKey;
  let webChatKey: SigningKey;
  let stranger: SigningKey;
  let keys: OpenIdMetadata;
  let edge: Edge;

  beforeAll(async () => {
    [key, webChatKey, stranger] = await Promise.all([
      makeKey('teams'),
      makeKey('webchat', ['webchat']),
      makeKey('teams'),
    ]);
  });

  beforeEach(async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined); // The SDK writes every bad token there.
    keys = await publishKeys(key, webChatKey);
    edge = await startEdge({
      env,
      standIns: {
        channelKeys: { openIdMetadataUrl: keys.url, issuer },
        connectorToken: 'none',
        loopbackConnector: true,
      },
    });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    jest.useRealTimers();
    await edge.server.close();
    await keys.close();
  });

  const ask = async (authorization?: string, changes?: Record<string, unknown>) =>
    edge.post(activity(changes), authorization === undefined ? {} : { authorization });

  const expectRefusal = async (authorization?: string, changes?: Record<string, unknown>) => {
    const { status, text, headers } = await ask(authorization, changes);
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('Bearer');
    // Neutral: a code and a reference, which the log holds too.
    const { code, reference, ...rest } = JSON.parse(text);
    expect({ code, rest }).toEqual({ code: 'unauthenticated', rest: {} });
    expect(edge.log.filter(line => line.includes(reference))).toHaveLength(1);
    expect(edge.turns).toEqual([]);
  };

  describe('with the token that the channel sends', () => {
    it('handles the activity', async () => {
      expect((await ask(await channelToken(key, right))).status).toBe(200);
      expect(edge.turns).toHaveLength(1);
    });

    it('fetches the keys once, and remembers the token', async () => {
      const token = await channelToken(key, right);
      for (let turn = 0; turn < 3; turn++) expect((await ask(token)).status).toBe(200);
      keys.answerWith(500);
      expect((await ask(token)).status).toBe(200);
      expect(keys.fetches()).toBe(1);
    });

    it('needs no Origin, Host or port of local mode', async () => {
      const headers = { authorization: await channelToken(key, right), host: 'desk.example.com' };
      expect((await edge.post(activity(), headers)).status).toBe(200);
    });
  });

  describe('without a token that will do', () => {
    it('refuses when there is none', () => expectRefusal());
    it('refuses an empty one', () => expectRefusal(''));
    it('refuses nonsense', () => expectRefusal('Bearer nonsense'));
    it('refuses another kind of authorization', () => expectRefusal('Basic a2ltOnBhc3M='));
    it('refuses one for another bot', async () =>
      expectRefusal(await channelToken(key, { ...right, audience: '22222222-2222-4333-8444-555555555555' })));
    it('refuses one of another issuer', async () =>
      expectRefusal(await channelToken(key, { ...right, issuer: 'https://evil.example' })));
    it('refuses one that has expired', async () =>
      expectRefusal(await channelToken(key, { ...right, expiresIn: -3_600 })));
    it('refuses one that nobody signed', () => expectRefusal(unsignedToken(right)));
    it('refuses one that another key signed under the same name', async () =>
      expectRefusal(await channelToken(stranger, right)));
    it('refuses one of a key that is not published', async () =>
      expectRefusal(await channelToken({ ...stranger, kid: 'unknown' }, right)));
    it('refuses one for another service URL', async () =>
      expectRefusal(
        await channelToken(key, { ...right, serviceUrl: 'https://smba.trafficmanager.net/emea/' }),
      ));
    it('refuses one of a key that may not sign for Teams', async () =>
      expectRefusal(await channelToken(webChatKey, right)));

    it('refuses one whose claims were changed after it was signed', async () => {
      const [header, , signature] = (await channelToken(key, right)).split('.');
      const [, payload] = (await channelToken(stranger, { ...right, expiresIn: 7_200 })).split('.');
      await expectRefusal(`${header}.${payload}.${signature}`);
    });

    it('refuses one that Entra gave to the bot itself, which the SDK takes although it is bound to no service URL', async () => {
      const entra = 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/';
      const claims = {
        ...right,
        issuer: entra,
        serviceUrl: 'https://elsewhere.example',
        more: { ver: '1.0', appid: appId },
      };
      await expectRefusal(await channelToken(key, claims));
    });
  });

  describe('with a token that it has seen before', () => {
    it('refuses it once it has expired', async () => {
      const token = await channelToken(key, right);
      expect((await ask(token)).status).toBe(200);
      edge.turns.length = 0;
      // An hour, and the five minutes by which clocks may differ.
      jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 3_901_000);
      await expectRefusal(token);
    });

    it('refuses it for another service URL', async () => {
      const token = await channelToken(key, right);
      expect((await ask(token)).status).toBe(200);
      edge.turns.length = 0;
      await expectRefusal(token, { serviceUrl: 'http://127.0.0.1:9/another' });
    });

    it('does not take a repeated bad one for a good one', async () => {
      const bad = await channelToken(stranger, right);
      await expectRefusal(bad);
      await expectRefusal(bad);
    });
  });

  describe('with an activity that two tenants claim', () => {
    it('says so only to a sender whose token was checked', async () => {
      const twoTenants = { channelData: { tenant: { id: '33333333-2222-4333-8444-555555555555' } } };
      await expectRefusal(undefined, twoTenants);
      expect((await ask(await channelToken(key, right), twoTenants)).status).toBe(403);
    });
  });

  describe('without a token, and with the id of a message that is still to come', () => {
    it('cannot keep that message from being handled', async () => {
      await expectRefusal(undefined, { id: 'the-next' });
      expect((await ask(await channelToken(key, right), { id: 'the-next' })).status).toBe(200);
      expect(edge.turns).toHaveLength(1);
    });
  });

  describe('while the keys cannot be had', () => {
    it.each([
      ['the place that publishes them fails', () => keys.answerWith(500)],
      ['nothing answers there', () => keys.close()],
    ])('does nothing and says that it is not the sender’s fault: %s', async (_how, breakIt) => {
      await breakIt();
      const { status, text } = await ask(await channelToken(key, right));
      expect(status).toBe(503);
      expect(JSON.parse(text).code).toBe('keysUnavailable');
      expect(edge.turns).toEqual([]);
    });
  });

  it('writes no token and no secret into its log', async () => {
    const token = await channelToken(stranger, right);
    await ask(token);
    await ask(await channelToken(key, right));
    expect(edge.log.join()).not.toMatch(/eyJ|client-secret/);
  });
});
