import { type Company, isPartner } from '../domain/company.ts';
import type { CompanyId, PersonRef } from '../domain/identity.ts';
import { mergedAdministration, mergedCustomer, mergedPartner } from '../domain/mergeAccount.ts';
import type { Errand } from '../domain/outbox.ts';
import { may } from '../domain/permissions.ts';
import { joinedPermission } from '../domain/purchasePermission.ts';
import type { Customer } from '../domain/relationship.ts';
import type { AccountMove } from '../storage/accountMoves.ts';
import { allPages } from '../storage/allPages.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Op, Row } from '../storage/rows.ts';
import type { Desk } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { rememberSupport } from './rememberSupport.ts';
import { admission, FIRST_LEVELS } from './userEntry.ts';
import { whoHears } from './whoHears.ts';

type Bound = Company & { boundTo: NonNullable<Company['boundTo']> };

/** No account has more partners before anybody of it was here. */
const PARTNERS_MAX = 20;
/** People and subscriptions are a few rows each; a transaction holds a hundred. */
const AT_ONCE = 15;
/** So many people are told at once. */
const TOLD_MAX = 40;

/**
 * Moves everything of an account to the partition of the tenant that was bound to it, in steps: the company, whoever
 * has licences, all other rows, subscriptions, then relationships and who administers, then each partner's record. How
 * far it has come is written in the transactions that carry; so what was carried stays as it is from then on, however
 * often the move is interrupted and taken up again. Nobody changes the account itself any more: it is bound.
 */
export async function moveAccount(
  desk: Desk,
  { accountId }: Extract<Errand, { kind: 'moveAccount' }>,
): Promise<void> {
  const { storage } = desk;
  for (;;) {
    const account = (await storage.companies.get(accountId))?.value;
    if (!isBound(account)) return;
    const { tenantId } = account.boundTo;
    const move = await storage.accountMoves.get(tenantId, accountId);
    if (move?.value.step === 'done') return finish(desk, account);
    if (!move) {
      if (!(await begin(desk, account))) return;
    } else await step(desk, account, move);
  }
}

function isBound(company: Company | undefined): company is Bound {
  return company?.boundTo !== undefined;
}

async function step(desk: Desk, account: Bound, move: Row<AccountMove>): Promise<void> {
  switch (move.value.step) {
    case 'users':
      return moveUsers(desk, account, move);
    case 'rows':
      return moveRows(desk, account, move);
    case 'subscriptions':
      return moveSubscriptions(desk, account, move);
    case 'relationships':
      return joinRelationships(desk, account, move);
    case 'partners':
      return showPartners(desk, account, move);
    case 'done':
      return;
  }
}

/**
 * Makes the tenant's company, unless it has one, and whoever entered the code its global admin. False when the tenant
 * became a partner in the same moment: a partner cannot be a customer, so the account waits for another tenant.
 */
async function begin(desk: Desk, account: Bound): Promise<boolean> {
  const { storage } = desk;
  const { tenantId, by, at } = account.boundTo;
  const [company, person] = await Promise.all([
    storage.companies.get(tenantId),
    storage.people.get(tenantId, by.objectId),
  ]);
  if (company && isPartner(company.value.kind)) {
    await release(desk, account);
    return false;
  }
  const move = storage.accountMoves.begin({
    accountId: account.id,
    step: 'users',
    sameUsers: {},
    merged: company !== undefined,
  });
  if (company) {
    // Who holds the tenant's company now decides with it: a change of the same moment comes first.
    await storage.commit(tenantId, {
      rows: [storage.companies.update(company, withAccount(company.value, account)), move],
      history: [],
    });
    return true;
  }
  const { boundTo: _, ...own } = account;
  const first: Company = {
    ...own,
    id: tenantId,
    enrolledBy: by,
    activeAt: at,
    // Who administers comes with the partners themselves.
    administration: {},
    administrationVersion: 0,
  };
  const known = person?.value ?? { ...by, welcomed: false };
  const admin = await admission(desk, first, { row: person, person: known }, FIRST_LEVELS, undefined);
  await storage.commit(tenantId, {
    rows: [storage.companies.insert(first), ...admin.rows, move],
    history: [admin.history],
  });
  return true;
}

/** A company of its own keeps what it says of itself; what a partner wrote down of the account stands beside it. */
function withAccount(company: Company, { account }: Company): Company {
  return { ...company, account: company.account ?? account };
}

