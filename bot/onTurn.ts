import { type Activity, type ConversationState, INVOKE_RESPONSE_KEY, type TurnContext } from 'botbuilder';
import type { Card } from '../cards/card.ts';
import { welcomeCard } from '../cards/welcome.ts';
import { askForCode, say } from '../dialogs/answers.ts';
import type { Answer, Turn } from '../dialogs/turn.ts';
import { languageOf } from '../domain/language.ts';
import { findCode } from '../domain/link.ts';
import { languageFor, type Profile, type Conversation as Reach } from '../domain/person.ts';
import { findSetupCode } from '../domain/setupCode.ts';
import { findSignInCode } from '../domain/signInCode.ts';
import { translator } from '../locales/index.ts';
import type { Actor, Desk } from '../operations/desk.ts';
import { whatMayIDo } from '../operations/help.ts';
import { claimWelcome, keepProfile, meet } from '../operations/meet.ts';
import { type Waiting, whoWaits } from '../operations/signIn.ts';
import { type Incoming, readActivity, type Sender } from './activity.ts';
import { answerCommand, beginClick, VERBS } from './answerTurn.ts';
import { accept } from './capabilities/accept.ts';
import { showHelp } from './capabilities/help.ts';
import { setUpAccount } from './capabilities/setUpAccount.ts';
import { signIn } from './capabilities/signIn.ts';
import { cardMessage } from './cardMessage.ts';
import { type Utterance, understand } from './commands.ts';
import { type Connector, ConnectorError } from './connector.ts';
import { Conversation } from './conversation.ts';
import type { Log } from './log.ts';
import type { ChatOf } from './openInTeams.ts';
import { askColleague, askName, askProfile } from './profiles.ts';
import { isSignIn, type Proof } from './proof/proof.ts';
import { unproven } from './proof/unproven.ts';

export interface TurnOptions {
  readonly desk: Desk;
  readonly state: ConversationState;
  readonly connector: Connector;
  readonly log: Log;
  /** Proves who is a global admin; absent where nobody is asked for a proof. */
  readonly proof: Proof | undefined;
  /** Where *Open in Teams* and the offer to go to the personal chat lead. */
  readonly personalChat: (person: ChatOf) => string;
}

/** Handles one activity whose sender was checked: read, understand, answer, remember. */
export function onTurn(options: TurnOptions): (context: TurnContext) => Promise<void> {
  return async context => {
    const incoming = readActivity(context.activity);
    if (!incoming || incoming.kind === 'nothing') return;
    if (!incoming.sender.personal) return inChannel(options, context, incoming);
    await inPersonalChat(options, context, incoming);
  };
}

