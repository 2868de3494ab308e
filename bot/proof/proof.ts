import type { Storage, TurnContext } from 'botbuilder';
import type { Turn, WayBack } from '../../dialogs/turn.ts';
import type { Incoming, SignIn } from '../activity.ts';
import type { TeamsAdapter } from '../adapter.ts';
import type { ServiceStandIns } from '../auth/authentication.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Verdict } from './verdict.ts';

/** What comes of a sign-in. Teams has its answer by then; this is for the person. */
export type Heard =
  /** Nothing to tell: another device was faster, or the sign-in goes on. */
  | { kind: 'nothing' }
  /** They are a global admin: the click that waited is to be carried out now. */
  | { kind: 'proven'; click: { verb: string; data: unknown } }
  | { kind: 'refused'; why: Unproven; verb: string | undefined; back: WayBack | undefined };

/** Why nothing is done. `over`: the ten minutes have passed, or it was decided before. */
export type Unproven = Exclude<Verdict, 'globalAdmin'> | 'over';

/** Proof of global admin by Teams single sign-on (design §7). */
export interface Proof {
  /**
   * Keeps a click and sends the card that makes Teams sign the person in, by itself if it can. Throws when the token
   * service or storage does not answer; then nothing waits.
   */
  ask(
    context: TurnContext,
    turn: Turn,
    click: Extract<Incoming, { kind: 'click' }>,
    back: WayBack,
  ): Promise<void>;
  /** Takes what Teams sends of a sign-in, and answers it. */
  hear(context: TurnContext, signIn: Incoming & SignIn): Promise<Heard>;
  close(): Promise<void>;
}

export interface ProofOptions {
  readonly config: Config;
  readonly log: Log;
  readonly adapter: TeamsAdapter;
  /** Where clicks wait. */
  readonly state: Storage;
  readonly now: () => Date;
  readonly standIns?: ServiceStandIns | undefined;
}

/** Whether an activity is something that Teams sends of a sign-in. */
export function isSignIn(incoming: Incoming): incoming is Incoming & SignIn {
  return incoming.kind === 'ssoToken' || incoming.kind === 'signInCode' || incoming.kind === 'signInFailed';
}
