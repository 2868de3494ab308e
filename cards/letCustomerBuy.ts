import type { NationalCloud } from '../domain/cloud.ts';
import type { Language } from '../domain/language.ts';
import { leastRoleFor, rolesThatMay } from '../domain/permissions.ts';
import { PURCHASES, type Purchase, type PurchasePermission } from '../domain/purchasePermission.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { momentOn } from './dates.ts';
import json from './letCustomerBuy.json' with { type: 'json' };
import { askForRole, eitherOf, purchaseNames } from './parts.ts';

export interface LetCustomerBuyModel {
  customer: { id: string; name: string };
  permission: Pick<PurchasePermission, 'allowed'>;
  hasAzurePlan: boolean;
  maySwitch: boolean;
  /** Whether the viewer may order the Azure plan that is missing. */
  mayOrder: boolean;
  /** What does not exist in this cloud. */
  missing: readonly { purchase: Purchase; cloud: NationalCloud }[];
  /** What was just decided. */
  switched?: { purchase: Purchase; allow: boolean } | undefined;
}

const expand = template(json);
/** Each is said half a dozen times. */
const NAME_MAX = 80;

/** What a partner lets a customer buy by itself: what that means first, then what is allowed (source document 002). */
export function letCustomerBuyCard(model: LetCustomerBuyModel, language: Language): Card {
  const t = translator(language);
  const { switched, hasAzurePlan } = model;
  const customer = escapeMarkdown(clip(model.customer.name, NAME_MAX));
  const title = t('letCustomerBuy.title', { customer });
  const done =
    switched &&
    t(`letCustomerBuy.${switched.allow ? 'allowed' : 'stopped'}.done`, {
      customer,
      purchase: t(`purchase.${switched.purchase}`),
    });
  const means = whatItMeans(customer, language);
  const facts = PURCHASES.map(purchase => ({
    title: t(`purchase.${purchase}`),
    value: stateOf(purchase, model, language),
  }));
  const hints = [
    ...(hasAzurePlan ? [] : [t('letCustomerBuy.withoutPlan', { customer })]),
    ...(model.maySwitch ? [] : [t('letCustomerBuy.onlyReads', { roles: switchers(language) })]),
  ];
  return expand(language, {
    ...inWords(
      language,
      `${title}.`,
      done,
      ...means,
      ...facts.map(fact => `${fact.title}: ${fact.value}.`),
      ...hints,
    ),
    title,
    done: done ? [{ text: done }] : [],
    means: means.map(text => ({ text })),
    facts,
    hints: hints.map(text => ({ text })),
    actions: [
      ...(model.maySwitch ? PURCHASES.flatMap(purchase => switchOf(purchase, model, language)) : []),
      ...(!hasAzurePlan && model.mayOrder
        ? [
            button(t('button.addSubscription'), {
              verb: 'addSubscription.start',
              customer: model.customer.id,
            }),
          ]
        : []),
      ...(model.maySwitch ? [] : [askForRole(leastRoleFor('letCustomerBuy'), language)]),
      button(t('button.viewCustomer'), { verb: 'customers.open', id: model.customer.id }),
    ],
  });
}

/** What somebody takes upon themselves who lets a customer buy. */
export function whatItMeans(customer: string, language: Language): string[] {
  const t = translator(language);
  return [
    t('letCustomerBuy.pays', { customer }),
    t('letCustomerBuy.notTold'),
    t('letCustomerBuy.exchanges'),
    t('letCustomerBuy.owner', { customer }),
    t('letCustomerBuy.plan', { customer }),
  ];
}

function stateOf(purchase: Purchase, { permission, missing }: LetCustomerBuyModel, language: Language) {
  const t = translator(language);
  const cloud = missing.find(each => each.purchase === purchase)?.cloud;
  const allowed = permission.allowed[purchase];
  if (allowed) {
    return t('letCustomerBuy.state.allowed', {
      moment: momentOn(allowed.since),
      person: escapeMarkdown(clip(allowed.by.name, NAME_MAX)),
    });
  }
  return cloud
    ? t('letCustomerBuy.state.missing', { cloud: t(`cloud.${cloud}`) })
    : t('letCustomerBuy.state.notAllowed');
}

/** Stopping is always possible; allowing is not without the Azure plan, nor in a cloud that lacks it. */
function switchOf(purchase: Purchase, model: LetCustomerBuyModel, language: Language): Action[] {
  const t = translator(language);
  const { customer, permission, hasAzurePlan, missing } = model;
  const data = { customer: customer.id, purchase };
  if (permission.allowed[purchase]) {
    return [button(t(`button.stopPurchase.${purchase}`), { verb: 'letCustomerBuy.askStop', ...data })];
  }
  if (!hasAzurePlan || missing.some(each => each.purchase === purchase)) return [];
  return [button(t(`button.allowPurchase.${purchase}`), { verb: 'letCustomerBuy.askAllow', ...data })];
}

function switchers(language: Language): string {
  const t = translator(language);
  return eitherOf(
    language,
    rolesThatMay('letCustomerBuy').map(role => t(`role.${role}`)),
  );
}

export interface LetCustomerBuyConfirmModel {
  customer: { id: string; name: string };
  purchase: Purchase;
  allow: boolean;
  /** Of the permission that this speaks of; when it has changed, the question is asked anew. */
  version: number;
}

/** Asks once more before a permission to buy is given or ends, with what it means and who is told. */
export function letCustomerBuyConfirmCard(model: LetCustomerBuyConfirmModel, language: Language): Card {
  const t = translator(language);
  const { purchase, allow, version } = model;
  const customer = escapeMarkdown(clip(model.customer.name, NAME_MAX));
  const name = purchaseNames([purchase], language);
  const title = t(`letCustomerBuy.confirm.${allow ? 'allow' : 'stop'}`, { customer, purchase: name });
  const means = [
    ...(allow ? whatItMeans(customer, language) : [t('letCustomerBuy.stopped.stays', { customer })]),
    t('letCustomerBuy.told', { customer }),
  ];
  const data = { customer: model.customer.id, purchase, version };
  return expand(language, {
    ...inWords(language, title, ...means),
    title,
    done: [],
    means: means.map(text => ({ text })),
    facts: [],
    hints: [],
    actions: [
      allow
        ? button(t('button.allow'), { verb: 'letCustomerBuy.allow', ...data }, { style: 'positive' })
        : button(
            t('button.stopAllowing'),
            { verb: 'letCustomerBuy.stop', ...data },
            { style: 'destructive' },
          ),
      button(t('button.cancel'), { verb: 'letCustomerBuy.show', customer: model.customer.id }),
    ],
  });
}
