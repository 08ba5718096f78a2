import { correction, generate } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgSource } from 'lean-qr/extras/svg';
import type { CollectorCode } from '../collectors.schema.ts';

/** ISO/IEC 18004 wants four modules of quiet zone on each side. */
const quietZone = 4;
const pixels = 12;

/** A link as a QR code. A quarter of it may be soiled or torn: it hangs where people walk by. */
export function drawCode(link: string): CollectorCode {
  const code = generate(link, { minCorrectionLevel: correction.Q });
  // White, and not see-through: on a dark page nothing could read it.
  const [on, off] = [[0, 0, 0, 255] as const, [255, 255, 255, 255] as const];
  const png = toPngBuffer(code, { on, off, pad: quietZone, scale: pixels });
  const svg = toSvgSource(code, { on: '#000', off: '#fff', pad: quietZone, xmlDeclaration: true });
  return { link, svg, png: Buffer.from(png).toString('base64') };
}
