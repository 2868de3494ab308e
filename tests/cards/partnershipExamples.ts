import { approvalCard } from '../../cards/approval.ts';
import { approvalOutcomeCard } from '../../cards/approvalOutcome.ts';
import { approvalReplacingCard } from '../../cards/approvalReplacing.ts';
import { authorizeCard } from '../../cards/authorize.ts';
import type { Card } from '../../cards/card.ts';
import { companyRecordCard } from '../../cards/companyRecord.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { customersCard } from '../../cards/customers.ts';
import { handOverCard } from '../../cards/handOver.ts';
import { helpCard } from '../../cards/help.ts';
import { invitationStatusCard } from '../../cards/invitationStatus.ts';
import { invitationsCard } from '../../cards/invitations.ts';
import { inviteCustomerFormCard } from '../../cards/inviteCustomerForm.ts';
import { learnCard } from '../../cards/learn.ts';
import { letterEditorCard } from '../../cards/letterEditor.ts';
import { letterReadyCard } from '../../cards/letterReady.ts';
import { noticeCard, type ToldNotice } from '../../cards/notice.ts';
import { partnershipConfirmCard } from '../../cards/partnershipConfirm.ts';
import { partnershipRecordCard } from '../../cards/partnershipRecord.ts';
import { type PartnershipSide, partnershipsCard } from '../../cards/partnerships.ts';
import { requestPartnershipFormCard } from '../../cards/requestPartnershipForm.ts';
import { sharedCustomersCard } from '../../cards/sharedCustomers.ts';
import type { Command } from '../../domain/commands.ts';
import type { Company } from '../../domain/company.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Decision, Invitation, InvitationKind, ProviderRef } from '../../domain/invitation.ts';
import type { Language } from '../../domain/language.ts';
import type { Partnership } from '../../domain/partnership.ts';
import type { Customer, ReceivedInvitation } from '../../domain/relationship.ts';
import { translator } from '../../locales/index.ts';

/** The rows of the story to which these examples add a provider. */
export interface Told {
  now: Date;
  pageUrl: string;
  /** The reseller. */
  company(over?: Partial<Company>): Company;
  /** The reseller invites the customer. */
  invitation(over?: Partial<Invitation>): Invitation;
  customer(over?: Partial<Customer>): Customer;
  received(over: Partial<ReceivedInvitation>): ReceivedInvitation;
}

