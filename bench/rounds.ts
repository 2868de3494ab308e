import type { Round } from './load.ts';
import type { Table } from './report.ts';
import { median, shown } from './stats.ts';

/** The rounds of each contender, by its name. */
export type Rounds = Readonly<Record<string, readonly Round[]>>;

/**
 * Lets contenders take turns, in the other order every second time, so that whatever else the machine does meets all
 * of them. The first round of each is for warming up and not counted.
 */
export async function inRounds<Result>(
  count: number,
  contenders: Readonly<Record<string, () => Promise<Result>>>,
): Promise<Record<string, Result[]>> {
  const order = Object.entries(contenders).map(([name, run]) => ({ name, run, results: [] as Result[] }));
  const turns = [...order];
  for (let round = 0; round <= count; round++) {
    for (const { run, results } of turns) {
      const result = await run();
      if (round > 0) results.push(result);
    }
    turns.reverse();
  }
  return Object.fromEntries(order.map(({ name, results }) => [name, results]));
}

/** Ratios are medians of the ratios within each round: what drifts, drifts for both. */
export function ratioOf<Result>(
  results: Readonly<Record<string, readonly Result[]>>,
  name: string,
  base: string,
  value: (result: Result) => number,
): number {
  const bases = results[base] ?? [];
  return median(
    (results[name] ?? []).flatMap((result, index) => {
      const against = bases[index];
      return against === undefined ? [] : [value(result) / value(against)];
    }),
  );
}

/** Medians of all contenders, and how they compare to one of them. */
export function roundsTable(
  title: string,
  rounds: Rounds,
  base: string,
): { table: Table; ratio(name: string, value: keyof Round): number } {
  const ratio = (name: string, value: keyof Round): number =>
    ratioOf(rounds, name, base, round => round[value]);
  return {
    ratio,
    table: {
      title: `${title}; medians of ${rounds[base]?.length ?? 0} rounds`,
      head: ['', 'a second', 'p50 ms', 'p99 ms', 'CPU us', 'CPU min-max', `CPU x ${base}`],
      rows: Object.entries(rounds).map(([name, each]) => {
        const cpu = each.map(round => round.cpu);
        return [
          name,
          shown(median(each.map(round => round.perSecond))),
          shown(median(each.map(round => round.p50)), 1),
          shown(median(each.map(round => round.p99)), 1),
          shown(median(cpu)),
          `${shown(Math.min(...cpu))}-${shown(Math.max(...cpu))}`,
          shown(ratio(name, 'cpu'), 2),
        ];
      }),
    },
  };
}
