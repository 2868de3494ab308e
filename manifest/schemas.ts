import localization from '@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.Localization.schema.json' with {
  type: 'json',
};
import manifest from '@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json' with {
  type: 'json',
};
import type { ErrorObject } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';

/** The version of Microsoft's schema that the package follows; the newest published one when this was written. */
export const SCHEMA_VERSION = '1.30';
/** What a language file says of itself. */
export const LOCALIZATION_SCHEMA = `https://developer.microsoft.com/json-schemas/teams/v${SCHEMA_VERSION}/MicrosoftTeams.Localization.schema.json`;

// The schemas' patterns are written for regular expressions without the u flag, and their formats carry hints for editors.
const ajv = new AjvDraft04.default({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const isManifest = ajv.compile(manifest);
const isLocalization = ajv.compile(localization);

/** What Microsoft's schema finds wrong with a manifest, a line each: place, and what is asked there. Empty: nothing. */
export function manifestFaults(value: unknown): readonly string[] {
  return isManifest(value) ? [] : (isManifest.errors ?? []).map(shown);
}

/** The same for a language file. */
export function localizationFaults(value: unknown): readonly string[] {
  return isLocalization(value) ? [] : (isLocalization.errors ?? []).map(shown);
}

/** `/bots/0/botId must match …` becomes `bots[0].botId: must match …`. */
function shown({ instancePath, message, params }: ErrorObject): string {
  const path = instancePath
    .slice(1)
    .split('/')
    .map(step => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
  const unknown = typeof params.additionalProperty === 'string' ? ` (${params.additionalProperty})` : '';
  return `${path === '' || path === '.' ? '' : `${path}: `}${message ?? 'is not as the schema asks'}${unknown}`;
}
