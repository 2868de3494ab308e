import path from 'node:path';
import type { Config } from '../config.ts';
import { type DemoCompany, demoCompanies, fullName } from './demo.ts';
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
  const clients = demoCompanies.map(company => {
    const who = `${fullName(company.people[0])} of ${company.name}, ${kindInWords[company.kind]}`;
    return `  ${clientUrl(config, company)}  ${who}`;
  });
  return [
    'Partner Desk runs in local mode. Open its three clients, each in a tab of its own:',
    ...clients,
    'In the first, type  invite customer  and send the link you get to the third: paste it there.',
  ];
}

function shown(dataDir: string): string {
  const relative = path.relative('', dataDir);
  return relative.startsWith('..') ? dataDir : relative || '.';
}