async function release(desk: Desk, account: Bound): Promise<void> {
  const { storage } = desk;
  const [row, setup] = await Promise.all([
    storage.companies.get(account.id),
    storage.setupCodes.get(account.id),
  ]);
  if (!row?.value.boundTo || !setup) return;
  await storage.commit(account.id, {
    rows: [
      storage.companies.update(row, { ...row.value, boundTo: undefined }),
      storage.setupCodes.update(setup, { ...setup.value, boundTo: undefined, entered: [] }),
    ],
    history: [
      historyEntry(desk.now().toISOString(), 'desk', {
        subject: setup.value.madeBy.tenantId,
        event: 'customerIsPartner',
        detail: { name: account.name },
      }),
    ],
  });
}

/** Whoever the tenant knows already by the same address stays who they are; the others come along. */
async function moveUsers(desk: Desk, account: Bound, move: Row<AccountMove>): Promise<void> {
  const { storage } = desk;
  const { tenantId } = account.boundTo;
  const page = await storage.customerUsers.records(account.id, AT_ONCE, move.value.after);
  const sameUsers = { ...move.value.sameUsers };
  const rows: Op[] = [];
  for (const { value: user } of page) {
    const known = await storage.customerUsers.ofEmail(tenantId, user.email);
    if (known) sameUsers[user.id] = known.id;
    else rows.push(...storage.customerUsers.insert(user));
  }
  const last = page.at(-1)?.value.id;
  const next = last === undefined ? { step: 'rows' as const, sameUsers } : { after: last, sameUsers };
  await storage.commit(tenantId, { rows: [...rows, storage.accountMoves.advance(move, next)], history: [] });
}

/** Everything that nobody has to look into: history, orders, licences, requests. */
async function moveRows(desk: Desk, account: Bound, move: Row<AccountMove>): Promise<void> {
  const { storage } = desk;
  const { tenantId } = account.boundTo;
  const { rows, last } = await storage.accountMoves.rowsToCarry(account.id, move.value);
  const next = last === undefined ? { step: 'subscriptions' as const } : { after: last };
  const carry = (some: readonly Op[]) =>
    storage.commit(tenantId, { rows: [...some, storage.accountMoves.advance(move, next)], history: [] });
  try {
    await carry(rows);
  } catch (error) {
    if (!(error instanceof ConflictError) || error.reason !== 'exists') throw error;
    // What stands at the tenant stays.
    await carry(await storage.accountMoves.notThereYet(tenantId, rows));
  }
}

async function moveSubscriptions(desk: Desk, account: Bound, move: Row<AccountMove>): Promise<void> {
  const { storage } = desk;
  const page = await storage.subscriptions.after(account.id, AT_ONCE, move.value.after);
  const last = page.at(-1)?.value.id;
  const next = last === undefined ? { step: 'relationships' as const } : { after: last };
  const { tenantId } = account.boundTo;
  const supported = await Promise.all(page.map(row => rememberSupport(desk, tenantId, row.value)));
  await storage.commit(tenantId, {
    rows: [
      ...page.flatMap(row => storage.subscriptions.moveIn(row.value)),
      storage.accountMoves.advance(move, next),
    ],
    history: [],
    errands: supported.flat(),
  });
}

/**
 * The partners of the account become the tenant's, approved by whoever entered the code. A service that a partner
 * administers there already stays with it; nobody's goes to the account's administrator.
 */
async function joinRelationships(desk: Desk, account: Bound, move: Row<AccountMove>): Promise<void> {
  const { storage } = desk;
  const { tenantId, by } = account.boundTo;
  const [company, page] = await Promise.all([
    storage.companies.get(tenantId),
    storage.partners.records(account.id, PARTNERS_MAX),
  ]);
  if (!company) throw new Error('the company of a bound tenant is not there');
  const rows: Op[] = [];
  for (const { value } of page.rows) {
    const known = await storage.partners.get(tenantId, value.id);
    const next = mergedPartner(known?.value, value, by);
    if (next) rows.push(...storage.partners.put(known, next));
    rows.push(...(await carriedPermission(desk, account, value.id)));
  }
  const present = page.rows.flatMap(({ value }) => (value.endedAt ? [] : [value.id]));
  const administration = mergedAdministration(company.value.administration, account.administration, present);
  await storage.commit(tenantId, {
    rows: [
      ...rows,
      storage.companies.update(company, {
        ...company.value,
        administration,
        administrationVersion:
          Math.max(company.value.administrationVersion, account.administrationVersion) + 1,
      }),
      storage.accountMoves.advance(move, { step: 'partners' }),
    ],
    history: [],
  });
}

/** What the partner lets the account buy by itself goes along. */
async function carriedPermission(desk: Desk, account: Bound, partnerId: CompanyId): Promise<Op[]> {
  const { purchasePermissions } = desk.storage;
  const [carried, known] = await Promise.all([
    purchasePermissions.get(account.id, partnerId),
    purchasePermissions.get(account.boundTo.tenantId, partnerId),
  ]);
  return carried ? [purchasePermissions.put(known, joinedPermission(known?.value, carried.value))] : [];
}

