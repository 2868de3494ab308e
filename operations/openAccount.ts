import { createHash } from 'node:crypto';
import {
  type Account,
  type AccountDetails,
  type AccountField,
  type AccountForm,
  accountIdOf,
  readAccountForm,
} from '../domain/account.ts';
import type { Company } from '../domain/company.ts';
import type { FieldProblems } from '../domain/fieldProblem.ts';
import type { NewHistoryEntry } from '../domain/history.ts';
import { type CompanyId, guid } from '../domain/identity.ts';
import type { Catalogue } from '../domain/offer.ts';
import { type Chosen, type OrderLine, type OrderRefused, readOrder, termsOf } from '../domain/order.ts';
import type { Errand } from '../domain/outbox.ts';
import type { Partnership } from '../domain/partnership.ts';
import type { Partner } from '../domain/relationship.ts';
import { SERVICES } from '../domain/services.ts';
import { Domains } from '../storage/domains.ts';
import { ConflictError } from '../storage/errors.ts';
import type { CardPlace } from './addUser.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import {
  type CannotOrder,
  type OrderedBy,
  type OrderingCompany,
  orderHistory,
  orderingCompany,
  orderingOf,
  subscriptionsOf,
} from './ordering.ts';
import { activeReseller } from './resellersOf.ts';
import { retryAs } from './retryAs.ts';
import { forgetSetupCode, newSetupCode, type SetupShown, type SetupToWrite } from './setupCode.ts';

/** A new customer as somebody wants it: what they typed, and the id that makes their submission one. */
export interface AccountOrder {
  orderId: string;
  form: AccountForm;
  chosen: Chosen;
  /** As what the lines were reviewed: nothing is ordered as something else. */
  terms?: string | undefined;
}

type BadDetails = { outcome: 'badForm'; problems: FieldProblems<AccountField> };
type BadOrder = { outcome: 'badOrder'; refused: OrderRefused; catalogue: Catalogue };

/** Details in which nothing is wrong, with the reseller that they name. */
export interface Details {
  company: OrderingCompany;
  details: AccountDetails;
  /** Of a provider; a direct partner has none. */
  reseller: Partnership | undefined;
}

export type DetailsOutcome = CannotOrder | BadDetails | ({ outcome: 'complete' } & Details);

/**
 * *Next: Subscriptions*: reads the details by the country's rules and looks whether the reseller is a partner now and
 * the domain is free. Changes nothing.
 */
export async function checkDetails(
  desk: Desk,
  actor: Actor,
  { orderId, form }: Pick<AccountOrder, 'orderId' | 'form'>,
): Promise<DetailsOutcome> {
  const ordering = await orderingCompany(desk, actor, 'addCustomer');
  if ('outcome' in ordering) return ordering;
  const { company } = ordering;
  const market = { country: company.country, anywhere: desk.settings.allowCrossRegion };
  const read = readAccountForm(form, market);
  const problems: FieldProblems<AccountField> = 'problems' in read ? read.problems : {};
  const reseller = await resellerOf(desk, company, form.reseller);
  if ('problem' in reseller) problems.reseller = reseller.problem;
  if ('details' in read) {
    const taken = await domainProblem(desk, orderId, read.details.domain, company, reseller);
    if (taken) problems.prefix = taken;
  }
  if ('problems' in read || 'problem' in reseller || Object.keys(problems).length > 0)
    return { outcome: 'badForm', problems };
  return { outcome: 'complete', company, details: read.details, reseller: reseller.partnership };
}

type FoundReseller = { partnership: Partnership | undefined } | { problem: 'required' | 'notAPartner' };

/** The reseller under whom a provider adds a customer: an active partnership by both rows, of which the reseller's decides. */
async function resellerOf(
  desk: Desk,
  { id, kind }: OrderingCompany,
  typed: string | undefined,
): Promise<FoundReseller> {
  if (kind === 'directPartner') return typed ? { problem: 'notAPartner' } : { partnership: undefined };
  if (!typed) return { problem: 'required' };
  const resellerId = guid.safeParse(typed).data;
  const partnership = resellerId && (await activeReseller(desk, id, resellerId));
  return partnership ? { partnership } : { problem: 'notAPartner' };
}

const RESELLERS_MAX = 15;

/**
 * The resellers under whom a provider can add a customer: some by name, and the one that was chosen already; undefined
 * for a direct partner.
 */
export async function resellersToChoose(
  desk: Desk,
  { id, kind }: OrderingCompany,
  chosen: string | undefined,
): Promise<{ resellers: Partnership[]; more: boolean } | undefined> {
  if (kind === 'directPartner') return undefined;
  const chosenId = guid.safeParse(chosen).data;
  const [page, first] = await Promise.all([
    desk.storage.partnerships.page(id, RESELLERS_MAX),
    chosenId ? activeReseller(desk, id, chosenId) : undefined,
  ]);
  const active = page.rows.map(row => row.value).filter(({ state }) => state === 'active');
  const others = active.filter(({ partnerId }) => partnerId !== first?.partnerId);
  const resellers = [...(first ? [first] : []), ...others].slice(0, RESELLERS_MAX);
  return { resellers, more: page.continuation !== undefined };
}

