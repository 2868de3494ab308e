import type { Language } from '../domain/language.ts';
import type { Notice } from '../domain/outbox.ts';
import type { Levels } from '../domain/permissions.ts';
import { referenceOf } from '../domain/serviceRequest.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, escapeMarkdown, inWords, link, template } from './card.ts';
import { importCounts } from './customerImport.ts';
import { momentOn } from './dates.ts';
import { viewAccepted } from './invitationStatus.ts';
import { levelNames } from './levels.ts';
import json from './notice.json' with { type: 'json' };
import { servicesOf } from './partners.ts';
import { listOf, personWithAddress, type Tone, toneStyle } from './parts.ts';

/** Everything that someone is told of, but requests that they may answer: for those the request's own card is sent. */
export type ToldNotice = Exclude<Notice, { name: 'approvalHandedOver' | 'roleRequested' }>;

export interface NoticeModel {
  notice: ToldNotice;
  /** The page with the e-mail for a contact who is not here in Teams. */
  pageUrl?: string | undefined;
  /** Whether the reader set the company up and is no admin agent yet (source document 001, enrolment step 9). */
  checkAdminAgent?: boolean | undefined;
}

interface View {
  tone: Tone;
  title: string;
  lines: string[];
  actions: Action[];
}

const expand = template(json);

/** Tells someone what happened, who did it, when, and what they can do now (design §2; issue, point 6). */
export function noticeCard(model: NoticeModel, language: Language): Card {
  const { tone, title, lines, actions } = viewOf(model, language);
  return expand(language, {
    ...inWords(language, `${title}.`, ...lines),
    title,
    style: toneStyle(tone),
    lines: lines.map(text => ({ text })),
    actions,
    hasActions: actions.length > 0,
  });
}

