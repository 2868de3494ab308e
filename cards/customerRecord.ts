import { countryName } from '../domain/countries.ts';
import type { Language } from '../domain/language.ts';
import type { Customer } from '../domain/relationship.ts';
import type { SetupState } from '../domain/setupCode.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './customerRecord.json' with { type: 'json' };
import { type CustomerAccountModel, customerSections } from './customerSections.ts';
import { sharedNames } from './customers.ts';
import { ageOf, dayOn, momentOn } from './dates.ts';
import { historyButton } from './history.ts';
import { facts, listOf, personWithAddress, typed } from './parts.ts';

export interface CustomerRecordModel {
  customer: Customer;
  now: Date;
  /** Someone tried to invite a customer that they have already. */
  already?: boolean | undefined;
  /** The reseller's providers who may not order for this customer yet, and whom the viewer may ask it to add. */
  mayAskToAddProvider?: readonly { id: string; name: string }[] | undefined;
  /** Whether the viewer may ask the customer for administrator rights that it took back. */
  mayAskToRestore?: boolean | undefined;
  /** Whether the viewer may request service on behalf of a customer that took its rights back. */
  mayRequestOnBehalf?: boolean | undefined;
  /** Whether the viewer may end the relationship. */
  mayEnd?: boolean | undefined;
  /** Whether the viewer may invite a former customer anew, or one who was not invited yet. */
  mayInviteAgain?: boolean | undefined;
  /** Whether another company's invitation brought it, which is not the viewer's to see. */
  invitedByOthers?: boolean | undefined;
  /** Of an account that a partner opened: whether it waits for its first admin, and whether the viewer may make a new code. */
  setup?: { state: SetupState; mayRenew: boolean } | undefined;
  /** The customer's account, while the viewer's company serves it. */
  account?: (CustomerAccountModel & { microsoftId: string | undefined }) | undefined;
  /** Whether more leads on from here than fits on the card. */
  hasMore?: boolean | undefined;
}

const expand = template(json);
const PROVIDERS_MAX = 50;
const NAME_MAX = 80;

