import * as z from 'zod';

// ICU keeps the first name a zone ever had; these are the names people and the tz database use today.
const presentNames: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Louisville': 'America/Kentucky/Louisville',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
};

const known = new Map<string, string>();

/**
 * The name under which a zone is stored (`asia/shanghai`, `PRC` → `Asia/Shanghai`), or `undefined` when there is
 * no such zone. Plain offsets (`+08:00`) are refused: they know nothing of summer time.
 */
export function canonicalTimeZone(name: string): string | undefined {
  if (name.length > 40 || !/^[A-Za-z]/.test(name)) return undefined;
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  try {
    const resolved = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    const canonical = presentNames[resolved] ?? resolved;
    // Case variants of one zone could be sent without end; remember only the proper name.
    if (canonical === name) known.set(name, canonical);
    return canonical;
  } catch {
    return undefined;
  }
}

/** An IANA time zone; any known alias or letter case is accepted and kept under its present name. */
export const timeZoneSchema = z
  .string()
  .max(40)
  .refine(
    (name) => canonicalTimeZone(name) !== undefined,
    'must be an IANA time zone such as Asia/Shanghai or Europe/Berlin',
  )
  .overwrite((name) => canonicalTimeZone(name) ?? name)
  .meta({ description: 'IANA time zone.', examples: ['Asia/Shanghai'] });
