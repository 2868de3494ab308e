import type { ConversationState, TurnContext } from 'botbuilder';
import type { Answer, Flow, Turn } from '../dialogs/turn.ts';
import { ANSWER, TURN } from '../dialogs/turnKeys.ts';
import { FLOW_STEPS } from './answerTurn.ts';

const STACK = 'dialogStack';

/**
 * Where a person is in a flow, between turns: botbuilder's dialog stack in its conversation state, which is our
 * `TableBotStorage`. The dialogs themselves are loaded when a flow first needs them: they cost start-up time and memory.
 */
export class Conversation {
  readonly #state: ConversationState;
  readonly #context: TurnContext;

  constructor(state: ConversationState, context: TurnContext) {
    this.#state = state;
    this.#context = context;
  }

  /** Reads the flow that is open. One request. */
  async flow(): Promise<Flow | undefined> {
    const stack = await this.#stack();
    return stack.dialogStack.at(-1)?.state.flow;
  }

  /** Gives free text to the flow that is open. */
  async say(turn: Turn): Promise<Answer | undefined> {
    const dialogs = await this.#dialogs();
    this.#context.turnState.set(TURN, turn);
    const dc = await dialogs.createContext(this.#context);
    await dc.continueDialog();
    return this.#context.turnState.get(ANSWER);
  }

  /** Moves to where an answer leads: into a flow, along it, or out of it. Writes only what changed. */
  async follow(answer: Answer, open: Flow | undefined): Promise<void> {
    const { flow } = answer;
    if (flow === undefined || (flow === 'ended' && !open)) return;
    const dialogs = await this.#dialogs();
    const dc = await dialogs.createContext(this.#context);
    if (flow === 'ended') await dc.cancelAllDialogs();
    else if (open?.name === flow.name && dc.activeDialog) dc.activeDialog.state = { flow };
    else {
      await dc.cancelAllDialogs();
      await dc.beginDialog(flow.name, flow);
    }
    await this.#state.saveChanges(this.#context);
  }

  #property() {
    return this.#state.createProperty<{ dialogStack: { id: string; state: { flow?: Flow } }[] }>(STACK);
  }

  #stack() {
    return this.#property().get(this.#context, { dialogStack: [] });
  }

  async #dialogs() {
    const [{ DialogSet }, { FlowDialog }] = await Promise.all([
      import('botbuilder-dialogs'),
      import('../dialogs/flowDialog.ts'),
    ]);
    const set = new DialogSet(this.#property());
    for (const [name, steps] of Object.entries(FLOW_STEPS)) set.add(new FlowDialog(name, steps));
    return set;
  }
}
