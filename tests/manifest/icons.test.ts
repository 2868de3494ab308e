import { describe, expect, it } from '@jest/globals';
import { decode, encode } from 'fast-png';
import { makeAppPackage } from '../../manifest/appPackage.ts';
import { type Icons, iconFaults } from '../../manifest/icons.ts';
import { icons, registered } from './packageParts.ts';

type Pixel = readonly [number, number, number, number];

/** A square picture; `paint` says what each pixel is. */
function square(side: number, paint: (x: number, y: number) => Pixel): Uint8Array {
  const data = new Uint8Array(side * side * 4);
  for (let at = 0; at < side * side; at += 1) data.set(paint(at % side, Math.floor(at / side)), at * 4);
  return encode({ width: side, height: side, data, channels: 4, depth: 8 });
}

function pixels(file: Uint8Array): Pixel[] {
  const { data, channels } = decode(file);
  const found: Pixel[] = [];
  for (let at = 0; at < data.length; at += channels) {
    found.push([
      data[at] ?? 0,
      data[at + 1] ?? 0,
      data[at + 2] ?? 0,
      channels === 4 ? (data[at + 3] ?? 0) : 255,
    ]);
  }
  return found;
}

const seen = (file: Uint8Array) => pixels(file).filter(([, , , alpha]) => alpha > 0);

describe('the icons', () => {
  it('are what Teams takes', () => {
    expect(iconFaults(icons)).toEqual([]);
  });

  describe('in colour', () => {
    it('are 192 by 192', () => {
      expect(decode(icons.color)).toMatchObject({ width: 192, height: 192 });
    });

    it('cover the whole square, because Teams crops it itself', () => {
      expect(pixels(icons.color).filter(([, , , alpha]) => alpha < 255)).toEqual([]);
    });

    it('keep the mark in the middle 96 by 96, which no crop touches', () => {
      const all = pixels(icons.color);
      const ground = all[0];
      const outside = all.filter((pixel, at) => {
        const [x, y] = [at % 192, Math.floor(at / 192)];
        return (x < 48 || x >= 144 || y < 48 || y >= 144) && String(pixel) !== String(ground);
      });
      expect(outside).toEqual([]);
    });
  });

  describe('in outline', () => {
    it('are 32 by 32', () => {
      expect(decode(icons.outline)).toMatchObject({ width: 32, height: 32 });
    });

    it('are white and nothing else', () => {
      expect(
        seen(icons.outline).filter(([...pixel]) => pixel.slice(0, 3).some(part => part !== 255)),
      ).toEqual([]);
    });

    it('reach all four edges, because Teams wants no space around', () => {
      const shown = pixels(icons.outline).flatMap(([, , , alpha], at) => (alpha > 0 ? [at] : []));
      const columns = shown.map(at => at % 32);
      const rows = shown.map(at => Math.floor(at / 32));
      expect([Math.min(...columns), Math.max(...columns)]).toEqual([0, 31]);
      expect([Math.min(...rows), Math.max(...rows)]).toEqual([0, 31]);
    });
  });

  describe('of somebody’s own', () => {
    const half = square(32, x => (x < 16 ? [255, 255, 255, 255] : [0, 0, 0, 0]));
    const own = (change: Partial<Icons>): Icons => ({ ...icons, ...change });

    it('are taken when they are as asked', () => {
      expect(iconFaults(own({ outline: half }))).toEqual([]);
    });

    it.each([
      [
        'a colour icon of another size',
        { color: half },
        /color\.png: is 32 by 32 pixels; make it 192 by 192/,
      ],
      [
        'an outline of another size',
        { outline: icons.color },
        /outline\.png: is 192 by 192 pixels; make it 32 by 32/,
      ],
      [
        'an outline in red',
        { outline: square(32, x => [255, 0, 0, x < 9 ? 255 : 0]) },
        /outline\.png: has 288 pixels that are not white/,
      ],
      [
        'an outline that is all white',
        { outline: square(32, () => [255, 255, 255, 255]) },
        /outline\.png: shows nothing/,
      ],
      [
        'an outline that is all clear',
        { outline: square(32, () => [255, 255, 255, 0]) },
        /outline\.png: shows nothing/,
      ],
      [
        'an outline without transparency',
        {
          outline: encode({
            width: 32,
            height: 32,
            data: new Uint8Array(32 * 32 * 3).fill(255),
            channels: 3,
          }),
        },
        /outline\.png: has no transparency/,
      ],
      ['a file that is no picture', { color: new Uint8Array([1, 2, 3]) }, /color\.png: is not a PNG/],
    ])('are refused: %s', (_what, change, said) => {
      expect(() => makeAppPackage({ ...registered, icons: own(change) })).toThrow(said);
    });
  });
});
