import { accountToBindCard } from '../../cards/accountToBind.ts';
import type { Card } from '../../cards/card.ts';
import { customerRecordCard } from '../../cards/customerRecord.ts';
import { noticeCard } from '../../cards/notice.ts';
import { setupCodeFormCard } from '../../cards/setupCodeForm.ts';
import { setupInformationCard } from '../../cards/setupInformation.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';
import type { Customer } from '../../domain/relationship.ts';
import { setupInformationUrl } from '../../domain/setupCode.ts';

/** A provider and its reseller who opened an account, and the first admin of the customer. */
export interface SetupCast {
  now: Date;
  provider: string;
  reseller: string;
  customer: Customer;
  admin: PersonRef;
}

const ACCOUNT = 'aaaaaaaa-0000-8000-8000-000000000001';
const CODE = 'K7QM-2RTX-9WHD-4ZBN-6YCP';
const ACCOUNT_NAME = 'admin@wingtiptoys.onmicrosoft.com';
/** Which code it is; nothing that anybody could enter. */
const CODE_ID = 'gV5YtR2q9wLk';

/** An account that waits for its first admin, and how it is set up. */
export function setupExamples({
  now,
  provider,
  reseller,
  customer,
  admin,
}: SetupCast): Record<string, (language: Language) => Card> {
  const at = now.toISOString();
  const opened: Customer = { ...customer, id: ACCOUNT, accountOpenedAt: at };
  const account = {
    accountId: ACCOUNT,
    accountName: ACCOUNT_NAME,
    name: customer.name,
    openedByCompany: provider,
    partners: [
      { partner: { name: provider, canSell: false, canOrder: true }, administers: [] },
      {
        partner: { name: reseller, canSell: true, canOrder: false },
        administers: ['office365', 'azure', 'dynamics365', 'windows'] as const,
      },
    ],
  };
  return {
    'setupInformation.once': language =>
      setupInformationCard(
        {
          customerId: ACCOUNT,
          customerName: customer.name,
          accountName: ACCOUNT_NAME,
          codeId: CODE_ID,
          code: CODE,
          copyUrl: setupInformationUrl('https://desk.contoso.example', language, {
            address: ACCOUNT_NAME,
            code: CODE,
          }),
        },
        language,
      ),
    'setupCodeForm.empty': language => setupCodeFormCard({}, language),
    'setupCodeForm.malformed': language =>
      setupCodeFormCard({ problem: { what: 'malformedCode' } }, language),
    'setupCodeForm.unknown': language => setupCodeFormCard({ problem: { what: 'unknownCode' } }, language),
    'setupCodeForm.wrong': language =>
      setupCodeFormCard({ problem: { what: 'wrongCode', left: 1 } }, language),
    'accountToBind.new': language => accountToBindCard(account, language),
    'accountToBind.notConfirmed': language =>
      accountToBindCard({ ...account, problem: 'notConfirmed' }, language),
    'accountToBind.joins': language =>
      accountToBindCard(
        {
          ...account,
          standing: { name: customer.name, keeps: [{ service: 'azure', partnerName: provider }] },
        },
        language,
      ),
    'customerRecord.waits': language =>
      customerRecordCard({ customer: opened, now, setup: { state: 'waiting', mayRenew: true } }, language),
    'customerRecord.codeExpired': language =>
      customerRecordCard({ customer: opened, now, setup: { state: 'expired', mayRenew: true } }, language),
    'customerRecord.codeLocked': language =>
      customerRecordCard({ customer: opened, now, setup: { state: 'locked', mayRenew: false } }, language),
    'customerRecord.bound': language =>
      customerRecordCard({ customer: opened, now, setup: { state: 'bound', mayRenew: false } }, language),
    'notice.accountBound': language =>
      noticeCard(
        {
          notice: {
            name: 'accountBound',
            customerName: customer.name,
            customerId: customer.id,
            by: admin,
            merged: false,
            at,
          },
        },
        language,
      ),
    'notice.accountBound.merged': language =>
      noticeCard(
        {
          notice: {
            name: 'accountBound',
            customerName: customer.name,
            customerId: customer.id,
            by: admin,
            merged: true,
            at,
          },
        },
        language,
      ),
    'notice.setupCodeLocked': language =>
      noticeCard(
        { notice: { name: 'setupCodeLocked', customerName: customer.name, customerId: ACCOUNT, at } },
        language,
      ),
  };
}
