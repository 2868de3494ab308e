import { changeInvitation } from '../domain/invitation.ts';
import { commitInvitation } from './commitInvitation.ts';
import type { Desk } from './desk.ts';
import { retryOnConflict } from './retryOnConflict.ts';

/**
 * Writes down that an invitation is past its time, and so tells everyone concerned. Called when its timer fires; does
 * nothing when it was answered, withdrawn or sent again in the meantime.
 */
export async function expireInvitation(desk: Desk, id: string): Promise<void> {
  await retryOnConflict(async () => {
    const row = await desk.storage.invitations.get(id);
    if (!row) return;
    const change = changeInvitation(row.value, { do: 'expire' }, desk.now());
    if ('next' in change) await commitInvitation(desk, row, change, 'desk');
  });
}
