/** What a spreadsheet takes for the beginning of a formula, also in full width; tab and line ends hide one behind them. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** The mark with which a CSV file tells spreadsheets that it is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * A line of a CSV file (RFC 4180). A cell that a spreadsheet could take for a formula gets a leading quote mark, so
 * that nobody's name runs on a colleague's machine (design §7).
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