async function showPartners(desk: Desk, account: Bound, move: Row<AccountMove>): Promise<void> {
  const { storage } = desk;
  const page = await storage.partners.records(account.id, PARTNERS_MAX);
  for (const { value } of page.rows) await showPartner(desk, account, move.value, value.id);
  await storage.commit(account.boundTo.tenantId, {
    rows: [storage.accountMoves.advance(move, { step: 'done' })],
    history: [],
  });
}

/** A partner's record of the customer gets the tenant's id, and its history with it; the partner is told. */
async function showPartner(
  desk: Desk,
  account: Bound,
  { merged }: AccountMove,
  partnerId: CompanyId,
): Promise<void> {
  const { storage } = desk;
  const { tenantId, by, at } = account.boundTo;
  const [own, standing, company] = await Promise.all([
    storage.customers.get(partnerId, account.id),
    storage.customers.get(partnerId, tenantId),
    storage.companies.get(tenantId),
  ]);
  // Its record of the account is still on its way; it is asked for again.
  if (!own || !company) throw new Error('a partner has no record of the account yet');
  if (own.value.id === account.id) {
    const next = mergedCustomer(partnerId, own.value, standing?.value, company.value);
    const notice = {
      name: 'accountBound',
      customerName: next.name,
      customerId: tenantId,
      by,
      merged,
      at,
    } as const;
    const told = next.endedAt ? [] : await hearers(desk, account, partnerId, next);
    await storage.commit(partnerId, {
      rows: storage.customers.rekey(own, standing, next),
      history: [
        historyEntry(at, by, {
          subject: tenantId,
          event: 'accountBound',
          detail: { customer: account.name },
        }),
      ],
      errands: told.slice(0, TOLD_MAX).map(to => ({ kind: 'tell', to, notice })),
    });
  }
  await continueHistory(desk, { companyId: partnerId, accountId: account.id, customerId: tenantId });
  await asDecidedNow(desk, partnerId, tenantId);
}

/** Whoever opened the account, as long as they may see customers; else whoever hears of it. */
async function hearers(desk: Desk, account: Bound, partnerId: CompanyId, customer: Customer) {
  const opener: PersonRef | undefined = account.account?.openedBy;
  if (opener?.tenantId === partnerId) {
    const person = await desk.storage.people.get(partnerId, opener.objectId);
    if (may('seeCustomers', person?.value.member)) {
      return [{ tenantId: opener.tenantId, objectId: opener.objectId }];
    }
  }
  return whoHears(desk, partnerId, customer);
}

/** What happened to an account stands in the history of the customer that it became, or that went on with it. Harmless when repeated. */
export async function continueHistory(
  desk: Desk,
  { companyId, accountId, customerId }: Omit<Extract<Errand, { kind: 'continueHistory' }>, 'kind'>,
): Promise<void> {
  const { history } = desk.storage;
  for await (const entries of allPages(next => history.ofSubject(companyId, accountId, 90, next))) {
    const rows = history.under(accountId, entries, customerId);
    if (rows.length > 0) await desk.storage.commit(companyId, { rows, history: [] });
  }
}

/** The customer may have decided again while the record was on its way: then its news found no record. */
async function asDecidedNow(desk: Desk, partnerId: CompanyId, tenantId: CompanyId): Promise<void> {
  const { storage } = desk;
  const [company, own] = await Promise.all([
    storage.companies.get(tenantId),
    storage.customers.get(partnerId, tenantId),
  ]);
  if (!company || !own || own.value.administrationVersion >= company.value.administrationVersion) return;
  await storage.commit(partnerId, {
    rows: storage.customers.update(own, mergedCustomer(partnerId, own.value, undefined, company.value)),
    history: [],
  });
}

/** The domain goes along, the account's rows go, and its company says where it went. */
async function finish(desk: Desk, account: Bound): Promise<void> {
  const { storage } = desk;
  if (account.boundTo.movedAt) return;
  if (account.account) {
    const { domain, orderId } = account.account;
    await storage.domains.settle(domain, orderId, account.boundTo.tenantId);
  }
  while (await storage.accountMoves.clean(account.id));
  const row = await storage.companies.get(account.id);
  if (!isBound(row?.value)) return;
  const movedAt = desk.now().toISOString();
  await storage.commit(account.id, {
    rows: [storage.companies.update(row, { ...row.value, boundTo: { ...row.value.boundTo, movedAt } })],
    history: [],
  });
}
