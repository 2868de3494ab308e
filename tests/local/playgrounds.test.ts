import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { readConfig } from '../../bot/config.ts';
import { type DemoClient, demoClients, personalChatId, teamsUserId } from '../../bot/local/demo.ts';
import { type LocalHouse, openLocalHouse } from '../../bot/local/house.ts';
import { clientUrl, demoClientUrl } from '../../bot/local/playgrounds.ts';
import { eventually, isAlive, newPlace, type Place } from './support/place.ts';

jest.setTimeout(60_000);

const silent = { info() {}, warn() {}, error() {} };
const clientsOnly = { PLAYGROUND: 'on', AZURE_STORAGE_CONNECTION_STRING: 'UseDevelopmentStorage=true' };

describe('The four clients', () => {
  let place: Place;
  let house: LocalHouse;

  beforeAll(async () => {
    place = await newPlace(clientsOnly);
    house = await openLocalHouse(place.config(), silent);
    await house.startClients();
  });
  afterAll(async () => {
    await house.close();
    await place.clear();
  });

  it('each show a page at the address that the terminal names', async () => {
    for (const client of demoClients) {
      const page = await fetch(clientUrl(place.config(), client));
      expect(await page.text()).toContain('<div id="root">');
    }
  });

  it.each(demoClients)(
    'speak for $sitting.givenName, who is of the tenant of $company.name',
    async client => {
      const { seat, company, sitting } = client;
      const { port, playgroundPorts } = place.config();
      const bot = createServer().listen(port, '127.0.0.1');
      await once(bot, 'listening');
      const heard = heardBy(bot);
      const chat = encodeURIComponent(personalChatId(client));
      await post(`${clientUrl(place.config(), client)}/_conversation/v1/conversations/${chat}/messages`, {
        text: 'hello',
        textFormat: 'plain',
        from: { id: teamsUserId(sitting) },
      });
      expect(JSON.parse(await heard)).toMatchObject({
        text: 'hello',
        channelId: 'msteams',
        serviceUrl: `http://127.0.0.1:${playgroundPorts[seat]}/_connector`,
        from: { aadObjectId: sitting.aadObjectId },
        conversation: { tenantId: company.tenantId },
        channelData: { tenant: { id: company.tenantId } },
      });
      await once(bot.close(), 'close');
    },
  );

  it('listen on 127.0.0.1 and nowhere else', async () => {
    const elsewhere = process.platform === 'linux' ? '127.0.0.2' : '::1';
    const socket = connect(place.config().playgroundPorts.provider, elsewhere);
    await expect(once(socket, 'connect')).rejects.toMatchObject({ code: expect.any(String) });
  });

  it('write no message down while nobody has their page open', async () => {
    const client = demoClients[2];
    const chat = encodeURIComponent(personalChatId(client));
    const sent = await post(
      `${clientUrl(place.config(), client)}/_connector/v3/conversations/${chat}/activities`,
      {
        type: 'message',
        text: 'a-link-that-opens-things',
      },
    );
    expect(sent.status).toBe(201);
    for (const file of await filesUnder(place.dataDir)) {
      expect(await readFile(file, 'utf8')).not.toContain('a-link-that-opens-things');
    }
  });
});

describe('Open in Teams', () => {
  const config = readConfig({});
  const [, reseller, customer, colleague] = demoClients;
  const leadsTo = ({ company, sitting }: Pick<DemoClient, 'company' | 'sitting'>) =>
    demoClientUrl(config, { tenantId: company.tenantId, objectId: sitting.aadObjectId });

  it('leads someone who sits at a client to that client', () => {
    expect(leadsTo(reseller)).toBe('http://localhost:56151');
    expect(leadsTo(customer)).toBe('http://localhost:56152');
    expect(leadsTo(colleague)).toBe('http://localhost:56153');
  });

  it('leads anybody else of a company to its first client, and nobody of another tenant anywhere', () => {
    const [sam = reseller.sitting] = reseller.company.people.slice(1);
    expect(leadsTo({ company: reseller.company, sitting: sam })).toBe('http://localhost:56151');
    expect(demoClientUrl(config, { tenantId: 'another', objectId: 'someone' })).toBeUndefined();
  });
});

describe('The clients of a start', () => {
  let place: Place;

  beforeEach(async () => {
    place = await newPlace(clientsOnly);
  });
  afterEach(() => place.clear());

  it('are gone when the house is closed', async () => {
    const house = await openLocalHouse(place.config(), silent);
    await house.startClients();
    const started = Object.entries(await place.processes()).filter(([name]) => name !== 'bot');
    expect(started).toHaveLength(4);

    await house.close();
    for (const [, pid] of started) expect(await isAlive(pid)).toBe(false);
  });

  it('are gone when the house is closed while they are still starting', async () => {
    const house = await openLocalHouse(place.config(), silent);
    const starting = house.startClients();
    await eventually(async () => Object.keys(await place.processes()).length === 5);
    const started = Object.entries(await place.processes()).filter(([name]) => name !== 'bot');

    await house.close();
    await starting;
    for (const [, pid] of started) expect(await isAlive(pid)).toBe(false);
  });

  it('are taken over after a kill -9 of the bot, and end at the Ctrl-C of the next start', async () => {
    const killed = await place.startBot();
    const { bot: _killed, ...left } = await place.processes();
    await killed.kill();

    const next = await place.startBot();
    const { bot: _next, ...now } = await place.processes();
    expect(now).toEqual(left);
    expect(Object.keys(now)).toHaveLength(4);

    await next.interrupt();
    for (const pid of Object.values(now)) expect(await isAlive(pid)).toBe(false);
  });

  it('are ended by a next start that wants none', async () => {
    const killed = await place.startBot();
    const { bot: _killed, ...left } = await place.processes();
    await killed.kill();

    const next = await place.startBot({ PLAYGROUND: 'off', AZURE_STORAGE_CONNECTION_STRING: '' });
    for (const pid of Object.values(left)) expect(await isAlive(pid)).toBe(false);
    await next.interrupt();
  });

  it.each([
    ['customer', 'PLAYGROUND_CUSTOMER_PORT'],
    ['colleague', 'PLAYGROUND_COLLEAGUE_PORT'],
  ] as const)('are refused when the port of the %s is taken, naming %s', async (seat, variable) => {
    const port = place.config().playgroundPorts[seat];
    const stranger = createServer().listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    await expect(openLocalHouse(place.config(), silent)).rejects.toThrow(
      `Port ${port} is taken. Set ${variable} to another one.`,
    );
    await once(stranger.close(), 'close');
  });
});

async function post(url: string, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The body of the next request that somebody makes there. */
async function heardBy(bot: Server): Promise<string> {
  return new Promise(resolve => {
    bot.once('request', async (request, response) => {
      let body = '';
      for await (const part of request) body += String(part);
      response.setHeader('connection', 'close').end();
      resolve(body);
    });
  });
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name));
}
