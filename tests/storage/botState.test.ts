import { randomUUID } from 'node:crypto';
import { TableClient } from '@azure/data-tables';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type InvokeResponse, MemoryStorage, TeamsSSOTokenExchangeMiddleware, TestAdapter } from 'botbuilder';
import { TableBotStorage } from '../../storage/botState.ts';
import { ConflictError, RowTooLargeError } from '../../storage/errors.ts';
import { openTables, type Tables } from '../../storage/tables.ts';
import { openTestTables, sharedStorage, uniquePrefix } from '../support/azurite.ts';
import { keepsTheBotStorageContract, newKey } from '../support/botStorageContract.ts';

let tables: Tables;
const wire: string[] = [];
beforeAll(async () => {
  tables = await openTestTables({ onRequest: (method, path) => wire.push(`${method} ${path}`) });
});
afterAll(() => tables.close());

describe('the contract of bot storage', () => {
  describe('is kept by botbuilder itself in memory', () => {
    const memory = new MemoryStorage();
    keepsTheBotStorageContract(() => memory);
  });

  describe('is kept by our tables', () => {
    keepsTheBotStorageContract(() => tables.botState);
  });

  describe('is kept with a client as the SDK makes it', () => {
    let storage: TableBotStorage;
    beforeAll(async () => {
      storage = new TableBotStorage(await plainClient());
    });
    keepsTheBotStorageContract(() => storage);
  });
});

/** A client of a table that does not exist yet, with nothing of ours in it. */
async function plainClient(tableName = uniquePrefix()): Promise<TableClient> {
  return TableClient.fromConnectionString(await sharedStorage(), tableName, {
    allowInsecureConnection: true,
  });
}

describe('bot state in a table', () => {
  it('is one request a key to read, to write and to delete', async () => {
    const [one, two] = [newKey(), newKey()];
    wire.length = 0;
    await tables.botState.read([one]);
    expect(wire).toHaveLength(1);
    await tables.botState.write({ [one]: { n: 1 }, [two]: { n: 2 } });
    expect(wire).toHaveLength(3);
    await tables.botState.read([one, two, one]);
    expect(wire).toHaveLength(5);
    await tables.botState.delete([one]);
    expect(wire).toHaveLength(6);
  });

  it('refuses a write under the eTag of a value that is gone', async () => {
    const key = newKey();
    await tables.botState.write({ [key]: { n: 1 } });
    const items = await tables.botState.read([key]);
    await tables.botState.delete([key]);
    await expect(tables.botState.write(items)).rejects.toThrow(ConflictError);
    expect(await tables.botState.read([key])).toEqual({});
  });

  it('refuses one write of several and still does the others', async () => {
    const [stale, fresh] = [newKey(), newKey()];
    await tables.botState.write({ [stale]: { n: 1 } });
    const items = await tables.botState.read([stale]);
    await tables.botState.write({ [stale]: { n: 2 } });
    await expect(tables.botState.write({ ...items, [fresh]: { n: 1 } })).rejects.toThrow(ConflictError);
    expect(await tables.botState.read([stale, fresh])).toMatchObject({
      [stale]: { n: 2 },
      [fresh]: { n: 1 },
    });
  });

  it('never stores an eTag within the value', async () => {
    const prefix = uniquePrefix();
    const client = await plainClient(prefix);
    const storage = new TableBotStorage(client);
    await storage.write({ k: { n: 1, eTag: '*' } });
    const items = await storage.read(['k']);
    await storage.write(items);
    for await (const entity of client.listEntities()) {
      expect(entity).toMatchObject({ json: '{"n":1}', name: 'k' });
    }
  });

  it('keeps the name of a key readable in its row, however long it is', async () => {
    const client = await plainClient();
    const key = `msteams/conversations/${'ü/'.repeat(2_000)}`;
    await new TableBotStorage(client).write({ [key]: { n: 1 } });
    for await (const entity of client.listEntities()) {
      expect(entity.name).toBe(key.slice(0, 1_000));
      expect(entity.partitionKey).toMatch(/^msteams~2fconversations~2fü~2f/);
    }
  });

  it('is not misled by a key that JavaScript treats specially', async () => {
    await tables.botState.write(JSON.parse('{"__proto__":{"n":1}}'));
    const items = await tables.botState.read(['__proto__', 'constructor']);
    expect(Object.keys(items)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(items)).toBe(Object.prototype);
  });

  it.each([
    ['null', null],
    ['a number', 1],
    ['text', 'x'],
  ])('refuses %s as a value', async (_, value) => {
    await expect(tables.botState.write({ [newKey()]: value })).rejects.toThrow(TypeError);
  });
});

