import * as z from 'zod';
import { letCustomerBuyCard, letCustomerBuyConfirmCard } from '../../cards/letCustomerBuy.ts';
import { purchaseNames } from '../../cards/parts.ts';
import { type Actions, action } from '../../dialogs/action.ts';
import { gone, notAllowed, notInvited, say } from '../../dialogs/answers.ts';
import type { Answer, Turn } from '../../dialogs/turn.ts';
import { guid } from '../../domain/identity.ts';
import { type Purchase, purchase } from '../../domain/purchasePermission.ts';
import {
  letsNobodyBuy,
  type NotYours,
  type SwitchOutcome,
  showLetBuy,
  switchLetBuy,
} from '../../operations/letCustomerBuy.ts';
import { ofNamedCustomer, showCustomers } from './customers.ts';

const ofCustomer = z.object({ customer: guid });
const ofPurchase = ofCustomer.extend({ purchase });
const confirmed = ofPurchase.extend({ version: z.coerce.number().int() });

/** `let customer buy <customer>`: the one customer whose name or domain begins so; else those to choose from. */
export async function letCustomerBuy(turn: Turn, search: string): Promise<Answer> {
  const none = await letsNobodyBuy(turn.desk, turn.actor);
  if (none) return notYours(turn, none);
  return search ? ofNamedCustomer(turn, search, id => show(turn, id)) : showCustomers(turn);
}

export const letCustomerBuyActions: Actions = {
  'letCustomerBuy.show': action(ofCustomer, (turn, { customer }) => show(turn, customer)),
  'letCustomerBuy.askAllow': action(ofPurchase, (turn, data) => change(turn, data, true)),
  'letCustomerBuy.askStop': action(ofPurchase, (turn, data) => change(turn, data, false)),
  'letCustomerBuy.allow': action(confirmed, (turn, data) => change(turn, data, true)),
  'letCustomerBuy.stop': action(confirmed, (turn, data) => change(turn, data, false)),
};

async function show(turn: Turn, customer: string): Promise<Answer> {
  const result = await showLetBuy(turn.desk, turn.actor, customer);
  return result.outcome === 'shown'
    ? { card: letCustomerBuyCard(result, turn.language) }
    : notYours(turn, result);
}

async function change(
  turn: Turn,
  data: { customer: string; purchase: Purchase; version?: number },
  allow: boolean,
): Promise<Answer> {
  const wanted = { purchase: data.purchase, allow };
  return changed(turn, await switchLetBuy(turn.desk, turn.actor, data.customer, wanted, data.version));
}

function changed(turn: Turn, result: SwitchOutcome): Answer {
  switch (result.outcome) {
    case 'switched':
      return { card: letCustomerBuyCard(result, turn.language) };
    case 'toConfirm':
      return { card: letCustomerBuyConfirmCard(result, turn.language) };
    case 'noAzurePlan':
      return say(turn, 'letCustomerBuy.withoutPlan', 'warning', { customer: result.customer.name }, [
        {
          title: turn.t('button.addSubscription'),
          verb: 'addSubscription.start',
          data: { customer: result.customer.id },
        },
        viewCustomer(turn, result.customer),
      ]);
    default:
      return notYours(turn, result);
  }
}

function notYours(turn: Turn, result: NotYours): Answer {
  switch (result.outcome) {
    case 'gone':
      return gone(turn);
    case 'notInvited':
      return notInvited(turn, result.customer);
    case 'former':
    case 'beingSetUp':
    case 'mayNotOrder': {
      const { name: customer } = result.customer;
      const back = [viewCustomer(turn, result.customer)];
      return say(turn, `outcome.letCustomerBuy.${result.outcome}`, 'info', { customer }, back);
    }
    case 'sellsNoAzure': {
      const who = result.kind === 'customer' ? 'customer' : 'reseller';
      return { ...say(turn, `outcome.letCustomerBuy.${who}`, 'info'), refused: result.outcome };
    }
    case 'notInThisCloud': {
      const values = {
        cloud: turn.t(`cloud.${result.cloud}`),
        purchases: purchaseNames(result.purchases, turn.language),
      };
      return {
        ...say(turn, 'outcome.letCustomerBuy.notInThisCloud', 'info', values),
        refused: result.outcome,
      };
    }
    default:
      return notAllowed(turn, result);
  }
}

function viewCustomer(turn: Turn, { id }: { id: string }) {
  return { title: turn.t('button.viewCustomer'), verb: 'customers.open', data: { id } };
}
