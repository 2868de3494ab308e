/**
 * jest's globalSetup: one Azurite, in memory, for all test files of a run. It starts when the first of them asks
 * (`sharedStorage`), so a run without storage does not pay for it, and ends with jest.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Socket } from 'node:net';
import { answers, DOOR_VARIABLE, freePort, spawnAzurite } from './azurite.ts';

async function start(): Promise<number> {
  const port = await freePort();
  const child = spawnAzurite(port, ['--inMemoryPersistence']);
  process.once('exit', () => child.kill('SIGKILL'));
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  await answers(port);
  return port;
}

export default async function setup(): Promise<void> {
  let starting: Promise<number> | undefined;
  const door = createServer((_, response) => {
    starting ??= start();
    starting.then(
      port => response.end(String(port)),
      error => response.writeHead(500).end(String(error)),
    );
  });
  door.listen(0, '127.0.0.1').unref();
  await once(door, 'listening');
  const address = door.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.env[DOOR_VARIABLE] = `http://127.0.0.1:${address.port}/`;
}
