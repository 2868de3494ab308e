import { type DecodedPng, decode } from 'fast-png';

/** The two pictures of the package; Teams asks these sizes. */
export interface Icons {
  /** 192 by 192, in colour. */
  readonly color: Uint8Array;
  /** 32 by 32, white on nothing. */
  readonly outline: Uint8Array;
}

/** What Teams would refuse in the icons, a line each; empty: nothing. */
export function iconFaults(icons: Icons): readonly string[] {
  return [...colorFaults(icons.color), ...outlineFaults(icons.outline)];
}

function colorFaults(file: Uint8Array): readonly string[] {
  const picture = read(file);
  if (!picture) return ['manifest/icons/color.png: is not a PNG; run node manifest/icons/render.ts'];
  return sizeFaults('color.png', picture, 192);
}

function outlineFaults(file: Uint8Array): readonly string[] {
  const picture = read(file);
  if (!picture) return ['manifest/icons/outline.png: is not a PNG; run node manifest/icons/render.ts'];
  const size = sizeFaults('outline.png', picture, 32);
  if (size.length > 0) return size;
  if (picture.channels !== 4 || picture.depth !== 8) {
    return ['manifest/icons/outline.png: has no transparency; save it with 8-bit red, green, blue and alpha'];
  }
  const { seen, coloured } = census(picture);
  if (coloured > 0) {
    return [`manifest/icons/outline.png: has ${coloured} pixels that are not white; use #ffffff only`];
  }
  return seen === 0 || seen === picture.width * picture.height
    ? ['manifest/icons/outline.png: shows nothing; draw white on a transparent ground']
    : [];
}

/** How many pixels can be seen at all, and how many of those are not white. */
function census({ data, channels }: DecodedPng): { seen: number; coloured: number } {
  let seen = 0;
  let coloured = 0;
  for (let at = 0; at < data.length; at += channels) {
    const [red, green, blue, alpha] = data.subarray(at, at + channels);
    if (alpha === 0) continue;
    seen += 1;
    if (red !== 255 || green !== 255 || blue !== 255) coloured += 1;
  }
  return { seen, coloured };
}

function sizeFaults(name: string, { width, height }: DecodedPng, side: number): readonly string[] {
  if (width === side && height === side) return [];
  return [`manifest/icons/${name}: is ${width} by ${height} pixels; make it ${side} by ${side}`];
}

function read(file: Uint8Array): DecodedPng | undefined {
  try {
    return decode(file);
  } catch {
    return undefined;
  }
}
