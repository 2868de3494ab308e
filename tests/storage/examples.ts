import { randomUUID } from 'node:crypto';
import type { Errand } from '../../domain/outbox.ts';
import type { Customer } from '../../domain/relationship.ts';

export const NOW = new Date('2026-11-20T09:00:00.000Z');
export const at = (ms: number): Date => new Date(NOW.getTime() + ms);

/** A customer with an id of its own. */
export function customer(over: Partial<Customer> = {}): Customer {
  return {
    id: randomUUID(),
    name: 'Wingtip Toys',
    domain: 'wingtip.example',
    contact: { name: 'Kim Akers', email: 'kim@wingtip.example' },
    canSell: true,
    canOrder: false,
    canAdminister: 'beingSetUp',
    administers: [],
    administrationVersion: 0,
    since: NOW.toISOString(),
    invitationId: 'i1',
    sharedWith: [],
    filed: true,
    ...over,
  };
}

/** An errand that can be told from others by its id. */
export function errand(id: string): Errand {
  return { kind: 'redraw', invitationId: id };
}
