import { describe, expect, it } from '@jest/globals';
import { CLOUDS } from '../../domain/cloud.ts';
import { adminPortals, healthPages } from '../../domain/portals.ts';
import { SERVICES } from '../../domain/services.ts';

const TENANT = '33333333-3333-4333-8333-333333333333';
const HOSTS = {
  global: /\.(microsoft|azure)\.com$/,
  usgov: /\.(us)$/,
  germany: /\.de$/,
} as const;

describe.each(CLOUDS)('the portals of the cloud %s', cloud => {
  const { portals, without } = adminPortals(cloud, TENANT, SERVICES);
  const health = healthPages(cloud, TENANT, SERVICES);

  it('are there for each service, or the service is named as one without', () => {
    expect([...portals.map(({ service }) => service), ...without].sort()).toEqual([...SERVICES].sort());
    expect(without).toEqual(cloud === 'germany' ? ['windows'] : []);
  });

  it('are addresses of that cloud and no other, over https', () => {
    for (const { url } of [...portals, ...health]) {
      expect(new URL(url).protocol).toBe('https:');
      expect(new URL(url).hostname).toMatch(HOSTS[cloud]);
    }
  });

  it('tell the health of every service on one page or another, each page once', () => {
    const told = health.flatMap(({ services }) => services);
    expect([...told, ...without].sort()).toEqual([...SERVICES].sort());
    expect(new Set(health.map(({ url }) => url)).size).toBe(health.length);
  });
});

describe('portals', () => {
  it('are only those of the services that are asked for, in the order of the house', () => {
    expect(adminPortals('global', TENANT, ['azure', 'office365']).portals.map(each => each.service)).toEqual([
      'office365',
      'azure',
    ]);
    expect(adminPortals('global', TENANT, [])).toEqual({ portals: [], without: [] });
    expect(healthPages('global', TENANT, [])).toEqual([]);
  });
});