/**
 * Whether a domain is another account's, or that of a customer whom one of the two partners has already. Whoever
 * imported that customer reads so: another prefix would make two of it.
 */
async function domainProblem(
  desk: Desk,
  orderId: string,
  domain: string,
  company: Company,
  reseller: FoundReseller,
): Promise<'taken' | 'imported' | undefined> {
  const { domains, customers } = desk.storage;
  const resellerId = 'partnership' in reseller ? reseller.partnership?.partnerId : undefined;
  const [claim, own, resellers] = await Promise.all([
    domains.get(domain),
    customers.ofDomain(company.id, domain),
    resellerId ? customers.ofDomain(resellerId, domain) : undefined,
  ]);
  const claimed = claim && claim.value.orderId !== orderId && Domains.holds(claim.value, desk.now());
  const mine = accountIdOf(orderId);
  if (own?.reach && !claimed) return 'imported';
  return claimed || [own, resellers].some(customer => customer && customer.id !== mine) ? 'taken' : undefined;
}

export type AccountOrderOutcome =
  | CannotOrder
  | BadDetails
  | BadOrder
  | ({ outcome: 'complete'; lines: OrderLine[] } & Details);

/** *Next: Review*: the details and the lines together, with nothing wrong in them. Changes nothing. */
export async function checkAccountOrder(
  desk: Desk,
  actor: Actor,
  order: AccountOrder,
): Promise<AccountOrderOutcome> {
  const [checked, catalogue] = await Promise.all([
    checkDetails(desk, actor, order),
    desk.storage.catalogues.get(),
  ]);
  if (checked.outcome !== 'complete') return checked;
  const read = readOrder(order.chosen, orderingOf(catalogue, actor, []));
  if ('refused' in read) return { outcome: 'badOrder', refused: read.refused, catalogue };
  return { ...checked, lines: read.lines };
}

/** An account that was opened, by this submission or an earlier arrival of it. */
export interface OpenedAccount {
  customerId: CompanyId;
  name: string;
}

export type OpenOutcome =
  | CannotOrder
  | BadDetails
  | BadOrder
  | { outcome: 'tooMany' }
  /** The catalogue has other terms now than were reviewed. */
  | { outcome: 'changedMeanwhile' }
  /** The one answer that holds the setup code; an order that arrives again gets none. */
  | ({ outcome: 'opened' } & OpenedAccount & { setup: SetupShown })
  | ({ outcome: 'alreadyOpened' } & OpenedAccount);

const HOUR = 60 * 60_000;
const ACCOUNTS = { limit: 200, windowMs: HOUR };

/**
 * *Submit*: opens a customer's account here (source document 003) and provisions nothing anywhere else. One submission
 * is one order is one account: the order's id makes the account's, so that an order that arrives again finds the
 * account of the first time. Everything is asked again, since the review may be old. `shownIn` is the card that will
 * show the setup code.
 */
export async function openAccount(
  desk: Desk,
  whoever: Actor,
  order: AccountOrder,
  shownIn: CardPlace | undefined,
): Promise<OpenOutcome> {
  const { storage } = desk;
  const { orderId } = order;
  return retryAs(desk, whoever, async (actor): Promise<OpenOutcome> => {
    const opened = await accountOf(desk, actor, orderId);
    if (opened) return { outcome: 'alreadyOpened', ...opened };
    const checked = await checkAccountOrder(desk, actor, order);
    if (checked.outcome !== 'complete') return checked;
    if (order.terms && order.terms !== termsOf(checked.lines)) return { outcome: 'changedMeanwhile' };
    if (!(await storage.rateLimits.take(actor.tenantId, 'openAccount', ACCOUNTS, desk.now()))) {
      return { outcome: 'tooMany' };
    }
    const { company: seller, details, reseller, lines } = checked;
    const accountId = accountIdOf(orderId);
    const claim = { orderId, accountId, sellerId: seller.id };
    if (!(await storage.domains.claim(details.domain, claim, desk.now()))) {
      return { outcome: 'badForm', problems: { prefix: 'taken' } };
    }
    const { name, domain } = details;
    const setup = await newSetupCode(desk, actor, { accountId, customerName: name, domain }, shownIn);
    try {
      await commitAccount(desk, { actor, seller, orderId, accountId, details, reseller, lines, setup });
    } catch (error) {
      // Opened by another arrival of the order, whose code counts.
      if (error instanceof ConflictError) await forgetSetupCode(desk, setup);
      throw error;
    }
    return { outcome: 'opened', customerId: accountId, name, setup: setup.shown };
  });
}

/** The account that an order opened for the actor's company; undefined when it opened none. Two point reads. */
export async function accountOf(
  desk: Desk,
  actor: Pick<Actor, 'tenantId'>,
  orderId: string,
): Promise<OpenedAccount | undefined> {
  const customerId = accountIdOf(orderId);
  const [order, company] = await Promise.all([
    desk.storage.subscriptions.order(customerId, orderId),
    desk.storage.companies.get(customerId),
  ]);
  const tenantId = company?.value.boundTo?.tenantId;
  // A tenant has it since: the order is there, or still on its way.
  const seller =
    order?.sellerId ?? (tenantId && (await desk.storage.subscriptions.order(tenantId, orderId))?.sellerId);
  if (seller !== actor.tenantId || !company) return undefined;
  return { customerId, name: company.value.name };
}