function viewOf({ notice, pageUrl, checkAdminAgent }: NoticeModel, language: Language): View {
  const t = translator(language);
  const moment = momentOn(notice.at);
  switch (notice.name) {
    case 'invitationAccepted': {
      const customer = escapeMarkdown(notice.customerName);
      return {
        tone: 'good',
        title: t(`notice.invitationAccepted.title.${notice.kind}`, {
          customer,
          provider: providerOf(notice),
        }),
        lines: [
          t(`notice.invitationAccepted.text.${notice.sellOnly ? 'sellOnly' : notice.kind}`, {
            person: personWithAddress(notice.by.name, notice.by.email),
            moment,
            customer,
            provider: providerOf(notice),
          }),
        ],
        actions: [viewAccepted(notice.kind, notice.customerId, language)],
      };
    }
    case 'invitationDeclined':
      return {
        tone: 'attention',
        title: t(`notice.invitationDeclined.title.${notice.kind}`, {
          customer: escapeMarkdown(notice.customerName),
          provider: providerOf(notice),
        }),
        lines: [
          t('notice.invitationDeclined.text', {
            person: personWithAddress(notice.by.name, notice.by.email),
            moment,
          }),
          ...(notice.reason
            ? [t('notice.invitationDeclined.reason', { reason: escapeMarkdown(notice.reason) })]
            : []),
          t('notice.invitationDeclined.do'),
        ],
        actions: [open(notice.invitationId), sendAgain(notice.invitationId)],
      };
    case 'invitationExpired': {
      const company = escapeMarkdown(notice.companyName);
      return notice.to === 'inviter'
        ? {
            tone: 'warning',
            title: t(`notice.invitationExpired.title.${notice.kind}`, {
              customer: escapeMarkdown(notice.customerName),
              provider: providerOf(notice),
            }),
            lines: [t('notice.invitationExpired.inviter', { moment })],
            actions: [open(notice.invitationId), sendAgain(notice.invitationId)],
          }
        : {
            tone: 'warning',
            title: t('notice.invitationExpired.recipient.title', { company }),
            lines: [t('notice.invitationExpired.recipient', { moment, company })],
            actions: [],
          };
    }
    case 'invitationWithdrawn':
      return notice.to === 'inviter'
        ? {
            tone: 'info',
            title: t(`notice.invitationWithdrawn.title.${notice.kind}`, {
              customer: escapeMarkdown(notice.customerName),
              provider: providerOf(notice),
            }),
            lines: [
              t('notice.invitationWithdrawn.inviter', { person: escapeMarkdown(notice.by.name), moment }),
            ],
            actions: [open(notice.invitationId), sendAgain(notice.invitationId)],
          }
        : {
            tone: 'info',
            title: t('notice.invitationWithdrawn.recipient.title', {
              company: escapeMarkdown(notice.companyName),
            }),
            lines: [t('notice.invitationWithdrawn.recipient', { moment })],
            actions: [],
          };
    case 'approvalToBeChecked': {
      const id = notice.invitationId;
      return {
        tone: 'warning',
        title: t('notice.approvalToBeChecked.title', { customer: escapeMarkdown(notice.customerName) }),
        lines: [
          t('notice.approvalToBeChecked.text', {
            person: personWithAddress(notice.by.name, notice.by.email),
            moment,
          }),
          t('notice.approvalToBeChecked.tenant', { tenant: notice.by.tenantId }),
        ],
        actions: [
          button(t('button.thatIsThem'), { verb: 'checkApprover.confirm', id }, { style: 'positive' }),
          button(t('button.notThem'), { verb: 'checkApprover.refuse', id }, { style: 'destructive' }),
          open(id),
        ],
      };
    }
    case 'approvalChecked': {
      const company = escapeMarkdown(notice.companyName);
      return {
        tone: notice.outcome === 'accepted' ? 'good' : 'attention',
        title: t(`notice.approvalChecked.${notice.outcome}.title`, { company }),
        lines: [
          notice.outcome === 'accepted'
            ? t(`notice.approvalChecked.accepted.${notice.kind}`, {
                company,
                moment,
                provider: providerOf(notice),
              })
            : t('notice.approvalChecked.refused', { company }),
        ],
        actions: [],
      };
    }
    case 'accountOpened': {
      const customer = escapeMarkdown(notice.customerName);
      const provider = escapeMarkdown(notice.providerName);
      return {
        tone: 'good',
        title: t('notice.accountOpened.title', { customer, provider }),
        lines: [t('notice.accountOpened.text', { customer, provider, moment })],
        actions: [button(t('button.viewCustomer'), { verb: 'customers.open', id: notice.customerId })],
      };
    }
    case 'customerShared': {
      const customer = escapeMarkdown(notice.customerName);
      const reseller = escapeMarkdown(notice.resellerName);
      return {
        tone: 'good',
        title: t('notice.customerShared.title', { customer, reseller }),
        lines: [t('notice.customerShared.text', { customer, moment })],
        actions: [button(t('button.viewCustomer'), { verb: 'customers.open', id: notice.customerId })],
      };
    }
    case 'accountBound': {
      const customer = escapeMarkdown(notice.customerName);
      const person = escapeMarkdown(notice.by.name);
      return {
        tone: 'good',
        title: t('notice.accountBound.title', { customer }),
        lines: [
          t('notice.accountBound.text', { person, moment }),
          ...(notice.merged ? [t('notice.accountBound.merged', { customer })] : []),
        ],
        actions: [button(t('button.viewCustomer'), { verb: 'customers.open', id: notice.customerId })],
      };
    }
    case 'setupCodeLocked': {
      const customer = escapeMarkdown(notice.customerName);
      const id = notice.customerId;
      return {
        tone: 'warning',
        title: t('notice.setupCodeLocked.title', { customer }),
        lines: [t('notice.setupCodeLocked.text', { moment })],
        actions: [
          button(t('button.newSetupCode'), { verb: 'setupInformation.new', id }),
          button(t('button.viewCustomer'), { verb: 'customers.open', id }),
        ],
      };
    }
    case 'partnershipRemoved': {
      const company = escapeMarkdown(notice.byCompany);
      const person = escapeMarkdown(notice.by.name);
      return {
        tone: 'warning',
        title: t('notice.partnershipRemoved.title', { company, partner: escapeMarkdown(notice.partnerName) }),
        lines: [
          t('notice.partnershipRemoved.text', { company, person, moment }),
          t('notice.partnershipRemoved.do'),
        ],
        actions: [],
      };
    }
    case 'administratorAccessRemoved': {
      const reseller = escapeMarkdown(notice.resellerName);
      const person = escapeMarkdown(notice.by.name);
      return {
        tone: 'warning',
        title: t('notice.administratorAccessRemoved.title', { reseller }),
        lines: [t('notice.administratorAccessRemoved.text', { reseller, person, moment })],
        actions: [],
      };
    }
    case 'administrationReplaced': {
      const services = listOf(
        language,
        notice.services.map(service => t(`service.${service}`)),
      );
      return {
        tone: 'warning',
        title: t('notice.administrationReplaced.title', { customer: escapeMarkdown(notice.customerName) }),
        lines: [t('notice.administrationReplaced.text', { moment, services })],
        actions: [button(t('button.viewCustomer'), { verb: 'customers.open', id: notice.customerId })],
      };
    }
    case 'administrationTaken': {
      const customer = escapeMarkdown(notice.customerName);
      const services = servicesOf(notice.services, language);
      const person = escapeMarkdown(notice.by.name);
      const how = notice.reassigned ? 'reassigned' : 'removed';
      return {
        tone: 'attention',
        title: t('notice.administrationTaken.title', { customer }),
        lines: [
          t(`notice.administrationTaken.${how}`, { person, customer, moment, services }),
          t('notice.administrationTaken.remains', { customer }),
          t('notice.administrationTaken.do'),
          t('notice.administrationTaken.onBehalf'),
        ],
        actions: [
          button(t('button.askAgain'), { verb: 'inviteCustomer.restore', id: notice.customerId }),
          button(t('button.requestServiceOnBehalf'), {
            verb: 'requestService.start',
            id: notice.customerId,
          }),
          button(t('button.viewCustomer'), { verb: 'customers.open', id: notice.customerId }),
        ],
      };
    }
    case 'administrationGiven': {
      const customer = escapeMarkdown(notice.customerName);
      const services = servicesOf(notice.services, language);
      const person = escapeMarkdown(notice.by.name);
      return {
        tone: 'good',
        title: t('notice.administrationGiven.title', { customer }),
        lines: [t('notice.administrationGiven.text', { person, moment, services })],
        actions: [button(t('button.viewCustomer'), { verb: 'customers.open', id: notice.customerId })],
      };
    }
    case 'relationshipEnded': {
      const [other, company] = [escapeMarkdown(notice.otherName), escapeMarkdown(notice.byCompany)];
      const person = escapeMarkdown(notice.by.name);
      const id = notice.otherId;
      return {
        tone: 'attention',
        title: t('notice.relationshipEnded.title', { other }),
        lines: [
          t('notice.relationshipEnded.text', { person, company, moment }),
          t(`notice.relationshipEnded.${notice.to}`, { other }),
        ],
        actions: [
          notice.to === 'partner'
            ? button(t('button.viewCustomer'), { verb: 'customers.open', id })
            : button(t('button.viewPartner'), { verb: 'partners.open', id }),
        ],
      };
    }
    case 'purchasesSwitched': {
      const partner = escapeMarkdown(notice.partnerName);
      const person = escapeMarkdown(notice.by.name);
      const purchase = t(`purchase.${notice.purchase}`);
      const how = notice.allowed ? 'allowed' : 'stopped';
      return {
        tone: notice.allowed ? 'good' : 'warning',
        title: t(`notice.purchasesSwitched.${how}.title`, { partner, purchase }),
        lines: [
          t(`notice.purchasesSwitched.${how}`, { person, partner, moment }),
          ...(notice.allowed ? [t('notice.purchasesSwitched.owner')] : []),
          t('notice.purchasesSwitched.exchanges', { partner }),
        ],
        actions: [button(t('button.viewPartner'), { verb: 'partners.open', id: notice.partnerId })],
      };
    }
    case 'sharingEnded': {
      const customer = escapeMarkdown(notice.customerName);
      const partner = escapeMarkdown(notice.partnerName);
      const what = notice.ordered ? (notice.stillOrders ? 'stillOrders' : 'ordered') : 'provided';
      return {
        tone: 'warning',
        title: t('notice.sharingEnded.title', { customer, partner }),
        lines: [t(`notice.sharingEnded.${what}`, { customer, partner, moment })],
        actions: [button(t('button.viewCustomer'), { verb: 'customers.open', id: notice.customerId })],
      };
    }
    case 'subscriptionChanged':
      return subscriptionView(notice, language);
    case 'supportContactChanged':
      return supportView(notice, language);
    case 'serviceRequestChanged': {
      const { companyId: id, requestId: request, deed, text } = notice;
      const reference = referenceOf({ id: request });
      const who =
        notice.by === 'operator'
          ? t('serviceRequest.operator')
          : t('serviceRequest.personOf', {
              person: escapeMarkdown(notice.by.name),
              company: escapeMarkdown(notice.byCompany),
            });
      return {
        tone: SERVICE_TONES[deed],
        title: t(`notice.serviceRequestChanged.${deed}.title`, { reference }),
        lines: [
          t('notice.serviceRequestChanged.about', { title: escapeMarkdown(notice.title), who, moment }),
          ...(text ? [t('notice.serviceRequestChanged.text', { text: escapeMarkdown(text) })] : []),
        ],
        actions: [button(t('button.open'), { verb: 'serviceRequests.open', id, request })],
      };
    }
    case 'contactToConfirm':
      return {
        tone: 'info',
        title: t('notice.contactToConfirm.title', { company: escapeMarkdown(notice.companyName) }),
        lines: [t('notice.contactToConfirm.text', { person: escapeMarkdown(notice.by.name), moment })],
        actions: [
          button(t('button.confirmContact'), { verb: 'setUpCompany.confirmContact' }, { style: 'positive' }),
          button(t('button.setUpCompany'), { verb: 'setUpCompany.start' }),
        ],
      };
    case 'enrolmentChanged':
      return enrolmentView(notice, { pageUrl, checkAdminAgent }, language);
    case 'levelsChanged':
      return {
        tone: 'info',
        title: t('notice.levelsChanged.title', { company: escapeMarkdown(notice.companyName) }),
        lines: [
          t('notice.levelsChanged.before', { roles: rolesIn(notice.from, language) }),
          t('notice.levelsChanged.after', { roles: rolesIn(notice.to, language) }),
          t('notice.levelsChanged.text', { person: escapeMarkdown(notice.by.name), moment }),
        ],
        actions: [button(t('button.whatMayIDo'), { verb: 'permissions.show' })],
      };
    case 'membershipEnded': {
      const company = escapeMarkdown(notice.companyName);
      const person = escapeMarkdown(notice.by.name);
      return {
        tone: 'attention',
        title: t('notice.membershipEnded.title', { company }),
        lines: [
          t('notice.membershipEnded.text', { company, person, moment }),
          t('notice.membershipEnded.do', { person }),
        ],
        actions: [],
      };
    }
    case 'workHandedOver': {
      const { withServices } = notice;
      const person = escapeMarkdown(notice.by.name);
      return {
        tone: 'info',
        title: t('notice.workHandedOver.title', { from: escapeMarkdown(notice.from.name) }),
        lines: [
          t(withServices ? 'notice.workHandedOver.withServices' : 'notice.workHandedOver.text', {
            person,
            moment,
          }),
        ],
        actions: [
          button(t('button.invitations'), { verb: 'invitations.show' }),
          ...(withServices ? [button(t('button.serviceRequests'), { verb: 'serviceRequests.show' })] : []),
        ],
      };
    }
    case 'signInLocked': {
      const name = escapeMarkdown(notice.userName);
      const email = escapeMarkdown(notice.email);
      return {
        tone: 'warning',
        title: t('notice.signInLocked.title', { name }),
        lines: [t('notice.signInLocked.text', { name, email, moment })],
        actions: [
          button(t('button.newSignInCode'), { verb: 'users.newCode', id: notice.userId }),
          button(t('button.open'), { verb: 'users.open', id: notice.userId }),
        ],
      };
    }
    case 'draftsMade':
      return {
        tone: notice.left + notice.taken > 0 ? 'warning' : 'good',
        title: t('notice.draftsMade.title', { made: notice.made }),
        lines: [
          t('notice.draftsMade.text'),
          ...(notice.left > 0 ? [t('notice.draftsMade.left', { left: notice.left })] : []),
          ...(notice.taken > 0 ? [t('notice.draftsMade.taken', { taken: notice.taken })] : []),
        ],
        actions: [button(t('button.invitations'), { verb: 'invitations.show' })],
      };
    case 'importChecked':
      return {
        tone: 'info',
        title: t('notice.importChecked.title'),
        lines: [importCounts(notice.counts, language)],
        actions: [button(t('button.open'), { verb: 'imports.show', id: notice.importId })],
      };
    case 'roleRequestEnded':
      return roleRequestView(notice, language);
  }

  function open(id: string): Action {
    return button(t('button.open'), { verb: 'invitations.open', id });
  }

  function sendAgain(id: string): Action {
    return button(t('button.sendAgain'), { verb: 'invitations.sendAgain', id });
  }
}

