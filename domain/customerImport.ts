import * as z from 'zod';
import { domainOf, emailAddress, foldAddress } from './emailAddress.ts';
import { guid, moment, personRefSchema } from './identity.ts';
import { oneLine } from './textField.ts';
import { isWebMailDomain } from './webMail.ts';

/** What may be brought in at once: typed into a card, and in a file. */
export const PASTED_LINES_MAX = 200;
export const IMPORTED_LINES_MAX = 10_000;
export const UPLOAD_MAX_BYTES = 5 * 1024 * 1024;

/** The columns of a list of customers, in this order; further ones are left alone. */
export const IMPORT_COLUMNS = ['name', 'domain', 'country', 'contactName', 'contactEmail'] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];

/** Why a line cannot be used. `line` is about the line itself: its quotes do not close, or it is far too wide. */
export const IMPORT_FAULTS = ['required', 'tooLong', 'malformed', 'webMail'] as const;
export type ImportFault = (typeof IMPORT_FAULTS)[number];
const problemSchema = z.object({
  column: z.enum([...IMPORT_COLUMNS, 'line']),
  fault: z.enum(IMPORT_FAULTS),
});
export type ImportProblem = z.infer<typeof problemSchema>;

const newCustomerSchema = z.object({
  name: z.string(),
  domain: z.string(),
  country: z.string().optional(),
  contactName: z.string(),
  contactEmail: z.string(),
});
/** What a good line says. */
export type NewCustomer = z.infer<typeof newCustomerSchema>;

/** A line with its number in the file and what is to become of it. */
export const importLineSchema = z.discriminatedUnion('verdict', [
  z.object({ verdict: z.literal('new'), line: z.number().int(), customer: newCustomerSchema }),
  /** The company has a customer of this domain in its list. */
  z.object({ verdict: z.literal('known'), line: z.number().int(), customer: newCustomerSchema }),
  /** An earlier line has the same domain. */
  z.object({
    verdict: z.literal('twice'),
    line: z.number().int(),
    customer: newCustomerSchema,
    first: z.number().int(),
  }),
  /** `said` is what the line begins with, for whoever looks for it. */
  z.object({
    verdict: z.literal('bad'),
    line: z.number().int(),
    said: z.string(),
    problems: z.array(problemSchema),
  }),
]);
export type ImportLine = z.infer<typeof importLineSchema>;
export type Verdict = ImportLine['verdict'];

/**
 * A list of customers that was handed in: looked at (`ready`), being brought in (`running`), or over. Its lines lie
 * beside it until then, those that cannot be brought in first, the new ones from `firstNew` on.
 */
export const importSchema = z.object({
  id: guid,
  by: personRefSchema,
  state: z.enum(['ready', 'running', 'done', 'cancelled']),
  at: moment,
  /** Which of several tries to hand it in was the one that counts. */
  batch: z.string(),
  counts: z.object({
    new: z.number().int(),
    known: z.number().int(),
    twice: z.number().int(),
    bad: z.number().int(),
  }),
  /** Whether the first line was taken for headings. */
  headings: z.boolean(),
  /** The numbers of the first bad lines. */
  badLines: z.array(z.number().int()),
  firstNew: z.number().int(),
  total: z.number().int(),
  /** How far it has come: the line that is next, and how many records it made. */
  next: z.number().int(),
  made: z.number().int(),
});
export type CustomerImport = z.infer<typeof importSchema>;

/** More numbers of bad lines are not kept, since a card has no room for them. */
export const BAD_LINES_KEPT = 200;

const HOST =
  /^(?=.{3,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{1,62}$/u;

/** An e-mail address or domain is compared folded, and a domain may be left out where the address names the company's. */
const lineSchema = z
  .object({
    name: oneLine(200).pipe(z.string().min(1, 'required')),
    domain: z.string().transform(foldAddress),
    contactName: oneLine(200).pipe(z.string().min(1, 'required')),
    contactEmail: z
      .string()
      .refine(text => text.trim() !== '', { error: 'required', abort: true })
      .refine(text => text.trim().length <= 254, { error: 'tooLong', abort: true })
      .refine(text => emailAddress.safeParse(text).success, 'malformed')
      .transform(text => text.normalize('NFKC').trim()),
  })
  .transform(line => ({ ...line, domain: line.domain || domainOf(line.contactEmail) }))
  .superRefine(({ domain }, context) => {
    const fault = domain.length > 253 ? 'tooLong' : HOST.test(domain) ? undefined : 'malformed';
    const message = fault ?? (isWebMailDomain(domain) ? 'webMail' : undefined);
    if (message) context.addIssue({ code: 'custom', path: ['domain'], message });
  });

/** Reads the cells of a line: the customer that they describe, or which of them do not fit and why. */
export function readImportLine(
  cells: readonly string[],
  countryOf: (text: string) => string | undefined,
): { customer: NewCustomer } | { problems: ImportProblem[] } {
  const [name = '', domain = '', country = '', contactName = '', contactEmail = ''] = cells.map(unquoted);
  const parsed = lineSchema.safeParse({ name, domain, contactName, contactEmail });
  const problems: ImportProblem[] = [];
  for (const issue of parsed.error?.issues ?? []) {
    const column = IMPORT_COLUMNS.find(each => each === issue.path[0]);
    const fault = IMPORT_FAULTS.find(each => each === issue.message) ?? 'malformed';
    if (column && problems.every(each => each.column !== column)) problems.push({ column, fault });
  }
  const code = country.trim() === '' ? undefined : countryOf(country.trim());
  if (country.trim() !== '' && code === undefined) problems.push({ column: 'country', fault: 'malformed' });
  if (!parsed.success || problems.length > 0) return { problems };
  return { customer: { ...parsed.data, ...(code && { country: code }) } };
}

/** Takes back the quote mark with which our own export keeps a spreadsheet from running a cell. */
function unquoted(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/, '');
}

/** Whether a first line names its columns: it has words where an address and a domain belong. */
export function areHeadings(cells: readonly string[]): boolean {
  const [, domain = '', , , email = ''] = cells;
  return email.trim() !== '' && !email.includes('@') && !domain.includes('.');
}
