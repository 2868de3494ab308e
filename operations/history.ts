import { type HistoryEntry, type HistorySubject, maySeeEntry } from '../domain/history.ts';
import { guid } from '../domain/identity.ts';
import { isInvitationId } from '../domain/link.ts';
import type { Page } from '../storage/rows.ts';
import type { Actor, Desk } from './desk.ts';
import { showInvitation } from './invitations.ts';
import { pageOrGone } from './pageOrGone.ts';
import { showPartnershipRecord } from './partnerships.ts';
import { type NotAllowed, noMember, refusal } from './rights.ts';
import { showUser } from './users.ts';

const PAGE = 10;
/** A list does not read on for ever (design §5). */
const MOST_PAGES = 3;

/** Whose history it is, by the name that its readers know. */
export interface OpenHistory {
  outcome: 'open';
  subject: HistorySubject;
  name: string;
}

/**
 * Whether someone may read a history now: it goes with seeing the record (design §1), that of the whole company with
 * being a member. What is another company's is `gone`.
 */
export async function openHistory(
  desk: Desk,
  actor: Actor,
  subject: HistorySubject,
): Promise<NotAllowed | { outcome: 'gone' } | OpenHistory> {
  const open = (name: string, id = subject.id): OpenHistory => ({
    outcome: 'open',
    subject: { ...subject, id },
    name,
  });
  const { of, id = '' } = subject;
  switch (of) {
    case 'company': {
      if (!actor.person?.value.member) return noMember(desk, actor);
      const company = await desk.storage.companies.get(actor.tenantId);
      return company ? open(company.value.name) : { outcome: 'noCompany' };
    }
    case 'customer': {
      const refused = await refusal(desk, actor, 'seeCustomers');
      if (refused || !guid.safeParse(id).success) return refused ?? { outcome: 'gone' };
      const customer = await desk.storage.customers.get(actor.tenantId, id);
      return customer ? open(customer.value.name, customer.value.id) : { outcome: 'gone' };
    }
    case 'invitation': {
      if (!isInvitationId(id)) return { outcome: 'gone' };
      const shown = await showInvitation(desk, actor, id);
      return shown.outcome === 'shown' ? open(shown.invitation.addressee.name) : shown;
    }
    case 'partnership': {
      if (!guid.safeParse(id).success) return { outcome: 'gone' };
      const shown = await showPartnershipRecord(desk, actor, id);
      return shown.outcome === 'shown' ? open(shown.partnership.name) : shown;
    }
    case 'user': {
      if (!guid.safeParse(id).success) return { outcome: 'gone' };
      const shown = await showUser(desk, actor, id);
      return shown.outcome === 'shown' ? open(shown.user.name) : shown;
    }
  }
}

export type HistoryOutcome =
  | NotAllowed
  /** The record is not theirs to see, or the continuation is none that was handed out here. */
  | { outcome: 'gone' }
  | {
      outcome: 'listed';
      subject: HistorySubject;
      name: string;
      entries: HistoryEntry[];
      next: string | undefined;
      /** Some of what was read is not for the reader: there may be more behind a short page. */
      shorter: boolean;
    };

/** A page of a history, newest first, with what the reader may see of it. One query; three where nothing is for them. */
export async function listHistory(
  desk: Desk,
  actor: Actor,
  asked: HistorySubject,
  continuation?: string,
): Promise<HistoryOutcome> {
  const opened = await openHistory(desk, actor, asked);
  if (opened.outcome !== 'open') return opened;
  const { subject } = opened;
  const levels = actor.person?.value.member;
  let next = continuation;
  let entries: HistoryEntry[] = [];
  let read = 0;
  for (let pages = 0; pages < MOST_PAGES && entries.length === 0 && (pages === 0 || next); pages++) {
    const page = await pageOrGone(pageOf(desk, actor.tenantId, subject, PAGE, next));
    if (!page) return { outcome: 'gone' };
    entries = page.rows.map(row => row.value).filter(entry => maySeeEntry(entry, levels));
    read += page.rows.length;
    next = page.continuation;
  }
  const { name } = opened;
  return { outcome: 'listed', subject, name, entries, next, shorter: entries.length < read };
}

/** A page of a history as storage has it. */
export function pageOf(
  desk: Desk,
  companyId: string,
  { of, id }: HistorySubject,
  top: number,
  continuation: string | undefined,
): Promise<Page<HistoryEntry>> {
  const { history } = desk.storage;
  return of === 'company' || !id
    ? history.page(companyId, top, continuation)
    : history.ofSubject(companyId, id, top, continuation);
}
