import { approvalCard } from '../../cards/approval.ts';
import { approvalOutcomeCard } from '../../cards/approvalOutcome.ts';
import { approvalReplacingCard } from '../../cards/approvalReplacing.ts';
import { type Card, escapeMarkdown } from '../../cards/card.ts';
import { companyRecordCard } from '../../cards/companyRecord.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { customersCard } from '../../cards/customers.ts';
import { handOverCard } from '../../cards/handOver.ts';
import { helpCard } from '../../cards/help.ts';
import { invitationStatusCard } from '../../cards/invitationStatus.ts';
import { invitationsCard } from '../../cards/invitations.ts';
import { inviteCustomerFormCard } from '../../cards/inviteCustomerForm.ts';
import { languageCard } from '../../cards/language.ts';
import { letterEditorCard } from '../../cards/letterEditor.ts';
import { letterReadyCard } from '../../cards/letterReady.ts';
import { messageCard } from '../../cards/message.ts';
import { noticeCard, type ToldNotice } from '../../cards/notice.ts';
import { permissionsCard } from '../../cards/permissions.ts';
import { setUpCompanyFormCard } from '../../cards/setUpCompanyForm.ts';
import { setUpCompanyIntroCard } from '../../cards/setUpCompanyIntro.ts';
import { welcomeCard } from '../../cards/welcome.ts';
import { ownRights } from '../../domain/actionsOf.ts';
import { COMMANDS, type Command } from '../../domain/commands.ts';
import { type Company, type CompanyKind, formOf } from '../../domain/company.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Decision, Invitation, Recipient } from '../../domain/invitation.ts';
import type { Language } from '../../domain/language.ts';
import { LINK_PLACEHOLDER } from '../../domain/letter.ts';
import type { Levels } from '../../domain/permissions.ts';
import type { Customer, ReceivedInvitation } from '../../domain/relationship.ts';
import { translator } from '../../locales/index.ts';
import { customerAccountExamples } from './customerAccountExamples.ts';
import { customerExamples } from './customerExamples.ts';
import { historyExamples } from './historyExamples.ts';
import { orderExamples } from './orderExamples.ts';
import { partnershipExamples } from './partnershipExamples.ts';
import { purchaseExamples } from './purchaseExamples.ts';
import { relationshipExamples } from './relationshipExamples.ts';
import { roleRequestExamples } from './roleRequestExamples.ts';
import { sellOnlyExamples } from './sellOnlyExamples.ts';
import { serviceRequestExamples } from './serviceRequestExamples.ts';
import { setupExamples } from './setupExamples.ts';
import { subscriptionExamples } from './subscriptionExamples.ts';
import { userExamples } from './userExamples.ts';

/** Who is who in the examples, and what they typed. */
export interface Story {
  company: string;
  customer: string;
  other: string;
  inviter: string;
  contact: string;
  approver: string;
  colleague: string;
  reference: string;
  reason: string;
  address: string;
  said: string;
}

/** The story that the examples tell: Contoso, a reseller, invites Wingtip Toys; Fabrikam administered it before. */
const STORY: Story = {
  company: 'Contoso Ltd.',
  customer: 'Wingtip Toys',
  other: 'Fabrikam',
  inviter: 'Alex Wilber',
  contact: 'Megan Bowen',
  approver: 'Kim Akers',
  colleague: 'Robin Kline',
  reference: 'TICKET-4711',
  reason: 'We already have a partner for this.',
  address: '2-16-3 Konan, Minato-ku, Tokyo 108-0075',
  said: 'where is my order?',
};

export const NOW = new Date('2026-11-20T09:00:00.000Z');
const PAGE = 'https://desk.contoso.example/drafts/Zm9yIHRoZSBwaWN0dXJlIG9ubHksIG5vdCBhIHNlY3JldA';

