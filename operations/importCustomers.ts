import { isPartner } from '../domain/company.ts';
import {
  BAD_LINES_KEPT,
  type CustomerImport,
  IMPORTED_LINES_MAX,
  type ImportLine,
  PASTED_LINES_MAX,
  type Verdict,
} from '../domain/customerImport.ts';
import type { Errand } from '../domain/outbox.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Row } from '../storage/rows.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { openPage } from './draftPages.ts';
import { type CustomerList, readCustomerList } from './readCustomerList.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { newUserId as newId } from './userEntry.ts';

const HOUR = 60 * 60_000;
/** What nobody went on with is removed after a day. */
const LIFE = 24 * HOUR;
const LISTS_AN_HOUR = { limit: 30, windowMs: HOUR };
/** Rows of the table on a page of the card. */
const PAGE = 8;
/** So many lines are brought in by one errand; then others have their turn, and the card is drawn anew. */
export const LINES_AN_ERRAND = 400;

export type ImportRefusal = NotAllowed | { outcome: 'customersCannotInvite' };

/** Why the actor cannot bring in customers at all; undefined when they can. */
export async function cannotImport(desk: Desk, actor: Actor): Promise<ImportRefusal | undefined> {
  const refused = await refusal(desk, actor, 'addCustomer');
  if (refused) return refused;
  const member = actor.person?.value.member;
  return member && !isPartner(member.companyKind) ? { outcome: 'customersCannotInvite' } : undefined;
}

export type OpenImportOutcome = ImportRefusal | { outcome: 'opened'; uploadUrl: string };

/** *Import customers*: where to paste a few lines, and an address of fifteen minutes for a file, the actor's alone. */
export async function openImport(desk: Desk, actor: Actor): Promise<OpenImportOutcome> {
  const refused = await cannotImport(desk, actor);
  if (refused) return refused;
  const { tenantId, objectId, language } = actor;
  const viewer = { tenantId, objectId };
  const subject = { of: 'import' as const, viewer, importId: newId(desk) };
  return { outcome: 'opened', uploadUrl: await openPage(desk, 'imports', language, subject) };
}

export type HandInOutcome =
  | ImportRefusal
  | { outcome: 'tooMany' }
  /** This address, or this very click, has brought a list already. */
  | { outcome: 'alreadyHandedIn' }
  | Exclude<CustomerList, { outcome: 'read' }>
  | ({ outcome: 'shown' } & ImportView);

/** Checks lines that were pasted, at most two hundred: the dry run, which changes no customer. */
export function handInPasted(desk: Desk, actor: Actor, text: string): Promise<HandInOutcome> {
  return handIn(desk, actor, { id: newId(desk), text, most: PASTED_LINES_MAX, errands: () => [] });
}

/** Checks the lines of a file; whoever brought it is told in Teams what was found. An address takes one file. */
export function handInFile(
  desk: Desk,
  actor: Actor,
  { id, text }: { id: string; text: string },
): Promise<HandInOutcome> {
  const { tenantId, objectId } = actor;
  const errands = ({ counts, at }: CustomerImport): Errand[] => [
    {
      kind: 'tell',
      to: { tenantId, objectId },
      notice: { name: 'importChecked', importId: id, counts, at },
    },
  ];
  return handIn(desk, actor, { id, text, most: IMPORTED_LINES_MAX, errands });
}

async function handIn(
  desk: Desk,
  actor: Actor,
  given: { id: string; text: string; most: number; errands(value: CustomerImport): Errand[] },
): Promise<HandInOutcome> {
  const refused = await cannotImport(desk, actor);
  if (refused) return refused;
  const { storage } = desk;
  const { tenantId } = actor;
  const now = desk.now();
  if (!(await storage.rateLimits.take(tenantId, 'importCustomers', LISTS_AN_HOUR, now))) {
    return { outcome: 'tooMany' };
  }
  const list = await readCustomerList(given.text, given.most);
  if (list.outcome !== 'read') return list;
  if (await storage.imports.get(tenantId, given.id)) return { outcome: 'alreadyHandedIn' };
  const lines = inOrder(await withKnown(desk, tenantId, list.lines));
  const value: CustomerImport = {
    ...startOf(lines),
    id: given.id,
    by: refOf(actor),
    headings: list.headings,
    at: now.toISOString(),
    batch: newId(desk),
  };
  // Whatever happens from here on, the lines do not outlive a day.
  await storage.timers.set(new Date(now.getTime() + LIFE), {
    kind: 'clearImport',
    companyId: tenantId,
    importId: value.id,
  });
  await storage.imports.layLines(tenantId, value.id, value.batch, lines);
  try {
    await storage.commit(tenantId, {
      rows: [storage.imports.insert(value)],
      history: [],
      errands: given.errands(value),
    });
  } catch (error) {
    if (error instanceof ConflictError) return { outcome: 'alreadyHandedIn' };
    throw error;
  }
  return { outcome: 'shown', list: value, lines: lines.slice(0, PAGE), page: 1, pages: pagesOf(value) };
}

