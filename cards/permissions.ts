import type { OwnRight, OwnRights } from '../domain/actionsOf.ts';
import { type CompanyKind, isPartner } from '../domain/company.ts';
import type { Language } from '../domain/language.ts';
import { type Levels, rolesThatMay, rolesWithRight } from '../domain/permissions.ts';
import { translator } from '../locales/index.ts';
import { button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import { eitherOf, facts, listOf } from './parts.ts';
import json from './permissions.json' with { type: 'json' };

export interface PermissionsModel {
  companyName: string;
  companyKind: CompanyKind;
  levels: Levels;
  rights: OwnRights;
  /** Names of the reader's colleagues who can grant every role, and of those who can grant all but global admin. */
  granters: { everyRole: readonly string[]; allButGlobalAdmin: readonly string[] };
}

interface Section {
  title: string;
  lines: readonly string[];
  /** Sentences rather than points of a list. */
  plain?: boolean;
  subtle?: boolean;
}

const expand = template(json);
const NAMES_MAX = 5;
const NAME_MAX = 60;

/**
 * What someone may do for their company (source document 001, "Assign user permissions"): their two levels, what they
 * can and cannot do, what of the table is not handled here yet, and who can grant more.
 */
export function permissionsCard(model: PermissionsModel, language: Language): Card {
  const t = translator(language);
  const { rights, levels, granters } = model;
  const agent = t(levels.agent === 'none' ? 'level.notAgent' : `role.${levels.agent}`);
  const admin = t(levels.admin === 'none' ? 'level.notAdmin' : `role.${levels.admin}`);
  const can: Section = {
    title: t('permissions.can'),
    lines:
      rights.can.length > 0 ? rights.can.map(right => allowed(right, language)) : [t('permissions.none')],
    plain: rights.can.length === 0,
  };
  const cannot: Section = {
    title: t('permissions.cannot'),
    lines: rights.cannot.map(right => refused(right, language)),
  };
  const granting: Section = { title: t('permissions.grant'), lines: whoGrants(model, language), plain: true };
  const sections = [can, cannot, granting, ...notHandledYet(rights, language)];
  const mayAsk =
    levels.admin !== 'globalAdmin' && [...granters.everyRole, ...granters.allButGlobalAdmin].length > 0;
  return expand(language, {
    ...inWords(
      language,
      `${t('permissions.title')}.`,
      `${listOf(language, [agent, admin])}.`,
      ...[can, cannot].filter(isFilled).map(({ title, lines }) => `${title}: ${lines.join('; ')}.`),
    ),
    facts: facts(language, [
      ['field.company', escapeMarkdown(model.companyName)],
      ['field.agent', agent],
      ['field.admin', admin],
    ]),
    sections: sections.filter(isFilled).map(({ title, lines, plain = false, subtle = false }) => ({
      title,
      subtle,
      size: subtle ? 'Default' : 'Medium',
      lines: lines.map(text => ({
        text: plain ? text : `• ${text}`,
        subtle,
        size: subtle ? 'Small' : 'Default',
      })),
    })),
    // The documents name them for partners; a customer has none.
    notes: isPartner(model.companyKind) ? [{ text: t('permissions.leads') }] : [],
    actions: [
      ...(mayAsk
        ? [button(t('button.askForMore'), { verb: 'requestRole.start' }, { style: 'positive' })]
        : []),
      button(t('help.title'), { verb: 'help.show' }),
    ],
  });
}

const isFilled = ({ lines }: Section) => lines.length > 0;

/** What the table holds and the bot does not do yet; last and quiet, so that nobody takes it for an offer. */
function notHandledYet({ canNotYet, cannotNotYet }: OwnRights, language: Language): Section[] {
  const t = translator(language);
  return [
    {
      title: t('permissions.canNotYet'),
      lines: canNotYet.map(right => allowed(right, language)),
      subtle: true,
    },
    {
      title: t('permissions.cannotNotYet'),
      lines: cannotNotYet.map(right => refused(right, language)),
      subtle: true,
    },
  ];
}

/** An action that someone may do; a limit says which roles have none. */
function allowed({ action, right }: OwnRight, language: Language): string {
  const t = translator(language);
  const what = t(`action.${action}`);
  if (right === 'yes' || right === 'no') return what;
  const roles = eitherOf(
    language,
    rolesThatMay(action).map(role => t(`role.${role}`)),
  );
  return t(`permissions.limit.${right}`, { action: what, roles });
}

/** An action that someone may not do, with the roles that may, and how far. */
function refused({ action }: OwnRight, language: Language): string {
  const t = translator(language);
  const roles = rolesWithRight(action).map(({ role, right }) => {
    const name = t(`role.${role}`);
    return right === 'yes' ? name : t(`permissions.role.${right}`, { role: name });
  });
  return t('permissions.needs', { action: t(`action.${action}`), roles: eitherOf(language, roles) });
}

function whoGrants({ companyName, levels, granters }: PermissionsModel, language: Language): string[] {
  const t = translator(language);
  if (levels.admin === 'globalAdmin') return [t('permissions.grant.all')];
  const { everyRole, allButGlobalAdmin } = granters;
  const lines = [
    ...(levels.admin === 'userManagementAdmin' ? [t('permissions.grant.most')] : []),
    ...(everyRole.length > 0 ? [t('permissions.grant.everyRole', { names: few(everyRole, language) })] : []),
    ...(allButGlobalAdmin.length > 0
      ? [t('permissions.grant.allButGlobalAdmin', { names: few(allButGlobalAdmin, language) })]
      : []),
  ];
  return everyRole.length + allButGlobalAdmin.length > 0
    ? [...lines, t('permissions.grant.ask', { button: t('button.askForMore') })]
    : [...lines, t('permissions.grant.nobody', { company: escapeMarkdown(companyName) })];
}

/** A few names, and that there are others. */
function few(names: readonly string[], language: Language): string {
  const t = translator(language);
  const shown = names.slice(0, NAMES_MAX).map(name => escapeMarkdown(clip(name, NAME_MAX)));
  if (names.length <= NAMES_MAX) return listOf(language, shown);
  return t('permissions.andOthers', { names: shown.join(language === 'en' ? ', ' : '、') });
}
