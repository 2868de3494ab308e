import { isAccountId } from '../domain/account.ts';
import type { CompanyId } from '../domain/identity.ts';
import { hiddenAt, hidesAt } from '../domain/oneTimeCode.ts';
import { may } from '../domain/permissions.ts';
import type { Customer } from '../domain/relationship.ts';
import { makeSetupCode, type Setup, type SetupState, setupStateAt } from '../domain/setupCode.ts';
import { ConflictError } from '../storage/errors.ts';
import type { Op, Row } from '../storage/rows.ts';
import type { CardPlace } from './addUser.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { retryAs } from './retryAs.ts';
import { type NotAllowed, refusal } from './rights.ts';
import { commitForCustomer, ordersFor, servedCustomer } from './serveCustomer.ts';

/** The one answer that ever holds a setup code: it is in no table, no errand, no dialog state and no log (design §5). */
export interface SetupShown {
  customerId: CompanyId;
  customerName: string;
  /** The administrator's account as the setup information names it. */
  accountName: string;
  codeId: string;
  code: string;
  /** When the card forgets it. */
  goneAt: Date;
}

/** A setup code that is to be written with what else happens to the account. */
export interface SetupToWrite {
  /** For the transaction in the account's partition that makes the code count. */
  rows: Op[];
  shown: SetupShown;
}

/** Whose account it is. */
export interface AccountToSetUp {
  accountId: CompanyId;
  customerName: string;
  domain: string;
}

/**
 * Makes a setup code for an account: for one that is being opened, or in the place of `standing`. What finds the code
 * and takes it off its card is written at once, the code itself counts with the transaction that takes `rows`; whoever
 * loses that transaction calls {@link forgetSetupCode}. `shownIn` is the card that will show it.
 */
export async function newSetupCode(
  desk: Desk,
  actor: Actor,
  { accountId, customerName, domain }: AccountToSetUp,
  shownIn: CardPlace | undefined,
  standing?: Row<Setup>,
): Promise<SetupToWrite> {
  const { setupCodes, timers } = desk.storage;
  const { text, kept, digest } = await makeSetupCode(desk.random, desk.now());
  const accountName = accountNameOf(domain);
  const setup: Setup = { accountId, accountName, code: kept, madeBy: refOf(actor), entered: [] };
  const { tenantId, objectId } = actor;
  await Promise.all([
    setupCodes.announce(digest, { accountId, codeId: kept.id }),
    shownIn &&
      timers.set(hidesAt(kept), {
        kind: 'hideSetupCode',
        customerId: accountId,
        codeId: kept.id,
        viewer: { tenantId, objectId },
        ...shownIn,
      }),
  ]);
  return {
    rows: [standing ? setupCodes.update(standing, setup) : setupCodes.insert(setup)],
    shown: {
      customerId: accountId,
      customerName,
      accountName,
      codeId: kept.id,
      code: text,
      goneAt: hidesAt(kept),
    },
  };
}

/** A code that nobody will see: its timer would take the card of the next one away. */
export async function forgetSetupCode(desk: Desk, { shown }: SetupToWrite): Promise<void> {
  await desk.storage.timers.callOff(shown.goneAt, 'hideSetupCode', shown.codeId);
}

/** The administrator's account of a domain, as the setup information names it (source document 003). */
function accountNameOf(domain: string): string {
  return `admin@${domain}`;
}

const HOUR = 60 * 60_000;
const CODES = { limit: 200, windowMs: HOUR };

export type NewSetupCodeOutcome =
  | NotAllowed
  | { outcome: 'gone' | 'tooMany' }
  | { outcome: 'noCodeNeeded' | 'former' | 'notInvited' | 'beingSetUp'; customer: Customer }
  | { outcome: 'renewed'; shown: SetupShown };

/** *New setup code*: kills the old one and unlocks, as long as no tenant has the account. */
export async function renewSetupCode(
  desk: Desk,
  whoever: Actor,
  customerId: CompanyId,
  shownIn: CardPlace | undefined,
): Promise<NewSetupCodeOutcome> {
  return retryAs(desk, whoever, async (actor): Promise<NewSetupCodeOutcome> => {
    const refused = await refusal(desk, actor, 'addCustomer');
    if (refused) return refused;
    const [served, setup] = await Promise.all([
      servedCustomer(desk, actor, customerId),
      desk.storage.setupCodes.get(customerId),
    ]);
    if ('outcome' in served) return served;
    const { customer, company } = served;
    // Whoever opened accounts makes their codes: the provider or direct partner, not the reseller.
    if (!ordersFor(served.partner)) return { outcome: 'gone' };
    // Nor once an approval went on with its record.
    if (!setup || setup.value.boundTo || customer.id !== customerId) {
      return { outcome: 'noCodeNeeded', customer };
    }
    if (!(await desk.storage.rateLimits.take(actor.tenantId, 'setupCode', CODES, desk.now()))) {
      return { outcome: 'tooMany' };
    }
    const account = { accountId: customerId, customerName: customer.name, domain: customer.domain };
    const made = await newSetupCode(desk, actor, account, shownIn, setup);
    const at = desk.now().toISOString();
    const detail = { customer: company.value.name };
    const { subject: _, ...entry } = historyEntry(at, actor, {
      subject: customerId,
      event: 'setupCodeReplaced',
      detail,
    });
    try {
      await commitForCustomer(desk, served, {
        rows: made.rows,
        history: [entry],
        deedId: made.shown.codeId,
      });
    } catch (error) {
      if (error instanceof ConflictError) await forgetSetupCode(desk, made);
      throw error;
    }
    return { outcome: 'renewed', shown: made.shown };
  });
}

/** *Done*: the card that showed a code becomes the customer's record, so the timer that would take it off need not fire. */
export async function putSetupCodeAway(desk: Desk, codeId: string): Promise<void> {
  const at = hiddenAt(codeId);
  // Also for a code that was used or replaced meanwhile: the card is another one from now on.
  if (at) await desk.storage.timers.callOff(at, 'hideSetupCode', codeId);
}

/** How an account that was opened stands, and whether the actor may make it a new code. */
export interface AccountSetup {
  state: SetupState;
  mayRenew: boolean;
}

/** Whether an account waits for the admin who enters its code; undefined for a customer that came by itself. A point read or two for an account. */
export async function accountSetup(
  desk: Desk,
  actor: Actor,
  customerId: CompanyId,
): Promise<AccountSetup | undefined> {
  if (!isAccountId(customerId)) return undefined;
  const { setupCodes, partners } = desk.storage;
  const [setup, partner] = await Promise.all([
    setupCodes.get(customerId),
    partners.get(customerId, actor.tenantId),
  ]);
  if (!setup) return undefined;
  const mayMake = may('addCustomer', actor.person?.value.member);
  return {
    state: setupStateAt(setup.value, desk.now()),
    mayRenew: mayMake && !setup.value.boundTo && partner !== undefined && ordersFor(partner),
  };
}
