import type { Card } from '../cards/card.ts';
import type { Language } from '../domain/language.ts';
import type { Translate } from '../locales/index.ts';
import type { Actor, Desk } from '../operations/desk.ts';

/** One thing that a person typed or clicked, and in which language they are answered. */
export interface Turn {
  readonly desk: Desk;
  readonly actor: Actor;
  readonly language: Language;
  readonly t: Translate;
  /** The page of a personal app in Teams, or in local mode the client: where *Open in Teams* and offers lead. */
  readonly flow: Flow | undefined;
}

/** The flows that take more than one step. */
export const FLOWS = ['setUpCompany', 'inviteCustomer', 'requestPartnership'] as const;
export type FlowName = (typeof FLOWS)[number];

/**
 * Where a person is in a flow: kept as dialog state, so that a restart forgets nothing. Holds what was typed and
 * refused, and the id of what was kept; never facts, cards or anything secret.
 */
export interface Flow {
  readonly name: FlowName;
  readonly step: string;
  readonly typed?: Readonly<Record<string, string | undefined>> | undefined;
  readonly invitationId?: string | undefined;
}

/** What a person is shown. */
export interface Answer {
  readonly card: Card;
  /** Where the person is afterwards; `ended` leaves the flow, absent stays where they are. */
  readonly flow?: Flow | 'ended';
  /** The card stands for an invitation and must turn with it. */
  readonly remember?: { invitationId: string; view: 'inviter' | 'recipient' };
}

/** A flow of more than one step: how it begins, and what free text means while it is open. */
export interface FlowSteps {
  /** The command was typed, or its button selected; `argument` is what stood behind the command. */
  start(turn: Turn, argument: string): Promise<Answer>;
  /** Text that is no command, typed while the flow is open. */
  say(turn: Turn, flow: Flow, text: string): Promise<Answer>;
}
