import { expect, test } from '@jest/globals';
import { routeOf } from './browser/route.ts';

const id = '00000000-0000-4000-8000-000000000001';

test('the portal’s link to a request ended at "Entity invoice does not exist", and so did each link to another record', () => {
  expect(routeOf(`?pagetype=entityrecord&etn=stl3_xerorequest&id=${id}`)).toEqual({ page: 'request', id });
  expect(routeOf(`?pagetype=entityrecord&etn=account&id=${id}`)).toEqual({ page: 'elsewhere', table: 'account' });
  expect(routeOf(`?pagetype=entityrecord&etn=invoice&id={${id}}`)).toEqual({ page: 'record', id });
});
