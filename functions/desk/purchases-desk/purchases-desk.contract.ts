/** What the purchases of all customers come to, at the desk. */
import { contract } from '../../../shared/contract/route.ts';
import { DeskForm, pageReplies } from '../desk/desk.schema.ts';

const page = { path: '/desk/purchases', permission: 'session', replies: pageReplies, errors: [] } as const;

export const purchasesDeskContract = contract(
  'purchases-desk',
  'What the purchases of all customers come to, at the desk.',
  {
    showPurchases: {
      ...page,
      method: 'GET',
      summary: 'See who comes back, after how long, and what is bought together',
    },
    sendPurchases: {
      ...page,
      method: 'POST',
      summary: 'Have it reckoned by now',
      body: DeskForm,
      form: true,
      example: { body: {} },
    },
  },
);
