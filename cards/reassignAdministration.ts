import type { Language } from '../domain/language.ts';
import type { Service } from '../domain/services.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { servicesOf } from './partners.ts';
import json from './reassignAdministration.json' with { type: 'json' };

export interface ReassignAdministrationModel {
  partner: { id: string; name: string };
  services: readonly Service[];
  /** The other partners that may sell, by name; at most fifty are offered. */
  others: readonly { id: string; name: string }[];
}

const expand = template(json);
const NAME_MAX = 80;
const OTHERS_MAX = 50;

/** *Give them to another partner*: which one, of those that may sell to the customer. */
export function reassignAdministrationCard(model: ReassignAdministrationModel, language: Language): Card {
  const t = translator(language);
  const { partner, services } = model;
  const others = model.others.slice(0, OTHERS_MAX);
  const [only, another] = others;
  const title = t('reassignAdministration.title', { name: escapeMarkdown(partner.name) });
  const text = t('reassignAdministration.text', { services: servicesOf(services, language) });
  return expand(language, {
    ...inWords(language, title, text),
    title,
    text,
    others: others.map(({ id, name }) => ({ title: clip(name, NAME_MAX), value: id })),
    chosen: only && !another ? only.id : '',
    actions: [
      button(
        t('button.next'),
        { verb: 'partners.askReassign', id: partner.id },
        { style: 'positive', inputs: true },
      ),
      button(t('button.cancel'), { verb: 'partners.open', id: partner.id }),
    ],
  });
}
