/** The people of the demo department, one per role and a second agent, and one machine client. */
import { permissions, type Role } from '../../shared/identity/permissions.ts';
import type { Identities, MachineClient, Person } from '../local/services/issuer/tokens.ts';

/** The id is the staff id. */
export interface DemoPerson extends Person {
  /** The name as written at home, where that differs. */
  readonly nativeName?: string;
  readonly email: string;
  /** Language tag in which this person is written to. */
  readonly locale: 'zh-CN' | 'en';
  readonly timeZone: string;
}

export const people: readonly DemoPerson[] = [
  person('chen.jing', 'admin', 'Chen Jing', '陈静', 'zh-CN', 'Asia/Shanghai'),
  person('li.na', 'manager', 'Li Na', '李娜', 'zh-CN', 'Asia/Shanghai'),
  person('zhao.wei', 'analyst', 'Zhao Wei', '赵伟', 'zh-CN', 'Asia/Shanghai'),
  person('wang.fang', 'agent', 'Wang Fang', '王芳', 'zh-CN', 'Asia/Shanghai'),
  person('david.brown', 'agent', 'David Brown', '', 'en', 'Europe/London'),
];

export const machine: MachineClient = {
  id: 'erp',
  description: 'An order system that creates and updates customers and tells what they order',
  permissions: permissions.filter((permission) => /^(customers|commerce)[.]/.test(permission)),
};

/** Who gets a token of the local cloud. */
export const demoIdentities: Identities = { people, machine };

function person(
  id: string,
  role: Role,
  name: string,
  nativeName: string,
  locale: DemoPerson['locale'],
  timeZone: string,
): DemoPerson {
  const native = nativeName === '' ? {} : { nativeName };
  return { id, role, name, ...native, email: `${id}@rapport.example`, locale, timeZone };
}
