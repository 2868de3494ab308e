import { once } from 'node:events';
import { createServer } from 'node:http';
import { inspect } from 'node:util';
import { AzureNamedKeyCredential, generateAccountSas } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { StorageUnavailableError } from '../../storage/errors.ts';
import { openTables, type Tables } from '../../storage/tables.ts';
import {
  connectionStringFor,
  freePort,
  type PrivateAzurite,
  sharedStorage,
  startPrivateAzurite,
  uniquePrefix,
} from '../support/azurite.ts';
import { startForgetfulProxy } from '../support/forgetfulProxy.ts';

const note = z.object({ text: z.string() });

describe('opening the tables', () => {
  describe('in an account without them', () => {
    it('creates all of them, and takes it that another instance creates them at the same moment', async () => {
      const location = { connectionString: await sharedStorage() };
      const prefix = uniquePrefix();
      const one = openTables(location, { prefix });
      const two = openTables(location, { prefix });

      expect(await one.ready()).toBe(false);
      await Promise.all([one.ensure(), two.ensure(), one.ensure()]);

      expect(await one.ready()).toBe(true);
      await one.companies.insert('p', 'r', { text: 'hello' });
      expect((await two.companies.get('p', 'r', note))?.value).toEqual({ text: 'hello' });
      await Promise.all([one.close(), two.close()]);
    });

    it('does not take a missing table for a missing row', async () => {
      const tables = openTables({ connectionString: await sharedStorage() }, { prefix: uniquePrefix() });
      await expect(tables.companies.get('p', 'r', note)).rejects.toThrow(StorageUnavailableError);
      await tables.close();
    });
  });

  describe('with an observer', () => {
    it('tells every request on the wire, without its query', async () => {
      const seen: string[] = [];
      const prefix = uniquePrefix();
      const tables = openTables(
        { connectionString: await sharedStorage() },
        { prefix, onRequest: (method, path) => seen.push(`${method} ${path}`) },
      );
      await tables.ensure();
      seen.length = 0;

      await tables.companies.get('p', 'r', note);
      await tables.companies.page('p', { from: 'a', to: 'b' }, note, { top: 3 });

      expect(seen).toEqual([
        `GET /devstoreaccount1/${prefix}companies(PartitionKey='p',RowKey='r')`,
        `GET /devstoreaccount1/${prefix}companies()`,
      ]);
      await tables.close();
    });
  });

  describe('with a prefix that cannot start a table name', () => {
    it.each(['1', 'a-b', 'a/b', 'a'.repeat(60)])('refuses %s', prefix => {
      expect(() => openTables({ connectionString: connectionStringFor(1) }, { prefix })).toThrow(TypeError);
    });
  });

  describe('with a shared access signature instead of a key', () => {
    it('reads, lists and writes just as with a key', async () => {
      const connectionString = await sharedStorage();
      const [, endpoint = ''] = /TableEndpoint=([^;]+)/.exec(connectionString) ?? [];
      const [, accountKey = ''] = /AccountKey=([^;]+)/.exec(connectionString) ?? [];
      const signature = generateAccountSas(new AzureNamedKeyCredential('devstoreaccount1', accountKey), {
        permissions: {
          query: true,
          write: true,
          delete: true,
          list: true,
          add: true,
          update: true,
        },
        expiresOn: new Date('2099-01-01'),
      });
      const seen: string[] = [];
      const tables = openTables(
        { connectionString: `TableEndpoint=${endpoint};SharedAccessSignature=${signature}` },
        { prefix: uniquePrefix(), onRequest: (_, path) => seen.push(path) },
      );
      await tables.ensure();
      await tables.companies.transact('p', [
        { op: 'insert', key: 'a', value: { text: '1' } },
        { op: 'insert', key: 'b', value: { text: '2' } },
      ]);
      const read = await tables.companies.get('p', 'a', note);
      await tables.companies.update('p', 'a', { text: '3' }, read?.etag ?? '');
      const page = await tables.companies.page('p', { from: 'a', to: 'c' }, note, { top: 5 });
      expect(page.rows.map(({ value }) => value.text)).toEqual(['3', '2']);
      expect(seen.join()).not.toContain('sig=');
      await tables.close();
    });
  });

  describe('behind a proxy that the environment names', () => {
    it('reaches storage through it, but never this machine itself', async () => {
      const asked: string[] = [];
      const proxy = createServer().on('connect', (request, socket) => {
        asked.push(request.url ?? '');
        socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      });
      await once(proxy.listen(0, '127.0.0.1'), 'listening');
      const address = proxy.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
      process.env.HTTP_PROXY = process.env.HTTPS_PROXY;
      const key = Buffer.from('a key').toString('base64');
      const away = openTables({
        connectionString: `DefaultEndpointsProtocol=https;AccountName=nobody;AccountKey=${key};EndpointSuffix=storage.invalid`,
      });
      const here = openTables({ connectionString: await sharedStorage() }, { prefix: uniquePrefix() });
      try {
        expect(await away.ready()).toBe(false);
        await here.ensure();
        expect(await here.ready()).toBe(true);
        expect(new Set(asked)).toEqual(new Set(['nobody.table.storage.invalid:443']));
      } finally {
        delete process.env.HTTPS_PROXY;
        delete process.env.HTTP_PROXY;
        await Promise.all([away.close(), here.close()]);
        proxy.close();
      }
    });
  });

  describe('with an account and no identity to be had', () => {
    it('fails politely at the first use, not when it is opened', async () => {
      const seen: string[] = [];
      // No identity endpoint answers here: the one of App Service is named and nobody listens there.
      process.env.IDENTITY_ENDPOINT = `http://127.0.0.1:${await freePort()}/`;
      process.env.IDENTITY_HEADER = 'none';
      const tables = openTables(
        { account: 'nobody' },
        { onRequest: (method, path) => seen.push(method + path) },
      );
      try {
        await expect(tables.companies.get('p', 'r', note)).rejects.toThrow(StorageUnavailableError);
        expect(seen).toEqual([]);
      } finally {
        delete process.env.IDENTITY_ENDPOINT;
        delete process.env.IDENTITY_HEADER;
        await tables.close();
      }
    });
  });
});

