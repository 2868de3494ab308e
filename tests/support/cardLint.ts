import type { Card } from '../../cards/card.ts';

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every object in a card, with its path, in reading order. */
export function* nodesOf(value: unknown, path = ''): Generator<{ node: Node; path: string }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* nodesOf(item, `${path}/${index}`);
  } else if (isNode(value)) {
    yield { node: value, path };
    for (const [key, item] of Object.entries(value)) yield* nodesOf(item, `${path}/${key}`);
  }
}

/** Every text that a person reads in a card (not what they typed into its inputs), with its path. */
export function* textsOf(card: Card): Generator<{ text: string; path: string }> {
  for (const { node, path } of nodesOf(card)) {
    for (const key of ['text', 'title', 'label', 'errorMessage', 'placeholder', 'fallbackText', 'speak']) {
      const text = node[key];
      if (typeof text === 'string') yield { text, path: `${path}/${key}` };
    }
    if (node.type === undefined && typeof node.title === 'string' && typeof node.value === 'string') {
      yield { text: node.value, path: `${path}/value` };
    }
  }
}

/** The buttons of a card, those inside rows and action sets alike. */
export function buttonsOf(card: Card): Node[] {
  return [...nodesOf(card)]
    .map(({ node }) => node)
    .filter(node => node.type === 'Action.Execute' || node.type === 'Action.OpenUrl');
}

/** The inputs of a card by id. */
export function inputsOf(card: Card): Map<string, Node> {
  const inputs = [...nodesOf(card)]
    .map(({ node }) => node)
    .filter(node => typeof node.type === 'string' && node.type.startsWith('Input.'));
  return new Map(inputs.map(node => [String(node.id), node]));
}

export const BYTES_MAX = 28 * 1024;
const ACTIONS_MAX = 6;

/** What breaks our own rules of cards (design §8; teams platform: accessibility, six actions), as sentences. */
export function lint(card: Card): string[] {
  const found: string[] = [];
  const bytes = Buffer.byteLength(JSON.stringify(card));
  if (bytes > BYTES_MAX) found.push(`the card has ${bytes} bytes, more than ${BYTES_MAX}`);
  let actions = 0;
  const ids = new Set<unknown>();
  for (const { node, path } of nodesOf(card)) {
    const type = String(node.type);
    if (type === 'TextBlock' && node.wrap !== true) found.push(`${path}: text does not wrap`);
    if (type === 'Image' && !node.altText) found.push(`${path}: an image has no words`);
    if (type === 'ActionSet' && Array.isArray(node.actions)) actions += node.actions.length;
    if (type.startsWith('Input.')) {
      if (!node.label) found.push(`${path}: an input has no label`);
      if (node.isRequired === true && !node.errorMessage)
        found.push(`${path}: a required input says nothing`);
      if (ids.has(node.id)) found.push(`${path}: the id ${String(node.id)} is used twice`);
      ids.add(node.id);
    }
    if (type === 'Action.Execute') found.push(...executeProblems(node, path));
  }
  if (actions > ACTIONS_MAX) found.push(`the card has ${actions} actions, more than ${ACTIONS_MAX}`);
  for (const { text, path } of textsOf(card)) {
    if (text.includes('${')) found.push(`${path}: a template expression was left over: ${text}`);
    if (
      /\{\{(?!DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,LONG\)\}\}|TIME\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\)\}\})/.test(
        text,
      )
    ) {
      found.push(`${path}: a date that no client can show: ${text}`);
    }
    if (text.trim() === '' || /\bundefined\b|\[object|NaN/.test(text))
      found.push(`${path}: an empty text: ${text}`);
  }
  if (/[<>&]|\*\*|\{\{/.test(card.speak)) found.push(`speak is not plain: ${card.speak}`);
  return found;
}

/** Teams clients that know no Execute send a Submit: it has to say the very same. */
function executeProblems(node: Node, path: string): string[] {
  const { fallback, data } = node;
  if (!isNode(fallback) || fallback.type !== 'Action.Submit')
    return [`${path}: no Submit stands in for old clients`];
  const found: string[] = [];
  if (JSON.stringify(fallback.data) !== JSON.stringify(data))
    found.push(`${path}: the Submit sends other data`);
  if (fallback.associatedInputs !== node.associatedInputs)
    found.push(`${path}: the Submit takes other inputs`);
  if (!isNode(data) || data.verb !== node.verb) found.push(`${path}: verb and data.verb differ`);
  return found;
}