/** A customer's record, expanded: what the partner may do for it, and its services, users and licences. */
export function customerRecordCard(model: CustomerRecordModel, language: Language): Card {
  const t = translator(language);
  const { customer, now } = model;
  const title = escapeMarkdown(customer.name);
  const already = model.already ? t('customerRecord.already', { name: title }) : undefined;
  const former = customer.endedAt
    ? t('customerRecord.former', { name: title, moment: momentOn(customer.endedAt) })
    : undefined;
  const setup = model.setup && t(`customerRecord.setup.${model.setup.state}`);
  const notInvited = customer.reach
    ? t(customer.invitationId ? 'customerRecord.hasInvitation' : 'customerRecord.notInvited', { name: title })
    : undefined;
  const canSell = t(customer.canSell ? 'customerRecord.yes' : 'customerRecord.no');
  const canAdminister = administration(customer, language);
  const beingSetUp = customer.canAdminister === 'beingSetUp';
  const canOrder = customer.canOrder ? t('customerRecord.yes') : undefined;
  const providers = (model.mayAskToAddProvider ?? []).slice(0, PROVIDERS_MAX);
  const asks = askActions(customer.id, providers, language);
  return expand(language, {
    ...inWords(
      language,
      already ?? `${title}.`,
      former,
      setup,
      notInvited,
      canOrder && `${t('field.canOrder')}: ${canOrder}.`,
      `${t('field.canSell')}: ${canSell}.`,
      `${t('field.canAdminister')}: ${canAdminister}.`,
    ),
    title,
    lines: [already, former, setup, notInvited].flatMap(text => (text ? [{ text }] : [])),
    facts: facts(language, [
      ['field.canOrder', canOrder],
      ['field.canSell', canSell],
      ['field.canAdminister', canAdminister],
      [
        'field.since',
        t('invitationStatus.withAge', {
          moment: dayOn(customer.since),
          age: ageOf(customer.since, now, language),
        }),
      ],
      [
        'field.sharedWith',
        customer.sharedWith.length > 0
          ? sharedNames(customer, { many: 10, long: NAME_MAX }, language)
          : undefined,
      ],
      ['field.domain', typed(customer.domain)],
      ['field.country', customer.country && countryName(customer.country, language)],
      ['field.microsoftId', model.account?.microsoftId],
      ['field.contact', personWithAddress(customer.contact.name, customer.contact.email)],
    ]),
    hints: [
      ...(beingSetUp ? [{ text: t('customerRecord.beingSetUp.hint') }] : []),
      ...(model.mayAskToRestore ? [{ text: t('customerRecord.restore.hint', { customer: title }) }] : []),
      ...askHint(title, providers, language),
    ],
    sections: model.account ? customerSections(customer.id, model.account, language) : [],
    more: model.hasMore
      ? [
          {
            title: t('button.moreForCustomer'),
            select: button(t('button.moreForCustomer'), { verb: 'customers.more', id: customer.id }),
          },
        ]
      : [],
    several: providers.length > 1,
    providers: providers.map(({ id, name }) => ({ title: clip(name, NAME_MAX), value: id })),
    actions: [
      button(t('button.backToCustomers'), { verb: 'customers.show' }),
      // A customer was never invited whose account was opened here; and beside all that can be done about rights taken
      // back there is no room for it.
      ...(model.invitedByOthers ||
      !customer.invitationId ||
      customer.accountOpenedAt ||
      model.mayRequestOnBehalf
        ? []
        : [button(t('button.showInvitation'), { verb: 'invitations.open', id: customer.invitationId })]),
      ...(model.setup?.mayRenew
        ? [button(t('button.newSetupCode'), { verb: 'setupInformation.new', id: customer.id })]
        : []),
      ...(model.mayAskToRestore
        ? [button(t('button.askAgain'), { verb: 'inviteCustomer.restore', id: customer.id })]
        : []),
      ...(model.mayRequestOnBehalf
        ? [button(t('button.requestServiceOnBehalf'), { verb: 'requestService.start', id: customer.id })]
        : []),
      ...asks,
      ...(model.mayInviteAgain
        ? [
            button(t(customer.reach ? 'button.inviteCustomer' : 'button.inviteAgain'), {
              verb: 'inviteCustomer.again',
              id: customer.id,
            }),
          ]
        : []),
      ...(model.mayEnd && !customer.endedAt
        ? [
            button(
              t('button.endRelationship'),
              { verb: 'customers.askEnd', id: customer.id },
              { style: 'destructive' },
            ),
          ]
        : []),
      historyButton({ of: 'customer', id: customer.id }, language),
    ],
  });
}

function administration({ canAdminister, administers }: Customer, language: Language): string {
  const t = translator(language);
  if (canAdminister !== 'yes' || administers.length === 0) return t(`customerRecord.${canAdminister}`);
  const services = listOf(
    language,
    administers.map(service => t(`service.${service}`)),
  );
  return t('customerRecord.administers', { services });
}

/** *Ask to add provider*: one provider is named in the hint above, of several one is chosen. */
function askActions(
  id: string,
  providers: readonly { id: string; name: string }[],
  language: Language,
): Action[] {
  const title = translator(language)('button.askToAddProvider');
  const [only, another] = providers;
  if (!only) return [];
  const verb = 'inviteCustomer.addProvider';
  return [
    another ? button(title, { verb, id }, { inputs: true }) : button(title, { verb, id, provider: only.id }),
  ];
}

function askHint(
  customer: string,
  providers: readonly { name: string }[],
  language: Language,
): { text: string }[] {
  const t = translator(language);
  const [only, another] = providers;
  if (!only) return [];
  const text = another
    ? t('customerRecord.addProvider.hint.several', { customer })
    : t('customerRecord.addProvider.hint', { customer, provider: escapeMarkdown(clip(only.name, NAME_MAX)) });
  return [{ text }];
}