/** The provider for whom the invitation spoke too; sentences about others do not name it. */
function providerOf(notice: { providerName?: string | undefined }): string {
  return escapeMarkdown(notice.providerName ?? '');
}

const ENROLMENT_TONES = { contactConfirmed: 'info', active: 'good', rejected: 'attention' } as const;

function enrolmentView(
  notice: Extract<Notice, { name: 'enrolmentChanged' }>,
  { pageUrl, checkAdminAgent }: Pick<NoticeModel, 'pageUrl' | 'checkAdminAgent'>,
  language: Language,
): View {
  const t = translator(language);
  const { state, contactToTell } = notice;
  const telling = contactToTell !== undefined && pageUrl !== undefined;
  return {
    tone: ENROLMENT_TONES[state],
    title: t(`notice.enrolmentChanged.${state}.title`, { company: escapeMarkdown(notice.companyName) }),
    lines: [
      t(`notice.enrolmentChanged.${state}`, {
        moment: momentOn(notice.at),
        reason: escapeMarkdown(notice.reason ?? ''),
      }),
      ...(state === 'rejected' ? [t('notice.enrolmentChanged.rejected.do')] : []),
      ...(checkAdminAgent ? [t('companyRecord.checkAdminAgent')] : []),
      ...(telling
        ? [t('notice.enrolmentChanged.tellContact', { contact: escapeMarkdown(contactToTell.name) })]
        : []),
    ],
    actions: [
      ...(checkAdminAgent
        ? [button(t('button.joinAdminAgents'), { verb: 'users.joinAdminAgents' }, { style: 'positive' })]
        : []),
      ...(telling
        ? [link(t('button.openInEmail'), pageUrl), link(t('button.copyToClipboard'), `${pageUrl}#copy`)]
        : []),
      button(t('button.setUpCompany'), { verb: 'setUpCompany.start' }),
    ],
  };
}

