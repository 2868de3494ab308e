import type { Card } from '../../cards/card.ts';
import { historyCard } from '../../cards/history.ts';
import type { HistoryEntry } from '../../domain/history.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';

/** Who is in the story that the history tells. */
export interface Cast {
  now: Date;
  companyName: string;
  customer: string;
  other: string;
  admin: PersonRef;
  approver: PersonRef;
  reason: string;
  invitationId: string;
}

const EXPORT = 'https://desk.contoso.example/exports/Zm9yIHRoZSBwaWN0dXJlIG9ubHksIG5vdCBhIHNlY3JldA';

/** Histories like receipts: of a company, a customer, an invitation, and those without anything to read. */
export function historyExamples({
  now,
  companyName,
  customer,
  other,
  admin,
  approver,
  reason,
  invitationId,
}: Cast): Record<string, (language: Language) => Card> {
  const at = (hours: number) => new Date(now.getTime() + hours * 60 * 60 * 1000).toISOString();
  const detail = { kind: 'customer', name: customer, email: 'kim@wingtip.example' };
  const decided = { person: approver.name, personEmail: 'kim@wingtip.example', reason: '' };
  const entry = (event: string, hours: number, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
    at: at(hours),
    by: admin,
    subject: invitationId,
    event,
    detail,
    ...more,
  });
  const accepted = entry('accepted', -2, {
    by: approver,
    via: 'accept.approve',
    about: [approver.tenantId],
    detail: { ...detail, ...decided },
  });
  const administers = entry('administrationChanged', -2, {
    by: 'desk',
    subject: approver.tenantId,
    detail: { name: customer, services: 'azure office365' },
  });
  const invitation = [
    accepted,
    entry('opened', -3, { by: approver, via: 'accept' }),
    entry('reminded', -20, { via: 'draft.done' }),
    entry('sent', -70, { via: 'draft.done' }),
    entry('edited', -71, { via: 'draft.save' }),
    entry('drafted', -71, { via: 'inviteCustomer.next' }),
  ];
  const levels = { name: other, email: 'robin@contoso.example', agent: 'salesAgent', admin: 'none' };
  const company = [
    entry('role.declined', 0, {
      via: 'requestRole.decline',
      detail: { ...levels, admin: 'globalAdmin', reason },
    }),
    entry('user.added', -1, { via: 'addUser.confirm', detail: levels }),
    administers,
    accepted,
    entry('partnershipRemoved', -30, { via: 'partnerships.remove', detail: { name: other } }),
    entry('declined', -31, {
      by: approver,
      via: 'accept.decline',
      detail: { ...detail, ...decided, reason },
    }),
    entry('adminRecovered', -50, { by: 'operator', detail: levels }),
    entry('company.activated', -80, { via: 'setUpCompany.enroll', detail: { name: companyName } }),
    entry('orderFromTheFuture', -81, { via: 'orders.submit', detail: {} }),
    // As an earlier version wrote it.
    entry('withdrawn', -82, { detail: undefined }),
  ];
  const common = { page: 1, shorter: false, exportUrl: EXPORT, timeZone: 'Asia/Tokyo' };
  return {
    'history.company': language =>
      historyCard(
        { ...common, subject: { of: 'company' }, name: companyName, entries: company, next: 'bmV4dA' },
        language,
      ),
    'history.customer': language =>
      historyCard(
        {
          ...common,
          subject: { of: 'customer', id: approver.tenantId },
          name: customer,
          entries: [administers, accepted],
          timeZone: undefined,
        },
        language,
      ),
    'history.invitation': language =>
      historyCard(
        { ...common, subject: { of: 'invitation', id: invitationId }, name: customer, entries: invitation },
        language,
      ),
    'history.shorter': language =>
      historyCard(
        {
          ...common,
          subject: { of: 'company' },
          name: companyName,
          entries: [accepted],
          shorter: true,
          next: 'bmV4dA',
          page: 2,
        },
        language,
      ),
    'history.noneHere': language =>
      historyCard(
        {
          ...common,
          subject: { of: 'company' },
          name: companyName,
          entries: [],
          shorter: true,
          next: 'bmV4dA',
        },
        language,
      ),
    'history.empty': language =>
      historyCard(
        { ...common, subject: { of: 'user', id: admin.objectId }, name: other, entries: [] },
        language,
      ),
  };
}
