import { type Company, isPartner } from '../domain/company.ts';
import type { CompanyId, PersonRef } from '../domain/identity.ts';
import { isKeptCode, WRONG_CODES_ALLOWED } from '../domain/oneTimeCode.ts';
import type { Errand } from '../domain/outbox.ts';
import { may, rolesThatMay } from '../domain/permissions.ts';
import type { Partner } from '../domain/relationship.ts';
import { heldBy, replacedBy, type Service } from '../domain/services.ts';
import {
  changeSetup,
  type ReadSetupCode,
  readSetupCode,
  type Setup,
  type SetupRefusal,
} from '../domain/setupCode.ts';
import type { Row } from '../storage/rows.ts';
import type { CodePointer } from '../storage/setupCodes.ts';
import { type Actor, type Desk, refOf } from './desk.ts';
import { historyEntry } from './historyEntry.ts';
import { globalAdmins } from './obstacles.ts';
import { type ProofLacking, proofLacking } from './proof.ts';
import { retryOnConflict } from './retryOnConflict.ts';

/** An account that a partner opened, as whoever entered its code sees it before they bind their tenant. */
export interface AccountToBind {
  accountId: CompanyId;
  accountName: string;
  /** As the partner called the customer. */
  name: string;
  openedByCompany: string;
  partners: { partner: Partner; administers: Service[] }[];
  /** The actor's company, when it is set up here: both become one. */
  standing: { name: string; keeps: { service: Service; partnerName: string }[] } | undefined;
}

/** Why a code opens nothing, or not to this person. */
export type SetupRefused =
  /** Not a code of ours, or somebody else's business: alike, so that nobody learns which. */
  | { outcome: 'unknownCode' }
  | { outcome: 'malformedCode' }
  /** Another organization has the account. */
  | { outcome: 'usedCode' }
  | { outcome: 'replacedCode' | 'expiredCode' | 'lockedCode' }
  | { outcome: 'wrongCode'; left: number }
  | { outcome: 'guestRefused' }
  | { outcome: 'partnerCannotBeCustomer'; companyName: string }
  /** Their company stands here, and they do not decide for it. */
  | { outcome: 'onlyGlobalAdmin'; companyName: string; admins: PersonRef[] };

/** The account is the actor's organization's: it is being set up, or stands. */
export interface Bound {
  outcome: 'bound';
  name: string;
  openedByCompany: string;
  moved: boolean;
}

export type EnterOutcome =
  | SetupRefused
  | { outcome: 'tooMany' }
  | Bound
  | { outcome: 'toBind'; account: AccountToBind };

const MINUTE = 60_000;
const OPENINGS = { limit: 60, windowMs: 10 * MINUTE };
/** Guesses side by side come between each other's counts; after five none counts any more. */
const ATTEMPTS = 12;
/** No account has more partners before anybody of it was here. */
const PARTNERS_MAX = 20;

/**
 * A typed or pasted setup code (design §1): the right one makes the actor somebody who may bind their tenant to the
 * account, and from then on their clicks are authorized against that. Binds nothing yet. A try is counted by
 * compare-and-set before the slow hash is computed; the fifth wrong one locks the code and tells whoever made it.
 */
export async function enterSetupCode(desk: Desk, actor: Actor, typed: string): Promise<EnterOutcome> {
  const { storage } = desk;
  const code = readSetupCode(typed);
  if (!code) return { outcome: 'malformedCode' };
  if (!(await storage.rateLimits.take(actor.tenantId, 'acceptInvitation', OPENINGS, desk.now()))) {
    return { outcome: 'tooMany' };
  }
  const pointer = await storage.setupCodes.find(code.digest);
  if (!pointer) return { outcome: 'unknownCode' };
  const before = await load(desk, actor, pointer.accountId);
  const refused = before ? await refusedTo(desk, actor, before) : { outcome: 'unknownCode' as const };
  if (refused || !before) return refused ?? { outcome: 'unknownCode' };
  const tried = await tryCode(desk, actor, pointer, code);
  if (tried) return tried;
  return { outcome: 'toBind', account: viewOf(before) };
}

/** What a decision about an account is made on. */
interface Loaded {
  account: Row<Company>;
  setup: Row<Setup>;
  partners: Row<Partner>[];
  /** The actor's own company. */
  company: Row<Company> | undefined;
}

async function load(desk: Desk, actor: Actor, accountId: CompanyId): Promise<Loaded | undefined> {
  const { companies, setupCodes, partners } = desk.storage;
  const [account, setup, page, company] = await Promise.all([
    companies.get(accountId),
    setupCodes.get(accountId),
    partners.records(accountId, PARTNERS_MAX),
    companies.get(actor.tenantId),
  ]);
  return account && setup && { account, setup, partners: page.rows, company };
}

