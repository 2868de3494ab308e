import { addUserConfirmCard } from '../../cards/addUserConfirm.ts';
import { addUserFormCard } from '../../cards/addUserForm.ts';
import type { Card } from '../../cards/card.ts';
import { companyRecordCard } from '../../cards/companyRecord.ts';
import { noticeCard } from '../../cards/notice.ts';
import { removeUserConfirmCard } from '../../cards/removeUserConfirm.ts';
import { signInCard } from '../../cards/signIn.ts';
import { signInInformationCard } from '../../cards/signInInformation.ts';
import { updateUserFormCard } from '../../cards/updateUserForm.ts';
import { userRecordCard } from '../../cards/userRecord.ts';
import { usersCard } from '../../cards/users.ts';
import { welcomeCard } from '../../cards/welcome.ts';
import type { Company } from '../../domain/company.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';
import { signInInformationUrl } from '../../domain/signInInformation.ts';
import type { ListedUser } from '../../domain/user.ts';
import { NO_WORK } from '../../operations/handOverWork.ts';

/** Who is in the story: whoever manages people, a colleague of theirs, and somebody who is added. */
export interface Cast {
  now: Date;
  admin: PersonRef;
  colleague: PersonRef;
  newcomer: string;
  customer: string;
  said: string;
  company(over?: Partial<Company>): Company;
}

const ID = 'eeeeeeee-0000-4000-8000-000000000001';
const CODE = 'K7QM-2RTX-9WHD';
const EMAIL = 'robin.kline@contoso.example';
/** Which code it is; nothing that anybody could enter. */
const CODE_ID = 'gV5YtR2q9wLk';

