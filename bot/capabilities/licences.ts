import * as z from 'zod';
import { licenceNotes, type Note, note } from '../../cards/licenceNotes.ts';
import { subscriptionLicencesCard } from '../../cards/subscriptionLicences.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import { chosen, type LicenceCommand, MOST_CHOSEN, subscriptionRef } from '../../domain/licences.ts';
import { showSubscriptionLicences } from '../../operations/customerUsers.ts';
import { changeLicences, type LicenceOf } from '../../operations/licences.ts';
import { customerUserRecord } from './customerUsers.ts';
import { paging } from './paging.ts';
import { notServed } from './subscriptions.ts';

const ofUser = z.object({ customer: guid, user: guid });
const ofSubscription = z.object({ customer: guid, subscription: subscriptionRef });
const offers = chosen.pipe(z.array(subscriptionRef).max(MOST_CHOSEN));
const people = chosen.pipe(z.array(guid).max(MOST_CHOSEN));

export const licences: Actions = {
  /** Who has the licences of a subscription. */
  'licences.show': action(
    ofSubscription.extend(paging),
    (turn, { customer, subscription, page, number = 1 }) =>
      subscriptionLicences(turn, customer, subscription, [], page, number),
  ),

  /** Licences of several subscriptions for one user, and back again. */
  'licences.assign': action(ofUser.extend({ free: offers }), (turn, { customer, user, free }) =>
    changeOfUser(turn, customer, user, 'assign', free),
  ),
  'licences.takeBack': action(ofUser.extend({ held: offers }), (turn, { customer, user, held }) =>
    changeOfUser(turn, customer, user, 'takeBack', held),
  ),

  /** Licences of one subscription for several users, and back again. */
  'licences.assignOf': action(
    ofSubscription.extend({ free: people }),
    (turn, { customer, subscription, free }) =>
      changeOfSubscription(turn, customer, subscription, 'assign', free),
  ),
  'licences.takeBackOf': action(
    ofSubscription.extend({ held: people }),
    (turn, { customer, subscription, held }) =>
      changeOfSubscription(turn, customer, subscription, 'takeBack', held),
  ),
};

async function changeOfUser(
  turn: Turn,
  customer: string,
  userId: string,
  command: LicenceCommand,
  subscriptionIds: readonly string[],
): Promise<Answer> {
  if (subscriptionIds.length === 0) return customerUserRecord(turn, customer, userId, [chooseFirst(turn)]);
  const wanted = subscriptionIds.map(subscriptionId => ({ userId, subscriptionId }));
  const notes = await change(turn, customer, command, wanted);
  return 'card' in notes ? notes : customerUserRecord(turn, customer, userId, notes.notes);
}

async function changeOfSubscription(
  turn: Turn,
  customer: string,
  subscriptionId: string,
  command: LicenceCommand,
  userIds: readonly string[],
): Promise<Answer> {
  if (userIds.length === 0) return subscriptionLicences(turn, customer, subscriptionId, [chooseFirst(turn)]);
  const wanted = userIds.map(userId => ({ userId, subscriptionId }));
  const notes = await change(turn, customer, command, wanted);
  return 'card' in notes ? notes : subscriptionLicences(turn, customer, subscriptionId, notes.notes);
}

/** What became of each licence, or why none was changed. */
async function change(
  turn: Turn,
  customer: string,
  command: LicenceCommand,
  wanted: readonly LicenceOf[],
): Promise<Answer | { notes: Note[] }> {
  const result = await changeLicences(turn.desk, turn.actor, customer, command, wanted);
  if (result.outcome !== 'done') return notServed(turn, result);
  const told = result.results.map(({ outcome, user, subscription }) => ({
    result: outcome,
    person: user.name,
    offer: subscription.offerName,
  }));
  return { notes: licenceNotes(told, turn.language) };
}

async function subscriptionLicences(
  turn: Turn,
  customer: string,
  subscription: string,
  notes: readonly Note[],
  page?: string,
  number = 1,
): Promise<Answer> {
  const result = await showSubscriptionLicences(turn.desk, turn.actor, customer, subscription, page);
  if (result.outcome !== 'shown') return notServed(turn, result);
  return { card: subscriptionLicencesCard({ ...result, notes, page: number }, turn.language) };
}

function chooseFirst({ t }: Turn): Note {
  return note(t('licences.chooseFirst'), 'warning');
}
