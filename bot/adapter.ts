import { setTimeout as pause } from 'node:timers/promises';
import {
  type Activity,
  CloudAdapter,
  type ConversationReference,
  INVOKE_RESPONSE_KEY,
  type InvokeResponse,
  type ResourceResponse,
  type TurnContext,
} from 'botbuilder';
import { type ServiceStandIns, TeamsAuthentication, type Verified } from './auth/authentication.ts';
import { type ServiceUrlCheck, serviceUrlCheck } from './clouds.ts';
import type { Config } from './config.ts';
import { Connector, ConnectorError, type ConversationAddress } from './connector.ts';
import type { Log } from './log.ts';
import type { TokenService } from './proof/tokenService.ts';

export interface AdapterOptions {
  readonly config: Config;
  readonly log: Log;
  /** Called when a turn throws: tells the person, politely and with a reference (design §7), and logs. Must answer an invoke too. */
  readonly onTurnError: (context: TurnContext, error: Error) => Promise<void>;
  readonly standIns?: ServiceStandIns;
}

/** The bot's one adapter for this configuration. */
export function createAdapter(options: AdapterOptions): TeamsAdapter {
  const { config, log, standIns } = options;
  const allowed = serviceUrlCheck(config.cloud, config.local || standIns?.loopbackConnector === true);
  const authentication = new TeamsAuthentication({ config, log, allowed, ...(standIns && { standIns }) });
  const connector = new Connector({
    allowed,
    token: authentication.connectorToken,
    botId: config.registration === undefined ? 'partner-desk' : `28:${config.registration.appId}`,
  });
  const adapter = new TeamsAdapter(authentication, connector, allowed);
  adapter.onTurnError = options.onTurnError;
  return adapter;
}

/**
 * The SDK's adapter, with replies and edits sent through our own {@link Connector}: a request each instead of the
 * SDK's pipeline, which costs a third of a turn. Otherwise it behaves as the SDK's does.
 */
export class TeamsAdapter extends CloudAdapter {
  /** For what is sent outside a turn; the outbox brings its own retries. */
  readonly connector: Connector;
  /** Which service URLs the bot may talk to. */
  readonly allowsServiceUrl: ServiceUrlCheck;
  readonly #authentication: TeamsAuthentication;

  constructor(authentication: TeamsAuthentication, connector: Connector, allowsServiceUrl: ServiceUrlCheck) {
    super(authentication);
    this.#authentication = authentication;
    this.connector = connector;
    this.allowsServiceUrl = allowsServiceUrl;
  }

  /** Checks who sent an activity. Throws `Unauthenticated`, or `KeysUnavailable`. */
  authenticate(activity: Activity, authorization: string): Promise<Verified> {
    return this.#authentication.authenticateRequest(activity, authorization);
  }

  /** Runs a turn for a checked activity. Gives an invoke's answer, and nothing for any other activity. */
  runTurn(
    verified: Verified,
    activity: Activity,
    turn: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(verified, withDates(activity), turn);
  }

  /** The service that gives a person's tokens to the bot, in a turn. */
  tokenService(context: TurnContext): TokenService {
    return context.turnState.get(this.UserTokenClientKey);
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const sent: ResourceResponse[] = [];
    for (const activity of activities) {
      delete activity.id;
      sent.push({ id: await this.#sendOne(context, activity) });
    }
    return sent;
  }

  override async updateActivity(
    context: TurnContext,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse> {
    const { id } = activity;
    if (!id) throw new TypeError('An edit needs the id of the activity');
    const { activityId } = await patiently(() =>
      this.connector.update(addressIn(context, activity), id, activity),
    );
    return { id: activityId };
  }

  override async deleteActivity(
    context: TurnContext,
    reference: Partial<ConversationReference>,
  ): Promise<void> {
    const { activityId } = reference;
    if (!activityId) throw new TypeError('Taking an activity away needs its id');
    await patiently(() => this.connector.remove(addressIn(context, reference), activityId));
  }

  async #sendOne(context: TurnContext, activity: Partial<Activity>): Promise<string> {
    switch (activity.type) {
      case 'invokeResponse':
        context.turnState.set(INVOKE_RESPONSE_KEY, activity);
        return '';
      case 'trace':
        return ''; // Traces are for the emulator's channel, which the guards refuse.
      case 'delay':
        throw new TypeError('A delay would hold the turn; it is not supported');
      default: {
        const { activityId } = await patiently(() =>
          this.connector.sendTo(addressIn(context, activity), activity),
        );
        return activityId;
      }
    }
  }
}

function addressIn(
  context: TurnContext,
  activity: Partial<Activity> | Partial<ConversationReference>,
): ConversationAddress {
  const { serviceUrl, conversation, recipient } = context.activity;
  return { serviceUrl, conversation: { id: activity.conversation?.id ?? conversation.id }, bot: recipient };
}

/** Answers that Teams asks to try again, because nothing was posted or the post was not acknowledged. */
const worthAnotherTry = new Set([412, 429, 502, 504]);
const tries = 3;
const longestWaitSeconds = 3;

/** A reply within a turn has nobody else to try it again, and a person is waiting: two more tries, a few seconds at most. */
async function patiently<Result>(send: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      const hopeless =
        !(error instanceof ConnectorError) || !worthAnotherTry.has(error.status) || attempt === tries;
      if (hopeless || (error.retryAfterSeconds ?? 0) > longestWaitSeconds) throw error;
      const seconds = error.retryAfterSeconds ?? attempt * (0.3 + Math.random() * 0.4);
      await pause(seconds * 1000);
    }
  }
}

/** JSON has no dates; the SDK's activities do. */
function withDates(activity: Activity): Activity {
  for (const field of ['timestamp', 'localTimestamp', 'expiration'] as const) {
    const value: unknown = activity[field];
    if (typeof value === 'string') activity[field] = new Date(value);
  }
  return activity;
}
