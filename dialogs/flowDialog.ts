import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import type { Answer, Flow, FlowSteps, Turn } from './turn.ts';
import { ANSWER, TURN } from './turnKeys.ts';

/**
 * A flow as the SDK's dialog stack keeps it: its state is the flow's place and nothing else. Free text goes to the
 * flow's own steps; clicks move it along by what their answers say.
 */
export class FlowDialog extends Dialog<Flow> {
  readonly #steps: FlowSteps;

  constructor(name: string, steps: FlowSteps) {
    super(name);
    this.#steps = steps;
  }

  override async beginDialog(dc: DialogContext, flow?: Flow): Promise<DialogTurnResult> {
    if (dc.activeDialog && flow) dc.activeDialog.state = { flow };
    return Dialog.EndOfTurn;
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const turn: Turn = dc.context.turnState.get(TURN);
    const flow: Flow = dc.activeDialog?.state.flow;
    const answer: Answer | undefined = await this.#steps.say(turn, flow, dc.context.activity.text.trim());
    dc.context.turnState.set(ANSWER, answer);
    return Dialog.EndOfTurn;
  }
}
