import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  changeServiceRequest,
  DESCRIPTION_MAX,
  deedOf,
  holderOf,
  NOTE_MAX,
  openServiceRequest,
  otherThan,
  readServiceNote,
  readServiceRequest,
  referenceOf,
  type ServiceNote,
  type ServiceRequest,
  type ServiceRequestCommand,
  type Side,
  serviceNoteSchema,
  serviceRequestId,
  serviceRequestSchema,
  TITLE_MAX,
  takeOverServiceRequest,
  topicValue,
} from '../../domain/serviceRequest.ts';

const START = new Date('2026-11-20T09:00:00.000Z');
const dana = {
  tenantId: '22222222-2222-4222-8222-222222222222',
  objectId: 'aaaaaaaa-0000-4000-8000-000000000001',
  name: 'Dana Reyes',
};
const opened = (over: Partial<ServiceRequest> = {}): ServiceRequest => ({
  ...openServiceRequest({
    id: '8204100000000-0123456789abcdef',
    about: 'customer',
    companyId: '33333333-3333-4333-8333-333333333333',
    companyName: 'Wingtip Toys',
    asker: { id: dana.tenantId, name: 'Contoso' },
    openedBy: dana,
    openedAt: START.toISOString(),
    title: 'A title',
    description: 'A description',
    severity: 'moderate',
    onBehalf: false,
    throughProvider: false,
  }),
  ...over,
});

const side: fc.Arbitrary<Side> = fc.constantFrom('asker', 'other');
const text = fc.string({ minLength: 1, maxLength: 20 });
const command: fc.Arbitrary<ServiceRequestCommand> = fc.oneof(
  fc.record({ do: fc.constantFrom('note' as const, 'askAttention' as const, 'reopen' as const), text }),
  fc.record({ do: fc.constant('close' as const), text: fc.option(text, { nil: undefined }) }),
);
interface Step {
  from: Side;
  by: typeof dana | 'operator';
  command: ServiceRequestCommand;
  after: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  from: side,
  by: fc.constantFrom(dana, 'operator' as const),
  command,
  after: fc.nat(100_000),
});

/** A life of a request, step by step: before, what was asked for, and what came of it. */
function live(steps: readonly Step[]) {
  let request = opened();
  let now = START;
  return steps.map(each => {
    now = new Date(now.getTime() + each.after);
    const before = request;
    const change = changeServiceRequest(before, each.from, each.by, each.command, now);
    if ('next' in change) request = change.next;
    return { ...each, before, change, at: now.toISOString(), request };
  });
}

describe('the life of a service request, whatever both sides do', () => {
  const always = (check: (lived: ReturnType<typeof live>) => void) =>
    fc.assert(fc.property(fc.array(step, { maxLength: 30 }), steps => check(live(steps))));

  it('is refused only what does not fit its state, and then stays as it is', () => {
    always(lived => {
      for (const { before, command: asked, change } of lived) {
        const fits = (before.state === 'closed') === (asked.do === 'reopen');
        expect('next' in change).toBe(fits);
        if ('refused' in change)
          expect(change.refused).toBe(before.state === 'closed' ? 'closed' : 'notClosed');
      }
    });
  });

  it('leaves one note for each change, numbered without a gap', () => {
    always(lived => {
      const notes: ServiceNote[] = lived.flatMap(({ change }) => ('note' in change ? [change.note] : []));
      expect(notes.map(({ number }) => number)).toEqual(notes.map((_, index) => index + 2));
      const last = lived.at(-1)?.request;
      expect(last?.version ?? 1).toBe(notes.length + 1);
    });
  });

  it('notes who did what, from which side, when and with which words', () => {
    always(lived => {
      for (const { change, from, by, command: asked, at } of lived) {
        if (!('note' in change)) continue;
        expect(change.note).toMatchObject({ deed: deedOf(asked), side: from, by, at });
        expect(change.note.text).toBe(asked.text);
        expect(change.next.changedAt).toBe(at);
      }
    });
  });

  it('needs the attention of the side that did not ask, until that one writes', () => {
    always(lived => {
      for (const { before, change, from, command: asked } of lived) {
        if (!('next' in change)) continue;
        const { next } = change;
        expect(next.attentionOf !== undefined).toBe(next.state === 'attentionNeeded');
        if (asked.do === 'askAttention') expect(next.attentionOf).toBe(otherThan(from));
        if (asked.do === 'note') {
          const answered = before.attentionOf === from;
          expect(next.state).toBe(answered ? 'open' : before.state);
        }
      }
    });
  });

  it('keeps what it was opened as', () => {
    always(lived => {
      const { state, attentionOf, version, changedAt, ...first } = opened();
      for (const { request } of lived) expect(request).toMatchObject(first);
    });
  });

  it('can be stored at every moment', () => {
    always(lived => {
      for (const { request, change } of lived) {
        expect(serviceRequestSchema.parse(JSON.parse(JSON.stringify(request)))).toEqual(
          JSON.parse(JSON.stringify(request)),
        );
        if ('note' in change) expect(serviceNoteSchema.safeParse(change.note).success).toBe(true);
      }
    });
  });
});

