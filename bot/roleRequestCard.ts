import type { Card } from '../cards/card.ts';
import { roleRequestCard } from '../cards/roleRequest.ts';
import { say } from '../dialogs/answers.ts';
import type { PersonRef } from '../domain/identity.ts';
import { languageFor, type Person } from '../domain/person.ts';
import type { RoleRequest } from '../domain/roleRequest.ts';
import { translator } from '../locales/index.ts';
import type { Desk } from '../operations/desk.ts';
import { roleRequestView } from '../operations/roleRequestParts.ts';

/**
 * A request for levels as somebody sees it now, in their language: to answer, to withdraw, or how it ended. Undefined
 * for whom it does not concern any more.
 */
export async function roleRequestCardFor(
  desk: Desk,
  request: RoleRequest,
  viewer: Person,
): Promise<Card | undefined> {
  const view = await roleRequestView(desk, request, viewer, viewer.member);
  return view && roleRequestCard({ ...view, now: desk.now() }, languageFor(viewer));
}

/** What stands in place of a request whose asker has asked anew since. */
export function requestOverCard(asker: PersonRef, viewer: Person): Card {
  const language = languageFor(viewer);
  return say({ t: translator(language), language }, 'outcome.roleRequestOver', 'info', { name: asker.name })
    .card;
}
