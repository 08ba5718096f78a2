/** The 200 customers of the demo department: always the same, so that loading them again changes nothing. */
import type { customersContract } from '../../../functions/customers/customers/customers.contract.ts';
import type { InputOf } from '../../../shared/contract/route.ts';
import {
  chineseEmployers,
  chineseGivenNames,
  chineseSurnames,
  type Employer,
  englishEmployers,
  englishGivenNames,
  englishSurnames,
  tags,
} from './names.ts';

type Upsert = InputOf<(typeof customersContract)['routes']['upsertCustomer']>;

export interface DemoCustomer {
  /** Number in the order system, which is where these customers come from. */
  readonly number: string;
  readonly input: NonNullable<Upsert['body']>;
}

/** Name under which the order system's numbers are kept. */
export const orderSystem = 'erp';

const demoStages = [
  'active',
  'potential',
  'active',
  'new',
  'high-value',
  'active',
  'at-risk',
  'lost',
] as const;
const demoSources = ['referral', 'fair-2026', 'website'] as const;

const chineseCount = 130;
const total = 200;

export const demoCustomers: readonly DemoCustomer[] = Array.from({ length: total }, (_, index) =>
  index < chineseCount ? chineseCustomer(index) : englishCustomer(index - chineseCount),
);

function chineseCustomer(index: number): DemoCustomer {
  const family = pick(chineseSurnames, index);
  // The stride shares no factor with the 31 given names, so the first repeated pair would be number 24 × 31.
  const given = pick(chineseGivenNames, index * 7 + Math.floor(index / chineseSurnames.length));
  const employer = pick(chineseEmployers, index * 5);
  return {
    number: numberOf(index),
    input: {
      ...commonFields(index, employer),
      name: family.written + given.written,
      familyName: family.written,
      givenName: given.written,
      email: `${given.latin}.${family.latin}@${employer.domain}.example`,
      phone: `+861990000${String(1000 + index)}`,
      ...chineseDetails(index),
      language: 'zh-CN',
      owner: index % 8 === 5 ? null : 'wang.fang',
    },
  };
}

function englishCustomer(index: number): DemoCustomer {
  const family = pick(englishSurnames, index);
  const given = pick(englishGivenNames, index * 4 + Math.floor(index / englishSurnames.length));
  const employer = pick(englishEmployers, index);
  return {
    number: numberOf(chineseCount + index),
    input: {
      ...commonFields(index, employer),
      name: `${given} ${family}`,
      familyName: family,
      givenName: given,
      email: `${given}.${family}@${employer.domain}.example`.toLowerCase(),
      phone: phoneIn(employer.country, index),
      ...englishDetails(index, `${given}.${family}`.toLowerCase()),
      language: 'en',
      owner: index % 9 === 4 ? null : 'david.brown',
    },
  };
}

/** What is known of some: a birthday in the Chinese calendar, a second number, what they like. */
function chineseDetails(index: number): Partial<DemoCustomer['input']> {
  return {
    ...(index % 10 === 3 ? { lunarBirthday: { month: 1 + (index % 12), day: 1 + (index % 29) } } : {}),
    ...(index % 12 === 5
      ? { otherPhones: [{ phone: `+861990001${String(1000 + index)}`, label: '家里' }] }
      : {}),
    ...(index % 9 === 4 ? { preferences: { channel: 'chat', time: '工作日晚上', interests: ['新品'] } } : {}),
  };
}

function englishDetails(index: number, mailbox: string): Partial<DemoCustomer['input']> {
  return {
    ...(index % 7 === 2 ? { birthday: `--0${1 + (index % 9)}-${10 + (index % 18)}` } : {}),
    ...(index % 12 === 5 ? { otherEmails: [{ email: `${mailbox}@home.example`, label: 'private' }] } : {}),
  };
}

function commonFields(index: number, employer: Employer) {
  const region = employer.region === '' ? {} : { region: employer.region };
  return {
    kind: 'person' as const,
    stage: pick(demoStages, index),
    source: pick(demoSources, index),
    company: employer.name,
    timeZone: employer.timeZone,
    address: { city: employer.city, ...region, country: employer.country },
    tags: index % 3 === 0 ? [] : [...new Set([pick(tags, index), pick(tags, index * 3 + 1)])],
  };
}

/** Numbers set aside for fiction where a country has such (Ofcom, NANPA, ACMA). */
function phoneIn(country: Employer['country'], index: number): string {
  const end = String(index).padStart(3, '0');
  if (country === 'GB') return `+447700900${end}`;
  if (country === 'US') return `+1212555${String(100 + index).padStart(4, '0')}`;
  if (country === 'AU') return `+61491570${end}`;
  return `+658000${String(1000 + index)}`;
}

function numberOf(index: number): string {
  return `C-${10_001 + index}`;
}

function pick<Value>(list: readonly Value[], index: number): Value {
  const value = list[index % list.length];
  if (value === undefined) throw new Error('Cannot pick from an empty list.');
  return value;
}
