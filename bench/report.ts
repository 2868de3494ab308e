import { shown } from './stats.ts';

/** A row a line; the first cell says what it is about. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What was promised, and what came out. */
export interface Finding {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean;
}

/** What a subject tells when it is done. `raw` goes into the JSON alone. */
export interface Report {
  readonly tables: readonly Table[];
  readonly findings: readonly Finding[];
  /** What a reader must know to read the figures right. */
  readonly notes: readonly string[];
  readonly raw: unknown;
}

/** A finding about a number that may not be larger than `most`. */
export function atMost(what: string, value: number, most: number, unit = '', digits = 2): Finding {
  return {
    what,
    measured: `${shown(value, digits)}${unit}`,
    target: `<= ${most}${unit}`,
    met: value <= most,
  };
}

/** A finding about a number that may not be smaller than `least`. */
export function atLeast(what: string, value: number, least: number, unit = '', digits = 2): Finding {
  return {
    what,
    measured: `${shown(value, digits)}${unit}`,
    target: `>= ${least}${unit}`,
    met: value >= least,
  };
}

/** A report as plain text for the terminal. */
export function asText(title: string, report: Report): string {
  const findings: Table = {
    title: 'targets',
    head: ['', 'measured', 'target', ''],
    rows: report.findings.map(({ what, measured, target, met }) => [
      what,
      measured,
      target,
      met ? 'met' : 'MISSED',
    ]),
  };
  const tables = report.findings.length > 0 ? [...report.tables, findings] : report.tables;
  return [`== ${title}`, ...tables.map(asColumns), ...report.notes.map(note => `  - ${note}`), ''].join('\n');
}

function asColumns({ title, head, rows }: Table): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map(line => (line[column] ?? '').length)));
  const text = lines.map(
    line =>
      `  ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
  );
  return [`\n  ${title}`, ...text, ''].join('\n');
}
