import path from 'node:path';
import type { Config } from '../config.ts';
import { type DemoClient, type DemoCompany, demoClients, fullName } from './demo.ts';
import { clientUrl } from './playgrounds.ts';

const kindInWords: Record<DemoCompany['kind'], string> = {
  indirectProvider: 'an indirect provider',
  indirectReseller: 'an indirect reseller',
  customer: 'a customer',
};

/** What the terminal says once everything runs: what to open, what to type, how to stop. */
export function whatToOpen(config: Config): string {
  const lines = config.playground
    ? clientLines(config)
    : [`Partner Desk answers at ${config.publicUrl}/api/messages.`];
  return [...lines, `Ctrl-C stops everything; the data stays in ${shown(config.dataDir)}.`].join('\n');
}

function clientLines(config: Config): string[] {
  const colleague = demoClients[3].sitting;
  return [
    'Partner Desk runs in local mode. Open its four clients, each in a tab of its own:',
    ...demoClients.map(client => `  ${clientUrl(config, client)}  ${whoSitsAt(client)}`),
    'In the first, type  invite customer  and send the link you get to the third: paste it there.',
    `In the second, type  add user  and add ${colleague.email}; then write anything in the fourth.`,
  ];
}

function whoSitsAt({ company, sitting }: DemoClient): string {
  const first = company.people[0];
  const what = sitting === first ? kindInWords[company.kind] : `a colleague of ${fullName(first)}`;
  return `${fullName(sitting)} of ${company.name}, ${what}`;
}

function shown(dataDir: string): string {
  const relative = path.relative('', dataDir);
  return relative.startsWith('..') ? dataDir : relative || '.';
}
