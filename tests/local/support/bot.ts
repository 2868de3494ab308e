/**
 * Stands in for the bot's own process in tests of the house around it: opens the house for the environment it is given,
 * says so on its first line, and closes it at Ctrl-C, as the bot does.
 */
import { readConfig } from '../../../bot/config.ts';
import { openLocalHouse } from '../../../bot/local/house.ts';

const silent = { info() {}, warn() {}, error() {} };

try {
  const house = await openLocalHouse(readConfig(process.env), silent);
  await house.startClients();
  const alive = setInterval(() => {}, 1_000);
  process.once('SIGINT', () => {
    clearInterval(alive);
    void house.close();
  });
  console.log(JSON.stringify({ ready: true, connectionString: house.connectionString }));
} catch (error) {
  console.log(
    JSON.stringify({ refused: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }),
  );
  process.exitCode = 1;
}