describe('storage that goes away', () => {
  let azurite: PrivateAzurite;
  beforeAll(async () => {
    azurite = await startPrivateAzurite();
  });
  afterAll(() => azurite.dispose());

  describe('and is back later', () => {
    let tables: Tables;
    let etag: string;
    const failures: unknown[] = [];
    const secret = 'a sentence that is private';

    beforeAll(async () => {
      tables = openTables({ connectionString: azurite.connectionString });
      await tables.ensure();
      const { companies, botState } = tables;
      await companies.insert('p', 'r', { text: 'before' });
      etag = (await companies.get('p', 'r', note))?.etag ?? '';

      await azurite.stop();
      const attempts = [
        companies.get('p', 'r', note),
        companies.page('p', { from: 'a', to: 'z' }, note, { top: 5 }),
        companies.insert('p', 'new', { text: secret }),
        companies.update('p', 'r', { text: secret }, etag),
        companies.upsert('p', 'r', { text: secret }),
        companies.remove('p', 'r', '*'),
        companies.transact('p', [
          { op: 'insert', key: 'a', value: { text: secret } },
          { op: 'insert', key: 'b', value: { text: secret } },
        ]),
        botState.read(['k']),
        botState.write({ k: { text: secret } }),
        botState.delete(['k']),
        tables.ensure(),
      ];
      for (const outcome of await Promise.allSettled(attempts)) {
        failures.push(outcome.status === 'rejected' ? outcome.reason : 'no failure');
      }
    });
    afterAll(() => tables.close());

    it('is told as StorageUnavailableError by every method', () => {
      expect(failures).toHaveLength(11);
      for (const failure of failures) expect(failure).toBeInstanceOf(StorageUnavailableError);
    });

    it('tells no key, signature or content in its errors, but what went wrong', () => {
      for (const failure of failures) {
        const told = inspect(failure, { depth: 20, showHidden: true }) + JSON.stringify(failure);
        expect(told).not.toContain('Eby8vdM02xNOcqFlqUwJPLlm');
        expect(told).not.toContain('SharedKey');
        expect(told).not.toContain(secret);
        expect(told).toContain('ECONNREFUSED');
      }
    });

    it('is not ready, and serves again as before once it is back', async () => {
      expect(await tables.ready()).toBe(false);

      await azurite.start();
      expect(await tables.ready()).toBe(true);
      const { rows } = await tables.companies.page('p', { from: 'a', to: 'z' }, note, { top: 5 });
      expect(rows.map(({ key, value }) => [key, value.text])).toEqual([['r', 'before']]);
      await tables.companies.update('p', 'r', { text: 'after' }, etag);
    });
  });

  it('is waited for a moment: if it comes back in mid-turn, nobody notices', async () => {
    const port = await freePort();
    const prefix = uniquePrefix();
    const direct = openTables({ connectionString: await sharedStorage() }, { prefix });
    await direct.ensure();
    const secondTry = Promise.withResolvers<void>();
    let tries = 0;
    const tables = openTables(
      { connectionString: connectionStringFor(port) },
      { prefix, onRequest: () => (++tries === 2 ? secondTry.resolve() : undefined) },
    );

    const waiting = tables.companies.insert('q', 'r', { text: 'patient' });
    await secondTry.promise;
    const back = await startForgetfulProxy(await sharedStorage(), port);
    await waiting;

    expect((await direct.companies.get('q', 'r', note))?.value.text).toBe('patient');
    await Promise.all([tables.close(), direct.close()]);
    await back.close();
  });

  it('that hangs is given up, and answers again when it goes on', async () => {
    const tables = openTables({ connectionString: azurite.connectionString });
    await tables.ensure();
    await tables.companies.upsert('h', 'r', { text: 'there' });

    azurite.freeze();
    await expect(tables.companies.get('h', 'r', note)).rejects.toThrow(StorageUnavailableError);
    azurite.resume();

    expect((await tables.companies.get('h', 'r', note))?.value.text).toBe('there');
    await tables.close();
  });
});
