import { Server } from 'node:net';

/**
 * Loaded into a client before its own code (`node --import`). The client would listen on every address of the machine
 * and pass whatever reaches it on to the bot, which trusts this machine in local mode; so it listens on loopback only.
 */
const listen = Server.prototype.listen;

Server.prototype.listen = function listenOnLoopback(this: Server, ...wanted: unknown[]) {
  const [port, ...rest] = wanted;
  const where = typeof port === 'number' && typeof rest[0] !== 'string' ? { port, host: '127.0.0.1' } : port;
  return Reflect.apply(listen, this, [where, ...rest]);
};
