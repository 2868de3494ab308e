import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { makeAppPackage, type PackageParts } from '../../manifest/appPackage.ts';
import type { Icons } from '../../manifest/icons.ts';

const picture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../manifest/icons/${name}`, import.meta.url)));

/** The icons as they are committed. */
export const icons: Icons = { color: picture('color.png'), outline: picture('outline.png') };

/** A bot that is registered and reached at desk.contoso.example. */
export const registered: PackageParts = {
  env: {
    MicrosoftAppId: '5f0f6ad5-3f3c-4a63-9f13-6d1b1f6f2a10',
    PUBLIC_URL: 'https://desk.contoso.example',
  },
  version: '1.2.3',
  icons,
};

const command = z.object({ title: z.string(), description: z.string() });

/** What the tests read of a manifest. */
const manifestShape = z.looseObject({
  manifestVersion: z.string(),
  version: z.string(),
  id: z.string(),
  name: z.object({ short: z.string(), full: z.string() }),
  description: z.object({ short: z.string(), full: z.string() }),
  icons: z.object({ color: z.string(), outline: z.string() }),
  localizationInfo: z.object({
    defaultLanguageTag: z.string(),
    additionalLanguages: z.array(z.object({ languageTag: z.string(), file: z.string() })),
  }),
  bots: z.array(
    z.object({
      botId: z.string(),
      scopes: z.array(z.string()),
      commandLists: z.array(z.object({ scopes: z.array(z.string()), commands: z.array(command) })),
    }),
  ),
  validDomains: z.array(z.string()),
  webApplicationInfo: z.object({ id: z.string(), resource: z.string() }).optional(),
});

/** What Teams would find in the package: the files, with manifest and language files read. */
export function unpacked(parts: PackageParts) {
  const files = unzipSync(makeAppPackage(parts).zip);
  const json = (name: string): unknown => JSON.parse(strFromU8(files[name] ?? new Uint8Array()));
  return {
    files,
    manifest: manifestShape.parse(json('manifest.json')),
    raw: json('manifest.json'),
    languageFile: (name: string) => z.record(z.string(), z.string()).parse(json(name)),
  };
}
