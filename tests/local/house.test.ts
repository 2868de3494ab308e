import { once } from 'node:events';
import { createServer } from 'node:net';
import { TableClient } from '@azure/data-tables';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { openLocalHouse } from '../../bot/local/house.ts';
import { freePorts, isAlive, newPlace, type Place } from './support/place.ts';

jest.setTimeout(60_000);

const silent = { info() {}, warn() {}, error() {} };

/** Writes a row to the storage, and answers how many there are. */
async function writeRow(connectionString = '', rowKey = 'a'): Promise<void> {
  const table = TableClient.fromConnectionString(connectionString, 'kept', { allowInsecureConnection: true });
  await table.createTable();
  await table.createEntity({ partitionKey: 'p', rowKey });
}

async function rows(connectionString = ''): Promise<string[]> {
  const table = TableClient.fromConnectionString(connectionString, 'kept', { allowInsecureConnection: true });
  const found: string[] = [];
  for await (const { rowKey } of table.listEntities()) found.push(rowKey ?? '');
  return found;
}

describe('The local house, with storage alone', () => {
  let place: Place;

  beforeEach(async () => {
    place = await newPlace();
  });
  afterEach(() => place.clear());

  it('opens with storage that answers', async () => {
    const house = await openLocalHouse(place.config(), silent);
    await writeRow(house.connectionString);
    expect(await rows(house.connectionString)).toEqual(['a']);
    await house.close();
  });

  it('keeps what was written the moment before it was closed', async () => {
    const first = await openLocalHouse(place.config(), silent);
    await writeRow(first.connectionString, 'last');
    await first.close();

    const second = await openLocalHouse(place.config(), silent);
    expect(await rows(second.connectionString)).toEqual(['last']);
    await second.close();
  });

  it('leaves no process when it is closed, however often that is asked', async () => {
    const house = await openLocalHouse(place.config(), silent);
    const { azurite = 0 } = await place.processes();
    await Promise.all([house.close(), house.close()]);
    expect(await isAlive(azurite)).toBe(false);
    expect(await place.processes()).toEqual({});
  });

  it('keeps away from a storage that is not its own', async () => {
    const house = await openLocalHouse(
      place.config({ AZURE_STORAGE_CONNECTION_STRING: 'UseDevelopmentStorage=true' }),
      silent,
    );
    expect(house.connectionString).toBeUndefined();
    expect(await place.processes()).toEqual({});
    await house.close();
  });

  describe('when a port is taken', () => {
    it.each(['PORT', 'AZURITE_PORT'])('names %s and leaves nothing behind', async variable => {
      const port = Number(place.environment[variable]);
      const stranger = createServer().listen(port, '127.0.0.1');
      await once(stranger, 'listening');

      await expect(openLocalHouse(place.config(), silent)).rejects.toThrow(
        `Port ${port} is taken. Set ${variable} to another one.`,
      );
      expect(await place.processes()).toEqual({});
      await once(stranger.close(), 'close');
    });
  });

  describe('after a kill -9 of the bot', () => {
    it('takes over the storage that was left, with all that was acknowledged', async () => {
      const killed = await place.startBot();
      await writeRow(killed.said.connectionString, 'acknowledged');
      const left = await place.processes();
      await killed.kill();

      const house = await openLocalHouse(place.config(), silent);
      const { bot: _killed, ...before } = left;
      const { bot: _ours, ...now } = await place.processes();
      expect(now).toEqual(before);
      expect(await rows(house.connectionString)).toEqual(['acknowledged']);
      await house.close();
    });

    it('can end what it took over, and loses nothing by it', async () => {
      const killed = await place.startBot();
      await writeRow(killed.said.connectionString, 'acknowledged');
      const { azurite = 0 } = await place.processes();
      await killed.kill();

      await (await openLocalHouse(place.config(), silent)).close();
      expect(await isAlive(azurite)).toBe(false);

      const house = await openLocalHouse(place.config(), silent);
      expect(await rows(house.connectionString)).toEqual(['acknowledged']);
      await house.close();
    });

    it('ends what was left on another port, and starts anew over the same data', async () => {
      const killed = await place.startBot();
      await writeRow(killed.said.connectionString, 'acknowledged');
      const { azurite = 0 } = await place.processes();
      await killed.kill();

      const [elsewhere] = await freePorts(1);
      const moved = place.config({ AZURITE_PORT: String(elsewhere) });
      const house = await openLocalHouse(moved, silent);
      expect(await isAlive(azurite)).toBe(false);
      expect(await rows(house.connectionString)).toEqual(['acknowledged']);
      await house.close();
    });

    it('starts anew when the storage was killed as well', async () => {
      const killed = await place.startBot();
      const { azurite = 0 } = await place.processes();
      await killed.kill();
      process.kill(azurite, 'SIGKILL');

      const house = await openLocalHouse(place.config(), silent);
      await writeRow(house.connectionString);
      expect(await rows(house.connectionString)).toEqual(['a']);
      await house.close();
    });
  });

  describe('while a first start still runs', () => {
    it('says so to a second one, and lets the first live', async () => {
      const first = await place.startBot();
      const second = await place.startBot();
      expect(second.said.refused).toContain('AlreadyRunningError: Partner Desk is already running');
      expect(second.said.refused).toContain(`process ${first.child.pid}`);

      await writeRow(first.said.connectionString);
      expect(await rows(first.said.connectionString)).toEqual(['a']);
      await first.interrupt();
    });
  });

  describe('at Ctrl-C', () => {
    it('is gone, storage and all, and the last write is kept', async () => {
      const bot = await place.startBot();
      const { azurite = 0 } = await place.processes();
      await writeRow(bot.said.connectionString, 'last');
      await bot.interrupt();
      expect(bot.child.exitCode).toBe(0);
      expect(await isAlive(azurite)).toBe(false);
      expect(await place.processes()).toEqual({});

      const house = await openLocalHouse(place.config(), silent);
      expect(await rows(house.connectionString)).toEqual(['last']);
      await house.close();
    });
  });
});