describe('a table that does not exist yet', () => {
  it('holds nothing and is not created by reading or deleting', async () => {
    const seen: string[] = [];
    const fresh = openTables(
      { connectionString: await sharedStorage() },
      { prefix: uniquePrefix(), onRequest: (method, path) => seen.push(`${method} ${path}`) },
    );
    expect(await fresh.botState.read(['k'])).toEqual({});
    await fresh.botState.delete(['k']);
    expect(seen.filter(request => request.endsWith('/Tables'))).toEqual([]);
    await fresh.close();
  });

  it('is created once by many first writes at the same moment, and none of them is lost', async () => {
    const seen: string[] = [];
    const fresh = openTables(
      { connectionString: await sharedStorage() },
      { prefix: uniquePrefix(), onRequest: (method, path) => seen.push(`${method} ${path}`) },
    );
    const keys = Array.from({ length: 30 }, newKey);
    await Promise.all(keys.map(key => fresh.botState.write({ [key]: { key } })));
    expect(seen.filter(request => request === 'POST /devstoreaccount1/Tables')).toHaveLength(1);
    expect(Object.keys(await fresh.botState.read(keys))).toHaveLength(30);
    await fresh.close();
  });

  it('may be created by several instances at once', async () => {
    const prefix = uniquePrefix();
    const clients = await Promise.all([plainClient(prefix), plainClient(prefix), plainClient(prefix)]);
    const stores = clients.map(client => new TableBotStorage(client));
    await Promise.all(stores.map((store, index) => store.write({ [`k${index}`]: { index } })));
    const [first] = stores;
    expect(Object.keys((await first?.read(['k0', 'k1', 'k2'])) ?? {})).toHaveLength(3);
  });
});

describe('the size of bot state', () => {
  it.each([31_990, 32_000, 32_767, 32_768, 32_769, 64_000, 65_536, 200_000, 520_000])(
    'of %i characters comes back whole',
    async size => {
      const key = newKey();
      const text = '翼'.repeat(10) + 'x'.repeat(size - 10);
      await tables.botState.write({ [key]: { text } });
      expect((await tables.botState.read([key]))[key].text === text).toBe(true);
    },
  );

  it('beyond what a row holds is refused by name and size, and the old value stays', async () => {
    const key = newKey();
    await tables.botState.write({ [key]: { text: 'small' } });
    const error: unknown = await tables.botState
      .write({ [key]: { text: 'x'.repeat(524_288) } })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RowTooLargeError);
    expect(error).toMatchObject({ key, limit: 1_048_576 });
    expect(String(error)).toContain(key);
    expect(await tables.botState.read([key])).toMatchObject({ [key]: { text: 'small' } });
  });

  it('that shrinks leaves nothing of the longer text behind', async () => {
    const key = newKey();
    await tables.botState.write({ [key]: { text: 'x'.repeat(100_000) } });
    await tables.botState.write({ [key]: { text: 'short' } });
    expect((await tables.botState.read([key]))[key].text).toBe('short');
  });
});

describe('fifty conditional writers of one key', () => {
  it('win one at a time', async () => {
    const key = newKey();
    await tables.botState.write({ [key]: { round: 0 } });
    for (let round = 1; round <= 3; round++) {
      const items = await tables.botState.read([key]);
      const outcomes = await Promise.allSettled(
        Array.from({ length: 50 }, (_, writer) =>
          tables.botState.write({ [key]: { ...items[key], round, writer } }),
        ),
      );
      const winners = outcomes.flatMap(({ status }, writer) => (status === 'fulfilled' ? [writer] : []));
      expect(winners).toHaveLength(1);
      expect(await tables.botState.read([key])).toMatchObject({ [key]: { round, writer: winners[0] } });
    }
  });
});

describe("the SDK's single sign-on over our storage", () => {
  it('lets one of several deliveries of the same token exchange through', async () => {
    let turns = 0;
    const adapter = new TestAdapter(async () => {
      turns++;
    });
    adapter.use(new TeamsSSOTokenExchangeMiddleware(tables.botState, 'sso'));
    adapter.addExchangeableToken('sso', 'msteams', 'user1', 'client token', 'server token');
    const id = randomUUID();
    const deliver = () =>
      adapter.send({
        type: 'invoke',
        name: 'signin/tokenExchange',
        channelId: 'msteams',
        from: { id: 'user1', name: 'user1' },
        conversation: { id: 'c1', isGroup: false, conversationType: 'personal', name: 'c1' },
        value: { id, connectionName: 'sso', token: 'client token' },
      });

    await deliver();
    await deliver();
    await deliver();

    expect(turns).toBe(1);
    const answers: (InvokeResponse | undefined)[] = adapter.activeQueue.map(({ value }) => value);
    expect(answers.map(answer => answer?.status)).toEqual([200, 200]);
  });
});
