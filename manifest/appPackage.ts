import { strToU8, zipSync } from 'fflate';
import { LANGUAGES, type Language } from '../domain/language.ts';
import { translator } from '../locales/index.ts';
import { type Icons, iconFaults } from './icons.ts';
import template from './manifest.json' with { type: 'json' };
import { type PackageConfiguration, readPackageConfiguration } from './packageConfiguration.ts';
import { PackageError } from './packageError.ts';
import { LOCALIZATION_SCHEMA, localizationFaults, manifestFaults } from './schemas.ts';
import { type Json, type TextPlace, textPlaces, withTextNamed, withTexts } from './texts.ts';

/** What a package is made of. */
export interface PackageParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The product's version, from package.json; Teams offers an update only when it was raised. */
  readonly version: string;
  readonly icons: Icons;
}

/** A package, ready to be written. */
export interface AppPackage {
  readonly zip: Uint8Array;
  /** What stands in the package only for the time being, a sentence each; empty: it can be handed out. */
  readonly notes: readonly string[];
}

/** The first language is the manifest's own; each further one has a file, named by its tag in small letters. */
const [DEFAULT_LANGUAGE, ...OTHER_LANGUAGES] = LANGUAGES;

/** The service that carries a person's single sign-on to the bot. */
const TOKEN_SERVICE = {
  global: 'token.botframework.com',
  germany: 'token.botframework.com',
  usgov: 'token.botframework.azure.us',
} as const;

/** Every file in the package has this moment, so that the same input makes the same bytes. */
const PACKED_AT = new Date(2000, 0, 1);

/**
 * Makes the Teams app package: manifest, language files and icons, checked and packed; the same parts make the same
 * bytes. Throws a {@link PackageError} that names every fault.
 */
export function makeAppPackage({ env, version, icons }: PackageParts): AppPackage {
  const configuration = readPackageConfiguration(env);
  const filled = fill(configuration, version);
  const manifest = withTexts(filled, translator(DEFAULT_LANGUAGE));
  const places = textPlaces(filled);
  const languages = OTHER_LANGUAGES.map(language => ({
    language,
    file: `${language.toLowerCase()}.json`,
    content: languageFile(places, language),
  }));
  const faults = [
    ...versionFaults(version),
    ...manifestFaults(manifest).map(
      fault => `manifest.json: ${withTextNamed(fault, places, DEFAULT_LANGUAGE)}`,
    ),
    ...languages.flatMap(({ language, file, content }) =>
      localizationFaults(content).map(fault => `${file}: ${withTextNamed(fault, places, language)}`),
    ),
    ...iconFaults(icons),
  ];
  if (faults.length > 0) throw new PackageError(faults);
  const files = {
    'manifest.json': written(manifest),
    ...Object.fromEntries(languages.map(({ file, content }) => [file, written(content)])),
    'color.png': icons.color,
    'outline.png': icons.outline,
  };
  return { zip: zipSync(files, { level: 9, mtime: PACKED_AT }), notes: notes(configuration) };
}

/** The template with everything that is not words: ids, version, domains. */
function fill(configuration: PackageConfiguration, version: string) {
  const { appId, publicUrl, singleSignOn, cloud } = configuration;
  return {
    ...template,
    version,
    id: appId,
    bots: template.bots.map(bot => ({ ...bot, botId: appId })),
    validDomains: [new URL(publicUrl).host, ...(singleSignOn ? [TOKEN_SERVICE[cloud]] : [])],
    ...(singleSignOn ? { webApplicationInfo: { id: appId, resource: `api://botid-${appId}` } } : {}),
  };
}

function languageFile(places: readonly TextPlace[], language: Language): { readonly [path: string]: Json } {
  const translate = translator(language);
  return {
    $schema: LOCALIZATION_SCHEMA,
    ...Object.fromEntries(places.map(({ path, key }) => [path, translate(key)])),
  };
}

function versionFaults(version: string): readonly string[] {
  return /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}$/.test(version)
    ? []
    : [`package.json: version "${version}" is not known to Teams; give three numbers, such as 1.2.3`];
}

function notes({ registered }: PackageConfiguration): readonly string[] {
  return [
    ...(registered
      ? []
      : [
          'No MicrosoftAppId: the all-zero id stands in for the bot, so this package is for looking at only.',
        ]),
    ...(new URL(template.developer.websiteUrl).hostname.endsWith('.example')
      ? [
          'The publisher is not named: put name, website, privacy statement and terms of use under "developer" in manifest/manifest.json before you hand the package out.',
        ]
      : []),
  ];
}

const written = (content: Json) => strToU8(`${JSON.stringify(content, undefined, 2)}\n`);