function rolesIn(levels: Levels, language: Language): string {
  return listOf(language, levelNames(levels, language));
}

const SERVICE_TONES = {
  opened: 'info',
  noted: 'info',
  attentionAsked: 'warning',
  closed: 'good',
  reopened: 'warning',
} as const;

const REQUEST_TONES = { approved: 'good', declined: 'attention', lapsed: 'warning' } as const;

/** How somebody's own request for levels ended, and what they can do now. */
function roleRequestView(notice: Extract<Notice, { name: 'roleRequestEnded' }>, language: Language): View {
  const t = translator(language);
  const { state, reason, toBeAdded } = notice;
  const person = escapeMarkdown(notice.by?.name ?? '');
  const company = escapeMarkdown(notice.companyName);
  const values = { person, company, moment: momentOn(notice.at), roles: rolesIn(notice.wanted, language) };
  const title =
    state === 'approved'
      ? t(`notice.roleRequestEnded.approved.title.${toBeAdded ? 'add' : 'change'}`, values)
      : t(`notice.roleRequestEnded.${state}.title`);
  const again = [button(t('button.askAgain'), { verb: 'requestRole.start' })];
  const after = {
    approved: [button(t('button.help'), { verb: 'help.show' })],
    // With what the reason says, or for another role.
    declined: again,
    lapsed: again,
  };
  return {
    tone: REQUEST_TONES[state],
    title,
    lines: [
      t(`notice.roleRequestEnded.${state}`, values),
      ...(reason ? [t('notice.roleRequestEnded.reason', { reason: escapeMarkdown(reason) })] : []),
    ],
    actions: after[state],
  };
}

