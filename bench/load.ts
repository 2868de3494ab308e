import { Pool } from 'undici';
import type { Helper } from './processes.ts';
import { percentile } from './stats.ts';

/** What one round of load told of a process. */
export interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the process's own CPU for each request. */
  readonly cpu: number;
}

/** Where the requests go, and how many are under way at a time. */
export interface Target {
  readonly port: number;
  readonly process: Helper;
  readonly connections: number;
}

/** Posts activities to a bot, always so many at a time, and measures what that costs it. Rejects at any answer but 200. */
export async function load(target: Target, bodies: readonly string[]): Promise<Round> {
  const pool = new Pool(`http://127.0.0.1:${target.port}`, { connections: target.connections });
  const latencies: number[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) {
      const began = performance.now();
      await post(pool, body);
      latencies.push(performance.now() - began);
    }
  };
  const before = await target.process.usage();
  const began = performance.now();
  await Promise.all(Array.from({ length: target.connections }, one));
  const seconds = (performance.now() - began) / 1000;
  const after = await target.process.usage();
  await pool.close();
  return {
    perSecond: bodies.length / seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    cpu: ((after.cpuMs - before.cpuMs) * 1000) / bodies.length,
  };
}

async function post(pool: Pool, body: string): Promise<void> {
  const answer = await pool.request({
    path: '/api/messages',
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200)
    throw new Error(`a bot answered ${answer.statusCode}: ${text.slice(0, 300)}`);
}
