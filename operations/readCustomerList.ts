import { parse } from 'csv-parse/sync';
import { countryList, isCountry } from '../domain/countries.ts';
import {
  areHeadings,
  IMPORTED_LINES_MAX,
  type ImportLine,
  type ImportProblem,
  readImportLine,
} from '../domain/customerImport.ts';
import { LANGUAGES } from '../domain/language.ts';

/** A line that is far longer, or has far more cells, is none that we asked for. */
const LINE_MAX = 4_000;
const COLUMNS_MAX = 40;
const SAID_MAX = 60;
/** After so many lines others have their turn. */
const AT_ONCE = 250;

/** What a list says, before it is known who is a customer already: every line is new, twice or bad. */
export type CustomerList =
  | { outcome: 'read'; lines: ImportLine[]; headings: boolean }
  | { outcome: 'empty' }
  | { outcome: 'tooManyLines'; most: number }
  /** It holds what no text holds: a spreadsheet's own format, say. */
  | { outcome: 'notText' };

/**
 * Reads a list of customers: a line each, its cells parted by commas, semicolons or tabs. Each line is parsed by itself,
 * so that one whose quotes do not close takes no other with it and numbers stay those that an editor shows.
 */
export async function readCustomerList(text: string, most = IMPORTED_LINES_MAX): Promise<CustomerList> {
  if (text.includes('\0')) return { outcome: 'notText' };
  // The headings, and one line more than may be.
  const raw = linesOf(text, most + 2);
  const [first] = raw;
  if (!first) return { outcome: 'empty' };
  const delimiter = delimiterIn(first.said);
  const cells = cellsOf(first.said, delimiter);
  const headings = cells !== undefined && areHeadings(cells);
  const said = headings ? raw.slice(1) : raw;
  if (said.length === 0) return { outcome: 'empty' };
  if (said.length > most) return { outcome: 'tooManyLines', most };
  const lines: ImportLine[] = [];
  const seen = new Map<string, number>();
  for (const [index, each] of said.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await new Promise(setImmediate);
    lines.push(lineOf(each, delimiter, seen));
  }
  return { outcome: 'read', lines, headings };
}

/** The first lines that hold something, with their numbers: five megabytes of empty ones take no room. */
function linesOf(text: string, top: number): { said: string; line: number }[] {
  const all = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const lines: { said: string; line: number }[] = [];
  let line = 0;
  for (let from = 0; from <= all.length && lines.length < top; line++) {
    const end = all.indexOf('\n', from);
    const said = all.slice(from, end < 0 ? undefined : end);
    if (said.trim() !== '') lines.push({ said, line: line + 1 });
    from = end < 0 ? all.length + 1 : end + 1;
  }
  return lines;
}

function lineOf(
  { said, line }: { said: string; line: number },
  delimiter: string,
  seen: Map<string, number>,
): ImportLine {
  const bad = (problems: ImportProblem[]): ImportLine => ({
    verdict: 'bad',
    line,
    said: said
      .replace(/\p{Cc}/gu, ' ')
      .slice(0, SAID_MAX)
      .toWellFormed(),
    problems,
  });
  if (said.length > LINE_MAX) return bad([{ column: 'line', fault: 'tooLong' }]);
  const cells = cellsOf(said, delimiter);
  if (!cells || cells.length > COLUMNS_MAX) return bad([{ column: 'line', fault: 'malformed' }]);
  const read = readImportLine(cells, countryOf);
  if ('problems' in read) return bad(read.problems);
  const { customer } = read;
  const earlier = seen.get(customer.domain);
  if (earlier !== undefined) return { verdict: 'twice', line, customer, first: earlier };
  seen.set(customer.domain, line);
  return { verdict: 'new', line, customer };
}

/** Whichever parts the first line most often. */
function delimiterIn(line: string): string {
  const many = (delimiter: string) => line.split(delimiter).length;
  return ['\t', ';', ','].reduce((best, each) => (many(each) > many(best) ? each : best), ',');
}

/** The cells of one line; undefined when its quotes are none. */
function cellsOf(line: string, delimiter: string): string[] | undefined {
  try {
    const [cells] = parse(line, { delimiter, trim: delimiter !== '\t', relax_column_count: true });
    return cells;
  } catch {
    return undefined;
  }
}

let names: Map<string, string> | undefined;

/** A country by its two letters, or by its name in any of our languages. */
function countryOf(text: string): string | undefined {
  const code = text.toUpperCase();
  if (isCountry(code)) return code;
  names ??= new Map(
    LANGUAGES.flatMap(language =>
      countryList(language).map(({ code: of, name }) => [name.toLowerCase(), of]),
    ),
  );
  return names.get(text.normalize('NFKC').toLowerCase());
}
