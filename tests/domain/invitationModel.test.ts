import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { speaksFor } from '../../domain/emailAddress.ts';
import type { PersonRef } from '../../domain/identity.ts';
import {
  changeInvitation,
  type Invitation,
  type InvitationCommand,
  type InvitationEvent,
  type InvitationState,
  recipient,
} from '../../domain/invitation.ts';
import { linkSigner } from '../../domain/link.ts';
import { dana, invitation, KIMS_ADDRESS, kim, NOW, noa, pat } from './invitationExamples.ts';

/**
 * Whatever people of both sides do, in whatever order and at whatever time, some promises hold. Each run plays a
 * random story step by step and looks after every step.
 */
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const ENDED: readonly InvitationState[] = ['accepted', 'declined', 'withdrawn', 'expired', 'refused'];
const ENDINGS: readonly InvitationEvent[] = [
  'accepted',
  'declined',
  'withdrawn',
  'expired',
  'approverRefused',
];
const signer = linkSigner('a secret for the model, and for nothing else');

const letter = { subject: 'Subject', message: '{{link}}' };
const person = fc.constantFrom<PersonRef>(kim, pat, noa);
const address = fc.constantFrom(KIMS_ADDRESS, 'pat@wingtip.example', 'noa@fabrikam.example', undefined);
/** A command of which the time is filled in when it is carried out. */
type Step = { after: number; command: (at: string) => InvitationCommand };

const decision = (by: PersonRef, email: string | undefined, at: string) => ({ by, email, at });
const step: fc.Arbitrary<Step> = fc.record({
  after: fc.oneof(fc.constant(0), fc.nat(2 * DAY), fc.nat(40 * DAY)),
  command: fc.oneof(
    fc.constant(() => ({ do: 'edit', letter }) as const),
    fc.constant(
      (at: string) =>
        ({ do: 'markSent', expiresAt: new Date(Date.parse(at) + 30 * DAY).toISOString() }) as const,
    ),
    fc.constant(() => ({ do: 'remind', reminder: letter }) as const),
    fc.constant(() => ({ do: 'sendAgain', by: dana }) as const),
    fc.constant(() => ({ do: 'withdraw', by: dana }) as const),
    fc.constant(() => ({ do: 'confirmApprover' }) as const),
    fc.constant(() => ({ do: 'refuseApprover' }) as const),
    fc.constant(() => ({ do: 'expire' }) as const),
    fc.constant(() => ({ do: 'changeInviter', from: dana.objectId, to: noa }) as const),
    fc.tuple(person, address).map(
      ([by, email]) =>
        (at: string) =>
          ({ do: 'open', recipient: { ...by, email, since: at } }) as const,
    ),
    fc.tuple(person, person).map(
      ([from, to]) =>
        () =>
          ({ do: 'handOver', from, to }) as const,
    ),
    fc.tuple(person, address).map(
      ([by, email]) =>
        (at: string) =>
          ({ do: 'approve', decision: decision(by, email, at) }) as const,
    ),
    fc.tuple(person, address).map(
      ([by, email]) =>
        (at: string) =>
          ({ do: 'decline', decision: decision(by, email, at) }) as const,
    ),
  ),
});

interface Moment {
  before: Invitation;
  after: Invitation;
  command: InvitationCommand;
  events: InvitationEvent[];
  now: Date;
}

