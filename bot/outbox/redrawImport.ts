import { customerImportCard } from '../../cards/customerImport.ts';
import type { Errand } from '../../domain/outbox.ts';
import { may } from '../../domain/permissions.ts';
import { languageFor } from '../../domain/person.ts';
import type { CarryOutOptions } from './carryOutOptions.ts';
import type { Recipients } from './recipients.ts';
import { turnCard } from './redraw.ts';
import { type Carried, TryAgain } from './worker.ts';

/** A card is edited no more often than this (platform: messages a conversation). */
const EVERY = 5_000;

/**
 * Turns the cards of a list of customers to how far it has come. What comes too soon is left out, unless it is the
 * last: that one waits. Throws TryAgain for it, and when a receiver is busy.
 */
export async function redrawImport(
  options: CarryOutOptions,
  recipients: Recipients,
  { companyId, importId }: Extract<Errand, { kind: 'redrawImport' }>,
): Promise<Carried> {
  const { imports, cardMessages } = options.desk.storage;
  const [row, drawnAt, messages] = await Promise.all([
    imports.get(companyId, importId),
    imports.drawnAt(companyId, importId),
    cardMessages.ofImport(companyId, importId),
  ]);
  if (!row) return { outcome: 'gone' };
  const list = row.value;
  const now = options.desk.now();
  const early = drawnAt ? drawnAt.getTime() + EVERY - now.getTime() : 0;
  if (early > 0) {
    if (list.state === 'running') return { outcome: 'delivered', reason: 'drawn a moment ago' };
    throw new TryAgain('its card was drawn a moment ago', early);
  }
  await imports.noteDrawn(companyId, importId, now);
  for (const message of messages) {
    const viewer = await recipients.get(message.viewer.tenantId, message.viewer.objectId);
    if (!viewer || !may('addCustomer', viewer.member)) continue;
    const view = { list, lines: [], page: 1, pages: 1 };
    await turnCard(options, message, customerImportCard(view, languageFor(viewer)));
  }
  return { outcome: 'delivered' };
}
