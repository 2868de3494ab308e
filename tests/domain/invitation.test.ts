import { describe, expect, it } from '@jest/globals';
import {
  changeInvitation,
  type Invitation,
  type InvitationCommand,
  type InvitationState,
  isOpen,
  stateAt,
} from '../../domain/invitation.ts';
import { dana, days, invitation, KIMS_ADDRESS, kim, NOW, noa, opened, pat } from './invitationExamples.ts';

const letter = { subject: 'New', message: 'Text {{link}}' };
const byKim = { by: kim, email: KIMS_ADDRESS, at: NOW.toISOString() };

/** A colleague of Dana's. */
const LEE = 'aaaaaaaa-0000-4000-8000-000000000003';

const COMMANDS: Record<InvitationCommand['do'], InvitationCommand> = {
  edit: { do: 'edit', letter },
  markSent: { do: 'markSent', expiresAt: days(30) },
  remind: { do: 'remind', reminder: letter },
  sendAgain: { do: 'sendAgain', by: dana },
  withdraw: { do: 'withdraw', by: dana },
  open: { do: 'open', recipient: opened(pat) },
  handOver: { do: 'handOver', from: kim, to: pat },
  approve: { do: 'approve', decision: byKim },
  decline: { do: 'decline', decision: byKim },
  confirmApprover: { do: 'confirmApprover' },
  refuseApprover: { do: 'refuseApprover' },
  expire: { do: 'expire' },
  changeInviter: {
    do: 'changeInviter',
    from: dana.objectId,
    to: { ...dana, objectId: LEE, name: 'Lee Chen' },
  },
};

/** An invitation that Kim has opened, in each of its states. */
const IN: Record<InvitationState, Invitation> = {
  draft: invitation({ state: 'draft', sentAt: undefined, expiresAt: undefined }),
  sent: invitation({ recipients: [opened(kim)] }),
  toBeChecked: invitation({ state: 'toBeChecked', recipients: [opened(kim)], decision: byKim }),
  accepted: invitation({ state: 'accepted', recipients: [opened(kim)], decision: byKim }),
  declined: invitation({ state: 'declined', recipients: [opened(kim)], decision: byKim }),
  withdrawn: invitation({ state: 'withdrawn', recipients: [opened(kim)], withdrawnBy: dana }),
  expired: invitation({ state: 'expired', recipients: [opened(kim)] }),
  refused: invitation({ state: 'refused', recipients: [opened(kim)], decision: byKim }),
};

function done(before: Invitation, command: InvitationCommand, now = NOW) {
  const change = changeInvitation(before, command, now);
  if ('refused' in change) throw new Error(`refused: ${change.refused}`);
  return change;
}

function refused(before: Invitation, command: InvitationCommand, now = NOW) {
  const change = changeInvitation(before, command, now);
  return 'refused' in change ? change.refused : undefined;
}

describe('what may happen to an invitation', () => {
  const road: Record<InvitationState, Partial<Record<InvitationCommand['do'], InvitationState>>> = {
    draft: { edit: 'draft', markSent: 'sent', changeInviter: 'draft' },
    sent: {
      remind: 'sent',
      sendAgain: 'draft',
      withdraw: 'withdrawn',
      open: 'sent',
      handOver: 'sent',
      approve: 'accepted',
      decline: 'declined',
      changeInviter: 'sent',
    },
    toBeChecked: {
      withdraw: 'withdrawn',
      confirmApprover: 'accepted',
      refuseApprover: 'refused',
      changeInviter: 'toBeChecked',
    },
    accepted: {},
    declined: { sendAgain: 'draft' },
    withdrawn: { sendAgain: 'draft' },
    expired: { sendAgain: 'draft' },
    refused: { sendAgain: 'draft' },
  };

  for (const [state, before] of Object.entries(IN)) {
    for (const [name, command] of Object.entries(COMMANDS)) {
      const wanted = Object.entries(road).find(([from]) => from === state)?.[1];
      const next = Object.entries(wanted ?? {}).find(([by]) => by === name)?.[1];
      it(next ? `${name} leads from ${state} to ${next}` : `${name} changes nothing in ${state}`, () => {
        const change = changeInvitation(before, command, NOW);
        expect('next' in change ? change.next.state : undefined).toBe(next);
      });
    }
  }

  it('raises the version with every change, so that a card can tell that it is old', () => {
    expect(done(IN.sent, COMMANDS.withdraw).next.version).toBe(IN.sent.version + 1);
  });
});

