import type { CompanyId } from '../domain/identity.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';

/** So many are gone through by one errand; then others have their turn. */
const PAGE = 50;

/**
 * Has the customers whom an earlier version kept put into the lists behind the filters, in the background, once a
 * company. A point read where that was begun, and a query where few are kept and there is nothing to do.
 */
export async function haveCustomersFiled(desk: Desk, companyId: CompanyId): Promise<void> {
  const { customers } = desk.storage;
  if (await customers.areBeingFiled(companyId)) return;
  const first = await customers.records(companyId, PAGE);
  if (first.length < PAGE && first.every(({ value }) => value.filed)) return;
  await desk.storage.commit(companyId, {
    rows: [customers.beingFiled()],
    history: [],
    errands: [{ kind: 'fileCustomers', companyId }],
  });
}

/** Does so for the next customers by id, and hands over to the next errand. Harmless when repeated. */
export async function fileCustomers(
  desk: Desk,
  { companyId, after }: Extract<Errand, { kind: 'fileCustomers' }>,
): Promise<void> {
  const { storage } = desk;
  const page = await storage.customers.records(companyId, PAGE, after);
  for (const { value } of page) if (!value.filed) await fileOne(desk, companyId, value.id);
  const last = page.at(-1)?.value.id;
  if (last === undefined) return;
  await storage.commit(companyId, {
    rows: [],
    history: [],
    errands: [{ kind: 'fileCustomers', companyId, after: last }],
  });
}

async function fileOne(desk: Desk, companyId: CompanyId, id: CompanyId): Promise<void> {
  const { storage } = desk;
  await retryOnConflict(async () => {
    const row = await storage.customers.get(companyId, id);
    // Changed meanwhile, it stands there already.
    if (!row || row.value.filed) return;
    await storage.commit(companyId, { rows: storage.customers.update(row, row.value), history: [] });
  });
}
