import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type BotProcess, startBotProcess, until } from './support/botProcess.ts';
import { type House, openHouse } from './support/house.ts';
import { type Office, office } from './support/partnerships.ts';
import { allRows, rowsOf } from './support/rows.ts';

/**
 * kill -9 while a list of customers is brought in: between two transactions, or before any of the writes around them.
 * The restarted bot goes on where it was; nobody is brought in twice, nobody is left out, no line stays behind.
 */
jest.setTimeout(300_000);

const INSTANCE = 'bot-that-dies';
const LINES = 120;
let house: House;
let partner: Office;
let bot: BotProcess;

beforeEach(async () => {
  house = await openHouse();
  partner = await office(house, 'directPartner', 'Contoso');
  bot = await startBotProcess(house, INSTANCE);
  partner.admin.goesTo(bot.door);
});
afterEach(async () => {
  if (bot.alive) await bot.kill();
  await house.stop();
});

const lines = Array.from(
  { length: LINES },
  (_, index) => `Branch ${index},d${index}.example,,Kim,k@d${index}.example`,
);
const rows = async (begin: string) => rowsOf(await allRows(house), partner.id, begin);
const isOver = async () =>
  (await rows('import:')).some(row => row.text.includes('\\"state\\":\\"done\\"')) &&
  (await rows('importLines:')).length === 0;

describe.each([1, 2, 3, 5, 8, 12])('a bot that dies at its write number %i after Import', write => {
  it('goes on after the restart: each customer once, and nothing left behind', async () => {
    await partner.admin.types('import customers');
    await partner.admin.clicks('Check', { lines: lines.join('\n') });
    const card = partner.admin.seen;
    bot.diesAtWrite(write);
    await partner.admin.clicks('Import').catch(() => undefined);
    await bot.ended;

    bot = await startBotProcess(house, INSTANCE);
    partner.admin.goesTo(bot.door);
    // Whoever got no answer selects it again.
    await partner.admin.clicks('Import', {}, card);
    await until('the list is brought in', isOver);
    const domains = (await rows('customerOfDomain:')).map(({ rowKey }) => rowKey);
    expect(domains).toHaveLength(LINES);
    expect(await rows('customer:')).toHaveLength(LINES);
    expect(await rows('customerByName:')).toHaveLength(LINES);
    const imported = (await rows('history:')).filter(row => row.text.includes('customersImported'));
    expect(imported).toHaveLength(1);
    expect(imported[0]?.text).toContain(`\\"made\\":\\"${LINES}\\"`);
  });
});
