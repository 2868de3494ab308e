import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { assertPortsFree } from '../../bot/local/ports.ts';
import { freePorts } from './support/place.ts';

describe('The ports that a start needs', () => {
  const strangers: Server[] = [];

  async function strangerOn(port: number, host: string): Promise<void> {
    const server = createServer().listen(port, host);
    strangers.push(server);
    await once(server, 'listening');
  }

  afterEach(async () => {
    await Promise.all(strangers.splice(0).map(server => once(server.close(), 'close')));
  });

  it('are fine when nobody has them', async () => {
    const [port = 0] = await freePorts(1);
    await expect(assertPortsFree([{ variable: 'PORT', port, host: '127.0.0.1' }])).resolves.toBeUndefined();
  });

  it('are named when taken, all of them in one go, each with the variable that changes it', async () => {
    const [bot = 0, azurite = 0, client = 0] = await freePorts(3);
    await strangerOn(bot, '127.0.0.1');
    await strangerOn(client, '127.0.0.1');
    const start = assertPortsFree([
      { variable: 'PORT', port: bot, host: '127.0.0.1' },
      { variable: 'AZURITE_PORT', port: azurite, host: '127.0.0.1' },
      { variable: 'PLAYGROUND_RESELLER_PORT', port: client, host: '127.0.0.1' },
    ]);
    await expect(start).rejects.toThrow(
      `Port ${bot} is taken. Set PORT to another one.\n` +
        `Port ${client} is taken. Set PLAYGROUND_RESELLER_PORT to another one.`,
    );
    await expect(start).rejects.toMatchObject({
      name: 'PortTakenError',
      ports: [{ port: bot }, { port: client }],
    });
  });

  it('count as taken when somebody has them on every address of the machine', async () => {
    const [port = 0] = await freePorts(1);
    await strangerOn(port, '0.0.0.0');
    await expect(assertPortsFree([{ variable: 'PORT', port, host: '127.0.0.1' }])).rejects.toThrow(
      'is taken',
    );
  });
});