async function inPersonalChat(options: TurnOptions, context: TurnContext, arrived: Incoming): Promise<void> {
  const { desk, state } = options;
  const heard = isSignIn(arrived) ? await options.proof?.hear(context, arrived) : undefined;
  if (heard?.kind === 'nothing') return;
  const incoming = heard?.kind === 'proven' ? clickThatWaited(arrived, heard.click) : arrived;
  const { sender } = incoming;
  const utterance = incoming.kind === 'text' ? understand(incoming.text) : undefined;
  const conversation = new Conversation(state, context);
  const click =
    heard?.kind === 'refused'
      ? async (turn: Turn) => unproven(turn, heard.why, heard.back)
      : incoming.kind === 'click'
        ? beginClick(desk, sender.tenantId, incoming.verb, incoming.data)
        : undefined;
  // The two reads of every turn, side by side, and beside those that the click has begun.
  const [person, flow] = await Promise.all([
    desk.storage.people.get(sender.tenantId, sender.objectId),
    mayNeedFlow(incoming) ? conversation.flow() : undefined,
  ]);
  const met = meet(desk, person, {
    tenantId: sender.tenantId,
    objectId: sender.objectId,
    name: sender.name,
    teamsLocale: sender.locale,
    conversation: reachOf(incoming),
  });
  // It is waited for below; a turn that fails before must not leave a failure that nobody hears, which ends the process.
  met.catch(() => {});
  // Somebody new must be known before anything is done for them; for others writing may go on meanwhile.
  if (!person?.value.welcomed) await met;
  const via = incoming.kind === 'click' ? incoming.verb : utterance && viaOf(utterance, flow);
  const turn = turnFor(options, incoming, { person, flow, via, provenGlobalAdmin: heard?.kind === 'proven' });

  const greeting = person?.value.welcomed ? false : await claimWelcome(desk, sender);
  const waiting = greeting ? await whoIsGreeted(options, turn) : undefined;
  if (greeting) {
    const name = sender.name || person?.value.name || (await askName(options.connector, incoming));
    await Promise.all([
      welcome(turn, name, waiting).then(card => sendCard(context, card)),
      introduce(options, turn, name),
    ]);
  }
  const typedCode =
    utterance?.kind === 'other' &&
    (findSignInCode(utterance.text) ?? findSetupCode(utterance.text)) !== undefined;
  // Whom the welcome greets as awaited is asked for the code at once, unless this is it; a click has an answer of its own.
  if (waiting && !typedCode && incoming.kind !== 'click') {
    await sendCard(context, askForCode(turn, waiting).card);
  } else if (incoming.kind !== 'arrived' && (!greeting || typedCode || !isHelp(utterance))) {
    const answer = await (click?.(turn) ?? answerTo(turn, conversation, utterance));
    const waited = heard?.kind === 'refused' ? heard.verb : undefined;
    if (answer.refused) noteRefusal(options.log, answer.refused, incoming, utterance, waited);
    const messageId = await deliver(context, incoming, answer.card);
    await Promise.all([
      conversation.follow(answer, flow),
      remember(options, incoming, answer, messageId, turn.actor),
      askForProof(options, context, turn, incoming, answer),
    ]);
  }
  await met;
}

/** Whoever tries what is not theirs leaves a trace (design §7); what they typed or sent is not in it. */
function noteRefusal(
  log: Log,
  refused: string,
  incoming: Incoming,
  utterance: Utterance | undefined,
  waited: string | undefined,
): void {
  const { tenantId, objectId } = incoming.sender;
  const verb =
    waited ?? (incoming.kind === 'click' && VERBS.includes(incoming.verb) ? incoming.verb : undefined);
  const command = utterance?.kind === 'command' ? utterance.command : utterance?.kind;
  log.info({ refused, verb: verb ?? command, tenantId, objectId }, 'refused');
}

/** The click that waited for a proof; the token or code that brought it goes no further. */
function clickThatWaited(
  { sender, serviceUrl, conversationId, botId }: Incoming,
  click: { verb: string; data: unknown },
): Incoming {
  const common = { sender, serviceUrl, conversationId, botId, messageId: undefined };
  return { ...common, ...click, kind: 'click', via: 'proof' };
}

/** Asks Microsoft for the proof that an answer needs; the click waits for it. */
async function askForProof(
  { proof, log }: TurnOptions,
  context: TurnContext,
  turn: Turn,
  incoming: Incoming,
  { needsProof }: Answer,
): Promise<void> {
  if (!needsProof || !proof || incoming.kind !== 'click') return;
  try {
    await proof.ask(context, turn, incoming, needsProof.back);
  } catch (error) {
    log.warn({ error }, 'Microsoft could not be asked who is a global admin');
    await sendCard(context, unproven(turn, 'unavailable', needsProof.back).card);
  }
}