/** Why an account is not for this person, whatever the code; or that it is theirs already. */
async function refusedTo(
  desk: Desk,
  actor: Actor,
  { account, setup, company }: Loaded,
): Promise<SetupRefused | Bound | undefined> {
  if ((await actor.profile()).guest) return { outcome: 'guestRefused' };
  if (company && isPartner(company.value.kind)) {
    return { outcome: 'partnerCannotBeCustomer', companyName: company.value.name };
  }
  const { boundTo } = setup.value;
  if (boundTo) return boundTo.tenantId === actor.tenantId ? bound(account.value) : { outcome: 'usedCode' };
  if (!company) return undefined;
  // The rights of this moment: they may have been given since the turn began.
  const person = await desk.storage.people.get(actor.tenantId, actor.objectId);
  if (may('approveResellerRelationship', person?.value.member)) return undefined;
  const admins = await globalAdmins(desk, actor);
  return { outcome: 'onlyGlobalAdmin', companyName: company.value.name, admins };
}

function bound({ name, account, boundTo }: Company): Bound {
  const openedByCompany = account?.openedByCompany ?? '';
  return { outcome: 'bound', name, openedByCompany, moved: boundTo?.movedAt !== undefined };
}

function viewOf({ account, setup, partners, company }: Loaded): AccountToBind {
  const { id, name, administration } = account.value;
  const present = partners.map(row => row.value).filter(partner => !partner.endedAt);
  return {
    accountId: id,
    accountName: setup.value.accountName,
    name,
    openedByCompany: account.value.account?.openedByCompany ?? '',
    // What somebody administers at the standing company is given to nobody.
    partners: present.map(partner => ({
      partner,
      administers: heldBy(administration, partner.id).filter(
        service => !company?.value.administration[service],
      ),
    })),
    standing: company && {
      name: company.value.name,
      keeps: present
        .flatMap(({ id: partnerId }) => replacedBy(company.value.administration, partnerId))
        .filter(({ service }) => administration[service] !== undefined)
        .filter(({ service, partnerId }) => administration[service]?.partnerId !== partnerId)
        .filter(({ service }, index, all) => all.findIndex(other => other.service === service) === index)
        .map(({ service, partnerName }) => ({ service, partnerName })),
    },
  };
}

/** Undefined when the code is the right one; the actor may bind from then on. */
async function tryCode(
  desk: Desk,
  actor: Actor,
  { accountId, codeId }: CodePointer,
  { secret }: ReadSetupCode,
): Promise<SetupRefused | undefined> {
  const { setupCodes } = desk.storage;
  const change = (command: Parameters<typeof changeSetup>[2]) =>
    retryOnConflict(async () => {
      const row = await setupCodes.get(accountId);
      if (!row) return { refused: 'replaced' as const };
      const changed = changeSetup(row.value, codeId, command, desk.now());
      if ('refused' in changed) return changed;
      if (changed.event === 'locked') await lock(desk, row, changed.next);
      else
        await desk.storage.commit(accountId, { rows: [setupCodes.update(row, changed.next)], history: [] });
      return changed;
    }, ATTEMPTS);
  const counted = await change({ do: 'tryCode' });
  if ('refused' in counted) return refusedBecause(counted.refused);
  if (counted.event === 'locked') return { outcome: 'lockedCode' };
  const { code } = counted.next;
  if (await isKeptCode(secret, code)) {
    const entered = await change({ do: 'enter', person: actor });
    return 'refused' in entered ? refusedBecause(entered.refused) : undefined;
  }
  const wrong = await change({ do: 'wrongCode' });
  if ('refused' in wrong && wrong.refused !== 'unchanged') return refusedBecause(wrong.refused);
  if ('next' in wrong) return { outcome: 'lockedCode' };
  return { outcome: 'wrongCode', left: Math.max(0, WRONG_CODES_ALLOWED - code.tried) };
}

function refusedBecause(why: SetupRefusal): SetupRefused {
  switch (why) {
    case 'bound':
      return { outcome: 'usedCode' };
    case 'expired':
      return { outcome: 'expiredCode' };
    case 'locked':
      return { outcome: 'lockedCode' };
    case 'replaced':
      return { outcome: 'replacedCode' };
    default:
      return { outcome: 'unknownCode' };
  }
}

