import { ConversationState, type TurnContext } from 'botbuilder';
import { languageOf } from '../domain/language.ts';
import { linkSigner } from '../domain/link.ts';
import { translator } from '../locales/index.ts';
import type { Desk } from '../operations/desk.ts';
import { StorageUnavailableError } from '../storage/errors.ts';
import { openStorage } from '../storage/storage.ts';
import type { Tables } from '../storage/tables.ts';
import { createAdapter, type TeamsAdapter } from './adapter.ts';
import type { ServiceStandIns } from './auth/authentication.ts';
import type { Config } from './config.ts';
import { type Log, newReference } from './log.ts';
import { onTurn } from './onTurn.ts';
import type { OpenInTeams } from './openInTeams.ts';
import { carryOutWith } from './outbox/carryOut.ts';
import { OutboxWorker } from './outbox/worker.ts';
import { mountPages } from './pages/mountPages.ts';
import { openProof } from './proof/openProof.ts';
import { createServer } from './server.ts';
import { Timers } from './timers.ts';

export interface BotOptions {
  readonly config: Config;
  readonly log: Log;
  readonly tables: Tables;
  readonly linkSecret: string;
  /** This process among those that share storage; must be the same after a restart and no other's. */
  readonly instance: string;
  readonly now: () => Date;
  readonly random: (bytes: number) => Buffer;
  /** Where *Open in Teams* leads. */
  readonly openInTeams: OpenInTeams;
  /** Stand-ins for Microsoft's services, for tests. */
  readonly standIns?: ServiceStandIns;
}

/** A bot, put together but not yet listening. */
export interface Bot {
  readonly desk: Desk;
  readonly adapter: TeamsAdapter;
  readonly worker: OutboxWorker;
  readonly timers: Timers;
  /** Makes the tables if need be, takes over what a former life left, and listens. */
  start(): Promise<{ port: number }>;
  /** Takes no more requests and lets what is under way end. */
  stop(): Promise<void>;
}

/** Puts the bot together from its parts; nothing runs until `start`. */
export function createBot(options: BotOptions): Bot {
  const { config, log, tables, now, random } = options;
  const storage = openStorage(tables, options.instance, now);
  const desk: Desk = {
    storage,
    links: linkSigner(options.linkSecret),
    settings: {
      publicUrl: config.publicUrl,
      invitationDays: config.invitationDays,
      review: config.review,
      allowCrossRegion: config.allowCrossRegion,
      proof: config.proof,
      cloud: config.cloud,
      allowedTenants: config.allowedTenants,
    },
    now,
    random,
  };
  const adapter = createAdapter({
    config,
    log,
    onTurnError: onTurnError(log),
    ...(options.standIns && { standIns: options.standIns }),
  });
  const { connector } = adapter;
  const { standIns } = options;
  const proof = openProof({ config, log, adapter, state: tables.botState, now, standIns });
  const worker = new OutboxWorker({ desk, log, carryOut: carryOutWith({ desk, connector, log }) });
  const timers = new Timers({ desk, connector, log });
  const server = createServer({
    config,
    log,
    adapter,
    onTurn: onTurn({
      desk,
      state: new ConversationState(tables.botState),
      connector,
      log,
      proof,
      personalChat: person => options.openInTeams({ person }),
    }),
    ready: () => tables.ready(),
    mountPages: restify => mountPages(restify, desk, { openInTeams: options.openInTeams }),
  });
  return {
    desk,
    adapter,
    worker,
    timers,
    async start() {
      await tables.ensure();
      await worker.start();
      timers.start();
      return server.listen();
    },
    async stop() {
      await server.close();
      await timers.stop();
      await worker.stop();
      await proof?.close();
      await connector.close();
    },
  };
}

/**
 * A failure as a person sees it: a sentence and a reference that the log holds too, never a stack trace (design §7).
 * The card they clicked stays as it is, with what they typed.
 */
function onTurnError(log: Log): (context: TurnContext, error: Error) => Promise<void> {
  return async (context, error) => {
    const reference = newReference();
    log.error({ error, reference, activity: context.activity.type }, 'a turn failed');
    const away = error instanceof StorageUnavailableError;
    const text = translator(languageOf(context.activity.locale))(
      away ? 'outcome.storageAway' : 'outcome.unexpected',
      { reference },
    );
    const signIn = context.activity.name?.startsWith('signin/') === true;
    if (signIn) {
      // Teams shows nothing of what answers these, so the person gets a message too.
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200 } });
      await context.sendActivity({ type: 'message', text });
    } else if (context.activity.type === 'invoke') {
      const body = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    } else if (context.activity.type === 'message') {
      await context.sendActivity({ type: 'message', text });
    }
  };
}
