import type { Card } from '../../cards/card.ts';
import { noticeCard, type ToldNotice } from '../../cards/notice.ts';
import { requestRoleFormCard } from '../../cards/requestRoleForm.ts';
import { roleRequestCard } from '../../cards/roleRequest.ts';
import { roleRequestsCard } from '../../cards/roleRequests.ts';
import type { PersonRef } from '../../domain/identity.ts';
import type { Language } from '../../domain/language.ts';
import { type Levels, NO_LEVELS } from '../../domain/permissions.ts';
import type { RoleRequest } from '../../domain/roleRequest.ts';

/** Who asks whom, and what they wrote. */
export interface RoleRequestStory {
  now: Date;
  /** Days before or after now, as storage keeps moments. */
  day: (days: number) => string;
  company: string;
  asker: PersonRef;
  granter: PersonRef;
  why: string;
  reason: string;
}

const SALES: Levels = { agent: 'salesAgent', admin: 'none' };
const WANTED: Levels = { agent: 'adminAgent', admin: 'billingAdmin' };

/** Cards of requests for levels, and of what people are told about their own levels. */
export function roleRequestExamples(story: RoleRequestStory): Record<string, (language: Language) => Card> {
  const { now, day, asker, granter } = story;
  const request = (over: Partial<RoleRequest> = {}): RoleRequest => ({
    id: '0123456789abcdef0123456789abcdef',
    companyId: asker.tenantId,
    asker,
    email: 'robin@contoso.example',
    from: SALES,
    wanted: WANTED,
    toBeAdded: false,
    why: story.why,
    askedAt: day(-1),
    state: 'open',
    ...over,
  });
  const toBeAdded = {
    from: NO_LEVELS,
    wanted: { agent: 'helpdeskAgent', admin: 'none' },
    toBeAdded: true,
  } as const;
  const decision = { by: granter, at: day(0) };
  const card =
    (viewer: 'asker' | 'granter' | 'reader', over: Partial<RoleRequest> = {}, granters?: string[]) =>
    (language: Language): Card => {
      const asked = request(over);
      const levels = { present: asked.from, after: asked.wanted };
      return roleRequestCard({ request: asked, now, viewer, ...levels, granters }, language);
    };
  const form =
    (over: Partial<Parameters<typeof requestRoleFormCard>[0]>) =>
    (language: Language): Card =>
      requestRoleFormCard(
        { companyName: story.company, toBeAdded: false, typed: {}, from: SALES, problems: {}, ...over },
        language,
      );
  const notice =
    (told: ToldNotice) =>
    (language: Language): Card =>
      noticeCard({ notice: told }, language);
  const ended = {
    name: 'roleRequestEnded',
    companyName: story.company,
    wanted: WANTED,
    toBeAdded: false,
    by: granter,
    at: day(0),
  } as const;

  return {
    'requestRoleForm.member': form({}),
    'requestRoleForm.toBeAdded': form({
      toBeAdded: true,
      from: NO_LEVELS,
      typed: { agent: 'helpdeskAgent' },
    }),
    'requestRoleForm.refused': form({
      typed: { agent: 'salesAgent', admin: 'none', why: story.why },
      problems: { agent: 'nothingNew', why: 'tooLong' },
    }),
    'roleRequest.granter': card('granter'),
    'roleRequest.granter.toBeAdded': card('granter', toBeAdded),
    'roleRequest.reader': card('reader', { wanted: { agent: 'none', admin: 'globalAdmin' } }),
    'roleRequest.asker': card('asker', {}, [granter.name, asker.name]),
    'roleRequest.asker.toBeAdded': card('asker', toBeAdded),
    'roleRequest.approved': card('reader', { state: 'approved', decision }),
    'roleRequest.declined': card('asker', {
      state: 'declined',
      decision: { ...decision, reason: story.reason },
    }),
    'roleRequest.lapsed': card('asker', { state: 'lapsed', askedAt: day(-15) }),
    'roleRequest.withdrawn': card('reader', { state: 'withdrawn', decision: { by: asker, at: day(0) } }),
    'roleRequests.list': language =>
      roleRequestsCard(
        { requests: [request(), request(toBeAdded)], now, next: 'continuation', page: 2 },
        language,
      ),
    'roleRequests.empty': language => roleRequestsCard({ requests: [], now, page: 1 }, language),
    'notice.levelsChanged': notice({
      name: 'levelsChanged',
      companyName: story.company,
      by: granter,
      from: SALES,
      to: WANTED,
      at: day(0),
    }),
    'notice.membershipEnded': notice({
      name: 'membershipEnded',
      companyName: story.company,
      by: granter,
      at: day(0),
    }),
    'notice.workHandedOver': notice({ name: 'workHandedOver', from: asker, by: granter, at: day(0) }),
    'notice.workHandedOver.withServices': notice({
      name: 'workHandedOver',
      from: asker,
      by: granter,
      withServices: true,
      at: day(0),
    }),
    'notice.signInLocked': notice({
      name: 'signInLocked',
      userId: asker.objectId,
      userName: asker.name,
      email: 'robin@contoso.example',
      at: day(0),
    }),
    'notice.roleRequestEnded.approved': notice({ ...ended, state: 'approved' }),
    'notice.roleRequestEnded.added': notice({ ...ended, state: 'approved', toBeAdded: true }),
    'notice.roleRequestEnded.declined': notice({ ...ended, state: 'declined', reason: story.reason }),
    'notice.roleRequestEnded.lapsed': notice({ ...ended, state: 'lapsed', by: undefined }),
  };
}