describe('the reference', () => {
  it('is short enough to be said on the phone', () => {
    expect(referenceOf(opened())).toBe('SR-0123-4567');
  });

  it('is made of what ids differ in', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 64n) - 1n), bits => {
        const id = `8204100000000-${bits.toString(16).padStart(16, '0')}`;
        expect(serviceRequestId.safeParse(id).success).toBe(true);
        expect(referenceOf({ id })).toMatch(/^SR-[0-9A-F]{4}-[0-9A-F]{4}$/);
      }),
    );
  });
});

describe('the form', () => {
  const right = { title: 'Mail', description: 'Nothing arrives', severity: 'critical', topic: 'none' };

  it('is read, tidied', () => {
    expect(
      readServiceRequest({
        ...right,
        title: '  Mail \n is   late ',
        description: 'One\r\n\r\n\r\n\r\nTwo   three \u202e\n',
      }),
    ).toEqual({
      form: {
        title: 'Mail is late',
        description: 'One\n\nTwo three',
        severity: 'critical',
        topic: undefined,
      },
    });
  });

  it('names a service, a subscription or nothing', () => {
    for (const topic of [{ service: 'azure' as const }, { subscriptionId: 'order-000001-0' }]) {
      expect(readServiceRequest({ ...right, topic: topicValue(topic) })).toMatchObject({ form: { topic } });
    }
    expect(readServiceRequest({ ...right, topic: undefined })).toMatchObject({ form: { topic: undefined } });
  });

  it.each([
    [{ title: '' }, { title: 'required' }],
    [{ title: 'x'.repeat(TITLE_MAX + 1) }, { title: 'tooLong' }],
    [{ title: 'a\u0007' }, { title: 'malformed' }],
    [{ description: ' \n ' }, { description: 'required' }],
    [{ description: 'x'.repeat(DESCRIPTION_MAX + 1) }, { description: 'tooLong' }],
    [{ severity: undefined }, { severity: 'required' }],
    [{ topic: 'service:tea' }, { topic: 'required' }],
    [{ topic: 'subscription:' }, { topic: 'required' }],
    [
      { title: '', severity: 'x' },
      { title: 'required', severity: 'required' },
    ],
  ])('is refused at the field: %j', (over, problems) => {
    expect(readServiceRequest({ ...right, ...over })).toEqual({ problems });
  });

  it('keeps no code of a link that somebody pasted', () => {
    const code = `${'a'.repeat(64)}.${'b'.repeat(43)}`;
    const read = readServiceRequest({ ...right, description: `see ${code}` });
    expect(JSON.stringify(read)).not.toContain('b'.repeat(43));
  });
});

describe('a note', () => {
  it('has words, and not too many', () => {
    expect(readServiceNote(' Called \n them ')).toEqual({ text: 'Called\nthem' });
    expect(readServiceNote('\n')).toEqual({ problem: 'required' });
    expect(readServiceNote('x'.repeat(NOTE_MAX + 1))).toEqual({ problem: 'tooLong' });
    expect(readServiceNote('a\u0000')).toEqual({ problem: 'malformed' });
  });
});

describe('taking a service request over', () => {
  const bo = { ...dana, objectId: 'aaaaaaaa-0000-4000-8000-000000000002', name: 'Bo Hallam' };
  const takes = (request: ServiceRequest) => takeOverServiceRequest(request, dana.objectId, bo, START);

  it('changes who is told and nothing else, with a note', () => {
    const request = opened({ state: 'attentionNeeded', attentionOf: 'asker' });
    expect(takes(request)).toEqual({
      next: { ...request, takenOverBy: bo, version: 2 },
      note: { number: 2, deed: 'takenOver', side: 'asker', by: bo, at: START.toISOString() },
    });
    expect(holderOf(request)).toEqual(dana);
    expect(holderOf({ ...request, takenOverBy: bo })).toEqual(bo);
  });

  it('is refused for what is closed, or not theirs, or not theirs any more', () => {
    expect(takes(opened({ state: 'closed' }))).toEqual({ refused: 'closed' });
    expect(takes(opened({ openedBy: bo }))).toEqual({ refused: 'notTheirs' });
    expect(takes(opened({ takenOverBy: bo }))).toEqual({ refused: 'notTheirs' });
    expect(takeOverServiceRequest(opened(), dana.objectId, dana, START)).toEqual({ refused: 'notTheirs' });
  });
});
