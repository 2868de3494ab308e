/** How Teams shows cards, nearly enough to judge a layout by: its fonts, spacings and colours, light and dark. */
export type Theme = 'light' | 'dark';

const PALETTES = {
  light: {
    page: '#f5f5f5',
    card: '#ffffff',
    line: '#e0e0e0',
    text: '#242424',
    subtle: '#616161',
    accent: '#5b5fc7',
    good: '#0e700e',
    warning: '#8a3707',
    attention: '#b10e1c',
    emphasis: '#f0f0f0',
    goodBack: '#e7f2da',
    warningBack: '#fbf6d9',
    attentionBack: '#fcf4f6',
    accentBack: '#e8ebfa',
  },
  dark: {
    page: '#1f1f1f',
    card: '#2d2c2c',
    line: '#484644',
    text: '#ffffff',
    subtle: '#adadad',
    accent: '#a6a7dc',
    good: '#92c353',
    warning: '#f8d22a',
    attention: '#f9526b',
    emphasis: '#3b3a39',
    goodBack: '#0d2b0d',
    warningBack: '#3a2c0a',
    attentionBack: '#3f1011',
    accentBack: '#2f2f4a',
  },
} as const;

export const palette = (theme: Theme) => PALETTES[theme];

/** The host configuration that the reference renderer takes. */
export function hostConfig(theme: Theme) {
  const p = PALETTES[theme];
  const tint = (colour: string) => ({ default: colour, subtle: p.subtle });
  const foregroundColors = {
    default: tint(p.text),
    accent: tint(p.accent),
    good: tint(p.good),
    warning: tint(p.warning),
    attention: tint(p.attention),
  };
  const style = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  return {
    hostCapabilities: { capabilities: null },
    choiceSetInputValueSeparator: ',',
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: p.line },
    fontTypes: {
      default: font("'Segoe UI', 'Noto Sans', 'Noto Sans CJK JP', 'Noto Sans CJK TC', sans-serif"),
      monospace: font('monospace'),
    },
    textStyles: { heading: { fontType: 'default', size: 'medium', weight: 'bolder' } },
    containerStyles: {
      default: style(p.card),
      emphasis: style(p.emphasis),
      good: style(p.goodBack),
      warning: style(p.warningBack),
      attention: style(p.attentionBack),
      accent: style(p.accentBack),
    },
    actions: {
      maxActions: 6,
      spacing: 'default',
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    },
    inputs: {
      label: { inputSpacing: 'small', requiredInputs: { suffix: ' *', suffixColor: 'attention' } },
      errorMessage: { color: 'attention', spacing: 'small' },
    },
    factSet: {
      title: { weight: 'bolder', wrap: true, maxWidth: 150 },
      value: { wrap: true },
      spacing: 16,
    },
  };
}

function font(fontFamily: string) {
  return {
    fontFamily,
    fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
  };
}