describe('a colleague who goes on with an invitation', () => {
  it('becomes its sender, and nothing else of it changes', () => {
    const { next, events } = done(IN.sent, COMMANDS.changeInviter);
    expect(events).toEqual(['inviterChanged']);
    expect(next.inviter).toMatchObject({
      person: { objectId: LEE, name: 'Lee Chen' },
      companyName: 'Contoso',
    });
    expect(next).toEqual({ ...IN.sent, inviter: next.inviter, version: IN.sent.version + 1 });
  });

  it('takes it from the one who had it, and from nobody else', () => {
    const { next } = done(IN.sent, COMMANDS.changeInviter);
    expect(done(next, COMMANDS.changeInviter)).toEqual({ next, events: [] });
  });
});

describe('time', () => {
  const lastMoment = new Date(Date.parse(days(30)) - 1);

  it('leaves an invitation open to its last moment', () => {
    expect(isOpen(IN.sent, lastMoment)).toBe(true);
    expect(done(IN.sent, COMMANDS.approve, lastMoment).next.state).toBe('accepted');
  });

  it('ends it then, even before anybody has written so', () => {
    const over = new Date(days(30));
    expect(stateAt(IN.sent, over)).toBe('expired');
    for (const name of ['approve', 'decline', 'open', 'handOver', 'withdraw', 'remind'] as const) {
      expect(refused(IN.sent, COMMANDS[name], over)).toBe('expired');
    }
  });

  it('writes the end down once, and not before its time', () => {
    const over = new Date(days(30));
    expect(refused(IN.sent, COMMANDS.expire, lastMoment)).toBe('notDue');
    const { next, events } = done(IN.sent, COMMANDS.expire, over);
    expect(events).toEqual(['expired']);
    expect(refused(next, COMMANDS.expire, over)).toBe('notDue');
  });

  it('does not run out while the inviter checks who approved', () => {
    expect(done(IN.toBeChecked, COMMANDS.confirmApprover, new Date(days(90))).next.state).toBe('accepted');
  });
});

describe('who may decide', () => {
  it('is nobody who has not opened the link', () => {
    expect(refused(invitation(), COMMANDS.approve)).toBe('notRecipient');
    expect(refused(invitation({ recipients: [opened(pat)] }), COMMANDS.decline)).toBe('notRecipient');
  });

  it('is not whoever handed the request over', () => {
    const { next } = done(IN.sent, COMMANDS.handOver);
    expect(refused(next, COMMANDS.approve)).toBe('handedOver');
    expect(done(next, { do: 'approve', decision: { ...byKim, by: pat } }).next.state).toBe('accepted');
  });

  it('is to be checked when the address is of another domain, or there is none', () => {
    for (const email of ['kim@tailspin.example', undefined]) {
      const { next, events } = done(IN.sent, { do: 'approve', decision: { ...byKim, email } });
      expect(next.state).toBe('toBeChecked');
      expect(events).toEqual(['approvalToBeChecked']);
    }
  });

  it('is to be checked for another address of a web-mail domain, which belongs to everybody', () => {
    const invited = { ...IN.sent, addressee: { name: 'Wingtip Toys', email: 'kim@gmail.com' } };
    const approve = (email: string) => done(invited, { do: 'approve', decision: { ...byKim, email } });
    expect(approve('Kim@Gmail.com').next.state).toBe('accepted');
    expect(approve('pat@gmail.com').next.state).toBe('toBeChecked');
  });
});