/** Whose domain has an owner among the customers is known already, former and imported ones too. */
async function withKnown(desk: Desk, companyId: string, lines: readonly ImportLine[]): Promise<ImportLine[]> {
  const domains = lines.flatMap(line => (line.verdict === 'new' ? [line.customer.domain] : []));
  const owned = await desk.storage.customers.ownedOf(companyId, domains);
  return lines.map(line =>
    line.verdict === 'new' && owned.has(line.customer.domain) ? { ...line, verdict: 'known' } : line,
  );
}

const ORDER: readonly Verdict[] = ['bad', 'twice', 'known', 'new'];

/** What will not be brought in comes first: in ten thousand lines nobody would find it elsewhere. */
function inOrder(lines: readonly ImportLine[]): ImportLine[] {
  return ORDER.flatMap(verdict => lines.filter(line => line.verdict === verdict));
}

function startOf(lines: readonly ImportLine[]) {
  const many = (verdict: Verdict) => lines.filter(line => line.verdict === verdict).length;
  const counts = { new: many('new'), known: many('known'), twice: many('twice'), bad: many('bad') };
  const firstNew = lines.length - counts.new;
  return {
    state: 'ready' as const,
    counts,
    badLines: lines.slice(0, Math.min(counts.bad, BAD_LINES_KEPT)).map(({ line }) => line),
    firstNew,
    total: lines.length,
    next: firstNew,
    made: 0,
  };
}

/** A list as its card shows it; lines only as long as it was not brought in. */
export interface ImportView {
  list: CustomerImport;
  lines: ImportLine[];
  /** 1 for the first page. */
  page: number;
  pages: number;
}

export type ImportOutcome = ImportRefusal | { outcome: 'gone' } | ({ outcome: 'shown' } & ImportView);

/** A page of a dry run, or how far it has come. It is for whoever handed the list in, and for nobody else. */
export async function showImport(desk: Desk, actor: Actor, id: string, page = 1): Promise<ImportOutcome> {
  const found = await ownImport(desk, actor, id);
  return 'outcome' in found ? found : viewOf(desk, actor.tenantId, found.value, page);
}

async function viewOf(
  desk: Desk,
  companyId: string,
  list: CustomerImport,
  page: number,
): Promise<{ outcome: 'shown' } & ImportView> {
  const pages = pagesOf(list);
  const shown = Math.min(page, pages);
  if (list.state !== 'ready') return { outcome: 'shown', list, lines: [], page: 1, pages: 1 };
  const from = (shown - 1) * PAGE;
  const lines = await desk.storage.imports.linesFrom(companyId, list, from);
  // A page may begin in one row and end in the next.
  const missing = Math.min(PAGE, list.total - from) - lines.length;
  const more = missing > 0 ? await desk.storage.imports.linesFrom(companyId, list, from + lines.length) : [];
  return { outcome: 'shown', list, lines: [...lines, ...more].slice(0, PAGE), page: shown, pages };
}

function pagesOf({ total }: CustomerImport): number {
  return Math.max(1, Math.ceil(total / PAGE));
}

/** *Import*: the lines become records in the background. A second click finds it under way. */
export function runImport(desk: Desk, actor: Actor, id: string): Promise<ImportOutcome> {
  return change(desk, actor, id, list => ({
    next: { ...list, state: list.counts.new > 0 ? 'running' : 'done' },
    errands: [
      list.counts.new > 0
        ? {
            kind: 'carryImport',
            companyId: actor.tenantId,
            importId: id,
            upTo: list.firstNew + LINES_AN_ERRAND,
          }
        : { kind: 'clearImport', companyId: actor.tenantId, importId: id },
    ],
  }));
}

/** *Cancel*: nothing is brought in, and the lines are removed. */
export function cancelImport(desk: Desk, actor: Actor, id: string): Promise<ImportOutcome> {
  return change(desk, actor, id, list => ({
    next: { ...list, state: 'cancelled' },
    errands: [{ kind: 'clearImport', companyId: actor.tenantId, importId: id }],
  }));
}

/** Goes on with a list that was looked at, once: whoever comes later is shown what became of it. */
async function change(
  desk: Desk,
  actor: Actor,
  id: string,
  decide: (list: CustomerImport) => { next: CustomerImport; errands: Errand[] },
): Promise<ImportOutcome> {
  return retryOnConflict(async (): Promise<ImportOutcome> => {
    const found = await ownImport(desk, actor, id);
    if ('outcome' in found) return found;
    if (found.value.state !== 'ready') return viewOf(desk, actor.tenantId, found.value, 1);
    const { next, errands } = decide(found.value);
    await desk.storage.commit(actor.tenantId, {
      rows: [desk.storage.imports.update(found, next)],
      history: [],
      errands,
    });
    return viewOf(desk, actor.tenantId, next, 1);
  });
}

async function ownImport(
  desk: Desk,
  actor: Actor,
  id: string,
): Promise<ImportRefusal | { outcome: 'gone' } | Row<CustomerImport>> {
  const refused = await cannotImport(desk, actor);
  if (refused) return refused;
  const row = await desk.storage.imports.get(actor.tenantId, id);
  return row?.value.by.objectId === actor.objectId ? row : { outcome: 'gone' };
}
