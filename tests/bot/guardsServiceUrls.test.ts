import { describe, expect, it } from '@jest/globals';
import { serviceUrlCheck } from '../../bot/clouds.ts';

describe('the service URLs that the bot talks to', () => {
  it.each([
    ['global', 'https://smba.trafficmanager.net/emea/', true],
    ['global', 'https://smba.infra.gcc.teams.microsoft.com/teams', true],
    ['global', 'https://smba.infra.gov.teams.microsoft.us/teams', false],
    ['global', 'http://smba.trafficmanager.net/emea/', false],
    ['global', 'https://smba.trafficmanager.net:8443/emea/', false],
    ['global', 'https://smba.trafficmanager.net.evil.example/', false],
    ['global', 'https://smba.trafficmanager.net@evil.example/', false],
    ['global', 'https://evil.example/smba.trafficmanager.net', false],
    ['global', 'http://127.0.0.1:3979/', false],
    ['global', 'not a url', false],
    ['germany', 'https://smba.trafficmanager.net/de/', true],
    ['usgov', 'https://smba.infra.gov.teams.microsoft.us/teams', true],
    ['usgov', 'https://smba.infra.dod.teams.microsoft.us/teams', true],
    ['usgov', 'https://smba.trafficmanager.net/amer/', false],
  ] as const)('in %s: %s → %s', (cloud, url, allowed) => {
    const check = serviceUrlCheck(cloud, false);
    expect([check(url), check(url)]).toEqual([allowed, allowed]);
  });

  it('in local mode: this machine only', () => {
    const check = serviceUrlCheck('global', true);
    expect(
      ['http://localhost:56150/_connector', 'http://127.0.0.1:1/', 'http://[::1]:1/'].map(check),
    ).toEqual([true, true, true]);
    expect(
      ['https://smba.trafficmanager.net/emea/', 'http://10.0.0.1/', 'ftp://localhost/'].map(check),
    ).toEqual([false, false, false]);
  });
});
