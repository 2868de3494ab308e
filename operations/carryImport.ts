import type { CustomerImport, ImportLine, NewCustomer } from '../domain/customerImport.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Customer } from '../domain/relationship.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Op, Row } from '../storage/rows.ts';
import type { Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { LINES_AN_ERRAND } from './importCustomers.ts';
import { newUserId as newId } from './userEntry.ts';

type Carried<Kind extends Errand['kind']> = Extract<Errand, { kind: Kind }>;

/** A transaction holds a hundred writes; beside the records it writes how far the list has come, history and an errand or two. */
const WRITES_FOR_RECORDS = 90;

/**
 * Brings in the lines of a list up to a place, as many a transaction as fit, each with how far the list has come: a
 * death between two of them costs nothing, and repeated it goes on where it was. Then hands over to the next errand.
 * A domain that got an owner since the list was looked at is left to that one.
 */
export async function carryImport(desk: Desk, errand: Carried<'carryImport'>): Promise<void> {
  const { imports, customers } = desk.storage;
  const { companyId, importId } = errand;
  let lines: ImportLine[] = [];
  for (;;) {
    const row = await imports.get(companyId, importId);
    if (row?.value.state !== 'running' || row.value.next >= Math.min(errand.upTo, row.value.total)) return;
    if (lines.length === 0) lines = await imports.linesFrom(companyId, row.value, row.value.next);
    if (lines.length === 0) throw new Error(`the lines of the import ${importId} are not there`);
    const left = lines.slice(0, errand.upTo - row.value.next);
    const batch = fitting(desk, row.value, left);
    try {
      await commitBatch(desk, errand, row, batch);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      // Somebody else made one of them meanwhile, or another instance carries the same errand: look again.
      const domains = batch.records.map(({ domain }) => domain);
      const owned = await customers.ownedOf(companyId, domains);
      const latest = await imports.get(companyId, importId);
      if (latest?.etag !== row.etag) {
        lines = [];
        continue;
      }
      const records = batch.records.filter(({ domain }) => !owned.has(domain));
      await commitBatch(desk, errand, row, { ...batch, records });
    }
    lines = lines.slice(batch.lines);
  }
}

interface Batch {
  /** How many lines it goes through. */
  lines: number;
  records: Customer[];
}

function fitting(desk: Desk, list: CustomerImport, lines: readonly ImportLine[]): Batch {
  const records: Customer[] = [];
  let [writes, through] = [0, 0];
  for (const line of lines) {
    if (line.verdict === 'new') {
      const record = recordOf(desk, list, line.customer);
      writes += writesOf(desk, record).length;
      if (writes > WRITES_FOR_RECORDS) break;
      records.push(record);
    }
    through++;
  }
  return { lines: through, records };
}

function writesOf({ storage }: Desk, record: Customer): Op[] {
  return [...storage.customers.insert(record, false), storage.customers.claimDomain(record)];
}

/** Not invited yet: no right of any kind, and an id of our own until somebody accepts for them. */
function recordOf(
  desk: Desk,
  { at }: CustomerImport,
  { name, domain, country, contactName, contactEmail }: NewCustomer,
): Customer {
  return {
    id: newId(desk),
    name,
    domain,
    country,
    contact: { name: contactName, email: contactEmail },
    canSell: false,
    canOrder: false,
    canAdminister: 'no',
    administers: [],
    administrationVersion: 0,
    since: at,
    invitationId: '',
    sharedWith: [],
    reach: 'notInvited',
  };
}

async function commitBatch(
  desk: Desk,
  { companyId, importId, upTo }: Carried<'carryImport'>,
  row: Row<CustomerImport>,
  batch: Batch,
): Promise<void> {
  const { storage } = desk;
  const list = row.value;
  const made = list.made + batch.records.length;
  const next = { ...list, next: list.next + batch.lines, made };
  const over = next.next >= list.total;
  const of = { companyId, importId };
  const errands: Errand[] = over
    ? [
        { kind: 'clearImport', ...of },
        { kind: 'redrawImport', ...of },
      ]
    : next.next >= upTo
      ? [
          { kind: 'carryImport', ...of, upTo: upTo + LINES_AN_ERRAND },
          { kind: 'redrawImport', ...of },
        ]
      : [];
  await storage.commit(companyId, {
    rows: [
      storage.imports.update(row, over ? { ...next, state: 'done' } : next),
      ...batch.records.flatMap(record => writesOf(desk, record)),
    ],
    history: over
      ? [
          historyEntry(desk.now().toISOString(), list.by, {
            subject: companyId,
            event: 'customersImported',
            detail: { made: String(made) },
          }),
        ]
      : [],
    errands,
  });
}

/** Removes the lines of a list that is over, or that nobody went on with. Harmless when repeated. */
export async function clearImport(
  desk: Desk,
  { companyId, importId }: Pick<Carried<'clearImport'>, 'companyId' | 'importId'>,
): Promise<void> {
  const { imports } = desk.storage;
  const row = await imports.get(companyId, importId);
  // It is being brought in at this moment, and clears away itself.
  if (row?.value.state === 'running') return;
  if (row?.value.state === 'ready') {
    await desk.storage.commit(companyId, {
      rows: [imports.update(row, { ...row.value, state: 'cancelled' })],
      history: [],
    });
  }
  await imports.removeLines(companyId, importId);
}
