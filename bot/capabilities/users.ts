import * as z from 'zod';
import { levelNames } from '../../cards/levels.ts';
import { removeUserConfirmCard } from '../../cards/removeUserConfirm.ts';
import { updateUserFormCard } from '../../cards/updateUserForm.ts';
import { userRecordCard } from '../../cards/userRecord.ts';
import { usersCard } from '../../cards/users.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { signInInformation } from '../../dialogs/addUser.ts';
import { gone, notAllowed, say, tooMany } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { emailAddress } from '../../domain/emailAddress.ts';
import { guid } from '../../domain/identity.ts';
import { adminLevel, agentLevel, type Levels } from '../../domain/permissions.ts';
import { putCodeAway, renewSignInCode } from '../../operations/addUser.ts';
import { askToRemoveUser, removeUser } from '../../operations/removeUser.ts';
import { joinAdminAgents, updateUser } from '../../operations/updateUser.ts';
import { findUser, listUsers, showUser, type UserOutcome } from '../../operations/users.ts';
import { searchPaging } from './paging.ts';

const byId = z.object({ id: guid });
type Listed = Extract<UserOutcome, { outcome: 'shown' }>['user'];

/** `users [text]`: who may act for the company, or those whose name or address begins with the text. */
export async function showUsers(turn: Turn, search?: string, page?: string, number = 1): Promise<Answer> {
  const result = await listUsers(turn.desk, turn.actor, search, page);
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'listed') return notAllowed(turn, result);
  return { card: usersCard({ ...result, now: turn.desk.now(), page: number }, turn.language) };
}

/** `assign roles dana@contoso.example`: straight to someone's roles; without an address the list. */
export async function assignRoles(turn: Turn, argument: string): Promise<Answer> {
  const address = emailAddress.safeParse(argument);
  if (!address.success) return showUsers(turn, argument || undefined);
  const result = await findUser(turn.desk, turn.actor, address.data);
  if (result.outcome === 'gone') {
    const add = { title: turn.t('button.addUser'), verb: 'addUser.start' };
    return {
      ...say(turn, 'outcome.noSuchUser', 'info', { email: address.data }, [add]),
      flow: { name: 'addUser', step: 'form', typed: { email: address.data } },
    };
  }
  return editor(turn, result);
}

export const users: Actions = {
  'users.show': action(z.object(searchPaging), (turn, { search, page, number }) =>
    showUsers(turn, search, page, number),
  ),

  'users.open': action(byId, async (turn, { id }) => record(turn, await showUser(turn.desk, turn.actor, id))),

  'users.edit': action(byId, async (turn, { id }) => editor(turn, await showUser(turn.desk, turn.actor, id))),

  'users.update': action(
    byId.extend({ version: z.coerce.number().int(), agent: agentLevel, admin: adminLevel }),
    async (turn, { id, version, agent, admin }) => {
      const levels = { agent, admin };
      const result = await updateUser(turn.desk, turn.actor, { id, version, levels });
      switch (result.outcome) {
        case 'updated':
        case 'unchanged': {
          const key = result.outcome === 'updated' ? 'outcome.rolesUpdated' : 'outcome.rolesUnchanged';
          return aboutRoles(turn, key, result.user);
        }
        case 'noRole':
          return editor(turn, await showUser(turn.desk, turn.actor, id), { levels, problem: 'noRole' });
        case 'changedMeanwhile':
          return editor(turn, await showUser(turn.desk, turn.actor, id), { problem: 'changedMeanwhile' });
        case 'lastGlobalAdmin':
          return about(turn, 'outcome.lastGlobalAdmin', 'warning', result.user);
        case 'gone':
          return gone(turn);
        default:
          return notAllowed(turn, result);
      }
    },
  ),

  'users.newCode': action(byId, async (turn, { id }) => {
    const result = await renewSignInCode(turn.desk, turn.actor, id, turn.shownIn);
    switch (result.outcome) {
      case 'renewed':
        return signInInformation(turn, result);
      case 'noCodeNeeded':
        return about(turn, 'outcome.noCodeNeeded', 'info', result.user);
      case 'tooMany':
        return tooMany(turn, 60);
      case 'gone':
        return gone(turn);
      default:
        return notAllowed(turn, result);
    }
  }),

  'users.codeDone': action(byId.extend({ code: z.string().max(40) }), async (turn, { id, code }) =>
    record(turn, await putCodeAway(turn.desk, turn.actor, id, code)),
  ),

  'users.askRemove': action(byId, async (turn, { id }) => {
    const result = await askToRemoveUser(turn.desk, turn.actor, id);
    if (result.outcome === 'gone') return gone(turn);
    if (result.outcome !== 'toConfirm') return notAllowed(turn, result);
    return { card: removeUserConfirmCard(result, turn.language) };
  }),

  'users.remove': action(byId.extend({ handTo: guid.optional() }), async (turn, { id, handTo }) => {
    const result = await removeUser(turn.desk, turn.actor, id, handTo);
    switch (result.outcome) {
      case 'removed':
        return about(turn, 'outcome.userRemoved', 'good', result.user);
      case 'alreadyRemoved':
        return about(turn, 'outcome.userAlreadyRemoved', 'info', result.user);
      case 'lastGlobalAdmin':
        return about(turn, 'outcome.lastGlobalAdmin', 'warning', result.user);
      case 'gone':
        return gone(turn);
      default:
        return notAllowed(turn, result);
    }
  }),

  'users.joinAdminAgents': action(z.object({}), async turn => {
    const result = await joinAdminAgents(turn.desk, turn.actor);
    switch (result.outcome) {
      case 'joined':
        return say(turn, 'outcome.joinedAdminAgents', 'good');
      case 'alreadyThere':
        return say(turn, 'outcome.alreadyAdminAgent', 'info');
      case 'gone':
        return gone(turn);
      default:
        return notAllowed(turn, result);
    }
  }),
};

function record(turn: Turn, result: UserOutcome): Answer {
  if (result.outcome === 'gone') return gone(turn);
  if (result.outcome !== 'shown') return notAllowed(turn, result);
  return { card: userRecordCard({ ...result, now: turn.desk.now() }, turn.language) };
}

function editor(
  turn: Turn,
  result: UserOutcome,
  more: { levels?: Levels; problem?: 'noRole' | 'changedMeanwhile' } = {},
): Answer {
  if (result.outcome !== 'shown' || !result.mayUpdate) return record(turn, result);
  const { user, mayGrantGlobalAdmin } = result;
  const chosen = more.levels ?? user;
  const { problem } = more;
  return { card: updateUserFormCard({ user, chosen, mayGrantGlobalAdmin, problem }, turn.language) };
}

type About =
  | 'outcome.lastGlobalAdmin'
  | 'outcome.noCodeNeeded'
  | 'outcome.userRemoved'
  | 'outcome.userAlreadyRemoved';

function about(turn: Turn, key: About, tone: 'good' | 'info' | 'warning', { name, id }: Listed): Answer {
  return say(turn, key, tone, { name }, waysOn(turn, id));
}

function aboutRoles(
  turn: Turn,
  key: 'outcome.rolesUpdated' | 'outcome.rolesUnchanged',
  user: Listed,
): Answer {
  const roles = levelNames(user, turn.language).join(', ');
  const tone = key === 'outcome.rolesUpdated' ? 'good' : 'info';
  return say(turn, key, tone, { name: user.name, roles }, waysOn(turn, user.id));
}

function waysOn({ t }: Turn, id: string) {
  return [
    { title: t('button.open'), verb: 'users.open', data: { id } },
    { title: t('button.backToUsers'), verb: 'users.show' },
  ];
}