/** The story goes on: a provider asks the reseller for a partnership, and both invite the customer. `other` is the provider's name. */
export function partnershipExamples(
  { now, pageUrl, company, invitation, customer, received }: Told,
  { other, said }: { other: string; said: string },
): Record<string, (language: Language) => Card> {
  const FABRIKAM = '11111111-1111-4111-8111-111111111111';
  const { id: CONTOSO, name: contoso } = company();
  const { id: WINGTIP, name: wingtip, contact } = customer();
  const day = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString();
  const kim: PersonRef = {
    tenantId: WINGTIP,
    objectId: 'bbbbbbbb-0000-4000-8000-000000000001',
    name: contact.name,
  };
  const dana: PersonRef = { ...invitation().inviter.person };
  const kai: PersonRef = { ...dana, tenantId: FABRIKAM, objectId: 'cccccccc-0000-4000-8000-000000000001' };
  const approved: Decision = { by: kim, email: contact.email, at: day(-1) };
  const provider: ProviderRef = {
    companyId: FABRIKAM,
    companyName: other,
    partnerId: '1234567',
    country: 'JP',
  };
  const asked = [{ id: FABRIKAM, name: other }];

  const withProvider = (kind: 'joint' | 'addProvider', over: Partial<Invitation> = {}) =>
    invitation({ kind, provider, ...over });
  const partnershipRequest = (over: Partial<Invitation> = {}) =>
    invitation({
      kind: 'partnership',
      inviter: { ...provider, companyKind: 'indirectProvider', person: kai, email: 'kai@fabrikam.example' },
      addressee: { name: contoso, email: 'dana@contoso.example' },
      ...over,
    });
  /** The provider as the reseller keeps it. */
  const partnership = (over: Partial<Partnership> = {}): Partnership => ({
    partnerId: FABRIKAM,
    name: other,
    mpnId: '1234567',
    country: 'JP',
    state: 'active',
    providerAdministers: true,
    since: day(-12),
    invitationId: invitation().id,
    version: 1,
    watchers: [],
    ...over,
  });
  /** The reseller as the provider keeps it. */
  const reseller = (over: Partial<Partnership> = {}) =>
    partnership({ partnerId: CONTOSO, name: contoso, mpnId: '4567890', ...over });
  /** The customer as the provider keeps it. */
  const atProvider = (over: Partial<Customer> = {}) =>
    customer({
      canSell: false,
      canOrder: true,
      canAdminister: 'no',
      administers: [],
      sharedWith: [{ id: CONTOSO, name: contoso }],
      ...over,
    });

  const items = (...commands: Command[]) => commands.map(command => ({ command }));
  const letter = (
    language: Language,
    purpose: 'invitation' | 'reminder',
    { kind, inviter, addressee }: Invitation,
  ) => {
    const t = translator(language);
    const key = purpose === 'reminder' ? (`letter.reminder.${kind}` as const) : (`letter.${kind}` as const);
    const values = {
      customerName: addressee.name,
      companyName: inviter.companyName,
      personName: inviter.person.name,
      providerName: other,
      link: `https://desk.contoso.example/invitations/${invitation().id}.u3KxYV0m1n2o3p4q5r6s7t8u9v0w1x2y3z4A5B6C7D8`,
      days: 30,
      date: new Date(day(27)),
    };
    return { subject: t(`${key}.subject`, values), message: t(`${key}.message`, values) };
  };
  const about = {
    invitationId: invitation().id,
    kind: 'customer' as const,
    companyName: contoso,
    customerName: wingtip,
    at: day(0),
  };
  const notice =
    (told: ToldNotice) =>
    (language: Language): Card =>
      noticeCard({ notice: told }, language);
  const status =
    (shown: Invitation) =>
    (language: Language): Card =>
      invitationStatusCard({ invitation: shown, now, viewer: 'inviter' }, language);
  const outcome =
    (decided: Invitation, decision: Decision) =>
    (language: Language): Card =>
      approvalOutcomeCard(
        {
          invitation: {
            ...decided,
            state: 'accepted',
            decision,
            recipients: [{ ...decision.by, since: day(-2) }],
          },
          now,
          viewer: decision.by,
        },
        language,
      );
  const accepted: Partial<Invitation> = {
    state: 'accepted',
    recipients: [{ ...kim, since: day(-2) }],
    decision: approved,
    endedAt: day(-1),
    customerId: WINGTIP,
  };
  const atSide =
    (kind: PartnershipSide, shown: Partnership) =>
    (language: Language): Card =>
      partnershipRecordCard(
        {
          partnership: shown,
          now,
          kind,
          mayInvite: kind === 'indirectReseller',
          mayRemove: true,
          mayTakeBack: kind === 'indirectReseller',
          watching: shown.state === 'active',
        },
        language,
      );
  const editor =
    (draft: Invitation) =>
    (language: Language): Card =>
      letterEditorCard(
        { invitation: draft, purpose: 'invitation', ...letter(language, 'invitation', draft) },
        language,
      );
  const ready =
    (draft: Invitation, purpose: 'invitation' | 'reminder') =>
    (language: Language): Card =>
      letterReadyCard(
        {
          invitation: draft,
          purpose,
          ...letter(language, purpose, draft),
          pageUrl,
        },
        language,
      );
  /** The notices whose words differ by what was asked for. */
  const noticesByKind = (
    kind: InvitationKind,
    names: { providerName?: string; companyName?: string; customerName?: string },
  ): Record<string, (language: Language) => Card> => {
    const common = { ...about, kind, ...names };
    const by = kai;
    return {
      [`notice.${kind}.accepted`]: notice({
        name: 'invitationAccepted',
        ...common,
        customerId: WINGTIP,
        by: { ...kim, email: contact.email },
      }),
      [`notice.${kind}.declined`]: notice({
        name: 'invitationDeclined',
        ...common,
        by: { ...kim, email: contact.email },
      }),
      [`notice.${kind}.expired`]: notice({ name: 'invitationExpired', ...common, to: 'inviter' }),
      [`notice.${kind}.withdrawn`]: notice({ name: 'invitationWithdrawn', ...common, by, to: 'inviter' }),
      [`notice.${kind}.checked`]: notice({ name: 'approvalChecked', ...common, outcome: 'accepted' }),
    };
  };

  return {
    'customers.shared': language =>
      customersCard(
        {
          customers: [
            customer({ sharedWith: asked }),
            atProvider({ name: 'Northwind Traders', domain: 'northwind.example' }),
            atProvider({
              name: 'Adventure Works Cycles',
              domain: 'adventure-works.example',
              canSell: true,
              canAdminister: 'beingSetUp',
              sharedWith: Array.from({ length: 7 }, (_, index) => ({
                id: CONTOSO,
                name: `Reseller ${index}`,
              })),
            }),
          ],
          filter: {},
          page: 1,
          mayInvite: true,
        },
        language,
      ),
    'customerRecord.askOne': language =>
      customerRecordCard(
        {
          customer: customer(),
          now,
          mayAskToAddProvider: asked,
        },
        language,
      ),
    'customerRecord.askSeveral': language =>
      customerRecordCard(
        {
          customer: customer({ sharedWith: [{ id: WINGTIP, name: 'Litware Cloud' }] }),
          now,
          mayAskToAddProvider: [
            { id: FABRIKAM, name: other },
            { id: CONTOSO, name: 'Proseware' },
          ],
        },
        language,
      ),
    'customerRecord.atProvider': language =>
      customerRecordCard({ customer: atProvider(), now, invitedByOthers: true }, language),

    'requestPartnershipForm.empty': language =>
      requestPartnershipFormCard({ typed: {}, problems: {} }, language),
    'requestPartnershipForm.refused': language =>
      requestPartnershipFormCard(
        {
          typed: { email: 'dana at contoso', name: contoso, language: 'ja' },
          problems: { email: 'malformed', reference: 'tooLong' },
        },
        language,
      ),
    'partnerships.providers': language =>
      partnershipsCard(
        {
          kind: 'indirectReseller',
          partnerships: [
            partnership(),
            partnership({ name: 'Litware Cloud', state: 'beingSetUp', mpnId: undefined, country: 'TW' }),
            partnership({ name: 'Proseware', state: 'removed', country: undefined }),
          ],
          page: 1,
          mayRequest: false,
        },
        language,
      ),
    'partnerships.resellers': language =>
      partnershipsCard(
        {
          kind: 'indirectProvider',
          partnerships: [reseller(), reseller({ name: 'Tailspin Partners', mpnId: '7654321' })],
          page: 2,
          next: 'continuation',
          mayRequest: true,
        },
        language,
      ),
    'partnerships.found': language =>
      partnershipsCard(
        {
          kind: 'indirectProvider',
          partnerships: [reseller()],
          search: 'con',
          next: 'continuation',
          page: 1,
          mayRequest: false,
        },
        language,
      ),
    'partnerships.notFound': language =>
      partnershipsCard(
        { kind: 'indirectReseller', partnerships: [], search: said, page: 1, mayRequest: false },
        language,
      ),
    'partnerships.providers.empty': language =>
      partnershipsCard({ kind: 'indirectReseller', partnerships: [], page: 1, mayRequest: false }, language),
    'partnerships.resellers.empty': language =>
      partnershipsCard({ kind: 'indirectProvider', partnerships: [], page: 1, mayRequest: true }, language),
    'partnershipRecord.provider': atSide('indirectReseller', partnership()),
    'partnershipRecord.provider.noAccess': atSide(
      'indirectReseller',
      partnership({ providerAdministers: false }),
    ),
    'partnershipRecord.provider.removed': atSide(
      'indirectReseller',
      partnership({ state: 'removed', providerAdministers: false }),
    ),
    'partnershipRecord.reseller': atSide('indirectProvider', reseller()),
    'partnershipRecord.reseller.beingSetUp': atSide('indirectProvider', reseller({ state: 'beingSetUp' })),
    'partnershipRecord.reseller.removed': atSide(
      'indirectProvider',
      reseller({ state: 'removed', providerAdministers: false }),
    ),
    'partnershipConfirm.remove.atReseller': language =>
      partnershipConfirmCard(
        { partnership: partnership(), what: 'remove', kind: 'indirectReseller' },
        language,
      ),
    'partnershipConfirm.remove.atProvider': language =>
      partnershipConfirmCard({ partnership: reseller(), what: 'remove', kind: 'indirectProvider' }, language),
    'partnershipConfirm.removeAccess': language =>
      partnershipConfirmCard(
        { partnership: partnership(), what: 'removeAccess', kind: 'indirectReseller' },
        language,
      ),
    'sharedCustomers.list': language =>
      sharedCustomersCard(
        {
          partnership: partnership(),
          customers: [customer({ sharedWith: asked })],
          next: 'continuation',
          page: 2,
        },
        language,
      ),
    'sharedCustomers.empty': language =>
      sharedCustomersCard({ partnership: partnership(), customers: [], page: 1 }, language),
    authorize: language => authorizeCard({ invitation: partnershipRequest(), now }, language),
    'authorize.notConfirmed': language =>
      authorizeCard({ invitation: partnershipRequest(), now, problem: 'notConfirmed' }, language),
    'learn.anyone': language => learnCard({ cloud: 'global' }, language),
    'learn.provider': language => learnCard({ cloud: 'usgov', kind: 'indirectProvider' }, language),
    'learn.reseller': language => learnCard({ cloud: 'germany', kind: 'indirectReseller' }, language),

    'inviteCustomerForm.providers': language =>
      inviteCustomerFormCard({ typed: {}, problems: {}, providers: asked }, language),
    'inviteCustomerForm.joint': language =>
      inviteCustomerFormCard(
        {
          typed: { provider: FABRIKAM },
          problems: { email: 'required', provider: 'malformed' },
          providers: asked,
        },
        language,
      ),
    'approval.joint': language =>
      approvalCard({ invitation: withProvider('joint'), now, companyStands: false }, language),
    'approval.addProvider': language =>
      approvalCard({ invitation: withProvider('addProvider'), now, companyStands: true }, language),
    'approvalReplacing.joint': language =>
      approvalReplacingCard(
        {
          invitation: withProvider('joint'),
          replaced: [{ service: 'office365', partnerName: 'Northwind Traders' }],
          administrationVersion: 2,
        },
        language,
      ),
    'approvalOutcome.joint': outcome(withProvider('joint'), approved),
    'approvalOutcome.addProvider': outcome(withProvider('addProvider'), approved),
    'approvalOutcome.partnership': outcome(partnershipRequest(), { ...approved, by: dana }),
    'handOver.partnership': language =>
      handOverCard({ invitation: partnershipRequest(), admins: [] }, language),
    'handOver.joint': language => handOverCard({ invitation: withProvider('joint'), admins: [] }, language),
    'handOver.addProvider': language =>
      handOverCard({ invitation: withProvider('addProvider'), admins: [] }, language),
    'invitationStatus.joint': status({ ...withProvider('joint'), ...accepted }),
    'invitationStatus.addProvider': status({ ...withProvider('addProvider'), ...accepted }),
    'invitationStatus.partnership': status(partnershipRequest()),
    'invitationStatus.partnership.accepted': status({
      ...partnershipRequest(),
      ...accepted,
      decision: { ...approved, by: dana, email: 'dana@contoso.example' },
      customerId: CONTOSO,
    }),
    'invitationStatus.partnership.withdrawn': status({
      ...partnershipRequest(),
      state: 'withdrawn',
      withdrawnBy: kai,
      endedAt: day(-1),
    }),
    'invitations.kinds': language =>
      invitationsCard(
        {
          sent: [partnershipRequest(), withProvider('joint'), withProvider('addProvider'), invitation()],
          received: [],
          now,
          view: 'sent',
          page: 1,
          next: 'continuation',
          seesSent: true,
          mayRequest: true,
        },
        language,
      ),
    'invitations.kinds.received': language =>
      invitationsCard(
        {
          sent: [],
          received: [
            received({ kind: 'partnership', companyName: other }),
            received({ kind: 'joint' }),
            received({ kind: 'addProvider', state: 'accepted' }),
          ],
          now,
          view: 'received',
          page: 1,
          seesSent: true,
        },
        language,
      ),
    'letterEditor.partnership': editor(partnershipRequest({ state: 'draft' })),
    'letterEditor.joint': editor(withProvider('joint', { state: 'draft' })),
    'letterEditor.addProvider': editor(withProvider('addProvider', { state: 'draft' })),
    'letterReady.partnership': ready(partnershipRequest({ state: 'draft' }), 'invitation'),
    'letterReady.joint': ready(withProvider('joint', { state: 'draft' }), 'invitation'),
    'letterReady.addProvider': ready(withProvider('addProvider', { state: 'draft' }), 'invitation'),
    'letterReady.partnership.reminder': ready(partnershipRequest(), 'reminder'),
    'letterReady.joint.reminder': ready(withProvider('joint'), 'reminder'),
    'letterReady.addProvider.reminder': ready(withProvider('addProvider'), 'reminder'),
    'companyRecord.provider': language =>
      companyRecordCard(
        {
          company: company({ name: other, kind: 'indirectProvider', partnerId: '1234567' }),
          now,
          canEdit: true,
          isContact: false,
          operatorReviews: false,
        },
        language,
      ),
    'help.provider': language =>
      helpCard(
        {
          items: items(
            'requestPartnership',
            'indirectResellers',
            'customers',
            'invitations',
            'learn',
            'help',
          ),
          inside: 'requestPartnership',
        },
        language,
      ),
    ...noticesByKind('joint', { providerName: other }),
    ...noticesByKind('addProvider', { providerName: other }),
    ...noticesByKind('partnership', {
      companyName: other,
      customerName: contoso,
    }),
    'notice.customerShared': notice({
      name: 'customerShared',
      customerName: wingtip,
      customerId: WINGTIP,
      resellerName: contoso,
      at: day(0),
    }),
    'notice.partnershipRemoved': notice({
      name: 'partnershipRemoved',
      partnerName: contoso,
      by: kai,
      byCompany: other,
      at: day(0),
    }),
    'notice.administratorAccessRemoved': notice({
      name: 'administratorAccessRemoved',
      resellerName: contoso,
      by: dana,
      at: day(0),
    }),
  };
}
