/** What every domain declares: the whole table, and who listens to what. One line for each domain. */
export { customersDomain as customers } from './customers/customers/customers.domain.ts';
export { staffDomain as staff } from './people/staff/staff.domain.ts';
