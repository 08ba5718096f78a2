/** The handlers of the area, one line for each domain that listens. */
export { customersConsumers } from './customers/customers.consumers.ts';
export { listsConsumers } from './lists/lists.consumers.ts';
export { qualityConsumers } from './quality/quality.consumers.ts';
export { relationsConsumers } from './relations/relations.consumers.ts';
export { searchConsumers } from './search/search.consumers.ts';
