import { Ajv } from 'ajv';

/**
 * Adaptive Cards 1.5 as our cards may use it: the elements and properties of that version, closed, so that a slip of
 * the pen or something newer is found. Written for these tests after the public reference (adaptivecards.io/explorer).
 * `filtered` stands in the reference, though the published schema file lacks it.
 */
const text = { type: 'string' } as const;
const words = { type: 'string', minLength: 1 } as const;
const flag = { type: 'boolean' } as const;
const one = (...values: string[]) => ({ enum: values });
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
const list = (name: string) => ({ type: 'array', items: ref(name) });

type Properties = Record<string, object>;
const closed = (type: string | undefined, properties: Properties, ...required: string[]) => ({
  type: 'object',
  additionalProperties: false,
  properties: { ...(type && { type: { const: type } }), ...properties },
  required: [...(type ? ['type'] : []), ...required],
});

const spacing = one('Default', 'None', 'Small', 'Medium', 'Large', 'ExtraLarge', 'Padding');
const anyElement: Properties = {
  id: words,
  isVisible: flag,
  separator: flag,
  spacing,
  height: one('auto', 'stretch'),
};
const look: Properties = {
  color: one('Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention'),
  fontType: one('Default', 'Monospace'),
  isSubtle: flag,
  size: one('Small', 'Default', 'Medium', 'Large', 'ExtraLarge'),
  weight: one('Lighter', 'Default', 'Bolder'),
};
const anyContainer: Properties = {
  style: one('default', 'emphasis', 'good', 'attention', 'warning', 'accent'),
  bleed: flag,
  verticalContentAlignment: one('Top', 'Center', 'Bottom'),
  minHeight: words,
  selectAction: ref('Action'),
};
const anyInput: Properties = {
  ...anyElement,
  id: words,
  label: words,
  isRequired: flag,
  errorMessage: words,
};
const anyAction: Properties = {
  title: words,
  style: one('default', 'positive', 'destructive'),
  tooltip: words,
  iconUrl: words,
  mode: one('primary', 'secondary'),
};
const data = {
  type: 'object',
  properties: { verb: words },
  required: ['verb'],
  additionalProperties: { type: ['string', 'number'] },
};

const ELEMENTS: Record<string, object> = {
  TextBlock: closed(
    'TextBlock',
    {
      ...anyElement,
      ...look,
      text: words,
      wrap: flag,
      maxLines: { type: 'integer' },
      style: one('default', 'heading'),
      horizontalAlignment: one('Left', 'Center', 'Right'),
    },
    'text',
  ),
  RichTextBlock: closed('RichTextBlock', { ...anyElement, inlines: list('TextRun') }, 'inlines'),
  Container: closed('Container', { ...anyElement, ...anyContainer, items: list('Element') }, 'items'),
  ColumnSet: closed('ColumnSet', { ...anyElement, ...anyContainer, columns: list('Column') }),
  FactSet: closed('FactSet', { ...anyElement, facts: list('Fact') }, 'facts'),
  ActionSet: closed('ActionSet', { ...anyElement, actions: { ...list('Action'), minItems: 1 } }, 'actions'),
  Image: closed('Image', { ...anyElement, url: words, altText: words, size: words }, 'url', 'altText'),
  'Input.Text': closed(
    'Input.Text',
    {
      ...anyInput,
      value: text,
      placeholder: words,
      isMultiline: flag,
      maxLength: { type: 'integer', minimum: 1 },
      regex: words,
      style: one('Text', 'Tel', 'Url', 'Email'),
    },
    'id',
    'label',
    'maxLength',
  ),
  'Input.Number': closed(
    'Input.Number',
    {
      ...anyInput,
      value: { type: 'number' },
      min: { type: 'number' },
      max: { type: 'number' },
      placeholder: words,
    },
    'id',
    'label',
  ),
  'Input.Toggle': closed(
    'Input.Toggle',
    { ...anyInput, title: words, value: one('true', 'false'), wrap: { const: true } },
    'id',
    'label',
    'title',
    'value',
    'wrap',
  ),
  'Input.ChoiceSet': {
    ...closed(
      'Input.ChoiceSet',
      {
        ...anyInput,
        choices: list('Choice'),
        // Teams' people picker: newer than 1.5, but Teams takes it in cards of every version and others leave it out.
        'choices.data': closed('Data.Query', { dataset: one('graph.microsoft.com/users') }, 'dataset'),
        value: text,
        placeholder: words,
        isMultiSelect: flag,
        style: one('compact', 'expanded', 'filtered'),
        wrap: flag,
      },
      'id',
      'label',
      'choices',
    ),
    anyOf: [{ properties: { choices: { minItems: 1 } } }, { required: ['choices.data'] }],
  },
};

const ACTIONS: Record<string, object> = {
  'Action.Execute': closed(
    'Action.Execute',
    { ...anyAction, verb: words, data, associatedInputs: one('auto', 'none'), fallback: ref('Submit') },
    'title',
    'verb',
    'data',
    'associatedInputs',
    'fallback',
  ),
  'Action.OpenUrl': closed(
    'Action.OpenUrl',
    { ...anyAction, url: { type: 'string', pattern: '^https?://' } },
    'title',
    'url',
  ),
};

const CARD_SCHEMA = {
  definitions: {
    Element: oneOfType(ELEMENTS),
    Action: oneOfType(ACTIONS),
    Submit: closed(
      'Action.Submit',
      { ...anyAction, data, associatedInputs: one('auto', 'none') },
      'title',
      'data',
      'associatedInputs',
    ),
    TextRun: closed('TextRun', { ...look, text: words, highlight: flag, italic: flag }, 'text'),
    Column: closed('Column', { ...anyElement, ...anyContainer, width: text, items: list('Element') }),
    Fact: closed(undefined, { title: words, value: words }, 'title', 'value'),
    Choice: closed(undefined, { title: words, value: words }, 'title', 'value'),
  },
  ...closed(
    'AdaptiveCard',
    {
      $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
      version: { const: '1.5' },
      lang: one('en', 'ja', 'zh'),
      fallbackText: words,
      speak: words,
      body: { ...list('Element'), minItems: 1 },
    },
    'version',
    'lang',
    'fallbackText',
    'speak',
    'body',
  ),
};

/** One of several shapes, told apart by `type`, so that an error names the property and not all the others. */
function oneOfType(shapes: Record<string, object>) {
  return {
    type: 'object',
    required: ['type'],
    discriminator: { propertyName: 'type' },
    oneOf: Object.values(shapes),
  };
}

const ajv = new Ajv({ allErrors: true, discriminator: true, strictTypes: false });
const validate = ajv.compile(CARD_SCHEMA);

/** What is wrong with a card by its schema, as sentences; none for a sound one. */
export function schemaProblems(card: unknown): string[] {
  if (validate(card)) return [];
  return (validate.errors ?? []).map(
    error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}