type AboutSubscription = Extract<Notice, { name: 'subscriptionChanged' | 'supportContactChanged' }>;

const CHANGE_TONES: Record<Extract<Notice, { name: 'subscriptionChanged' }>['change'], Tone> = {
  ordered: 'good',
  licencesAdded: 'info',
  licencesReduced: 'info',
  upgraded: 'info',
  suspended: 'attention',
  reactivated: 'good',
  cancelled: 'attention',
  becameReseller: 'good',
  noReseller: 'warning',
};

/** What was sold to a customer, or changed: for the partners concerned, and for the customer itself. */
function subscriptionView(
  notice: Extract<Notice, { name: 'subscriptionChanged' }>,
  language: Language,
): View {
  const t = translator(language);
  const { change, to, licences, further } = notice;
  const values = subscriptionValues(notice);
  const person = escapeMarkdown(notice.by.name);
  return {
    tone: CHANGE_TONES[change],
    title: t(`notice.subscriptionChanged.${change}`, values),
    lines: [
      t(`notice.subscriptionChanged.text.${to}`, { ...values, person }),
      ...(licences > 0 ? [t('notice.subscriptionChanged.licences', { licences })] : []),
      ...(further > 0 ? [t('notice.subscriptionChanged.further', { further })] : []),
      ...(change === 'becameReseller' ? [t('notice.subscriptionChanged.incentives')] : []),
      ...(change === 'suspended' && to === 'customer' ? [t('notice.subscriptionChanged.ask', values)] : []),
    ],
    actions: further > 0 ? openSubscriptions(notice, language) : openSubscription(notice, language),
  };
}