describe('how many may open one link', () => {
  const visitor = (number: number) => ({
    ...noa,
    objectId: `cccccccc-0000-4000-8000-${String(number).padStart(12, '0')}`,
  });
  const crowd = Array.from({ length: 30 }, (_, number) => opened(visitor(number)));
  const crowded = invitation({ recipients: [opened(kim), ...crowd].slice(0, 30) });

  it('is bounded, because all of them are told in one transaction when it ends', () => {
    expect(refused(crowded, { do: 'open', recipient: opened(pat) })).toBe('tooManyRecipients');
  });

  it('does not keep those out who have opened it already', () => {
    expect(done(crowded, { do: 'open', recipient: opened(kim) }).next).toBe(crowded);
  });

  it('leaves room to hand it over to whoever may decide', () => {
    expect(done(crowded, COMMANDS.handOver).next.recipients).toHaveLength(31);
  });

  it('begins anew when it is sent again', () => {
    const { next } = done(crowded, COMMANDS.sendAgain);
    const sent = done(next, COMMANDS.markSent).next;
    expect(done(sent, { do: 'open', recipient: opened(pat) }).next.recipients).toHaveLength(1);
  });
});

describe('handing a request over', () => {
  it('makes the admin a recipient', () => {
    const { next } = done(IN.sent, COMMANDS.handOver);
    expect(next.recipients.map(entry => entry.name)).toEqual(['Kim Akers', 'Pat Lind']);
    expect(next.recipients[0]?.handedOverTo?.name).toBe('Pat Lind');
  });

  it('never leaves the tenant', () => {
    expect(refused(IN.sent, { do: 'handOver', from: kim, to: noa })).toBe('notRecipient');
  });

  it('reaches the same admin once a day, whoever hands over', () => {
    const both = invitation({ recipients: [opened(kim), opened(pat)] });
    const jo = { ...kim, objectId: 'bbbbbbbb-0000-4000-8000-000000000003', name: 'Jo Ferrer' };
    const { next } = done(both, { do: 'handOver', from: pat, to: jo });
    const again: InvitationCommand = { do: 'handOver', from: kim, to: jo };
    expect(refused(next, again, new Date(Date.parse(days(1)) - 1))).toBe('handedOverToday');
    expect(done(next, again, new Date(days(1))).events).toEqual(['handedOver']);
  });

  it('is not repeated by handing to and fro', () => {
    const there = done(IN.sent, COMMANDS.handOver).next;
    const back = done(there, { do: 'handOver', from: pat, to: kim }).next;
    expect(refused(back, COMMANDS.handOver)).toBe('handedOverToday');
  });

  it('lets someone decide again who gets it back', () => {
    const there = done(IN.sent, COMMANDS.handOver).next;
    const back = done(there, { do: 'handOver', from: pat, to: kim }).next;
    expect(done(back, COMMANDS.approve).next.state).toBe('accepted');
  });
});

describe('reminders', () => {
  const reminded = done(IN.sent, COMMANDS.remind).next;

  it('are drafted, edited and marked as sent while the invitation stays open', () => {
    const edited = done(reminded, { do: 'edit', letter: { subject: 'Again', message: '{{link}}' } }).next;
    expect(edited.letter).toEqual(IN.sent.letter);
    const sent = done(edited, COMMANDS.markSent);
    expect(sent.events).toEqual(['reminded']);
    expect(sent.next).toMatchObject({ state: 'sent', reminder: undefined, remindedAt: NOW.toISOString() });
    expect(sent.next.expiresAt).toBe(IN.sent.expiresAt);
  });

  it('are not begun anew over one that is being written', () => {
    const again = done(reminded, { do: 'remind', reminder: { subject: 'Other', message: '{{link}}' } });
    expect(again.events).toEqual([]);
    expect(again.next.reminder).toEqual(letter);
  });

  it('end with the invitation', () => {
    for (const name of ['withdraw', 'approve', 'decline', 'sendAgain'] as const) {
      expect(done(reminded, COMMANDS[name]).next.reminder).toBeUndefined();
    }
  });
});

describe('sending again', () => {
  it('begins as a draft with a new link, and nobody who opened the old one', () => {
    const { next } = done(IN.declined, COMMANDS.sendAgain);
    expect(next).toMatchObject({ state: 'draft', linkVersion: 2, recipients: [], decision: undefined });
  });

  it('can be given up: the invitation is then withdrawn and not forgotten', () => {
    const again = done(IN.declined, COMMANDS.sendAgain).next;
    expect(done(again, COMMANDS.withdraw).next.state).toBe('withdrawn');
  });
});