const CONTOSO = '22222222-2222-4222-8222-222222222222';
const WINGTIP = '33333333-3333-4333-8333-333333333333';
/** Days before or after now, as storage keeps moments. */
export function day(days: number): string {
  return new Date(NOW.getTime() + days * 24 * 60 * 60 * 1000).toISOString();
}

/** Tells a story in cards: its people and rows, and every card with models that grow. */
export function tell(story: Story) {
  const alex: PersonRef = {
    tenantId: CONTOSO,
    objectId: 'aaaaaaaa-0000-4000-8000-000000000001',
    name: story.inviter,
  };
  const megan: PersonRef = { ...alex, objectId: 'aaaaaaaa-0000-4000-8000-000000000002', name: story.contact };
  const kim: PersonRef = {
    tenantId: WINGTIP,
    objectId: 'bbbbbbbb-0000-4000-8000-000000000001',
    name: story.approver,
  };
  const robin: PersonRef = {
    ...kim,
    objectId: 'bbbbbbbb-0000-4000-8000-000000000002',
    name: story.colleague,
  };

  function company(over: Partial<Company> = {}): Company {
    return {
      id: CONTOSO,
      name: story.company,
      kind: 'indirectReseller',
      state: 'active',
      country: 'JP',
      partnerId: '4567890',
      address: story.address,
      contact: { name: story.contact, email: 'megan@contoso.example' },
      support: {
        email: 'help@contoso.example',
        phone: '+81 3 4332 5300',
        website: 'https://contoso.example/support',
      },
      alreadyInCsp: false,
      enrolledBy: alex,
      enrolledAt: day(-9),
      contactConfirmed: { by: 'megan@contoso.example', at: day(-8) },
      activeAt: day(-7),
      administration: {},
      administrationVersion: 0,
      ...over,
    };
  }

  function invitation(over: Partial<Invitation> = {}): Invitation {
    return {
      id: '22222222222242228222222222222222fe6b5d1f2c00a1b2c3d4e5f6a7b8c9d0',
      kind: 'customer',
      state: 'sent',
      version: 3,
      linkVersion: 1,
      inviter: {
        companyId: CONTOSO,
        companyName: story.company,
        companyKind: 'indirectReseller',
        partnerId: '4567890',
        country: 'JP',
        person: alex,
        email: 'alex@contoso.example',
      },
      addressee: { name: story.customer, email: 'kim@wingtip.example' },
      reference: story.reference,
      language: 'en',
      letter: { subject: 'A subject', message: `Hello\n\n${LINK_PLACEHOLDER}` },
      createdAt: day(-4),
      sentAt: day(-3),
      expiresAt: day(27),
      recipients: [],
      ...over,
    };
  }

  const approved: Decision = { by: kim, email: 'kim@wingtip.example', at: day(-1) };
  const opened: Recipient = { ...kim, since: day(-2), email: 'kim@wingtip.example' };

  function customer(over: Partial<Customer> = {}): Customer {
    return {
      id: WINGTIP,
      name: story.customer,
      domain: 'wingtip.example',
      country: 'TW',
      contact: { name: story.approver, email: 'kim@wingtip.example' },
      canSell: true,
      canOrder: false,
      canAdminister: 'yes',
      administers: ['office365', 'azure', 'dynamics365', 'windows'],
      administrationVersion: 1,
      since: day(-1),
      invitationId: invitation().id,
      sharedWith: [],
      ...over,
    };
  }

  const received = (over: Partial<ReceivedInvitation>): ReceivedInvitation => ({
    invitationId: invitation().id,
    companyName: story.company,
    kind: 'customer',
    state: 'open',
    receivedAt: day(-2),
    expiresAt: day(27),
    ...over,
  });

  const items = (...commands: Command[]) => commands.map(command => ({ command }));
  const LINK =
    'https://desk.contoso.example/invitations/22222222222242228222222222222222fe6b5d1f2c00a1b2c3d4e5f6a7b8c9d0.u3KxYV0m1n2o3p4q5r6s7t8u9v0w1x2y3z4A5B6C7D8';

  /** The ready-made letter, as an editor and a ready card show it. */
  function letter(language: Language, purpose: 'invitation' | 'reminder') {
    const t = translator(language);
    const names = {
      customerName: story.customer,
      companyName: story.company,
      personName: story.inviter,
      link: LINK,
    };
    const values = { ...names, days: 30, date: new Date(day(27)) };
    const kind = purpose === 'reminder' ? 'reminder.customer' : 'customer';
    return {
      subject: t(`letter.${kind}.subject`, values),
      message: t(`letter.${kind}.message`, values),
    };
  }

  const about = {
    invitationId: invitation().id,
    kind: 'customer' as const,
    companyName: story.company,
    customerName: story.customer,
    at: day(0),
  };
  const byKim = { ...kim, email: 'kim@wingtip.example' };
  const notice =
    (told: ToldNotice, pageUrl?: string) =>
    (language: Language): Card =>
      noticeCard({ notice: told, pageUrl }, language);
  const status =
    (over: Partial<Invitation>, viewer: 'inviter' | 'colleague' | 'readOnly' = 'inviter', pageUrl?: string) =>
    (language: Language): Card =>
      invitationStatusCard({ invitation: invitation(over), now: NOW, viewer, pageUrl }, language);
  const outcome =
    (over: Partial<Invitation>, viewer: PersonRef = kim) =>
    (language: Language): Card =>
      approvalOutcomeCard(
        { invitation: invitation({ recipients: [opened], ...over }), now: NOW, viewer },
        language,
      );
  const record =
    (over: Partial<Company>, rest: Partial<Parameters<typeof companyRecordCard>[0]> = {}) =>
    (language: Language): Card =>
      companyRecordCard(
        {
          company: company(over),
          now: NOW,
          canEdit: true,
          isContact: false,
          operatorReviews: false,
          ...rest,
        },
        language,
      );

  const ownPermissions =
    (kind: CompanyKind, levels: Levels, everyRole: string[], allButGlobalAdmin: string[] = []) =>
    (language: Language) =>
      permissionsCard(
        {
          companyName: story.company,
          companyKind: kind,
          levels,
          rights: ownRights(kind, levels),
          granters: { everyRole, allButGlobalAdmin },
        },
        language,
      );

  const examples: Record<string, (language: Language) => Card> = {
    'welcome.new': language =>
      welcomeCard(
        { name: story.approver, actions: items('setUpCompany', 'accept', 'invitations', 'language', 'help') },
        language,
      ),
    'welcome.member': language =>
      welcomeCard(
        {
          name: story.inviter,
          company: { membership: 'added', name: story.company },
          actions: items('inviteCustomer', 'customers', 'invitations', 'setUpCompany', 'language', 'help'),
        },
        language,
      ),

    'help.few': language => helpCard({ items: items('setUpCompany', 'accept', 'language') }, language),
    'help.member': language =>
      helpCard(
        { items: items('inviteCustomer', 'customers', 'invitations', 'setUpCompany', 'language', 'help') },
        language,
      ),
    'help.unknown': language =>
      helpCard(
        { items: items('inviteCustomer', 'customers', 'invitations'), unknown: { text: story.said } },
        language,
      ),
    'help.notQuoted': language =>
      helpCard({ items: items('inviteCustomer', 'customers', 'invitations'), unknown: 'secret' }, language),
    'help.inside': language =>
      helpCard({ items: items('inviteCustomer', 'customers', 'cancel'), inside: 'inviteCustomer' }, language),
    'help.all': language => helpCard({ items: items(...COMMANDS), all: true }, language),

    setUpCompanyIntro: language => setUpCompanyIntroCard({}, language),
    'setUpCompanyForm.empty': language =>
      setUpCompanyFormCard(
        { form: 'full', typed: {}, problems: {}, editing: false, kindIsFixed: false },
        language,
      ),
    'setUpCompanyForm.short': language =>
      setUpCompanyFormCard(
        { form: 'short', typed: {}, problems: {}, editing: false, kindIsFixed: false },
        language,
      ),
    'setUpCompanyForm.editing': language =>
      setUpCompanyFormCard(
        { form: 'full', typed: formOf(company()), problems: {}, editing: true, kindIsFixed: true },
        language,
      ),
    'setUpCompanyForm.refused': language =>
      setUpCompanyFormCard(
        {
          form: 'full',
          typed: { ...formOf(company()), name: '', contactEmail: 'megan@gmail.com', supportPhone: 'call us' },
          problems: {
            name: 'required',
            kind: 'required',
            country: 'required',
            partnerId: 'malformed',
            partnerIdConfirmed: 'notConfirmed',
            address: 'tooLong',
            contactEmail: 'webMail',
            supportPhone: 'malformed',
            supportWebsite: 'malformed',
          },
          editing: false,
          kindIsFixed: false,
        },
        language,
      ),

    'companyRecord.active': record({}, { seesHistory: true }),
    'companyRecord.justEnrolled': record(
      { state: 'submitted', contactConfirmed: undefined, activeAt: undefined },
      { justEnrolled: true, contactDraftUrl: PAGE, operatorReviews: true },
    ),
    'companyRecord.isContact': record(
      { state: 'submitted', contactConfirmed: undefined },
      { canEdit: false, isContact: true },
    ),
    'companyRecord.review': record({ state: 'contactConfirmed' }, { operatorReviews: true }),
    'companyRecord.rejected': record({
      state: 'rejected',
      rejection: { reason: story.reason, at: day(-1) },
    }),
    'companyRecord.customer': record(
      { name: story.customer, kind: 'customer', partnerId: undefined, contact: undefined, support: {} },
      { canEdit: false, seesHistory: true },
    ),

    'inviteCustomerForm.empty': language => inviteCustomerFormCard({ typed: {}, problems: {} }, language),
    'inviteCustomerForm.refused': language =>
      inviteCustomerFormCard(
        {
          typed: { email: 'kim at wingtip', reference: story.reference, language: 'zh-TW' },
          problems: { email: 'malformed', name: 'required' },
        },
        language,
      ),
    'letterEditor.invitation': language =>
      letterEditorCard(
        {
          invitation: invitation({ state: 'draft' }),
          purpose: 'invitation',
          ...letter(language, 'invitation'),
        },
        language,
      ),
    'letterEditor.linkMissing': language =>
      letterEditorCard(
        {
          invitation: invitation({ state: 'draft' }),
          purpose: 'reminder',
          subject: 'Hello',
          message: 'Please answer us.',
          problem: 'linkMissing',
        },
        language,
      ),
    'letterReady.invitation': language =>
      letterReadyCard(
        {
          invitation: invitation({ state: 'draft' }),
          purpose: 'invitation',
          ...letter(language, 'invitation'),
          pageUrl: PAGE,
        },
        language,
      ),
    'letterReady.reminder': language =>
      letterReadyCard(
        {
          invitation: invitation({ reminder: letter(language, 'reminder') }),
          purpose: 'reminder',
          ...letter(language, 'reminder'),
          pageUrl: PAGE,
        },
        language,
      ),
    'letterReady.notYet': language =>
      letterReadyCard(
        {
          invitation: invitation({ state: 'draft' }),
          purpose: 'invitation',
          ...letter(language, 'invitation'),
          pageUrl: undefined,
        },
        language,
      ),

    'invitationStatus.draft': status({
      state: 'draft',
      sentAt: undefined,
      expiresAt: undefined,
      reference: undefined,
    }),
    'invitationStatus.sent': status({}),
    'invitationStatus.sentAndOpened': status(
      {
        remindedAt: day(-1),
        recipients: [
          opened,
          { ...robin, since: day(-2), handedOverTo: { objectId: kim.objectId, name: kim.name, at: day(-2) } },
        ],
      },
      'colleague',
      PAGE,
    ),
    'invitationStatus.toBeChecked': status({
      state: 'toBeChecked',
      recipients: [{ ...opened, email: 'kim@tailspin.example' }],
      decision: { ...approved, email: 'kim@tailspin.example' },
    }),
    'invitationStatus.accepted': status({
      state: 'accepted',
      recipients: [opened],
      decision: approved,
      endedAt: day(-1),
      customerId: WINGTIP,
    }),
    'invitationStatus.declined': status({
      state: 'declined',
      recipients: [opened],
      decision: { ...approved, reason: story.reason },
      endedAt: day(-1),
    }),
    'invitationStatus.withdrawn': status({ state: 'withdrawn', withdrawnBy: megan, endedAt: day(-1) }),
    'invitationStatus.expired': status({ expiresAt: day(-1) }),
    'invitationStatus.refused': status({ state: 'refused', decision: approved, endedAt: day(-1) }),
    'invitationStatus.readOnly': status({}, 'readOnly'),

    'invitations.empty': language =>
      invitationsCard({ sent: [], received: [], now: NOW, view: 'sent', page: 1, seesSent: true }, language),
    'invitations.sent': language =>
      invitationsCard(
        {
          sent: [
            invitation(),
            invitation({
              state: 'accepted',
              addressee: { name: story.other, email: 'a@northwind.example' },
            }),
            invitation({
              state: 'declined',
              addressee: { name: 'Adventure Works', email: 'a@aw.example' },
              sentAt: day(-40),
            }),
            invitation({ state: 'toBeChecked', addressee: { name: 'Tailspin Toys', email: 'a@tt.example' } }),
            invitation({
              state: 'draft',
              addressee: { name: 'Litware', email: 'a@l.example' },
              sentAt: undefined,
              reference: undefined,
            }),
            invitation({ addressee: { name: 'Proseware', email: 'a@p.example' }, expiresAt: day(-2) }),
          ],
          received: [],
          now: NOW,
          view: 'sent',
          page: 2,
          next: 'continuation',
          seesSent: true,
        },
        language,
      ),
    'invitations.received.empty': language =>
      invitationsCard(
        { sent: [], received: [], now: NOW, view: 'received', page: 1, seesSent: false },
        language,
      ),
    'invitations.received': language =>
      invitationsCard(
        {
          sent: [],
          received: [
            received({}),
            received({ companyName: story.other, state: 'accepted' }),
            received({ companyName: 'Proseware', expiresAt: day(-1) }),
          ],
          now: NOW,
          view: 'received',
          page: 1,
          seesSent: true,
        },
        language,
      ),

    'approval.first': language =>
      approvalCard({ invitation: invitation(), now: NOW, companyStands: false }, language),
    'approval.notConfirmed': language =>
      approvalCard(
        { invitation: invitation(), now: NOW, companyStands: true, problem: 'notConfirmed' },
        language,
      ),
    approvalReplacing: language =>
      approvalReplacingCard(
        {
          invitation: invitation(),
          replaced: [
            { service: 'office365', partnerName: story.other },
            { service: 'azure', partnerName: story.other },
          ],
          administrationVersion: 2,
        },
        language,
      ),
    'approvalOutcome.open': outcome({
      recipients: [{ ...opened, handedOverTo: { objectId: robin.objectId, name: robin.name, at: day(-1) } }],
    }),
    'approvalOutcome.toBeChecked': outcome({ state: 'toBeChecked', decision: approved }),
    'approvalOutcome.accepted': outcome({ state: 'accepted', decision: approved }),
    'approvalOutcome.declined': outcome({
      state: 'declined',
      decision: { ...approved, reason: story.reason },
    }),
    'approvalOutcome.withdrawn': outcome({ state: 'withdrawn', withdrawnBy: alex }),
    'approvalOutcome.expired': outcome({ expiresAt: day(-1) }),
    'approvalOutcome.refused': outcome({ state: 'refused', decision: approved }),
    'handOver.nobody': language => handOverCard({ invitation: invitation(), admins: [] }, language),
    'handOver.one': language => handOverCard({ invitation: invitation(), admins: [kim] }, language),
    'handOver.several': language =>
      handOverCard({ invitation: invitation(), admins: [kim, robin] }, language),

    'notice.invitationAccepted': notice({
      name: 'invitationAccepted',
      ...about,
      customerId: WINGTIP,
      by: byKim,
    }),
    'notice.invitationDeclined': notice({
      name: 'invitationDeclined',
      ...about,
      by: byKim,
      reason: story.reason,
    }),
    'notice.invitationExpired': notice({ name: 'invitationExpired', ...about, to: 'inviter' }),
    'notice.invitationExpired.recipient': notice({ name: 'invitationExpired', ...about, to: 'recipient' }),
    'notice.invitationWithdrawn': notice({ name: 'invitationWithdrawn', ...about, by: megan, to: 'inviter' }),
    'notice.invitationWithdrawn.recipient': notice({
      name: 'invitationWithdrawn',
      ...about,
      by: megan,
      to: 'recipient',
    }),
    'notice.approvalToBeChecked': notice({
      name: 'approvalToBeChecked',
      ...about,
      by: { ...kim, email: 'kim@tailspin.example' },
    }),
    'notice.approvalChecked.accepted': notice({ name: 'approvalChecked', ...about, outcome: 'accepted' }),
    'notice.approvalChecked.refused': notice({ name: 'approvalChecked', ...about, outcome: 'refused' }),
    'notice.administrationReplaced': notice({
      name: 'administrationReplaced',
      customerName: story.customer,
      customerId: WINGTIP,
      services: ['office365', 'azure'],
      at: day(0),
    }),
    'notice.enrolmentChanged.contactConfirmed': notice({
      name: 'enrolmentChanged',
      companyName: story.company,
      state: 'contactConfirmed',
      at: day(0),
    }),
    'notice.enrolmentChanged.active': notice(
      {
        name: 'enrolmentChanged',
        companyName: story.company,
        state: 'active',
        contactToTell: { name: story.contact, email: 'megan@contoso.example' },
        at: day(0),
      },
      PAGE,
    ),
    'notice.enrolmentChanged.rejected': notice({
      name: 'enrolmentChanged',
      companyName: story.company,
      state: 'rejected',
      reason: story.reason,
      at: day(0),
    }),

    'customers.empty': language =>
      customersCard({ customers: [], filter: {}, page: 1, mayInvite: true }, language),
    'customers.list': language =>
      customersCard(
        {
          customers: [
            customer(),
            customer({ name: story.other, domain: 'northwind.example', canAdminister: 'beingSetUp' }),
            customer({
              name: 'Adventure Works Cycles',
              domain: 'adventure-works.example',
              canAdminister: 'no',
            }),
          ],
          filter: {},
          page: 1,
          next: 'continuation',
          mayInvite: true,
        },
        language,
      ),
    'customers.found': language =>
      customersCard(
        { customers: [customer()], filter: { search: 'win' }, page: 1, mayInvite: false },
        language,
      ),
    'customers.notFound': language =>
      customersCard({ customers: [], filter: { search: story.said }, page: 1, mayInvite: false }, language),
    'customerRecord.yes': language => customerRecordCard({ customer: customer(), now: NOW }, language),
    'customerRecord.beingSetUp': language =>
      customerRecordCard(
        {
          customer: customer({ canAdminister: 'beingSetUp', administers: [], country: undefined }),
          now: NOW,
          already: true,
        },
        language,
      ),
    ...partnershipExamples(
      { now: NOW, pageUrl: PAGE, company, invitation, customer, received },
      { other: story.other, said: story.said },
    ),
    ...roleRequestExamples({
      now: NOW,
      day,
      company: story.company,
      asker: { ...alex, objectId: 'aaaaaaaa-0000-4000-8000-000000000003', name: story.colleague },
      granter: alex,
      why: story.reference,
      reason: story.reason,
    }),
    ...serviceRequestExamples({
      now: NOW,
      day,
      company: story.company,
      customer,
      asker: alex,
      answerer: kim,
      title: story.reference,
      text: story.reason,
    }),
    ...relationshipExamples(
      { now: NOW, company, invitation, customer },
      { other: story.other, approver: story.approver, said: story.said },
    ),
    ...sellOnlyExamples({ now: NOW, viewer: kim, invitation, customerId: WINGTIP, decision: approved }),
    ...purchaseExamples(
      { now: NOW, customer },
      { other: story.other, colleague: story.colleague, approver: kim },
    ),
    ...orderExamples({
      now: NOW,
      provider: story.other,
      reseller: story.company,
      customer: customer(),
      contact: story.contact,
      said: story.said,
    }),
    ...customerAccountExamples(
      { now: NOW, customer },
      { admin: alex, newcomer: story.contact, offer: story.other, said: story.said },
    ),
    ...setupExamples({
      now: NOW,
      provider: story.other,
      reseller: story.company,
      customer: customer(),
      admin: kim,
    }),
    ...userExamples({
      now: NOW,
      admin: alex,
      colleague: megan,
      newcomer: story.colleague,
      customer: story.customer,
      said: story.said,
      company,
    }),
    ...subscriptionExamples({ now: NOW, company, customer }, { other: story.other, seller: alex }),
    ...customerExamples({ other: story.other, who: alex, said: story.said, customer }),
    ...historyExamples({
      now: NOW,
      companyName: story.company,
      customer: story.customer,
      other: story.other,
      admin: alex,
      approver: kim,
      reason: story.reason,
      invitationId: invitation().id,
    }),
    'permissions.globalAdmin': ownPermissions(
      'indirectReseller',
      { agent: 'adminAgent', admin: 'globalAdmin' },
      [story.inviter],
    ),
    'permissions.helpdeskAgent': ownPermissions(
      'indirectProvider',
      { agent: 'helpdeskAgent', admin: 'none' },
      [story.inviter, story.contact],
      [story.colleague],
    ),
    'permissions.userManagementAdmin': ownPermissions(
      'directPartner',
      { agent: 'none', admin: 'userManagementAdmin' },
      Array.from({ length: 7 }, () => story.inviter),
    ),
    'permissions.noRole': ownPermissions('customer', { agent: 'none', admin: 'none' }, []),
    'language.chosen': language => languageCard({ current: language, chosen: true }, language),
    'language.fromTeams': language => languageCard({ current: language, chosen: false }, language),
    'message.plain': language =>
      messageCard({ text: translator(language)('outcome.cancelled'), tone: 'info' }, language),
    'message.buttons': language => {
      const t = translator(language);
      return messageCard(
        {
          title: t('invitationStatus.title.customer', { customer: escapeMarkdown(story.customer) }),
          text: t('outcome.alreadyInvited', {
            email: 'kim@wingtip.example',
            name: escapeMarkdown(story.inviter),
            date: new Date(day(-3)),
          }),
          tone: 'warning',
          buttons: [
            { title: t('button.showInvitation'), verb: 'invitations.open', data: { id: invitation().id } },
          ],
        },
        language,
      );
    },
  };

  return { alex, kim, company, invitation, customer, approved, letter, examples };
}

/** Every card with example models; tests check each, and a script makes a picture of each. */
export const { alex, kim, company, invitation, customer, approved, letter, examples } = tell(STORY);
