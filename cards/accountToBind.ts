import type { Language } from '../domain/language.ts';
import type { Service } from '../domain/services.ts';
import { translator } from '../locales/index.ts';
import json from './accountToBind.json' with { type: 'json' };
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { servicesOf } from './partners.ts';

export interface AccountToBindModel {
  accountId: string;
  accountName: string;
  /** As the partner called the customer. */
  name: string;
  openedByCompany: string;
  partners: readonly {
    partner: { name: string; canSell: boolean; canOrder: boolean };
    administers: readonly Service[];
  }[];
  /** The reader's company, when it is set up here; services that stay with whom it gave them to. */
  standing?: { name: string; keeps: readonly { service: Service; partnerName: string }[] } | undefined;
  /** *Set up* was selected without the tick. */
  problem?: 'notConfirmed' | undefined;
}

const expand = template(json);
const NAME_MAX = 80;

/** What whoever entered a setup code decides on: which partners come with the account, and what they may do. */
export function accountToBindCard(model: AccountToBindModel, language: Language): Card {
  const t = translator(language);
  const { standing, problem } = model;
  const title = t('accountToBind.title', { account: shown(model.accountName) });
  const text = t('accountToBind.text', {
    partner: shown(model.openedByCompany),
    customer: shown(model.name),
  });
  const grants = model.partners.flatMap(({ partner: { name, canSell, canOrder }, administers }) => {
    const partner = shown(name);
    const services = servicesOf(administers, language);
    return [
      ...(canOrder ? [t('accountToBind.orders', { partner })] : []),
      ...(canSell ? [t('accountToBind.sells', { partner })] : []),
      ...(administers.length > 0 ? [t('accountToBind.administers', { partner, services })] : []),
    ];
  });
  // Their relationships may have ended since the code was made.
  if (grants.length === 0) grants.push(t('accountToBind.nobody'));
  const notes = [
    standing ? t('accountToBind.joins', { company: shown(standing.name) }) : t('accountToBind.setsUp'),
    ...(standing?.keeps ?? []).map(({ service, partnerName }) =>
      t('accountToBind.keeps', { services: servicesOf([service], language), partner: shown(partnerName) }),
    ),
    ...(model.partners.length > 0 ? [t('accountToBind.rights')] : []),
    t('setupInformation.nothingElsewhere'),
  ];
  return expand(language, {
    ...inWords(language, `${title}.`, text, ...grants, ...notes),
    title,
    text,
    grants: grants.map(line => ({ text: line })),
    notes: notes.map(line => ({ text: line })),
    problem: problem ? [{ text: t(`accountToBind.${problem}`) }] : [],
    asksToConfirm: standing === undefined,
    actions: [
      button(
        t('button.setUpAccount'),
        { verb: 'setUpAccount.bind', id: model.accountId },
        { style: 'positive', inputs: true },
      ),
    ],
  });
}

function shown(name: string): string {
  return escapeMarkdown(clip(name, NAME_MAX));
}
