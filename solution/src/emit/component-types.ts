/** The platform's numbers of component types (Learn: solutioncomponent, component type). */
export const componentTypes = {
  table: 1,
  choice: 9,
  role: 20,
  view: 26,
  form: 60,
  webResource: 61,
  siteMap: 62,
  control: 66,
  app: 80,
  step: 92,
  endpoint: 95,
} as const;
