import { approvalCard } from '../../cards/approval.ts';
import type { Card } from '../../cards/card.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { customersCard } from '../../cards/customers.ts';
import { endRelationshipCard } from '../../cards/endRelationship.ts';
import { handOverCard } from '../../cards/handOver.ts';
import { letterEditorCard } from '../../cards/letterEditor.ts';
import { noticeCard, type ToldNotice } from '../../cards/notice.ts';
import { partnerConfirmCard } from '../../cards/partnerConfirm.ts';
import { partnerRecordCard } from '../../cards/partnerRecord.ts';
import { partnersCard } from '../../cards/partners.ts';
import { reassignAdministrationCard } from '../../cards/reassignAdministration.ts';
import type { Language } from '../../domain/language.ts';
import type { Partner } from '../../domain/relationship.ts';
import { SERVICES } from '../../domain/services.ts';
import { translator } from '../../locales/index.ts';
import type { Told } from './partnershipExamples.ts';

const FABRIKAM = '11111111-1111-4111-8111-111111111111';

/** The customer's side goes on: it looks at its partners, takes rights back, is asked again, and ends a relationship. */
export function relationshipExamples(
  { now, company, invitation, customer }: Omit<Told, 'pageUrl' | 'received'>,
  { other, approver, said }: { other: string; approver: string; said: string },
): Record<string, (language: Language) => Card> {
  const { id: CONTOSO, name: contoso } = company();
  const { id: WINGTIP, name: wingtip } = customer();
  const day = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString();
  const kim = { tenantId: WINGTIP, objectId: 'bbbbbbbb-0000-4000-8000-000000000001', name: approver };
  const reseller = (over: Partial<Partner> = {}): Partner => ({
    id: CONTOSO,
    name: contoso,
    kind: 'indirectReseller',
    partnerId: '4567890',
    country: 'JP',
    canSell: true,
    canOrder: false,
    ordersThrough: [],
    since: day(-40),
    invitationId: invitation().id,
    approvedBy: kim,
    listed: true,
    ...over,
  });
  const provider = (over: Partial<Partner> = {}) =>
    reseller({
      id: FABRIKAM,
      name: other,
      kind: 'indirectProvider',
      partnerId: '1234567',
      canSell: false,
      canOrder: true,
      ordersThrough: [{ id: CONTOSO, name: contoso }],
      ...over,
    });
  const services = [...SERVICES];
  const rights = { mayOpenInvitation: true, mayTakeBack: true, mayEnd: true };
  const named = { id: CONTOSO, name: contoso };
  const toOther = { id: FABRIKAM, name: other };
  const restoring = () => invitation({ onlyFor: WINGTIP });
  const taken = customer({ canAdminister: 'no', administers: [] });
  const former = customer({
    canSell: false,
    canAdminister: 'no',
    administers: [],
    sharedWith: [],
    endedAt: day(-2),
  });
  const notice = (told: ToldNotice) => (language: Language) => noticeCard({ notice: told }, language);
  const about = { customerName: wingtip, customerId: WINGTIP, services, by: kim, at: day(0) };
  const ended = {
    name: 'relationshipEnded' as const,
    by: kim,
    byCompany: wingtip,
    at: day(0),
  };
  const sharing = {
    name: 'sharingEnded' as const,
    customerName: wingtip,
    customerId: WINGTIP,
    partnerName: contoso,
    at: day(0),
  };

  return {
    'partners.empty': language => partnersCard({ partners: [], page: 1 }, language),
    'partners.onlyFormer': language => partnersCard({ partners: [], onlyFormer: true, page: 1 }, language),
    'partners.list': language =>
      partnersCard(
        {
          partners: [
            { partner: reseller(), administers: services },
            { partner: provider(), administers: [] },
          ],
          page: 1,
          next: 'continuation',
        },
        language,
      ),
    'partners.found': language =>
      partnersCard(
        {
          partners: [
            {
              partner: reseller({ canSell: false, endedAt: day(-2) }),
              administers: [],
            },
          ],
          search: 'con',
          page: 1,
        },
        language,
      ),
    'partners.notFound': language => partnersCard({ partners: [], search: said, page: 1 }, language),
    'partnerRecord.administers': language =>
      partnerRecordCard(
        { partner: reseller(), administers: services, now, invitation: invitation(), ...rights },
        language,
      ),
    'partnerRecord.present': language =>
      partnerRecordCard(
        { partner: provider(), administers: [], now, invitation: invitation(), ...rights },
        language,
      ),
    'partnerRecord.reader': language =>
      partnerRecordCard(
        {
          partner: reseller(),
          administers: ['azure'],
          now,
          mayOpenInvitation: false,
          mayTakeBack: false,
          mayEnd: false,
        },
        language,
      ),
    'partnerRecord.former': language =>
      partnerRecordCard(
        { partner: reseller({ canSell: false, endedAt: day(-2) }), administers: [], now, ...rights },
        language,
      ),
    'partnerConfirm.takeBack': language =>
      partnerConfirmCard({ partner: named, services, administrationVersion: 3 }, language),
    'partnerConfirm.reassign': language =>
      partnerConfirmCard({ partner: named, services, to: toOther, administrationVersion: 3 }, language),
    'reassignAdministration.one': language =>
      reassignAdministrationCard({ partner: named, services, others: [toOther] }, language),
    'reassignAdministration.several': language =>
      reassignAdministrationCard(
        {
          partner: named,
          services: ['azure'],
          others: [toOther, { id: WINGTIP, name: 'Adventure Works Cycles' }],
        },
        language,
      ),
    'endRelationship.atCustomer': language =>
      endRelationshipCard(
        {
          side: 'customer',
          other: named,
          sells: true,
          orders: false,
          administers: services,
          supports: true,
          sharedWith: [toOther],
          since: day(-40),
        },
        language,
      ),
    'endRelationship.atCustomer.provider': language =>
      endRelationshipCard(
        {
          side: 'customer',
          other: toOther,
          sells: false,
          orders: true,
          administers: [],
          supports: false,
          sharedWith: [named],
          since: day(-40),
        },
        language,
      ),
    'endRelationship.atReseller': language =>
      endRelationshipCard(
        {
          side: 'partner',
          other: { id: WINGTIP, name: wingtip },
          sells: true,
          orders: false,
          administers: ['office365', 'azure'],
          supports: true,
          sharedWith: [toOther],
          since: day(-40),
        },
        language,
      ),
    'endRelationship.atProvider': language =>
      endRelationshipCard(
        {
          side: 'partner',
          other: { id: WINGTIP, name: wingtip },
          sells: false,
          orders: true,
          administers: [],
          supports: false,
          sharedWith: [named],
          since: day(-40),
        },
        language,
      ),
    'customerRecord.taken': language =>
      customerRecordCard(
        {
          customer: taken,
          now,
          mayAskToRestore: true,
          mayAskToAddProvider: [toOther],
          mayEnd: true,
        },
        language,
      ),
    'customerRecord.former': language =>
      customerRecordCard({ customer: former, now, mayInviteAgain: true, mayEnd: true }, language),
    'customers.former': language =>
      customersCard({ customers: [former], filter: { search: 'win' }, page: 1, mayInvite: true }, language),
    'letterEditor.restore': language => {
      const t = translator(language);
      const values = {
        customerName: wingtip,
        companyName: contoso,
        personName: invitation().inviter.person.name,
        link: `https://desk.contoso.example/invitations/${invitation().id}.u3KxYV0m1n2o3p4q5r6s7t8u9v0w1x2y3z4A5B6C7D8`,
        days: 30,
      };
      return letterEditorCard(
        {
          invitation: restoring(),
          purpose: 'invitation',
          subject: t('letter.restore.subject', values),
          message: t('letter.restore.message', values),
        },
        language,
      );
    },
    'approval.restore': language =>
      approvalCard({ invitation: restoring(), now, companyStands: true }, language),
    'handOver.restore': language => handOverCard({ invitation: restoring(), admins: [kim] }, language),
    'notice.administrationTaken.removed': notice({
      name: 'administrationTaken',
      ...about,
      reassigned: false,
    }),
    'notice.administrationTaken.reassigned': notice({
      name: 'administrationTaken',
      ...about,
      reassigned: true,
    }),
    'notice.administrationGiven': notice({ name: 'administrationGiven', ...about }),
    'notice.relationshipEnded.partner': notice({
      ...ended,
      to: 'partner',
      otherName: wingtip,
      otherId: WINGTIP,
    }),
    'notice.relationshipEnded.customer': notice({
      ...ended,
      to: 'customer',
      otherName: contoso,
      otherId: CONTOSO,
      byCompany: contoso,
    }),
    'notice.sharingEnded.ordered': notice({ ...sharing, ordered: true, stillOrders: false }),
    'notice.sharingEnded.stillOrders': notice({ ...sharing, ordered: true, stillOrders: true }),
    'notice.sharingEnded.provided': notice({
      ...sharing,
      partnerName: other,
      ordered: false,
      stillOrders: false,
    }),
  };
}