/** Who supports a customer with a subscription from now on: for whoever does, did, decided about it, or is supported. */
function supportView(notice: Extract<Notice, { name: 'supportContactChanged' }>, language: Language): View {
  const t = translator(language);
  const { to, by } = notice;
  const values = { ...subscriptionValues(notice), contact: escapeMarkdown(notice.contactName) };
  const person = by && escapeMarkdown(by.name);
  return {
    tone: to === 'present' ? 'good' : to === 'seller' ? 'warning' : 'info',
    title: t(`notice.supportContactChanged.title.${to}`, values),
    lines: [
      t(`notice.supportContactChanged.${to}`, values),
      person
        ? t('notice.supportContactChanged.by', { ...values, person })
        : t('notice.supportContactChanged.fellBack', values),
    ],
    actions: openSubscription(notice, language),
  };
}

function subscriptionValues(notice: AboutSubscription) {
  return {
    customer: escapeMarkdown(notice.customerName),
    offer: escapeMarkdown(notice.offerName),
    seller: escapeMarkdown(notice.sellerName),
    moment: momentOn(notice.at),
  };
}

function openSubscription(
  { mayOpen, customerId: customer, subscriptionId: id }: AboutSubscription,
  language: Language,
): Action[] {
  const title = translator(language)('button.openSubscription');
  return mayOpen ? [button(title, { verb: 'subscriptions.open', customer, id })] : [];
}

function openSubscriptions(
  { mayOpen, customerId: customer }: AboutSubscription,
  language: Language,
): Action[] {
  const title = translator(language)('button.subscriptions');
  return mayOpen ? [button(title, { verb: 'subscriptions.list', customer })] : [];
}
