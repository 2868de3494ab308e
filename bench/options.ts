import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  /** The letters of the subjects to run; empty means all. */
  readonly subjects: readonly string[];
  readonly rounds: number;
  /** A tenth of the work, to see that all of it runs; its figures mean little. */
  readonly quick: boolean;
  /** Flags for Node in place of those of the start script, to compare them. */
  readonly flags: string | undefined;
}

/** `npm run bench -- a c --rounds 9 --quick`. Throws a TypeError that says what is not understood. */
export function readOptions(args: readonly string[], known: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      flags: { type: 'string' },
    },
  });
  const unknown = positionals.find(name => !known.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`there is no subject "${unknown}"; there are ${known.join(', ')}`);
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 7));
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds needs a whole number from 1');
  return { subjects: positionals, rounds, quick: values.quick, flags: values.flags };
}
