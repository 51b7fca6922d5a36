/** The id of a record in one spelling: the client API hands out ids with braces and in capitals, the Web API without. */
export const recordId = (id: string): string => id.replace(/[{}]/g, '').toLowerCase();
