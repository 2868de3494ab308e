import { describe, expect, it } from '@jest/globals';
import type { Card } from '../../cards/card.ts';
import { buttonsOf } from '../support/cardLint.ts';
import { examples } from './examples.ts';

/** What a card lets its reader do, in order: verbs, and the draft page behind links. */
function doable(card: Card): string {
  return buttonsOf(card)
    .map(({ verb, url }) => verb ?? (String(url).endsWith('#copy') ? 'page#copy' : 'page'))
    .join(' ');
}

/** The verbs are the contract between cards and the bot: one line a card, nothing more and nothing less. */
const EXPECTED: Record<string, string> = {
  'welcome.new': 'setUpCompany.start accept.how invitations.show language.show help.more',
  'welcome.member':
    'inviteCustomer.start customers.show invitations.show setUpCompany.start language.show help.more',
  'help.few': 'setUpCompany.start accept.how language.show',
  'help.member':
    'inviteCustomer.start customers.show invitations.show setUpCompany.start language.show help.more',
  'help.unknown': 'inviteCustomer.start customers.show invitations.show',
  'help.inside': 'inviteCustomer.start customers.show help.more',
  'help.all': '',
  setUpCompanyIntro: 'setUpCompany.next setUpCompany.alreadyInCsp setUpCompany.cancel',
  'setUpCompanyForm.empty': 'setUpCompany.enroll setUpCompany.cancel',
  'setUpCompanyForm.short': 'setUpCompany.enroll setUpCompany.cancel',
  'setUpCompanyForm.editing': 'setUpCompany.save setUpCompany.cancel',
  'setUpCompanyForm.refused': 'setUpCompany.enroll setUpCompany.cancel',
  'companyRecord.active': 'inviteCustomer.start setUpCompany.edit',
  'companyRecord.justEnrolled': 'page page#copy inviteCustomer.start setUpCompany.edit',
  'companyRecord.isContact': 'setUpCompany.confirmContact',
  'companyRecord.review': 'inviteCustomer.start setUpCompany.edit',
  'companyRecord.rejected': 'setUpCompany.edit',
  'companyRecord.customer': '',
  'inviteCustomerForm.empty': 'inviteCustomer.next inviteCustomer.cancel',
  'inviteCustomerForm.refused': 'inviteCustomer.next inviteCustomer.cancel',
  'letterEditor.invitation': 'draft.save draft.discard',
  'letterEditor.linkMissing': 'draft.save draft.putLinkBack draft.discard',
  'letterReady.invitation': 'page page#copy draft.edit draft.done draft.discard',
  'letterReady.reminder': 'page page#copy draft.edit draft.done draft.discard',
  'letterReady.notYet': 'page page#copy draft.edit draft.discard',
  'invitationStatus.draft': 'draft.edit',
  'invitationStatus.sent': 'invitations.remind invitations.sendAgain invitations.withdraw',
  'invitationStatus.sentAndOpened':
    'page page#copy invitations.remind invitations.sendAgain invitations.withdraw',
  'invitationStatus.toBeChecked': 'checkApprover.confirm checkApprover.refuse',
  'invitationStatus.accepted': 'customers.open',
  'invitationStatus.declined': 'invitations.sendAgain',
  'invitationStatus.withdrawn': 'invitations.sendAgain',
  'invitationStatus.expired': 'invitations.sendAgain',
  'invitationStatus.refused': 'invitations.sendAgain',
  'invitationStatus.readOnly': '',
  'invitations.empty': 'invitations.show inviteCustomer.start',
  'invitations.sent':
    'invitations.open invitations.open invitations.open invitations.open invitations.open invitations.open invitations.show invitations.show inviteCustomer.start',
  'invitations.received.empty': '',
  'invitations.received': 'accept.show accept.show accept.show invitations.show',
  'approval.first': 'accept.approve accept.decline accept.handOver',
  'approval.notConfirmed': 'accept.approve accept.decline accept.handOver',
  approvalReplacing: 'accept.approveReplacing accept.decline',
  'approvalOutcome.open': '',
  'approvalOutcome.toBeChecked': '',
  'approvalOutcome.accepted': '',
  'approvalOutcome.declined': '',
  'approvalOutcome.withdrawn': '',
  'approvalOutcome.expired': '',
  'approvalOutcome.refused': '',
  'handOver.nobody': '',
  'handOver.one': 'accept.handOverTo',
  'handOver.several': 'accept.handOverTo',
  'notice.invitationAccepted': 'customers.open',
  'notice.invitationDeclined': 'invitations.open invitations.sendAgain',
  'notice.invitationExpired': 'invitations.open invitations.sendAgain',
  'notice.invitationExpired.recipient': '',
  'notice.invitationWithdrawn': 'invitations.open invitations.sendAgain',
  'notice.invitationWithdrawn.recipient': '',
  'notice.approvalToBeChecked': 'checkApprover.confirm checkApprover.refuse invitations.open',
  'notice.approvalChecked.accepted': '',
  'notice.approvalChecked.refused': '',
  'notice.administrationReplaced': 'customers.open',
  'notice.enrolmentChanged.contactConfirmed': 'setUpCompany.start',
  'notice.enrolmentChanged.active': 'page page#copy setUpCompany.start',
  'notice.enrolmentChanged.rejected': 'setUpCompany.start',
  'customers.empty': 'inviteCustomer.start',
  'customers.list':
    'customers.show customers.open customers.open customers.open customers.show inviteCustomer.start',
  'customers.found': 'customers.show customers.open',
  'customers.notFound': 'customers.show',
  'customerRecord.yes': 'customers.show invitations.open',
  'customerRecord.beingSetUp': 'customers.show invitations.open',
  'language.chosen': 'language.choose language.choose language.choose language.choose',
  'language.fromTeams': 'language.choose language.choose language.choose language.choose',
  'message.plain': '',
  'message.buttons': 'invitations.open',
};

describe('what each card lets its reader do', () => {
  it.each(Object.keys(examples))('%s', name => {
    const card = examples[name]?.('en');
    expect(card && doable(card)).toBe(EXPECTED[name]);
  });
});