/** Plays a story from the first draft and hands every moment of it to `look`. */
function play(steps: readonly Step[], look: (moment: Moment) => void): Moment[] {
  const story: Moment[] = [];
  let now = NOW;
  let before = invitation({ state: 'draft', version: 1, sentAt: undefined, expiresAt: undefined });
  for (const { after, command: commandAt } of steps) {
    now = new Date(now.getTime() + after);
    const command = commandAt(now.toISOString());
    const change = changeInvitation(frozen(before), command, now);
    const next = 'refused' in change ? before : change.next;
    const moment = { before, after: next, command, events: 'refused' in change ? [] : change.events, now };
    look(moment);
    story.push(moment);
    before = next;
  }
  return story;
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

const stories = fc.array(step, { minLength: 1, maxLength: 40 });
function always(look: (moment: Moment) => void): void {
  fc.assert(
    fc.property(stories, steps => {
      play(steps, look);
    }),
    { numRuns: 500, seed: 20261120 },
  );
}

describe('whatever people do with an invitation', () => {
  it('changes it only together with its version, and tells what happened', () => {
    always(({ before, after, events }) => {
      expect(after.version).toBe(before.version + (events.length > 0 ? 1 : 0));
      if (events.length === 0) expect(after).toEqual(before);
    });
  });

  it('leaves an accepted one as it is', () => {
    always(({ before, after }) => {
      if (before.state === 'accepted') expect(after).toEqual(before);
    });
  });

  it('lets one that ended go on only when it is sent again', () => {
    always(({ before, after, command }) => {
      if (ENDED.includes(before.state) && after !== before) {
        expect(command.do).toBe('sendAgain');
        expect(after.state).toBe('draft');
      }
    });
  });

  it('gives it one outcome each time it is sent', () => {
    fc.assert(
      fc.property(stories, steps => {
        let outcomes = 0;
        for (const { events } of play(steps, () => {})) {
          if (events.includes('resent')) outcomes = 0;
          outcomes += events.filter(event => ENDINGS.includes(event)).length;
          expect(outcomes).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500, seed: 20261120 },
    );
  });

  it('takes no decision but a recipient’s who has not handed it over, in time', () => {
    always(({ before, events, command, now }) => {
      const decided = events.some(event => ['accepted', 'approvalToBeChecked', 'declined'].includes(event));
      if (!decided || !('decision' in command)) return;
      const entry = recipient(before, command.decision.by);
      expect(entry).toBeDefined();
      expect(entry?.handedOverTo).toBeUndefined();
      expect(now.getTime()).toBeLessThan(Date.parse(before.expiresAt ?? ''));
    });
  });

  it('accepts nobody else’s address unless the inviter has said that it is them', () => {
    always(({ after, events, command }) => {
      if (!events.includes('accepted')) return;
      const known = speaksFor(after.decision?.email, after.addressee.email);
      expect(known || command.do === 'confirmApprover').toBe(true);
    });
  });

  it('keeps old links dead for ever', () => {
    fc.assert(
      fc.property(stories, steps => {
        const codes = [signer.code(invitation().id, 1)];
        for (const { after, command, events } of play(steps, () => {})) {
          if (command.do === 'sendAgain' && events.length > 0)
            codes.push(signer.code(after.id, after.linkVersion));
          const alive = codes.filter(code => signer.genuine(code, after.linkVersion));
          expect(alive).toEqual(codes.slice(-1));
        }
      }),
      { numRuns: 200, seed: 20261120 },
    );
  });

  it('hands a request to the same person at most once a day, and never to another tenant', () => {
    fc.assert(
      fc.property(stories, steps => {
        const last = new Map<string, number>();
        for (const { events, command, now } of play(steps, () => {})) {
          if (events.includes('resent')) last.clear();
          if (!events.includes('handedOver') || command.do !== 'handOver') continue;
          expect(command.to.tenantId).toBe(command.from.tenantId);
          const before = last.get(command.to.objectId);
          if (before !== undefined) expect(now.getTime() - before).toBeGreaterThanOrEqual(DAY);
          last.set(command.to.objectId, now.getTime());
        }
      }),
      { numRuns: 500, seed: 20261120 },
    );
  });

  it('gives the same answer to the same question', () => {
    always(({ before, command, now, after, events }) => {
      const again = changeInvitation(before, command, now);
      expect('refused' in again ? [] : again.events).toEqual(events);
      if ('next' in again) expect(again.next).toEqual(after);
    });
  });
});
