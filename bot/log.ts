import { randomInt } from 'node:crypto';
import path from 'node:path';
import { types } from 'node:util';
import { type DestinationStream, destination, type Logger, multistream, pino, stdSerializers } from 'pino';
import { z } from 'zod';
import type { Config } from './config.ts';

export type Log = Logger;

/** Fields that are never written, on the first three levels of an entry: secrets, and what people wrote. */
const neverWritten = [
  'authorization',
  'token',
  'accessToken',
  'password',
  'appPassword',
  'linkSecret',
  'connectionString',
  'secret',
  'signInCode',
  'link',
  'text',
  'value',
  'attachments',
  'body',
];

/** Tokens and personal links, wherever they stand in a line: an error's message may quote what it was given. */
const tellTales: readonly [RegExp, string][] = [
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '[token]'],
  [/\bBearer\s+[\w.~+/=-]{8,}/gi, 'Bearer [token]'],
  [/\/(invitations|drafts)\/[\w.~%=-]+/g, '/$1/[secret]'],
  [/\b[0-9a-f]{64}\.[\w-]{43}/g, '[code]'],
  [/\b(AccountKey|SharedAccessSignature|sig)=[^;&"\s]+/gi, '$1=[secret]'],
];

/**
 * The log of the bot. JSON lines on standard output; in local mode into `partner-desk.log` in the data directory, with
 * warnings and errors as one readable line each on standard error. No secret, token, one-time code or activity text is
 * written (design §7). Tests give `into` to read what is written.
 */
export function createLog(
  config: Pick<Config, 'local' | 'logLevel' | 'dataDir'>,
  into?: DestinationStream,
): Log {
  const paths = neverWritten.flatMap(field => [field, `*.${field}`, `*.*.${field}`]);
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: label => ({ level: label }) },
      redact: { paths, censor: '[not written]' },
      serializers: { err: describeError, error: describeError },
      hooks: { streamWrite: scrub },
    },
    into ?? (config.local ? localStreams(config) : destination(1)),
  );
}

/** A short word that a person can quote and the log holds beside the error (design §7): eight letters and digits that are not mistaken for each other. */
export function newReference(): string {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return Array.from({ length: 8 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}

function scrub(line: string): string {
  return tellTales.reduce((written, [pattern, instead]) => written.replace(pattern, instead), line);
}

/** An error's name, words and place only: libraries hang whole requests, headers included, on the errors they throw. */
function describeError(error: unknown): unknown {
  if (!types.isNativeError(error)) return { type: typeof error };
  const { type, message, stack } = stdSerializers.err(error);
  const cause = types.isNativeError(error.cause)
    ? { cause: `${error.cause.name}: ${error.cause.message}` }
    : {};
  return { type, message, stack, ...codes(error), ...cause };
}

function codes(error: Error): Record<string, string | number> {
  const kept: Record<string, string | number> = {};
  for (const field of ['code', 'status', 'statusCode'] as const) {
    const value: unknown = Reflect.get(error, field);
    if (typeof value === 'string' || typeof value === 'number') kept[field] = value;
  }
  return kept;
}

function localStreams(config: Pick<Config, 'logLevel' | 'dataDir'>): DestinationStream {
  const file = destination({
    dest: path.join(config.dataDir, 'partner-desk.log'),
    mkdir: true,
    mode: 0o600,
    sync: true,
  });
  if (config.logLevel === 'silent') return file;
  return multistream([
    { level: config.logLevel, stream: file },
    { level: 'warn', stream: { write: line => process.stderr.write(readable(line)) } },
  ]);
}

const entry = z.object({
  level: z.string(),
  msg: z.string().default(''),
  reference: z.string().optional(),
  err: z.object({ message: z.string().optional() }).optional(),
  error: z.object({ message: z.string().optional() }).optional(),
});

function readable(line: string): string {
  const { level, msg, reference, err, error } = entry.parse(JSON.parse(line));
  const parts = [level, msg, (err ?? error)?.message, reference && `[${reference}]`];
  return `${parts.filter(Boolean).join('  ')}\n`;
}
