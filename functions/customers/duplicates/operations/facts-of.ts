import type { Customer } from '../../customers/customers.schema.ts';
import { foldedAddress, nationalDigits, type Spell, wordsOf } from '../../search/index.ts';
import type { Facts } from '../duplicates.schema.ts';

/** What of a customer is compared with others. Nothing of another system's numbers: those are unique as they are. */
export function factsOf(customer: Customer, spell: Spell): Facts {
  const { kind, name, company, address, birthday, email, phone } = customer;
  const words = wordsOf(name);
  const [only = ''] = words;
  const isChinese = words.length === 1 && /^\p{Script=Han}+$/u.test(only);
  const { street, number } = streetOf(address?.street);
  const emails = [
    ...(email === undefined ? [] : [email]),
    ...(customer.otherEmails ?? []).map((other) => other.email),
  ];
  const phones = [
    ...(phone === undefined ? [] : [phone]),
    ...(customer.otherPhones ?? []).map((other) => other.phone),
  ];
  return known({
    kind,
    name: isChinese ? [...(spell(only, 'name')[0] ?? [])] : [...words],
    written: isChinese ? only : undefined,
    phone: phones.length === 0 ? undefined : phones.map(nationalDigits),
    email: emails.length === 0 ? undefined : emails.map(foldedAddress),
    birthday,
    ...{ street, number, postcode: plain(address?.postcode), city: plain(address?.city) },
    district: plain(address?.district),
    company: plain(kind === 'company' ? name : company),
  });
}

/** 14 Phillimore Place, Hauptstraße 14a, 中山路123号: the number apart from the rest. */
function streetOf(text: string | undefined): { street: string | undefined; number: string | undefined } {
  const words = text === undefined ? [] : wordsOf(text);
  const isNumber = (word: string) => /^\d+[a-z]?$/.test(word);
  return {
    street: words.filter((word) => !isNumber(word)).join(' ') || undefined,
    number: words.find(isNumber),
  };
}

const plain = (text: string | undefined) =>
  text === undefined ? undefined : wordsOf(text).join(' ') || undefined;

function known(facts: { [Name in keyof Facts]: Facts[Name] | undefined }): Facts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, fact]) => fact !== undefined),
  ) as unknown as Facts;
}