interface Opening {
  actor: Actor;
  seller: OrderingCompany;
  orderId: string;
  accountId: CompanyId;
  details: AccountDetails;
  reseller: Partnership | undefined;
  lines: readonly OrderLine[];
  setup: SetupToWrite;
}

/** Writes the account with its partners, subscriptions and history in its own partition; the partners learn of it from there. */
async function commitAccount(desk: Desk, opening: Opening): Promise<void> {
  const { storage } = desk;
  const { actor, seller, orderId, accountId, details, reseller, lines, setup } = opening;
  const at = desk.now().toISOString();
  const ordered: OrderedBy = { actor, seller, reseller: associated(reseller), at };
  const { name: customerName } = details;
  const opened: NewHistoryEntry = historyEntry(at, actor, {
    subject: accountId,
    event: 'accountOpened',
    detail: { customer: customerName, partner: seller.name },
  });
  const bought = orderHistory(lines, ordered, customerName);
  const told = [seller.id, ...(reseller ? [reseller.partnerId] : [])];
  await storage.commit(accountId, {
    rows: [
      storage.companies.insert(accountCompany(opening, at)),
      ...partnersOf(opening, at).flatMap(partner => storage.partners.put(undefined, partner)),
      ...storage.subscriptions.insert(orderId, seller.id, subscriptionsOf(orderId, lines, ordered)),
      ...setup.rows,
    ],
    history: [
      { ...opened, subject: seller.id, about: told },
      ...bought.map(entry => ({ ...entry, subject: seller.id })),
    ],
    errands: [
      { kind: 'settleDomain', domain: details.domain, orderId, accountId },
      ...told.map(
        (partnerId): Errand => ({
          kind: 'showAccount',
          partnerId,
          customerId: accountId,
          history: [
            { ...opened, about: told.filter(id => id !== partnerId) },
            ...bought.map(entry => ({ ...entry, subject: accountId })),
          ],
        }),
      ),
    ],
  });
}

/** A reseller earns incentives by its Partner ID; without one there is nothing to associate. */
function associated(reseller: Partnership | undefined): OrderedBy['reseller'] {
  return reseller?.mpnId ? { id: reseller.partnerId, name: reseller.name, mpnId: reseller.mpnId } : undefined;
}

/** The customer's company: the reseller administers its services, or the direct partner, until the customer decides otherwise. */
function accountCompany(opening: Opening, at: string): Company {
  const { actor, seller, orderId, accountId, details, reseller } = opening;
  const { name, country, domain, address, contact, registrationNumber } = details;
  const account: Account = {
    domain,
    address,
    contact,
    registrationNumber,
    orderId,
    openedBy: refOf(actor),
    openedByCompany: seller.name,
    openedAt: at,
  };
  const administrator = reseller
    ? { partnerId: reseller.partnerId, partnerName: reseller.name }
    : { partnerId: seller.id, partnerName: seller.name };
  const { line1, line2, city, region, postalCode } = address;
  return {
    id: accountId,
    kind: 'customer',
    name,
    country,
    address: [line1, line2, city, region, postalCode].filter(part => part).join(', '),
    support: {},
    alreadyInCsp: false,
    state: 'active',
    enrolledBy: refOf(actor),
    enrolledAt: at,
    activeAt: at,
    administration: Object.fromEntries(SERVICES.map(service => [service, administrator])),
    administrationVersion: 1,
    account,
  };
}

/** Who serves the account: a provider who orders through the reseller who sells, or the direct partner alone. */
function partnersOf({ actor, seller, orderId, reseller }: Opening, at: string): Partner[] {
  const common = {
    since: at,
    invitationId: notAnInvitation(seller.id, orderId),
    approvedBy: refOf(actor),
    listed: true,
  };
  const { id, name, kind, partnerId, country } = seller;
  const own = { id, name, kind, partnerId, country, ...common };
  if (!reseller) return [{ ...own, canSell: true, canOrder: false, ordersThrough: [] }];
  const through = { id: reseller.partnerId, name: reseller.name, since: at };
  return [
    { ...own, canSell: false, canOrder: true, ordersThrough: [through] },
    {
      id: reseller.partnerId,
      name: reseller.name,
      kind: 'indirectReseller',
      partnerId: reseller.mpnId,
      country: reseller.country,
      canSell: true,
      canOrder: false,
      ordersThrough: [],
      ...common,
    },
  ];
}

/** Relationships name the invitation by which they stand; this one has none, and the id leads nowhere. */
function notAnInvitation(companyId: CompanyId, orderId: string): string {
  const digest = createHash('sha256').update(`order ${orderId}`).digest('hex').slice(0, 32);
  return `${companyId.replaceAll('-', '')}${digest}`;
}
