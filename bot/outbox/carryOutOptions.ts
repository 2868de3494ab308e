import type { Desk } from '../../operations/desk.ts';
import type { Connector } from '../connector.ts';
import type { Log } from '../log.ts';

/** What carrying out errands needs: the facts, the way to Teams, and the log. */
export interface CarryOutOptions {
  readonly desk: Desk;
  readonly connector: Connector;
  readonly log: Log;
}
