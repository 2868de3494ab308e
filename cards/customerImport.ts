import type { CustomerImport, ImportLine } from '../domain/customerImport.ts';
import type { Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Action, button, type Card, clip, escapeMarkdown, inWords, template } from './card.ts';
import json from './customerImport.json' with { type: 'json' };
import { pagedTitle } from './paging.ts';
import { listOf } from './parts.ts';

export interface CustomerImportModel {
  list: CustomerImport;
  /** A page of its lines, as long as it was not brought in. */
  lines: readonly ImportLine[];
  /** 1 for the first page, of so many. */
  page: number;
  pages: number;
}

const expand = template(json);
const NAME_MAX = 80;

/** A list of customers: what would become of each line, how far it has come, or how it ended. */
export function customerImportCard(model: CustomerImportModel, language: Language): Card {
  const t = translator(language);
  const { list } = model;
  const title = pagedTitle(t(`import.state.${list.state}`), model, language);
  const paragraphs = [
    ...progress(list, language),
    importCounts(list.counts, language),
    ...notes(list, language),
  ];
  return expand(language, {
    ...inWords(language, `${title}.`, ...paragraphs),
    title,
    paragraphs: paragraphs.map(text => ({ text })),
    rows: model.lines.map(line => rowOf(line, language)),
    actions: actionsOf(model, language),
  });
}

/** How many lines get which verdict, in a sentence. */
export function importCounts(counts: CustomerImport['counts'], language: Language): string {
  return translator(language)('import.counts', counts);
}

function progress({ state, made, next, firstNew, counts }: CustomerImport, language: Language): string[] {
  const t = translator(language);
  if (state === 'running') return [t('import.progress', { done: next - firstNew, of: counts.new })];
  return state === 'done' ? [t('import.made', { made })] : [];
}

function notes(list: CustomerImport, language: Language): string[] {
  const t = translator(language);
  const shown = list.badLines.map(String);
  const numbers = listOf(language, list.counts.bad > shown.length ? [...shown, '…'] : shown);
  return [
    ...(list.headings ? [t('import.headings')] : []),
    ...(shown.length > 0 ? [t('import.badLines', { numbers })] : []),
    ...(list.state === 'ready' ? [t(list.counts.new > 0 ? 'import.dryRun' : 'import.nothingNew')] : []),
    ...(list.state === 'done' ? [t('import.noMail')] : []),
  ];
}

const COLORS = { new: 'Good', known: 'Default', twice: 'Warning', bad: 'Attention' } as const;

function rowOf(line: ImportLine, language: Language) {
  const t = translator(language);
  const said = line.verdict === 'bad' ? line.said : line.customer.name;
  return {
    title: t('import.line', { line: line.line, name: escapeMarkdown(clip(said, NAME_MAX)) }),
    verdict: verdictOf(line, language),
    color: COLORS[line.verdict],
    details:
      line.verdict === 'bad'
        ? []
        : [
            {
              text: escapeMarkdown(
                clip(`${line.customer.domain} · ${line.customer.contactEmail}`, 2 * NAME_MAX),
              ),
            },
          ],
  };
}

function verdictOf(line: ImportLine, language: Language): string {
  const t = translator(language);
  if (line.verdict === 'twice') return t('import.verdict.twice', { first: line.first });
  if (line.verdict !== 'bad') return t(`import.verdict.${line.verdict}`);
  return line.problems
    .map(({ column, fault }) => `${t(`import.column.${column}`)}: ${t(`import.fault.${fault}`)}`)
    .join(' · ');
}

function actionsOf({ list, page, pages }: CustomerImportModel, language: Language): Action[] {
  const t = translator(language);
  const { id } = list;
  const back = button(t('button.backToCustomers'), { verb: 'customers.show' });
  switch (list.state) {
    case 'ready':
      return [
        ...(page < pages
          ? [button(t('button.nextPage'), { verb: 'imports.show', id, number: page + 1 })]
          : []),
        ...(list.counts.new > 0
          ? [button(t('button.import'), { verb: 'imports.run', id }, { style: 'positive' })]
          : [button(t('button.importCustomers'), { verb: 'imports.start' })]),
        button(t('button.cancel'), { verb: 'imports.cancel', id }),
      ];
    case 'running':
      return [button(t('button.refresh'), { verb: 'imports.show', id })];
    case 'done':
      return [
        button(t('customer.state.notInvited'), { verb: 'customers.show', state: 'notInvited' }),
        button(t('button.importCustomers'), { verb: 'imports.start' }),
        back,
      ];
    case 'cancelled':
      return [button(t('button.importCustomers'), { verb: 'imports.start' }), back];
  }
}
