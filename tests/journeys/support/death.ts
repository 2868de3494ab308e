import { type BotProcess, startBotProcess, until } from './botProcess.ts';
import type { House } from './house.ts';
import type { Person } from './person.ts';
import { allRows, type StoredRow } from './rows.ts';

/** What became of a bot that was told to die: it lived on, or died, and `bot` is it after its restart. */
export interface Fate {
  bot: BotProcess;
  survived: boolean;
}

/**
 * Clicks with a bot that dies at its `write`-th write from now on. If it dies, it is started again, and the click
 * comes again as Teams sends it; resolves once nothing is left to do.
 */
export async function clicksThroughDeath(
  house: House,
  { bot, instance, write }: { bot: BotProcess; instance: string; write: number },
  clicker: Person,
  click: () => Promise<unknown>,
): Promise<Fate> {
  bot.diesAtWrite(write);
  clicker.goesTo(bot.door);
  const answered = await click().then(
    () => true,
    () => false,
  );
  // A click without an answer means a death that this process may not have been told of yet.
  let left: StoredRow[] = [];
  const nothingLeft = async () => {
    left = (await allRows(house)).filter(row => row.rowKey.startsWith('errand:'));
    return left.length === 0;
  };
  await until('it dies or is done', async () => !bot.alive || (answered && (await nothingLeft())));
  if (bot.alive) return { bot, survived: true };
  await bot.ended;
  // Clocks of different lives and of the house agree, as those of machines do: nobody is taken for dead who lives.
  house.clock.forward(bot.lived);
  const restarted = await startBotProcess(house, instance);
  clicker.goesTo(restarted.door);
  await click();
  await until(
    () => `nothing is left to do after a death at write ${write}, but ${JSON.stringify(left)}`,
    nothingLeft,
  );
  return { bot: restarted, survived: false };
}
