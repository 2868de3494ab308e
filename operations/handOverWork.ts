import type { CompanyId, PersonRef } from '../domain/identity.ts';
import { changeInvitation, OPEN_STATES } from '../domain/invitation.ts';
import type { Errand } from '../domain/outbox.ts';
import { referenceOf, type ServiceRequest, takeOverServiceRequest } from '../domain/serviceRequest.ts';
import { allPages } from '../storage/allPages.ts';
import type { Page } from '../storage/rows.ts';
import { commitInvitation } from './commitInvitation.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';
import { presentPartition } from './serveCustomer.ts';
import { commitServiceDeed, mayGoOnWith } from './serviceRequestParts.ts';

/** More names than these a confirmation does not show. */
const NAMES = 5;
/** More is not counted. */
const MOST_COUNTED = 100;
/** Queries that a click may wait for. */
const MOST_PAGES = 3;

/** How many of a kind someone has open, and what the newest of them are called. */
export interface OpenOfAKind {
  count: number;
  names: string[];
  /** True when there are more than were counted. */
  more: boolean;
}

/** What someone has open. */
export interface OpenWork {
  /** By whom they go to. */
  invitations: OpenOfAKind;
  /** By reference: whoever removes people need not be one who may read them. */
  serviceRequests: OpenOfAKind;
}

export const NO_WORK: OpenWork = {
  invitations: { count: 0, names: [], more: false },
  serviceRequests: { count: 0, names: [], more: false },
};

/** Counts what someone has open, for whoever is about to remove them. Two queries as a rule, six at most. */
export async function openWorkOf(desk: Desk, companyId: CompanyId, objectId: string): Promise<OpenWork> {
  const { storage } = desk;
  const filter = { state: 'notClosed', withPortal: true, holder: objectId } as const;
  const [invitations, serviceRequests] = await Promise.all([
    counted(
      (top, next) => storage.invitations.openOf(companyId, objectId, top, next),
      invitation => invitation.addressee.name,
    ),
    counted((top, next) => storage.serviceRequests.page(companyId, filter, top, next), referenceOf),
  ]);
  return { invitations, serviceRequests };
}

async function counted<T>(
  read: (top: number, continuation: string | undefined) => Promise<Page<T>>,
  nameOf: (one: T) => string,
): Promise<OpenOfAKind> {
  const names: string[] = [];
  let continuation: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && (pages === 0 || continuation); pages++) {
    const top = MOST_COUNTED - names.length;
    if (top === 0) break;
    const page = await read(top, continuation);
    names.push(...page.rows.map(row => nameOf(row.value)));
    continuation = page.continuation;
  }
  return { count: names.length, names: names.slice(0, NAMES), more: continuation !== undefined };
}

/** How many are read at a time. */
const PAGE = 100;

/**
 * Makes a colleague the one who goes on with what someone who was removed had open: the sender of every open
 * invitation, and whoever is told of every service request that is not closed. Reads all of the company, so that what
 * an earlier version wrote is found too, and changes one at a time; carried out again it finds nothing left to do.
 */
export async function handOverWork(desk: Desk, errand: HandOver): Promise<void> {
  await handOverInvitations(desk, errand);
  await handOverServiceRequests(desk, errand);
}

type HandOver = Omit<Extract<Errand, { kind: 'handOverWork' }>, 'kind'>;

async function handOverInvitations(desk: Desk, { companyId, fromId, to }: HandOver): Promise<void> {
  const { invitations, people } = desk.storage;
  const email = (await people.get(companyId, to.objectId))?.value.profile?.email;
  for await (const rows of allPages(next => invitations.page(companyId, PAGE, next))) {
    for (const { value } of rows) {
      if (value.inviter.person.objectId !== fromId || !OPEN_STATES.includes(value.state)) continue;
      await changeInviter(desk, value.id, fromId, { ...to, email });
    }
  }
}

/** Those that the colleague may not answer stay as they are: the company's global admins hear of them. */
async function handOverServiceRequests(desk: Desk, { companyId, fromId, to }: HandOver): Promise<void> {
  const { serviceRequests, people } = desk.storage;
  const levels = (await people.get(companyId, to.objectId))?.value.member;
  const filter = { state: 'notClosed', withPortal: true } as const;
  for await (const rows of allPages(next => serviceRequests.page(companyId, filter, PAGE, next))) {
    for (const { value } of rows) {
      // What others ask about this company stands in the same list.
      if (value.asker.id !== companyId || !mayGoOnWith(value, levels)) continue;
      await changeHolder(desk, value, fromId, to);
    }
  }
}

/** The row decides whose it is: the copy in the list may be older. */
async function changeHolder(desk: Desk, listed: ServiceRequest, from: string, to: PersonRef): Promise<void> {
  const { storage } = desk;
  await retryOnConflict(async () => {
    const companyId = await presentPartition(desk, listed.companyId);
    const [row, partner] = await Promise.all([
      storage.serviceRequests.get(companyId, listed.id),
      listed.about === 'customer' ? storage.partners.get(companyId, listed.asker.id) : undefined,
    ]);
    const change = row && takeOverServiceRequest(row.value, from, to, desk.now());
    if (!row || !change || 'refused' in change) return;
    if (listed.about === 'customer' && !partner)
      throw new Error('the relationship is not there on both sides yet');
    const { next, note } = change;
    await commitServiceDeed(desk, next, partner, {
      deed: note.deed,
      side: note.side,
      doer: 'desk',
      at: note.at,
      text: undefined,
      rows: storage.serviceRequests.update(row, next, note),
    });
  });
}

async function changeInviter(
  desk: Desk,
  id: string,
  from: string,
  to: PersonRef & { email: string | undefined },
): Promise<void> {
  await retryOnConflict(async () => {
    const row = await desk.storage.invitations.get(id);
    if (!row) return;
    const change = changeInvitation(row.value, { do: 'changeInviter', from, to }, desk.now());
    if ('next' in change) await commitInvitation(desk, row, change, 'desk');
  });
}
