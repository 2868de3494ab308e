import type { Card } from '../cards/card.ts';
import type { CompanyId } from '../domain/identity.ts';
import type { Language } from '../domain/language.ts';
import type { Translate } from '../locales/index.ts';
import type { CardPlace } from '../operations/addUser.ts';
import type { Actor, Desk } from '../operations/desk.ts';

/** One thing that a person typed or clicked, and in which language they are answered. */
export interface Turn {
  readonly desk: Desk;
  readonly actor: Actor;
  readonly language: Language;
  readonly t: Translate;
  /** What their Teams speaks, whatever they chose here. */
  readonly teamsLanguage: Language;
  /** Where their clock is, if their client says so; else moments are told in UTC. */
  readonly timeZone?: string | undefined;
  /** The flow that is open, if any. */
  readonly flow: Flow | undefined;
  /** Where the card stands whose button was selected; a typed command has none. */
  readonly shownIn?: CardPlace;
}

/** The flows that take more than one step. */
export const FLOWS = [
  'setUpCompany',
  'inviteCustomer',
  'requestPartnership',
  'addUser',
  'requestRole',
  'addCustomer',
  'addSubscription',
] as const;
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
  /** The order that the flow submits at its end, once however often it is asked to, and for which customer. */
  readonly orderId?: string | undefined;
  readonly customerId?: string | undefined;
}

/** What a person is shown. */
export interface Answer {
  readonly card: Card;
  /** Where the person is afterwards; `ended` leaves the flow, absent stays where they are. */
  readonly flow?: Flow | 'ended';
  /** Why nothing was done, in a word for the log: it is not there, not theirs, or not allowed to them. */
  readonly refused?: string;
  /**
   * It was not done because Microsoft must first say that they are a global admin: it is asked, and the same click is
   * carried out again if it says yes. `back` is the click that leads to where they were, should it say no.
   */
  readonly needsProof?: { readonly back: WayBack };
  /** The card stands for an invitation, a request for levels or a list that is brought in, and must turn with it. */
  readonly remember?:
    | { invitationId: string; view: 'inviter' | 'recipient' }
    | { roleRequestId: string; companyId: CompanyId }
    | { importId: string; companyId: CompanyId };
}

/** A click that leads back to where a person was. */
export interface WayBack {
  readonly verb: string;
  readonly data: Readonly<Record<string, string>>;
}

/** A flow of more than one step: how it begins, and what free text means while it is open. */
export interface FlowSteps {
  /** The command was typed, or its button selected; `argument` is what stood behind the command. */
  start(turn: Turn, argument: string): Promise<Answer>;
  /** Text that is no command, typed while the flow is open; undefined when the flow has no use for it. */
  say(turn: Turn, flow: Flow, text: string): Promise<Answer | undefined>;
}
