import * as z from 'zod';
import {
  readServiceNote,
  referenceOf,
  type ServiceNote,
  type ServiceRequest,
  type ServiceRequestCommand,
} from '../domain/serviceRequest.ts';
import type { Desk } from '../operations/desk.ts';
import {
  answerAsOperator,
  requestForOperator,
  requestsForOperator,
} from '../operations/operatorServiceRequests.ts';
import { withOperatorDesk } from './operatorDesk.ts';

const USAGE = `Usage: npm run service-requests -- list [notClosed|open|attentionNeeded|closed|all]
       npm run service-requests -- show REFERENCE
       npm run service-requests -- note|attention|reopen REFERENCE "text"
       npm run service-requests -- close REFERENCE ["text"]
REFERENCE is the number that stands in the list: SR-1234-ABCD.`;

const reference = z.string().regex(/^SR-[0-9A-F]{4}-[0-9A-F]{4}$|^\d{13}-[0-9a-f]{16}$/i);
const words = z.string().transform((text, context) => {
  const read = readServiceNote(text);
  if ('text' in read) return read.text;
  context.addIssue(read.problem);
  return z.NEVER;
});
const VERBS = { note: 'note', attention: 'askAttention', reopen: 'reopen' } as const;
const states = z.enum(['notClosed', 'open', 'attentionNeeded', 'closed', 'all']);

/** What the operator does with requests about the portal. */
const command = z.union([
  z.tuple([z.literal('list')]).transform(() => ({ do: 'list' as const, state: 'notClosed' as const })),
  z.tuple([z.literal('list'), states]).transform(([, state]) => ({ do: 'list' as const, state })),
  z.tuple([z.literal('show'), reference]).transform(([, name]) => ({ do: 'show' as const, name })),
  z
    .tuple([z.enum(['note', 'attention', 'reopen']), reference, words])
    .transform(([verb, name, text]) => answer(name, { do: VERBS[verb], text })),
  z
    .tuple([z.literal('close'), reference])
    .transform(([, name]) => answer(name, { do: 'close', text: undefined })),
  z
    .tuple([z.literal('close'), reference, words])
    .transform(([, name, text]) => answer(name, { do: 'close', text })),
]);

function answer(name: string, given: ServiceRequestCommand) {
  return { do: 'answer' as const, name, command: given };
}

const parsed = command.safeParse(process.argv.slice(2));
if (parsed.success) {
  const { data } = parsed;
  await withOperatorDesk(async desk => {
    switch (data.do) {
      case 'list':
        return list(desk, data.state);
      case 'show':
        return show(desk, data.name);
      case 'answer':
        return write(desk, data.name, data.command);
    }
  });
} else {
  console.log(USAGE);
  process.exitCode = 2;
}

async function list(desk: Desk, state: z.infer<typeof states>): Promise<void> {
  let count = 0;
  for await (const request of requestsForOperator(desk, state)) {
    count++;
    console.log(line(request));
  }
  if (count === 0) console.log('No service requests about the portal here.');
}

async function show(desk: Desk, name: string): Promise<void> {
  const found = await requestForOperator(desk, name);
  if (!found) return missing(name);
  const { request, notes } = found;
  console.log(line(request));
  console.log(`Opened by ${plain(request.openedBy.name)}, ${request.openedAt}; tenant ${request.companyId}`);
  console.log(`\n${plain(request.description)}`);
  for (const note of notes)
    console.log(`\n${noteLine(note, request)}${note.text ? `\n${plain(note.text)}` : ''}`);
}

async function write(desk: Desk, name: string, given: ServiceRequestCommand): Promise<void> {
  const result = await answerAsOperator(desk, name, given);
  switch (result.outcome) {
    case 'gone':
      return missing(name);
    case 'answered':
      console.log(
        `${referenceOf(result.request)} is now ${result.request.state}. Whoever asked will be told.`,
      );
      return;
    case 'closed':
      console.log(`${referenceOf(result.request)} is closed; nothing was changed. "reopen" opens it again.`);
      break;
    case 'notClosed':
      console.log(`${referenceOf(result.request)} is not closed; nothing was changed.`);
  }
  process.exitCode = 1;
}

function missing(name: string): void {
  console.log(`No service request about the portal is called ${name}.`);
  process.exitCode = 1;
}

function line(request: ServiceRequest): string {
  const { state, severity, companyName, title } = request;
  return `${referenceOf(request)}  ${state}  ${severity}  ${plain(companyName)}: ${plain(title)}`;
}

function noteLine({ deed, by, at }: ServiceNote, { companyName }: ServiceRequest): string {
  return `${at}  ${deed}  ${by === 'operator' ? 'operator' : `${plain(by.name)} of ${plain(companyName)}`}`;
}

/** What people typed, without what would steer a terminal. */
function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n]|\p{Bidi_Control}/gu, '');
}
