/** The whole HTTP surface: every domain's contract. API Gateway's routes, the OpenAPI document and the client follow. */
import { callbacksContract } from './callbacks/callbacks.contract.ts';
import { customersContract } from './customers/customers.contract.ts';
import { platformContract } from './platform/platform.contract.ts';
import { staffContract } from './staff/staff.contract.ts';
import { answersContract } from './surveys/surveys.answer.contract.ts';
import { surveysContract } from './surveys/surveys.contract.ts';

export const contracts = {
  callbacks: callbacksContract,
  customers: customersContract,
  platform: platformContract,
  staff: staffContract,
  surveys: surveysContract,
  answers: answersContract,
};
