/**
 * Measures the bot beside the bare stack that it is built on, in one run: `npm run bench`, or some subjects of it,
 * `npm run bench -- a c --rounds 9 --quick`. See docs/performance.md. Ends with 0 also when a target is missed.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { type Lab, openLab } from './lab.ts';
import { readOptions } from './options.ts';
import { pinned } from './processes.ts';
import { asText, type Report } from './report.ts';
import { approve } from './subjects/approve.ts';
import { customers } from './subjects/customers.ts';
import { help } from './subjects/help.ts';
import { notify } from './subjects/notify.ts';
import { orders } from './subjects/orders.ts';
import { partnerships } from './subjects/partnerships.ts';
import { requests } from './subjects/requests.ts';
import { signIn } from './subjects/signIn.ts';
import { start } from './subjects/start.ts';

const SUBJECTS: Readonly<Record<string, { title: string; run: (lab: Lab) => Promise<Report> }>> = {
  a: { title: 'a: a help turn against an echo bot', run: help },
  b: { title: 'b: the Approve click against a card from a kept template', run: approve },
  c: { title: 'c: requests to storage', run: requests },
  d: { title: 'd: start and memory', run: start },
  e: { title: 'e: notices through the outbox', run: notify },
  f: { title: 'f: partnerships', run: partnerships },
  g: { title: 'g: timing of right and wrong codes', run: signIn },
  h: { title: 'h: customers', run: customers },
  i: { title: 'i: orders', run: orders },
};

const RESULT = '.artifacts/bench.json';

const options = readOptions(process.argv.slice(2), Object.keys(SUBJECTS));
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  node: process.version,
  pinned,
  loadBefore: loadavg()[0],
};
console.log(
  `${machine.cores} cores (${machine.cpu}), Node ${machine.node}, ${pinned ? 'the measured process on a core of its own' : 'no core of its own'}, load ${machine.loadBefore?.toFixed(1)} before\n`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const began = performance.now();
const reports: Record<string, Report> = {};
for (const [letter, { title, run }] of Object.entries(SUBJECTS)) {
  if (options.subjects.length > 0 && !options.subjects.includes(letter)) continue;
  const lab = await openLab(options);
  try {
    const report = await run(lab);
    reports[letter] = report;
    console.log(asText(title, report));
  } finally {
    await lab.close();
  }
}
const seconds = Math.round((performance.now() - began) / 1000);
const missed = Object.values(reports).flatMap(report => report.findings.filter(finding => !finding.met));
await mkdir('.artifacts', { recursive: true });
await writeFile(
  RESULT,
  JSON.stringify({ at: new Date().toISOString(), seconds, machine, options, reports }, undefined, 2),
);
console.log(
  `${seconds} s; ${missed.length === 0 ? 'no target missed' : `${missed.length} missed`}; ${RESULT}`,
);