/** The people of a company: added, signed in, updated, removed. */
export function userExamples({
  now,
  admin,
  colleague,
  newcomer,
  customer,
  said,
  company,
}: Cast): Record<string, (language: Language) => Card> {
  const day = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000).toISOString();
  const user = (over: Partial<ListedUser> = {}): ListedUser => ({
    id: ID,
    companyId: admin.tenantId,
    name: newcomer,
    email: EMAIL,
    agent: 'salesAgent',
    admin: 'none',
    state: 'active',
    objectId: colleague.objectId,
    addedBy: admin,
    addedAt: day(-3),
    version: 2,
    ...over,
  });
  const first = user({
    name: admin.name,
    email: 'alex@contoso.example',
    agent: 'adminAgent',
    admin: 'globalAdmin',
    addedBy: undefined,
    addedAt: day(-40),
  });
  const invited = user({ state: 'invited', objectId: undefined, addedAt: day(0), codeExpiresAt: day(7) });
  const everything = { isSelf: false, mayUpdate: true, mayRenewCode: true, mayRemove: true };
  const nothing = { isSelf: false, mayUpdate: false, mayRenewCode: false, mayRemove: false };
  const copyUrl = (language: Language) =>
    signInInformationUrl('https://desk.contoso.example', language, { address: EMAIL, code: CODE });
  const filled = { name: newcomer, email: EMAIL, agent: 'salesAgent', admin: 'none' };
  const nobody = { name: newcomer, email: 'robin', agent: 'none', admin: 'none' };

  return {
    'users.list': language =>
      usersCard(
        {
          users: [
            first,
            invited,
            user({ name: colleague.name, state: 'locked', agent: 'none', admin: 'billingAdmin' }),
            user({ state: 'invited', codeExpiresAt: day(-1), addedAt: day(-8) }),
            user({ state: 'removed', agent: 'helpdeskAgent', admin: 'userManagementAdmin' }),
          ],
          now,
          page: 1,
          next: 'bmV4dA',
          openRequests: 2,
        },
        language,
      ),
    'users.found': language =>
      usersCard({ users: [invited], now, search: 'rob', page: 2, openRequests: 0 }, language),
    'users.notFound': language =>
      usersCard({ users: [], now, search: said, page: 1, openRequests: 0 }, language),
    'userRecord.invited': language => userRecordCard({ user: invited, now, ...everything }, language),
    'userRecord.codeOver': language =>
      userRecordCard(
        { user: user({ state: 'invited', codeExpiresAt: day(-1) }), now, ...everything },
        language,
      ),
    'userRecord.active': language =>
      userRecordCard({ user: user(), now, ...everything, mayRenewCode: false }, language),
    'userRecord.self': language =>
      userRecordCard({ user: first, now, ...everything, mayRenewCode: false, isSelf: true }, language),
    'userRecord.locked': language =>
      userRecordCard({ user: user({ state: 'locked' }), now, ...everything }, language),
    'userRecord.removed': language =>
      userRecordCard({ user: user({ state: 'removed' }), now, ...nothing }, language),
    'addUserForm.empty': language =>
      addUserFormCard(
        {
          companyName: company().name,
          typed: {},
          problems: {},
          colleagues: [{ id: colleague.objectId, name: colleague.name }],
          mayGrantGlobalAdmin: true,
        },
        language,
      ),
    'addUserForm.refused': language =>
      addUserFormCard(
        {
          companyName: company().name,
          typed: nobody,
          problems: { email: 'malformed', agent: 'noRole' },
          colleagues: [],
          mayGrantGlobalAdmin: false,
        },
        language,
      ),
    'addUserForm.taken': language =>
      addUserFormCard(
        {
          companyName: company().name,
          typed: filled,
          problems: { email: 'taken' },
          colleagues: [],
          mayGrantGlobalAdmin: true,
        },
        language,
      ),
    'addUserConfirm.agent': language =>
      addUserConfirmCard(
        { user: { name: newcomer, email: EMAIL, levels: { agent: 'salesAgent', admin: 'none' } } },
        language,
      ),
    'addUserConfirm.globalAdmin': language =>
      addUserConfirmCard(
        { user: { name: newcomer, email: EMAIL, levels: { agent: 'none', admin: 'globalAdmin' } } },
        language,
      ),
    'signInInformation.once': language =>
      signInInformationCard(
        {
          userId: ID,
          codeId: CODE_ID,
          name: newcomer,
          address: EMAIL,
          code: CODE,
          copyUrl: copyUrl(language),
        },
        language,
      ),
    'updateUserForm.open': language =>
      updateUserFormCard({ user: user(), chosen: user(), mayGrantGlobalAdmin: true }, language),
    'updateUserForm.noRole': language =>
      updateUserFormCard(
        {
          user: user(),
          chosen: { agent: 'none', admin: 'none' },
          mayGrantGlobalAdmin: true,
          problem: 'noRole',
        },
        language,
      ),
    'updateUserForm.changedMeanwhile': language =>
      updateUserFormCard(
        { user: first, chosen: first, mayGrantGlobalAdmin: false, problem: 'changedMeanwhile' },
        language,
      ),
    'removeUserConfirm.work': language =>
      removeUserConfirmCard(
        {
          user: user(),
          isSelf: false,
          work: {
            invitations: { count: 7, names: [customer, said], more: false },
            serviceRequests: { count: 2, names: ['SR-1234-5678', 'SR-8765-4321'], more: false },
          },
          colleagues: [admin, colleague],
        },
        language,
      ),
    'removeUserConfirm.muchWork': language =>
      removeUserConfirmCard(
        {
          user: user(),
          isSelf: false,
          work: {
            invitations: { count: 100, names: [customer, said], more: true },
            serviceRequests: { count: 100, names: Array(5).fill('SR-1234-5678'), more: true },
          },
          colleagues: [admin],
        },
        language,
      ),
    'removeUserConfirm.nobody': language =>
      removeUserConfirmCard(
        {
          user: user(),
          isSelf: false,
          work: {
            invitations: { count: 1, names: [customer], more: false },
            serviceRequests: { count: 1, names: ['SR-1234-5678'], more: false },
          },
          colleagues: [],
        },
        language,
      ),
    'removeUserConfirm.self': language =>
      removeUserConfirmCard({ user: first, isSelf: true, work: NO_WORK, colleagues: [colleague] }, language),
    'signIn.invited': language =>
      signInCard({ state: 'invited', companyName: company().name, addedBy: admin.name }, language),
    'signIn.wrong': language =>
      signInCard(
        {
          state: 'invited',
          companyName: company().name,
          addedBy: admin.name,
          problem: { what: 'wrong', left: 1 },
          typedInChat: true,
        },
        language,
      ),
    'signIn.malformed': language =>
      signInCard({ state: 'invited', companyName: company().name, problem: { what: 'malformed' } }, language),
    'signIn.codeOver': language =>
      signInCard({ state: 'codeOver', companyName: company().name, addedBy: admin.name }, language),
    'signIn.codeOver.nobody': language =>
      signInCard({ state: 'codeOver', companyName: company().name }, language),
    'signIn.locked': language =>
      signInCard({ state: 'locked', companyName: company().name, addedBy: admin.name }, language),
    'signIn.locked.nobody': language =>
      signInCard({ state: 'locked', companyName: company().name }, language),
    'welcome.awaited': language =>
      welcomeCard(
        {
          name: newcomer,
          company: { membership: 'waiting', name: company().name },
          actions: [{ command: 'language' }, { command: 'help' }],
        },
        language,
      ),
    'companyRecord.checkAdminAgent': language =>
      companyRecordCard(
        {
          company: company(),
          now,
          canEdit: true,
          isContact: false,
          operatorReviews: false,
          justEnrolled: true,
          checkAdminAgent: true,
        },
        language,
      ),
    'notice.active.checkAdminAgent': language =>
      noticeCard(
        {
          notice: { name: 'enrolmentChanged', companyName: company().name, state: 'active', at: day(0) },
          checkAdminAgent: true,
        },
        language,
      ),
  };
}
