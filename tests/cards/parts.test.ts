import { describe, expect, it } from '@jest/globals';
import { eitherOf } from '../../cards/parts.ts';
import type { Language } from '../../domain/language.ts';

describe('alternatives', () => {
  it.each<[Language, string[], string]>([
    ['en', ['Dana', 'Una'], 'Dana or Una'],
    ['en', ['Dana', 'Una', 'Sam'], 'Dana, Una, or Sam'],
    ['ja', ['Dana'], 'Dana'],
    ['ja', ['Dana', 'Una'], 'Dana または Una'],
    ['ja', ['Dana', 'Una', 'Sam'], 'Dana、Una、または Sam'],
    ['ja', ['グローバル管理者', 'ユーザー管理者'], 'グローバル管理者またはユーザー管理者'],
    ['ja', ['管理者', '課金管理者', 'エージェント'], '管理者、課金管理者、またはエージェント'],
    [
      'ja',
      ['ヘルプデスク エージェント（Office 365 を除く）', '管理者'],
      'ヘルプデスク エージェント（Office 365 を除く）または管理者',
    ],
    ['zh-TW', ['Dana', 'Una', 'Sam'], 'Dana、Una 或 Sam'],
    ['zh-TW', ['全域系統管理員', '系統管理代理人'], '全域系統管理員或系統管理代理人'],
    ['zh-TW', [], ''],
  ])('in %s: %j', (language, names, joined) => {
    expect(eitherOf(language, names)).toBe(joined);
  });
});
