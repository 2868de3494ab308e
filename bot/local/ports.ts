import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isSystemError } from './systemError.ts';

/** A port that we are about to listen on, and the variable by which it is chosen. */
export interface WantedPort {
  readonly variable: string;
  readonly port: number;
  readonly host: string;
}

/** Something else listens on ports that we need. The message names each and the variable that changes it. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  readonly ports: readonly WantedPort[];

  constructor(ports: readonly WantedPort[]) {
    super(
      ports.map(({ port, variable }) => `Port ${port} is taken. Set ${variable} to another one.`).join('\n'),
    );
    this.ports = ports;
  }
}

/** A process that was just killed may hold its port for a moment longer than the system shows it. */
const letGoWithin = 1_000;

/**
 * Returns when all of them are free; throws a PortTakenError that names in one go all that are not, or whatever else
 * keeps us from listening there.
 */
export async function assertPortsFree(wanted: readonly WantedPort[]): Promise<void> {
  const deadline = Date.now() + letGoWithin;
  let taken = await takenOf(wanted);
  while (taken.length > 0) {
    if (Date.now() > deadline) throw new PortTakenError(taken);
    await pause(50);
    taken = await takenOf(wanted);
  }
}

async function takenOf(wanted: readonly WantedPort[]): Promise<WantedPort[]> {
  const checked = await Promise.all(wanted.map(async one => ({ one, free: await isFree(one) })));
  return checked.filter(({ free }) => !free).map(({ one }) => one);
}

/**
 * Listening alone does not tell: macOS lets a program listen on 127.0.0.1 beside one that has the port on all
 * addresses, and a browser that is told `localhost` may prefer a stranger on ::1.
 */
async function isFree({ port, host }: WantedPort): Promise<boolean> {
  if (!(await canListen(port, host))) return false;
  const answers = await Promise.all([accepts(port, '127.0.0.1'), accepts(port, '::1')]);
  return !answers.includes(true);
}

async function canListen(port: number, host: string): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
    return true;
  } catch (error) {
    if (isSystemError(error, 'EADDRINUSE')) return false;
    throw error;
  }
}

async function accepts(port: number, host: string): Promise<boolean> {
  const socket = connect({ port, host });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