async function answerTo(
  turn: Turn,
  conversation: Conversation,
  utterance: Utterance | undefined,
): Promise<Answer> {
  switch (utterance?.kind) {
    case 'command':
      return answerCommand(turn, utterance);
    case 'link':
      return accept(turn, utterance.text);
    case 'other': {
      // Of a setup code there is never a doubt: nothing else has its length.
      const setupCode = findSetupCode(utterance.text);
      if (setupCode) return setUpAccount(turn, setupCode);
      const code = findSignInCode(utterance.text);
      // Whoever is awaited may type the code; in a flow a number that looks alike may be meant for it.
      if (code && !turn.actor.person?.value.member) return signIn(turn, code, true);
      const answer = turn.flow && (await conversation.say(turn));
      if (answer) return answer;
      // A code is never quoted, not even to whoever made it.
      return code ? signIn(turn, code, true) : showHelp(turn, utterance.text || undefined);
    }
    default:
      return say(turn, 'outcome.unknownCommand', 'warning');
  }
}

/** What history calls something that was typed: its command; a pasted link is accepted, other text answers a flow or is a sign-in code. */
function viaOf(utterance: Utterance, flow: Turn['flow']): string {
  switch (utterance.kind) {
    case 'command':
      return utterance.command;
    case 'link':
      return 'accept';
    case 'other':
      return findSetupCode(utterance.text) ? 'accept' : (flow?.name ?? 'signIn');
  }
}

/** Clicks outside the flows never ask where the person is in one. */
function mayNeedFlow(incoming: Incoming): boolean {
  if (incoming.kind === 'text') return true;
  return (
    incoming.kind === 'click' &&
    /^(?:help|setUpCompany|inviteCustomer|requestPartnership|addUser|requestRole|addCustomer|addSubscription|draft|invitations)\./.test(
      incoming.verb,
    )
  );
}

function isHelp(utterance: Utterance | undefined): boolean {
  return utterance?.kind === 'other' || (utterance?.kind === 'command' && utterance.command === 'help');
}

function reachOf({ sender, serviceUrl, conversationId, botId }: Incoming): Reach {
  return { serviceUrl, conversationId, botId, userId: sender.userId };
}

function turnFor(
  { desk, connector }: TurnOptions,
  incoming: Incoming,
  known: Pick<Actor, 'person' | 'via' | 'provenGlobalAdmin'> & Pick<Turn, 'flow'>,
): Turn {
  const { person, flow, via, provenGlobalAdmin } = known;
  const { sender } = incoming;
  const teamsLocale = sender.locale ?? person?.value.teamsLocale;
  const language = languageFor({ chosenLanguage: person?.value.chosenLanguage, teamsLocale });
  let profile: Promise<Profile> | undefined;
  const actor: Actor = {
    tenantId: sender.tenantId,
    objectId: sender.objectId,
    name: sender.name || person?.value.name || sender.objectId,
    person,
    language,
    via,
    provenGlobalAdmin,
    profile: () => {
      profile ??= askProfile(connector, incoming);
      return profile;
    },
    colleague: objectId => askColleague(desk, connector, incoming, objectId),
  };
  return {
    desk,
    actor,
    language,
    t: translator(language),
    teamsLanguage: languageOf(teamsLocale),
    timeZone: sender.timeZone,
    flow,
    ...shownIn(incoming),
  };
}

/** Where the card stands whose button was selected. */
function shownIn(incoming: Incoming): Pick<Turn, 'shownIn'> {
  if (incoming.kind !== 'click' || !incoming.messageId) return {};
  return { shownIn: { conversation: reachOf(incoming), activityId: incoming.messageId } };
}

/** Everybody is greeted once: that Teams does not tell just now who they are must not take the greeting away. */
async function whoIsGreeted({ desk, log }: TurnOptions, { actor }: Turn): Promise<Waiting | undefined> {
  try {
    return await whoWaits(desk, actor);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    log.warn({ error }, 'whether someone new is awaited could not be asked; their next message asks again');
    return undefined;
  }
}

async function welcome(
  { desk, actor, language }: Turn,
  name: string | undefined,
  waiting: Waiting | undefined,
): Promise<Card> {
  const company = (await desk.storage.companies.get(actor.tenantId))?.value;
  const person = actor.person?.value;
  const actions = whatMayIDo(person, company).map(command => ({ command }));
  const membership = person?.member ? 'added' : waiting ? 'waiting' : 'stranger';
  const known = company && ({ name: company.name, membership } as const);
  return welcomeCard({ name, company: known, actions }, language);
}