/** Locks a code and tells whoever made it, if they can make another one; else those who can. */
async function lock(desk: Desk, row: Row<Setup>, next: Setup): Promise<void> {
  const { storage } = desk;
  const { accountId, madeBy } = next;
  const { tenantId } = madeBy;
  const [maker, account] = await Promise.all([
    storage.people.get(tenantId, madeBy.objectId),
    storage.companies.get(accountId),
  ]);
  const customerName = account?.value.name ?? next.accountName;
  const told =
    maker && may('addCustomer', maker.value.member)
      ? [maker.value]
      : await storage.people.holders(tenantId, rolesThatMay('addCustomer'));
  const at = desk.now().toISOString();
  const entry = historyEntry(at, 'desk', {
    subject: accountId,
    event: 'setupCodeLocked',
    detail: { customer: customerName },
  });
  await storage.commit(accountId, {
    rows: [storage.setupCodes.update(row, next)],
    history: [{ ...entry, subject: tenantId }],
    errands: [
      { kind: 'noteHistory', companyId: tenantId, id: `${next.code.id}-locked`, entry },
      ...told.map(
        ({ objectId }): Errand => ({
          kind: 'tell',
          to: { tenantId, objectId },
          notice: { name: 'setupCodeLocked', customerName, customerId: accountId, at },
        }),
      ),
    ],
  });
}

export type BindOutcome =
  | SetupRefused
  | ProofLacking
  | { outcome: 'notConfirmed'; account: AccountToBind }
  | Bound;

/** The same account again, for whoever entered its code: it may stand by now, or be somebody else's. */
export async function showAccountToBind(desk: Desk, actor: Actor, id: CompanyId): Promise<EnterOutcome> {
  const loaded = await loadEntered(desk, actor, id);
  return 'outcome' in loaded ? loaded : { outcome: 'toBind', account: viewOf(loaded) };
}

/** Looks at an account for a click, and authorizes it anew: only who entered the code that counts. */
async function loadEntered(desk: Desk, actor: Actor, id: CompanyId): Promise<Loaded | SetupRefused | Bound> {
  const loaded = await load(desk, actor, id);
  if (!loaded) return { outcome: 'unknownCode' };
  const { setup } = loaded;
  const theirs = setup.value.boundTo?.tenantId === actor.tenantId;
  const entered = setup.value.entered.some(
    ({ tenantId, objectId }) => tenantId === actor.tenantId && objectId === actor.objectId,
  );
  // With a new code whoever entered the old one has to enter that.
  if (!entered && !theirs) return { outcome: 'unknownCode' };
  const refused = await refusedTo(desk, actor, loaded);
  if (refused) return refused;
  const change = changeSetup(setup.value, setup.value.code.id, { do: 'bind', by: refOf(actor) }, desk.now());
  return 'refused' in change ? refusedBecause(change.refused) : loaded;
}

/**
 * *Set up* (design §1): binds the actor's tenant to the account, by one compare-and-set in the account's partition that
 * a partner's change of the same moment loses to; everything then moves to the tenant's partition. Of a tenant that is
 * new here only its global admin may, proven or trusted (§7); of a company that stands its global admin here.
 */
export async function bindAccount(
  desk: Desk,
  actor: Actor,
  { id, confirmed }: { id: CompanyId; confirmed: boolean },
): Promise<BindOutcome> {
  const { storage } = desk;
  return retryOnConflict(async (): Promise<BindOutcome> => {
    const loaded = await loadEntered(desk, actor, id);
    if ('outcome' in loaded) return loaded;
    const { account, setup, partners, company } = loaded;
    const lacking = company ? undefined : proofLacking(desk, actor);
    // Nobody is sent to Microsoft in vain: no way to a proof is said first, the rest of it last.
    if (lacking?.outcome === 'proofMissing') return lacking;
    if (!company && !confirmed) return { outcome: 'notConfirmed', account: viewOf(loaded) };
    if (lacking) return lacking;
    const by = refOf(actor);
    const change = changeSetup(setup.value, setup.value.code.id, { do: 'bind', by }, desk.now());
    if ('refused' in change || !change.next.boundTo) return { outcome: 'unknownCode' };
    const { boundTo } = change.next;
    const next: Company = { ...account.value, boundTo };
    await storage.commit(id, {
      rows: [
        storage.companies.update(account, next),
        storage.setupCodes.update(setup, change.next),
        ...partners.map(row => storage.partners.stillAs(row)),
      ],
      history: [
        historyEntry(boundTo.at, actor, {
          subject: setup.value.madeBy.tenantId,
          about: partners.map(({ value }) => value.id),
          event: 'accountBound',
          detail: { customer: account.value.name },
        }),
      ],
      errands: [{ kind: 'moveAccount', accountId: id }],
    });
    return bound(next);
  });
}
