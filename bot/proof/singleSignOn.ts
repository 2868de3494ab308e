import { CardFactory, type TurnContext } from 'botbuilder';
import type { Turn, WayBack } from '../../dialogs/turn.ts';
import type { Incoming, Sender, SignIn } from '../activity.ts';
import { Graph } from './graph.ts';
import type { Heard, Proof, ProofOptions, Unproven } from './proof.ts';
import { SsoTokens } from './ssoToken.ts';
import { within } from './tokenService.ts';
import type { Verdict } from './verdict.ts';
import { type Waiting, WaitingClicks } from './waiting.ts';

/** The token service is waited for so long: a person waits, and Teams gives up on an invoke after some seconds. */
const PATIENCE = 4_000;
/** What nobody waits for. */
const LITTLE_PATIENCE = 1_000;
const CHANNEL = 'msteams';

export interface SingleSignOnOptions extends ProofOptions {
  readonly appId: string;
  readonly connectionName: string;
  readonly entraUrl: string;
  readonly graphUrl: string;
}

type Heeded<Kind extends Incoming['kind']> = Extract<Incoming, { kind: Kind }>;

/**
 * Proof of global admin by Teams single sign-on. Teams gets a token for the bot by itself and sends it, once from each
 * device; the role is read from the token, or else asked of Graph. Where Teams cannot, the person signs in in a pop-up,
 * and Graph is asked. One token decides; tokens and codes live no longer than the turn that brings them.
 */
export class SingleSignOn implements Proof {
  readonly #options: SingleSignOnOptions;
  readonly #waiting: WaitingClicks;
  readonly #tokens: SsoTokens;
  readonly #graph: Graph;

  constructor(options: SingleSignOnOptions) {
    this.#options = options;
    this.#waiting = new WaitingClicks(options.state, options.now);
    this.#tokens = new SsoTokens(options);
    this.#graph = new Graph(options.graphUrl);
  }

  async ask(
    context: TurnContext,
    turn: Turn,
    { conversationId, verb, data }: Heeded<'click'>,
    back: WayBack,
  ): Promise<void> {
    const { adapter, connectionName } = this.#options;
    const service = adapter.tokenService(context);
    const resource = await within(PATIENCE, service.getSignInResource(connectionName, context.activity));
    const { signInLink, tokenExchangeResource } = resource;
    const exchangeId = tokenExchangeResource?.id;
    await this.#waiting.keep(conversationId, turn.actor, { exchangeId, click: { verb, data }, back });
    const text = turn.t('proof.signIn');
    const card = CardFactory.oauthCard(
      connectionName,
      turn.t('button.signIn'),
      text,
      signInLink,
      tokenExchangeResource,
    );
    await context.sendActivity({ type: 'message', summary: text, attachments: [card] });
  }

  async hear(context: TurnContext, signIn: Incoming & SignIn): Promise<Heard> {
    const waiting = await this.#waiting.of(signIn.conversationId, signIn.sender);
    switch (signIn.kind) {
      case 'ssoToken':
        return this.#hearToken(context, signIn, waiting);
      case 'signInCode':
        return this.#hearCode(context, signIn, waiting);
      case 'signInFailed':
        this.#options.log.warn({ reason: signIn.reason }, 'Teams could not sign a person in');
        await answer(context, 200);
        return waiting?.click ? refused('unavailable', waiting) : { kind: 'nothing' };
    }
  }

  async close(): Promise<void> {
    await this.#graph.close();
  }