/** Whoever is greeted is found by their address from then on. Not worth failing for: set-up asks again. */
async function introduce(
  { desk, log }: TurnOptions,
  { actor }: Turn,
  name: string | undefined,
): Promise<void> {
  try {
    await keepProfile(desk, actor, await actor.profile(), name);
  } catch (error) {
    log.warn({ error }, 'the profile of someone new could not be kept');
  }
}

/** Answers in the shape that the activity asks for; gives the id of the message that now carries the card. */
async function deliver(context: TurnContext, incoming: Incoming, card: Card): Promise<string | undefined> {
  // What Teams sends of a sign-in has its answer already; the card is for the person.
  if (context.turnState.has(INVOKE_RESPONSE_KEY)) return sendCard(context, card);
  if (incoming.kind === 'click' && incoming.via === 'execute') {
    await context.sendActivity(invokeAnswer(card));
    return incoming.messageId;
  }
  if (context.activity.type === 'invoke') {
    await context.sendActivity(invokeAnswer(card));
    return undefined;
  }
  if (incoming.kind === 'click' && incoming.messageId) {
    // A client that knows only Action.Submit: its card is replaced by an edit.
    await context.updateActivity({ ...cardMessage(card), id: incoming.messageId });
    return incoming.messageId;
  }
  return sendCard(context, card);
}

async function sendCard(context: TurnContext, card: Card): Promise<string | undefined> {
  const sent = await context.sendActivity(cardMessage(card));
  return sent?.id || undefined;
}

/** Business outcomes are always HTTP 200: the SDK would make an HTTP status of anything else (design §8). */
function invokeAnswer(card: Card): Partial<Activity> {
  return {
    type: 'invokeResponse',
    value: {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
    },
  };
}

/** Keeps where a card stands that must turn with what it shows. A comfort: stale cards tell the truth when clicked. */
async function remember(
  { desk, log }: TurnOptions,
  incoming: Incoming,
  answer: Answer,
  activityId: string | undefined,
  viewer: Actor,
): Promise<void> {
  if (!answer.remember || !activityId) return;
  const { tenantId, objectId, name } = viewer;
  try {
    await desk.storage.cardMessages.remember({
      ...answer.remember,
      viewer: { tenantId, objectId, name },
      conversation: reachOf(incoming),
      activityId,
    });
  } catch (error) {
    log.warn({ error }, 'where a card stands could not be kept');
  }
}

/** In channels and group chats others read along: nothing is done there, and a pasted link is not used (design §3). */
async function inChannel(options: TurnOptions, context: TurnContext, incoming: Incoming): Promise<void> {
  const { sender } = incoming;
  const t = translator(await languageIn(options, sender));
  const place = { link: options.personalChat(sender) };
  if (incoming.kind === 'arrived') return;
  const typed = incoming.kind === 'text' ? incoming.text : '';
  const utterance = incoming.kind === 'text' ? understand(typed) : undefined;
  const text = findCode(typed)
    ? t('outcome.linkInChannel', place)
    : findSetupCode(typed)
      ? t('outcome.setupCodeInChannel', place)
      : findSignInCode(typed) !== undefined
        ? t('outcome.codeInChannel', place)
        : isHelp(utterance)
          ? t('outcome.channelHelp', place)
          : t('outcome.personalOnly', place);
  if (context.activity.type === 'invoke') {
    const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    return;
  }
  await context.sendActivity({ type: 'message', text, textFormat: 'markdown' });
}

async function languageIn({ desk }: TurnOptions, sender: Sender) {
  const person = await desk.storage.people.get(sender.tenantId, sender.objectId);
  return person
    ? languageFor({ ...person.value, teamsLocale: sender.locale ?? person.value.teamsLocale })
    : languageOf(sender.locale);
}
