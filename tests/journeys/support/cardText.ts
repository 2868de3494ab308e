/** A card as JSON, to be looked through. */
export type CardJson = Record<string, unknown>;

/** Every text of a card that a person reads, in order, joined by newlines. */
export function textOf(card: unknown): string {
  const texts: string[] = [];
  walk(card, node => {
    for (const key of ['text', 'title', 'value', 'label', 'placeholder', 'errorMessage']) {
      const text = node[key];
      const isInput = typeof node.type === 'string' && node.type.startsWith('Input.');
      if (typeof text === 'string' && !(key === 'value' && isInput && node.type === 'Input.Toggle'))
        texts.push(text);
    }
  });
  // What cards escape for Markdown, a person reads plain.
  return texts
    .join('\n')
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1')
    .replaceAll('\u2060', '');
}

/** The buttons of a card that come back to the bot: their titles and data. Rows that open something count too. */
export function buttonsOf(card: unknown): { title: string; verb: string; data: Record<string, unknown> }[] {
  const buttons: { title: string; verb: string; data: Record<string, unknown> }[] = [];
  walk(card, node => {
    if (node.type === 'Action.Execute' && typeof node.verb === 'string') {
      buttons.push({
        title: String(node.title ?? ''),
        verb: node.verb,
        data: (node.data ?? {}) as Record<string, unknown>,
      });
    }
  });
  return buttons;
}

/** The pages that a card links to, by title. */
export function linksOf(card: unknown): { title: string; url: string }[] {
  const links: { title: string; url: string }[] = [];
  walk(card, node => {
    if (node.type === 'Action.OpenUrl') links.push({ title: String(node.title), url: String(node.url) });
  });
  return links;
}

/** The inputs of a card with what they hold. */
export function inputsOf(card: unknown): Record<string, string> {
  const inputs: Record<string, string> = {};
  walk(card, node => {
    if (typeof node.type === 'string' && node.type.startsWith('Input.') && typeof node.id === 'string') {
      const { value } = node;
      inputs[node.id] = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    }
  });
  return inputs;
}

function walk(node: unknown, visit: (node: CardJson) => void): void {
  if (Array.isArray(node)) {
    for (const part of node) walk(part, visit);
  } else if (typeof node === 'object' && node !== null) {
    const object = node as CardJson;
    visit(object);
    for (const [key, part] of Object.entries(object)) if (key !== 'fallback') walk(part, visit);
  }
}
