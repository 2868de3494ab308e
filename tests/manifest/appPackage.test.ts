import { describe, expect, it } from '@jest/globals';
import { makeAppPackage, type PackageParts } from '../../manifest/appPackage.ts';
import { localizationFaults, manifestFaults, SCHEMA_VERSION } from '../../manifest/schemas.ts';
import product from '../../package.json' with { type: 'json' };
import { registered, unpacked } from './packageParts.ts';

const withEnv = (env: PackageParts['env']): PackageParts => ({ ...registered, env });
const appId = registered.env.MicrosoftAppId;

describe('the Teams app package', () => {
  it('holds manifest, two further languages and two icons, and nothing else', () => {
    expect(Object.keys(unpacked(registered).files)).toEqual([
      'manifest.json',
      'ja.json',
      'zh-tw.json',
      'color.png',
      'outline.png',
    ]);
  });

  it('holds every file that its manifest names', () => {
    const { files, manifest } = unpacked(registered);
    const named = [
      manifest.icons.color,
      manifest.icons.outline,
      ...manifest.localizationInfo.additionalLanguages.map(({ file }) => file),
    ];
    expect(named.filter(name => files[name] === undefined)).toEqual([]);
  });

  it('comes out byte for byte the same from the same parts', () => {
    expect(makeAppPackage(registered).zip).toEqual(makeAppPackage(registered).zip);
  });

  it('can be made of the product as it stands', () => {
    expect(() => makeAppPackage({ ...registered, version: product.version })).not.toThrow();
  });

  it('leaves no name of a text where a text should be', () => {
    const { raw, languageFile } = unpacked(registered);
    const written = JSON.stringify([raw, languageFile('ja.json'), languageFile('zh-tw.json')]);
    expect(written).not.toMatch(/%[\w.]+%/);
  });

  describe('in its manifest', () => {
    const { manifest } = unpacked(registered);

    it('follows the schema that the files are checked against', () => {
      expect(manifest.manifestVersion).toBe(SCHEMA_VERSION);
    });

    it('carries the product’s version', () => {
      expect(manifest.version).toBe('1.2.3');
    });

    it('names the registration as app and as bot', () => {
      expect([manifest.id, manifest.bots[0]?.botId]).toEqual([appId, appId]);
    });

    it('offers the bot to a person, a team and a group chat', () => {
      expect(manifest.bots[0]?.scopes).toEqual(['personal', 'team', 'groupChat']);
    });

    it('lets Teams open the pages of the bot, and no other place', () => {
      expect(manifest.validDomains).toEqual(['desk.contoso.example']);
    });

    it('asks for no single sign-on while none is configured', () => {
      expect(manifest.webApplicationInfo).toBeUndefined();
    });
  });

  describe('with single sign-on configured', () => {
    const env = { ...registered.env, SSO_CONNECTION_NAME: 'entra' };

    it('names the application and its resource', () => {
      expect(unpacked(withEnv(env)).manifest.webApplicationInfo).toEqual({
        id: appId,
        resource: `api://botid-${appId}`,
      });
    });

    it.each([
      ['global', 'token.botframework.com'],
      ['usgov', 'token.botframework.azure.us'],
    ])('lets Teams open the token service of the %s cloud', (CLOUD, host) => {
      expect(unpacked(withEnv({ ...env, CLOUD })).manifest.validDomains).toEqual([
        'desk.contoso.example',
        host,
      ]);
    });
  });

  describe('without a registration', () => {
    it('is made for a look, with the all-zero id, and says so', () => {
      const parts = withEnv({ MicrosoftAppId: '' });
      expect(unpacked(parts).manifest.id).toBe('00000000-0000-0000-0000-000000000000');
      expect(makeAppPackage(parts).notes.join()).toContain('MicrosoftAppId');
    });

    it('names this machine, at the port that the bot listens on', () => {
      expect(unpacked(withEnv({ PORT: '4100' })).manifest.validDomains).toEqual(['localhost:4100']);
    });
  });

  it('says that the publisher is still to be named', () => {
    expect(makeAppPackage(registered).notes.join()).toContain('"developer" in manifest/manifest.json');
  });

  describe('is not made', () => {
    it.each([
      [
        'a registration that is no id',
        { ...registered.env, MicrosoftAppId: 'desk' },
        /MicrosoftAppId: "desk" is not/,
      ],
      [
        'a registration without an address',
        { MicrosoftAppId: appId },
        /PUBLIC_URL: is missing; give the https/,
      ],
      [
        'an address without https',
        { MicrosoftAppId: appId, PUBLIC_URL: 'http://desk.example' },
        /PUBLIC_URL: is not https/,
      ],
      [
        'an address with a path',
        { MicrosoftAppId: appId, PUBLIC_URL: 'https://desk.example/bot' },
        /PUBLIC_URL: .* is not a plain address/,
      ],
      ['an unknown cloud', { ...registered.env, CLOUD: 'moon' }, /CLOUD: "moon" is not known/],
    ])('from %s, and the variable is named', (_what, env, said) => {
      expect(() => makeAppPackage(withEnv(env))).toThrow(said);
    });

    it('from several bad variables at once, and each is named', () => {
      const env = { MicrosoftAppId: 'desk', PUBLIC_URL: 'desk', CLOUD: 'moon' };
      expect(() => makeAppPackage(withEnv(env))).toThrow(/MicrosoftAppId: [\s\S]*PUBLIC_URL: [\s\S]*CLOUD: /);
    });

    it.each(['1.2', '1.2.3-beta', 'v1.2.3', '01.2.3'])(
      'for version %s, which Teams does not know',
      version => {
        expect(() => makeAppPackage({ ...registered, version })).toThrow(
          `package.json: version "${version}"`,
        );
      },
    );
  });
});

describe('Microsoft’s schema', () => {
  const { manifest, raw, languageFile } = unpacked(registered);

  it('finds nothing wrong with the manifest and the language files', () => {
    expect(manifestFaults(raw)).toEqual([]);
    expect(localizationFaults(languageFile('ja.json'))).toEqual([]);
    expect(localizationFaults(languageFile('zh-tw.json'))).toEqual([]);
  });

  it.each([
    ['another schema version', { ...manifest, manifestVersion: '1.29' }, /^manifestVersion: /],
    ['a name that is too long', { ...manifest, name: { short: 'x'.repeat(31) } }, /^name\.short: /],
    [
      'an id that is none',
      { ...manifest, bots: [{ ...manifest.bots[0], botId: 'desk' }] },
      /^bots\[0\]\.botId: /,
    ],
    ['a property that is not there', { ...manifest, tabs: [] }, /\(tabs\)$/],
    [
      'a scope in small letters',
      { ...manifest, bots: [{ ...manifest.bots[0], scopes: ['groupchat'] }] },
      /^bots\[0\]\.scopes\[0\]: /,
    ],
  ])('finds %s', (_what, wrong, said) => {
    const faults = manifestFaults(wrong);
    expect(faults.some(fault => said.test(fault))).toBe(true);
  });

  it.each([
    [
      'a language file without a description',
      { 'name.short': 'x', 'description.short': 'x' },
      /description\.full/,
    ],
    [
      'a translated name that is too long',
      { ...languageFile('ja.json'), 'name.short': 'あ'.repeat(31) },
      /30/,
    ],
    [
      'a translation of nothing',
      { ...languageFile('ja.json'), 'bots[0].nickname': 'x' },
      /\(bots\[0\]\.nickname\)/,
    ],
  ])('finds %s', (_what, wrong, said) => {
    expect(localizationFaults(wrong).join('\n')).toMatch(said);
  });
});