  /** A token of single sign-on. 412 makes Teams show the sign-in button, so that it goes on in a pop-up. */
  async #hearToken(
    context: TurnContext,
    signIn: Heeded<'ssoToken'>,
    waiting: Waiting | undefined,
  ): Promise<Heard> {
    const { exchangeId: id, token } = signIn;
    const { connectionName } = this.#options;
    if (signIn.connectionName !== connectionName) {
      await answer(context, 400, { id, connectionName, failureDetail: 'Another connection' });
      return { kind: 'nothing' };
    }
    const taken = { id, connectionName };
    // A card of before, or another device was faster.
    if (!waiting?.click || waiting.exchangeId !== id) {
      await answer(context, 200, taken);
      return { kind: 'nothing' };
    }
    const verdict = this.#waiting.inTime(waiting) ? await this.#judge(context, signIn, token) : 'over';
    if (verdict === 'signIn') {
      await answer(context, 412, { ...taken, failureDetail: 'The person has to sign in' });
      return { kind: 'nothing' };
    }
    const heard = await this.#decide(signIn, waiting, verdict);
    await answer(context, 200, taken);
    return heard;
  }

  /** What the token says, or Graph in its stead; `signIn` when neither could be brought to say anything. */
  async #judge(
    context: TurnContext,
    { sender }: Heeded<'ssoToken'>,
    token: string,
  ): Promise<Verdict | 'signIn'> {
    const { adapter, connectionName, log } = this.#options;
    const { tenantId, objectId } = sender;
    const said = await this.#tokens.judge(token, sender);
    if (said === 'badToken') {
      log.info({ refused: 'proof.badToken', tenantId, objectId }, 'refused');
      return 'signIn';
    }
    if (said !== 'roleNotSeen') return said;
    try {
      const service = adapter.tokenService(context);
      const exchange = service.exchangeToken(sender.userId, connectionName, CHANNEL, { token });
      const exchanged = await within(PATIENCE, exchange);
      return exchanged?.token ? await this.#askGraph(context, sender, exchanged.token) : 'signIn';
    } catch (error) {
      // Mostly because nobody of the tenant has consented yet: in the pop-up they can.
      log.info({ reason: wordOf(error), tenantId }, 'a token was not exchanged');
      return 'signIn';
    }
  }

  /** The code of a sign-in in a pop-up: its token is only good for asking Graph. */
  async #hearCode(
    context: TurnContext,
    signIn: Heeded<'signInCode'>,
    waiting: Waiting | undefined,
  ): Promise<Heard> {
    if (!waiting?.click) {
      await answer(context, 200);
      // Without a word whoever signs in on an old card would wait for something to happen.
      return refused('over', waiting);
    }
    if (!this.#waiting.inTime(waiting)) {
      const heard = await this.#decide(signIn, waiting, 'over');
      await answer(context, 200);
      return heard;
    }
    const token = await this.#fetchToken(context, signIn);
    if (token === undefined) {
      await answer(context, 404);
      return refused('unavailable', waiting);
    }
    const verdict = await this.#askGraph(context, signIn.sender, token);
    const heard = await this.#decide(signIn, waiting, verdict);
    await answer(context, 200);
    return heard;
  }

  async #fetchToken(
    context: TurnContext,
    { sender, code }: Heeded<'signInCode'>,
  ): Promise<string | undefined> {
    const { adapter, connectionName, log } = this.#options;
    try {
      const service = adapter.tokenService(context);
      const asked = service.getUserToken(sender.userId, connectionName, CHANNEL, code);
      return (await within(PATIENCE, asked))?.token;
    } catch (error) {
      log.warn({ reason: wordOf(error), tenantId: sender.tenantId }, 'no token for the code of a sign-in');
      return undefined;
    }
  }

  /** Ends the waiting with a verdict. Of several devices, one decides; what the others bring is dropped. */
  async #decide(
    { conversationId, sender }: Incoming,
    waiting: Waiting,
    verdict: Verdict | 'over',
  ): Promise<Heard> {
    const { click } = waiting;
    if (!click || !(await this.#waiting.end(conversationId, waiting))) return { kind: 'nothing' };
    if (verdict !== 'globalAdmin') return refused(verdict, waiting);
    const { tenantId, objectId } = sender;
    this.#options.log.info({ verb: click.verb, tenantId, objectId }, 'proven global admin');
    return { kind: 'proven', click };
  }

  async #askGraph(context: TurnContext, sender: Sender, token: string): Promise<Verdict> {
    const verdict = await this.#graph.rolesOf(token, sender);
    await this.#forgetTokens(context, sender.userId);
    return verdict;
  }

  /** The service keeps what it was asked for; nobody needs it any more, and the next proof is to be of its own moment. */
  async #forgetTokens(context: TurnContext, userId: string): Promise<void> {
    const { adapter, connectionName, log } = this.#options;
    try {
      const service = adapter.tokenService(context);
      await within(LITTLE_PATIENCE, service.signOutUser(userId, connectionName, CHANNEL));
    } catch (error) {
      log.info({ reason: wordOf(error) }, 'the token service did not forget a token');
    }
  }
}

function refused(why: Unproven, waiting: Waiting | undefined): Heard {
  return { kind: 'refused', why, verb: waiting?.click?.verb, back: waiting?.back };
}

async function answer(context: TurnContext, status: number, body?: object): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status, body } });
}

/** What an error is called, and no more: its message may quote a token or a code. */
function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const status: unknown = Reflect.get(error, 'statusCode');
  return typeof status === 'number' ? `${error.name} ${status}` : error.name;
}
