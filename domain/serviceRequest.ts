import * as z from 'zod';
import { guid, moment, type PersonRef, personRefSchema } from './identity.ts';
import { type Service, service } from './services.ts';
import { manyLines, oneLine } from './textField.ts';

export const SEVERITIES = ['critical', 'moderate', 'minimal'] as const;
const severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severity>;

export const SERVICE_REQUEST_STATES = ['open', 'attentionNeeded', 'closed'] as const;
export type ServiceRequestState = (typeof SERVICE_REQUEST_STATES)[number];

/** Whoever asked, and the other one: the customer whom it is about, or the operator of this desk. */
const side = z.enum(['asker', 'other']);
export type Side = z.infer<typeof side>;

/** Ids begin with their moment, newest first; a form bears the id that its request will have, so that sending twice makes one. */
export const serviceRequestId = z.string().regex(/^\d{13}-[0-9a-f]{16}$/);

/**
 * A service request (source documents 000, 001): of a partner for a customer, kept in the customer's partition, or of
 * a company about this portal, kept in its own. Kept here and not sent to Microsoft.
 */
export const serviceRequestSchema = z.object({
  id: serviceRequestId,
  about: z.enum(['customer', 'portal']),
  /** In whose partition it stands: the customer's, or the asker's own. */
  companyId: guid,
  companyName: z.string(),
  /** The company that asked. */
  asker: z.object({ id: guid, name: z.string() }),
  openedBy: personRefSchema,
  openedAt: moment,
  /** Who goes on with it after whoever opened it was removed. */
  takenOverBy: personRefSchema.optional(),
  title: z.string(),
  description: z.string(),
  severity,
  service: service.optional(),
  subscription: z.object({ id: z.string(), offerName: z.string() }).optional(),
  /** The asker administers nothing of what it is about, and is responsible for its support all the same. */
  onBehalf: z.boolean(),
  /** Microsoft takes nothing about this from an indirect reseller. */
  throughProvider: z.boolean(),
  state: z.enum(SERVICE_REQUEST_STATES),
  /** Who is to answer while attention is needed. */
  attentionOf: side.optional(),
  /** Counts its changes, each of which leaves a note. */
  version: z.int().positive(),
  changedAt: moment,
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;

/** What the other side is told of, beside the opening. */
export const SERVICE_TOLD_DEEDS = ['noted', 'attentionAsked', 'closed', 'reopened'] as const;
export const SERVICE_NOTE_DEEDS = [...SERVICE_TOLD_DEEDS, 'takenOver'] as const;
type ServiceToldDeed = (typeof SERVICE_TOLD_DEEDS)[number];
export type ServiceNoteDeed = (typeof SERVICE_NOTE_DEEDS)[number];

/** What somebody wrote or did, from either side. */
export const serviceNoteSchema = z.object({
  /** The version that it made. */
  number: z.int().positive(),
  deed: z.enum(SERVICE_NOTE_DEEDS),
  side,
  by: z.union([personRefSchema, z.literal('operator')]),
  at: moment,
  text: z.string().optional(),
});
export type ServiceNote = z.infer<typeof serviceNoteSchema>;

/** The number that people quote: to each other, and on the phone. */
export function referenceOf({ id }: Pick<ServiceRequest, 'id'>): string {
  const digits = id.slice(14, 22).toUpperCase();
  return `SR-${digits.slice(0, 4)}-${digits.slice(4)}`;
}

/** Nobody has answered yet. */
export type NewServiceRequest = Omit<ServiceRequest, 'state' | 'attentionOf' | 'version' | 'changedAt'>;

export function openServiceRequest(request: NewServiceRequest): ServiceRequest {
  return { ...request, state: 'open', version: 1, changedAt: request.openedAt };
}

/** What either side does; only closing needs no words. */
export type ServiceRequestCommand =
  | { do: 'note' | 'askAttention' | 'reopen'; text: string }
  | { do: 'close'; text: string | undefined };

const DEEDS: Readonly<Record<ServiceRequestCommand['do'], ServiceToldDeed>> = {
  note: 'noted',
  askAttention: 'attentionAsked',
  close: 'closed',
  reopen: 'reopened',
};

/** The note by which a command is known again. */
export function deedOf(command: ServiceRequestCommand): ServiceNoteDeed {
  return DEEDS[command.do];
}

type Change = { next: ServiceRequest; note: ServiceNote } | { refused: 'closed' | 'notClosed' };

/**
 * Applies a command: pure, and but for {@link takeOverServiceRequest} the only way that a request changes. Attention is needed of the side that did not ask
 * for it, until that side writes; a closed request can only be opened again.
 */
export function changeServiceRequest(
  request: ServiceRequest,
  from: Side,
  by: PersonRef | 'operator',
  command: ServiceRequestCommand,
  now: Date,
): Change {
  const isClosed = request.state === 'closed';
  if (isClosed !== (command.do === 'reopen')) return { refused: isClosed ? 'closed' : 'notClosed' };
  const at = now.toISOString();
  const number = request.version + 1;
  const { attentionOf: awaited, ...rest } = request;
  const changed = { ...rest, version: number, changedAt: at };
  const note: ServiceNote = { number, deed: deedOf(command), side: from, by, at, text: command.text };
  switch (command.do) {
    case 'note':
      return { next: awaited === from ? { ...changed, state: 'open' } : { ...request, ...changed }, note };
    case 'askAttention':
      return { next: { ...changed, state: 'attentionNeeded', attentionOf: otherThan(from) }, note };
    case 'close':
      return { next: { ...changed, state: 'closed' }, note };
    case 'reopen':
      return { next: { ...changed, state: 'open' }, note };
  }
}

/** Who of the asker's side is told of what the other side does: whoever opened it, or took it over since. */
export function holderOf({
  openedBy,
  takenOverBy,
}: Pick<ServiceRequest, 'openedBy' | 'takenOverBy'>): PersonRef {
  return takenOverBy ?? openedBy;
}

/**
 * Gives what is not closed to a colleague of the one who had it: pure. Who opened it stays as it is, and so does whose
 * attention is needed. Refused when it is not theirs any more, so that doing it again changes nothing.
 */
export function takeOverServiceRequest(
  request: ServiceRequest,
  from: string,
  to: PersonRef,
  now: Date,
): { next: ServiceRequest; note: ServiceNote } | { refused: 'closed' | 'notTheirs' } {
  if (request.state === 'closed') return { refused: 'closed' };
  if (holderOf(request).objectId !== from || to.objectId === from) return { refused: 'notTheirs' };
  const at = now.toISOString();
  const number = request.version + 1;
  return {
    next: { ...request, takenOverBy: to, version: number, changedAt: at },
    note: { number, deed: 'takenOver', side: 'asker', by: to, at },
  };
}

export function otherThan(one: Side): Side {
  return one === 'asker' ? 'other' : 'asker';
}

/** How long things may be: a request and a page of its notes fit on one card in every language. */
export const TITLE_MAX = 120;
export const DESCRIPTION_MAX = 1_500;
export const NOTE_MAX = 500;

export type ServiceRequestProblem = 'required' | 'tooLong' | 'malformed';
export type ServiceRequestField = 'title' | 'description' | 'severity' | 'topic';
export type ServiceRequestProblems = Partial<Record<ServiceRequestField, ServiceRequestProblem>>;

/** What a request is about, as a form names it: nothing in particular, a service, or one of the subscriptions. */
export type Topic = { service: Service } | { subscriptionId: string } | undefined;

/** How a form names nothing in particular. */
export const NO_TOPIC = 'none';

const topicField = z.union([
  z.enum(['', NO_TOPIC]).transform(() => undefined),
  z
    .templateLiteral(['service:', service])
    .transform((text): Topic => ({ service: service.parse(text.slice('service:'.length)) })),
  z
    .string()
    .regex(/^subscription:[\w-]{1,100}$/)
    .transform((text): Topic => ({ subscriptionId: text.slice('subscription:'.length) })),
]);

/** How a form names a topic. */
export function topicValue(topic: NonNullable<Topic>): string {
  return 'service' in topic ? `service:${topic.service}` : `subscription:${topic.subscriptionId}`;
}

const formSchema = z.object({
  title: oneLine(TITLE_MAX).pipe(z.string().min(1, 'required')),
  description: manyLines(DESCRIPTION_MAX).pipe(z.string().min(1, 'required')),
  severity: z.enum(SEVERITIES, { error: 'required' }),
  topic: topicField,
});
export type ServiceRequestForm = z.infer<typeof formSchema>;

/** A form as it was typed. */
export type TypedServiceRequest = Partial<Record<ServiceRequestField, string | undefined>>;

/** Reads the form of *Request service*. For each refused field it says why. */
export function readServiceRequest(
  typed: TypedServiceRequest,
): { form: ServiceRequestForm } | { problems: ServiceRequestProblems } {
  const { title = '', description = '', severity: chosen, topic = '' } = typed;
  const read = formSchema.safeParse({ title, description, severity: chosen, topic });
  if (read.success) return { form: read.data };
  const problems: ServiceRequestProblems = {};
  for (const { path, message } of read.error.issues) {
    const field = formSchema.keyof().safeParse(path[0]);
    if (field.success) problems[field.data] ??= problemIn(message);
  }
  return { problems };
}

/** Reads a note. */
export function readServiceNote(typed: string): { text: string } | { problem: ServiceRequestProblem } {
  const read = manyLines(NOTE_MAX).pipe(z.string().min(1, 'required')).safeParse(typed);
  return read.success ? { text: read.data } : { problem: problemIn(read.error.issues[0]?.message) };
}

function problemIn(message: string | undefined): ServiceRequestProblem {
  return message === 'tooLong' || message === 'malformed' ? message : 'required';
}
