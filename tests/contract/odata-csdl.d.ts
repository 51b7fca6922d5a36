declare module 'odata-csdl' {
  /** CSDL XML as CSDL JSON (OASIS, "OData Common Schema Definition Language JSON Representation"). */
  export const xml2json: (xml: string) => unknown;
}
